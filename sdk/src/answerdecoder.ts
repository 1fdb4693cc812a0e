// SPDX-FileCopyrightText: 2026 The Relais authors
// SPDX-License-Identifier: MIT

import { isWellFormedType, type Message } from './message.js';
import { parseMessageId } from './messageid.js';
import { textOf } from './text.js';
import type { Members } from './wire.js';

// What a server says. Strict about what would do harm, lenient about what is not known, as later versions add members.
// Nothing here throws, whatever comes: an object with a `toString` that is none makes a text of itself a TypeError.

const longestDuration = 3_600_000;
/** A server that says "in a year" must not silence a client for good. */
export const longestRetryAfter = 300_000;
const longestWords = 512;

/** What is no object has no members. */
export function parse(text?: string): Members {
    try {
        return Object(JSON.parse(text!)) as Members;
    } catch {
        return {};
    }
}

/** Visible ASCII characters alone: anything else could end a header field, and begin another. */
export const isVisible = (value: unknown): value is string => /^[!-~]+$/.test(textOf(value));

/** Could it be given back as `since`? */
export const isCursor = (value: unknown): value is string => isVisible(value) && value.length <= 128;

/** Milliseconds; of what is none, `otherwise`. No duration on the wire means more than an hour. */
export const duration = <Otherwise>(
    value: unknown,
    otherwise: Otherwise,
    longest = longestDuration,
): number | Otherwise =>
    Number.isSafeInteger(value) && (value as number) >= 0 ? Math.min(value as number, longest) : otherwise;

/** Words for people. */
export const words = (value: unknown): string => textOf(value).slice(0, longestWords);

export function readMessage(value: unknown): Message | undefined {
    const { id, type, payload, userId, timestamp } = Object(value) as Members;
    const ms = parseInt(textOf(id));
    const isMessage =
        parseMessageId(id) &&
        isWellFormedType(type) &&
        payload !== undefined &&
        textOf(userId ?? id) &&
        (timestamp ?? ms) === ms;
    if (!isMessage) return undefined;
    return { id: id as string, type, payload, timestamp: ms, ...((userId && { userId }) as object) };
}
