// SPDX-FileCopyrightText: 2026 The Relais authors
// SPDX-License-Identifier: MIT

import { textOf } from './text.js';

/**
 * What the id `<ms>-<seq>` sorts by, as a text; undefined for what is none. There is one decimal form of each number, so
 * two texts are the same id only when they are the same text.
 */
export function parseMessageId(text: unknown): string | undefined {
    const [ms, seq] = textOf(text).split('-') as [string, string?];
    const isId = Number.isSafeInteger(+ms) && Number.isSafeInteger(+seq!) && `${+ms}-${+seq!}` === text;
    return isId ? ms.padStart(16) + seq!.padStart(16) : undefined;
}
