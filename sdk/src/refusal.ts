// SPDX-FileCopyrightText: 2026 The Relais authors
// SPDX-License-Identifier: MIT

import { duration, longestRetryAfter, words } from './answerdecoder.js';
import { RelaisError } from './errors.js';
import type { Members } from './wire.js';

// The error table: after each close code and HTTP status its codes, the first being what it means where no code says
// more; and what any other status and close code means. From 408 on, trying again may help; 425, 502 and 504 are what
// proxies answer. A text, since a page has to load it.
const table = (
    'bad_request disconnected 4001 unauthorized 4008 protocol_error 4009 message_too_big 400 bad_request invalid_json ' +
    'invalid_field invalid_type reserved_type invalid_user invalid_cursor invalid_parameter nesting_too_deep ' +
    '401 unauthorized 403 forbidden origin_not_allowed type_not_allowed 404 not_found 405 method_not_allowed ' +
    '409 conflict 411 length_required 413 payload_too_large 414 uri_too_long 415 unsupported_media_type ' +
    '417 expectation_failed 422 idempotency_mismatch 426 upgrade_required 431 headers_too_large 500 internal_error ' +
    '501 not_implemented 505 http_version_not_supported 408 request_timeout 425 overloaded 429 rate_limited ' +
    '502 overloaded 503 overloaded draining log_full journal_unavailable auth_unavailable 504 overloaded'
).split(' ');

/** Of a close code for good. */
export const closeError = (code: number): string => table[table.indexOf(code + '') + 1 || 1]!;

/**
 * What a server refused, and why: of `sync.error` (`status` 0), and of an answer that is not 200. Whatever the body of
 * that is, problem document or not, it is a refusal: a proxy on the way answers with pages of its own, and the status
 * alone then says what to do. `retryAfter`: milliseconds; undefined when trying again would not help.
 */
export function readRefusal(
    value: unknown,
    status: number,
    headerRetryAfter = 0,
): [error: RelaisError, retryAfter: number | undefined] {
    const { code, detail, retryAfterMs } = Object(value) as Members;
    const next = table.indexOf(code as string) + 1 || table.indexOf(status + '') + 2;
    const isRetryable = next > table.indexOf('408');
    return [
        new RelaisError(table[next - 1]!, words(detail)),
        duration(retryAfterMs, longestRetryAfter) ?? (isRetryable ? headerRetryAfter : undefined),
    ];
}
