// SPDX-FileCopyrightText: 2026 The Relais authors
// SPDX-License-Identifier: MIT

import { readFileSync } from 'node:fs';

/** A file of the golden vectors, which the C++ implementation reads as well (tests/vectors/README.md). */
export function vectors<T>(name: string): T {
    return JSON.parse(readFileSync(new URL(`../../tests/vectors/${name}`, import.meta.url), 'utf8')) as T;
}

type Part = string | { repeat: string; times: number } | { hex: string };

/** A text of the vectors: a string, or parts to be joined. Undefined where it is no text that JavaScript could hold. */
export function joined(text: string | Part[]): string | undefined {
    if (typeof text === 'string') return text;
    const parts = text.map((part) =>
        typeof part === 'string' ? part : 'repeat' in part ? part.repeat.repeat(part.times) : undefined,
    );
    return parts.includes(undefined) ? undefined : parts.join('');
}
