// SPDX-FileCopyrightText: 2026 The Relais authors
// SPDX-License-Identifier: MIT

import { duration, longestRetryAfter, words } from './answerdecoder.js';
import { RelaisError } from './errors.js';
import type { Members } from './wire.js';

// The error table: what any other status and close code means, and then after each of them its codes, the first being
// what it means where no code says more. From 408 on, trying again may help. A text, since a page has to load it.
const table = (
    'bad_request disconnected invalid_json invalid_field invalid_type reserved_type invalid_user invalid_cursor ' +
    'invalid_parameter nesting_too_deep 4001 unauthorized 4008 protocol_error 4009 message_too_big ' +
    '401 unauthorized 403 forbidden origin_not_allowed type_not_allowed 404 not_found 405 method_not_allowed ' +
    '409 conflict 411 length_required 413 payload_too_large 414 uri_too_long 415 unsupported_media_type ' +
    '417 expectation_failed 422 idempotency_mismatch 426 upgrade_required 431 headers_too_large 500 internal_error ' +
    '501 not_implemented 505 http_version_not_supported 408 request_timeout 425 overloaded 429 rate_limited ' +
    'draining log_full journal_unavailable auth_unavailable'
).split(' ');

/** Of a close code for good. */
export const closeError = (code: number): string => table[table.indexOf(code + '') + 1 || 1]!;

/**
 * What a server refused, and why: of `sync.error`, which has no `status`, and of an answer that is not 200. Whatever the body of
 * that is, problem document or not, it is a refusal: a proxy on the way answers with pages of its own, and the status
 * alone then says what to do. `retryAfter`: milliseconds; undefined when trying again would not help.
 */
export function readRefusal(
    value: unknown,
    status?: number,
    headerRetryAfter = 0,
): [error: RelaisError, retryAfter: number | undefined] {
    const { code, detail, retryAfterMs } = Object(value) as Members;
    const next = table.indexOf(code as string) + 1 || table.indexOf(status + '') + 2;
    // Proxies and CDNs have a status of their own, from 502 to 530 and beyond, for each way in which they do not reach a
    // server.
    const isRetryable = next > table.indexOf('408') || (next < 2 && status! > 501);
    return [
        new RelaisError(table[next - 1]!, words(detail)),
        duration(retryAfterMs, isRetryable ? headerRetryAfter : undefined, longestRetryAfter),
    ];
}
