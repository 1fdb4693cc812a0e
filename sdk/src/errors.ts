// SPDX-FileCopyrightText: 2026 The Relais authors
// SPDX-License-Identifier: MIT

/**
 * Why a message was not sent, or a connection has failed. `code` is that of the server's error table
 * (docs/protocol.md), such as `unauthorized` or `payload_too_large`.
 */
export class RelaisError extends Error {
    constructor(
        readonly code: string,
        detail: string,
    ) {
        super(detail);
        this.name = 'RelaisError';
    }
}

// The error table, by HTTP status; what a status means where no code says more comes first. A text, since a page has to
// load it.
const statuses = new Map<string, number>();
for (const row of (
    '400 bad_request invalid_json invalid_field invalid_type reserved_type invalid_user invalid_cursor ' +
    'invalid_parameter nesting_too_deep,401 unauthorized,403 forbidden origin_not_allowed type_not_allowed,' +
    '404 not_found,405 method_not_allowed,408 request_timeout,409 conflict,411 length_required,' +
    '413 payload_too_large,414 uri_too_long,415 unsupported_media_type,417 expectation_failed,' +
    '422 idempotency_mismatch,426 upgrade_required,429 rate_limited,431 headers_too_large,500 internal_error,' +
    '501 not_implemented,503 overloaded draining log_full journal_unavailable auth_unavailable,' +
    '505 http_version_not_supported'
).split(',')) {
    const [status, ...codes] = row.split(' ');
    for (const code of codes) statuses.set(code, +status!);
}

/** What a refusal means: by its code, or where that is none that this version knows, by its HTTP status (0: none). */
export function judge(status: number, code: unknown): { code: string; isRetryable: boolean } {
    const known = statuses.get(code as string);
    const isRetryable = [408, 425, 429, 502, 503, 504].includes(known ?? status);
    const byStatus = [...statuses].find((entry) => entry[1] === status)?.[0];
    return {
        code: known ? (code as string) : (byStatus ?? (isRetryable ? 'overloaded' : 'bad_request')),
        isRetryable,
    };
}

/** Of a close code for good. */
export function closeError(code: number): string {
    return { 4001: 'unauthorized', 4008: 'protocol_error', 4009: 'message_too_big' }[code] ?? 'disconnected';
}

/** What a client does after a close code. By range alone, so that an old client understands new codes. */
export function closeReaction(code: number): 'stay-closed' | 'back-off' | 'reconnect-now' {
    const range = Math.trunc(code / 100);
    return range === 40 ? 'stay-closed' : range === 42 ? 'reconnect-now' : 'back-off';
}
