// SPDX-FileCopyrightText: 2026 The Relais authors
// SPDX-License-Identifier: MIT

export interface JsonPlace {
    /** Both from 1 on. */
    line: number;
    column: number;
    /** From 0 on, in UTF-16 units, as a text field counts. */
    index: number;
}

const blanks = /[ \t\n\r]*/y;
const scalar = /true|false|null|-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/y;
const stringPart = /(?:[^"\\\u0000-\u001f]|\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4}))*/y;
// The server takes 32 levels by default; here it only has to be less than what a call stack holds.
const deepest = 500;

/** Where a JSON text ceases to be one; nothing when it is one. Browsers say it each in their own way, or not at all. */
export function findJsonProblem(text: string): JsonPlace | undefined {
    try {
        JSON.parse(text);
        return undefined;
    } catch {
        return placeOf(text, badIndex(text));
    }
}

function placeOf(text: string, index: number): JsonPlace {
    const before = text.slice(0, index).split('\n');
    return { line: before.length, column: [...before.at(-1)!].length + 1, index };
}

function badIndex(text: string): number {
    let at = 0;

    /** Goes behind what matches here. */
    const skip = (pattern: RegExp): boolean => {
        pattern.lastIndex = at;
        const found = pattern.exec(text);
        if (found) at += found[0].length;
        return !!found?.[0];
    };
    const take = (character: string): boolean => {
        if (text[at] !== character) return false;
        ++at;
        return true;
    };
    const string = (): boolean => take('"') && (skip(stringPart), take('"'));
    const member = (depth: number): boolean => {
        skip(blanks);
        if (!string()) return false;
        skip(blanks);
        return take(':') && value(depth);
    };
    const list = (close: string, item: () => boolean): boolean => {
        skip(blanks);
        if (take(close)) return true;
        do {
            if (!item()) return false;
        } while (take(','));
        return take(close);
    };
    const value = (depth: number): boolean => {
        skip(blanks);
        if (depth > deepest) return false;
        let isGood: boolean;
        if (take('{')) isGood = list('}', () => member(depth + 1));
        else if (take('[')) isGood = list(']', () => value(depth + 1));
        else if (text[at] === '"') isGood = string();
        else isGood = skip(scalar);
        if (isGood) skip(blanks);
        return isGood;
    };

    value(0);
    return at;
}
