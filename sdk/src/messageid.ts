// SPDX-FileCopyrightText: 2026 The Relais authors
// SPDX-License-Identifier: MIT

// 2^53 - 1, the largest integer that a number holds exactly
const largest = '9007199254740991';

/**
 * What the id `<ms>-<seq>` sorts by, as a text; undefined for what is none. There is one decimal form of each number, so
 * two texts are the same id only when they are the same text.
 */
export function parseMessageId(text: unknown): string | undefined {
    const parts = typeof text === 'string' && /^(0|[1-9]\d{0,15})-(0|[1-9]\d{0,15})$/.exec(text);
    const [ms, seq] = parts ? parts.slice(1).map((part) => part.padStart(16, '0')) : [];
    return ms && seq && ms <= largest && seq <= largest ? ms + seq : undefined;
}
