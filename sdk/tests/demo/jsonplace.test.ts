// SPDX-FileCopyrightText: 2026 The Relais authors
// SPDX-License-Identifier: MIT

import { describe, expect, it } from 'vitest';
import { findJsonProblem } from '../../demo/jsonplace.js';

describe('the place where JSON ends being JSON', () => {
    it.each(['0', '-1.5e+3', '"é\\u00e9\\n"', 'true', 'null', ' [ ] ', '{}', '{"a":[1,{"b":null}]}\n', '[[[]],"]"]'])(
        'isNowhereIn %s',
        (text) => {
            expect(findJsonProblem(text)).toBeUndefined();
        },
    );

    it.each([
        ['', 1, 1],
        ['   ', 1, 4],
        ['{', 1, 2],
        ['{"a"}', 1, 5],
        ['{"a":}', 1, 6],
        ['{"a":1,}', 1, 8],
        ['{a:1}', 1, 2],
        ["{'a':1}", 1, 2],
        ['[1,]', 1, 4],
        ['[1 2]', 1, 4],
        ['[1', 1, 3],
        ['01', 1, 2],
        ['1.', 1, 2],
        ['+1', 1, 1],
        ['NaN', 1, 1],
        ['tru', 1, 1],
        ['"abc', 1, 5],
        ['"a\\x"', 1, 3],
        ['"a\nb"', 1, 3],
        ['{} {}', 1, 4],
        ['{\n  "a": 1,\n  "b": oops\n}', 3, 8],
        ['["é𝄞", x]', 1, 8],
    ])('of %j isLine%dColumn%d', (text, line, column) => {
        expect(findJsonProblem(text)).toMatchObject({ line, column });
    });

    it('isFoundInDeepNestingWithoutExhaustingTheStack', () => {
        expect(findJsonProblem('['.repeat(100_000))).toMatchObject({ line: 1 });
    });

    it('isWhereATextFieldPutsItsCursor', () => {
        const text = '["𝄞",\n x]';
        expect(findJsonProblem(text)).toEqual({ line: 2, column: 2, index: text.indexOf('x') });
    });
});
