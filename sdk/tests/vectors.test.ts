// SPDX-FileCopyrightText: 2026 The Relais authors
// SPDX-License-Identifier: MIT

import { describe, expect, it } from 'vitest';
import { isCursor, readMessage } from '../src/answerdecoder.js';
import { closeRange, reconnectsNow, staysClosed } from '../src/errors.js';
import { isReservedType, isWellFormedType } from '../src/message.js';
import { parseMessageId } from '../src/messageid.js';
import { closeError, readRefusal } from '../src/refusal.js';
import { joined, vectors } from './vectors.js';

type Text = Parameters<typeof joined>[0];

interface ErrorRow {
    code: string;
    status: number;
    closeCode: number;
    retryable: boolean;
}

function refusal(answer: unknown, status: number) {
    const [{ code }, retryAfter] = readRefusal(answer, status);
    return { code, isRetryable: retryAfter !== undefined };
}

describe('the error table', () => {
    it.each(vectors<ErrorRow[]>('errors.json').filter(({ status }) => status > 0))(
        'knows $code',
        ({ code, status, retryable }) => {
            expect(refusal({ code }, 0)).toEqual({ code, isRetryable: retryable });
            expect(refusal(undefined, status).isRetryable).toBe(retryable);
        },
    );
    it.each(vectors<ErrorRow[]>('errors.json').filter(({ closeCode }) => closeCode >= 4000 && closeCode < 4100))(
        'knows close code $closeCode',
        ({ code, closeCode }) => expect(closeError(closeCode)).toBe(code),
    );
    it('takes the first row of a status for an answer without a code', () => {
        const rows = vectors<ErrorRow[]>('errors.json').filter(({ status }) => status > 0 && status !== 503);
        for (const { status } of rows) {
            const first = rows.find((row) => row.status === status)!.code;
            expect(refusal('<html>', status).code).toBe(first);
        }
    });
    it.each(['__proto__', 'constructor', 'toString', 'hasOwnProperty', 7, null, {}, [], true])(
        'does not take %j for a code',
        (code) => {
            expect(refusal({ code }, 0)).toEqual({ code: 'bad_request', isRetryable: false });
        },
    );
});

it.each(vectors<{ code: number; reaction: string }[]>('closecodes.json'))(
    'after close code $code: $reaction',
    ({ code, reaction }) => {
        const ranges: Record<number, string> = { [staysClosed]: 'stay-closed', [reconnectsNow]: 'reconnect-now' };
        expect(ranges[closeRange(code)] ?? 'back-off').toBe(reaction);
    },
);

describe('message ids', () => {
    const { valid, invalid, ascending } = vectors<{
        valid: { text: string }[];
        invalid: string[];
        ascending: string[];
    }>('messageids.json');
    it.each(valid)('$text is one', ({ text }) => expect(parseMessageId(text)).toBeDefined());
    it.each(invalid)('%j is none', (text) => expect(parseMessageId(text)).toBeUndefined());
    it.each([undefined, null, 7, {}, ['1-0'], true])('%j is none', (value) =>
        expect(parseMessageId(value)).toBeUndefined(),
    );
    it('sort as they ascend', () => {
        const keys = ascending.map((text) => parseMessageId(text)!);
        expect([...keys].sort()).toEqual(keys);
        expect(new Set(keys).size).toBe(keys.length);
    });
});

it.each(vectors<{ since: Text; meaning: string }[]>('cursors.json'))(
    'cursor $since: $meaning',
    ({ since, meaning }) => {
        const text = joined(since);
        if (text !== undefined) expect(isCursor(text)).toBe(meaning !== 'invalid');
    },
);

describe('types', () => {
    const { valid, invalid, reserved, notReserved } = vectors<Record<string, Text[]>>('types.json');
    it.each(valid!)('%j is one', (type) => expect(isWellFormedType(joined(type))).toBe(true));
    it.each(invalid!)('%j is none', (type) => expect(isWellFormedType(joined(type))).toBe(false));
    it.each(reserved!)('%j is the server’s', (type) => expect(isReservedType(joined(type)!)).toBe(true));
    it.each(notReserved!)('%j is free', (type) => expect(isReservedType(joined(type)!)).toBe(false));
});

describe('messages', () => {
    interface Row {
        name: string;
        encoded: string;
        id: string;
        type: string;
        payload: string;
        userId?: string;
    }
    it.each(vectors<Row[]>('messages.json'))('$name', ({ encoded, id, type, payload, userId }) => {
        const message = readMessage(JSON.parse(encoded))!;
        expect(message).toMatchObject({ id, type, payload: JSON.parse(payload) });
        expect(message.userId).toBe(userId);
        expect(message.timestamp).toBe(parseInt(id));
    });

    it.each([
        {},
        { id: '1-0' },
        { id: '1-0', type: 'a' },
        { id: 1, type: 'a', payload: 1 },
        { id: ['1-0'], type: 'a', payload: 1 },
        { id: '1-0', type: 'A', payload: 1 },
        { id: '1-0', type: ['a'], payload: 1 },
        { id: '1-0', type: 'a', payload: 1, timestamp: 2 },
        { id: '1-0', type: 'a', payload: 1, timestamp: '1' },
        { id: '1-0', type: 'a', payload: 1, userId: 7 },
        { id: '1-0', type: 'a', payload: 1, userId: '' },
        { id: '1-0', type: '__proto__', payload: 1 },
        null,
        7,
        'text',
        [],
    ])('%j is none', (value) => expect(readMessage(value)).toBeUndefined());

    it.each([
        '{"toString":1,"valueOf":1}',
        '[{"toString":1}]',
        '{"id":{"toString":1},"type":{"toString":1},"payload":1}',
    ])('does not throw for %s, which cannot become a text', (json) => {
        const value: unknown = JSON.parse(json);
        const members = { id: value, type: value, payload: value, userId: value, timestamp: value };
        expect(readMessage(members)).toBeUndefined();
        expect(readMessage({ ...members, id: '1-0', type: 'a' })).toBeUndefined();
        expect(parseMessageId(value)).toBeUndefined();
        expect(isCursor(value)).toBe(false);
        expect(refusal({ code: value, detail: value, retryAfterMs: value }, 400).code).toBe('bad_request');
    });

    // Row 28 of the attacks: names of JavaScript's own are plain data.
    it('row28_namesOfTheLanguageArePlainData', () => {
        const text =
            '{"id":"1-0","type":"constructor","payload":{"__proto__":{"isAdmin":true},"constructor":1},"timestamp":1}';
        const message = readMessage(JSON.parse(text))!;
        expect(message.type).toBe('constructor');
        expect(JSON.stringify(message.payload)).toBe('{"__proto__":{"isAdmin":true},"constructor":1}');
        expect((message.payload as { isAdmin?: boolean }).isAdmin).toBeUndefined();
        expect(({} as { isAdmin?: boolean }).isAdmin).toBeUndefined();
        const forged = '{"__proto__":{"id":"1-0","type":"a","payload":1}}';
        expect(readMessage(JSON.parse(forged))).toBeUndefined();
    });
});
