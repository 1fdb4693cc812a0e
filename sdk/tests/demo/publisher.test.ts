// SPDX-FileCopyrightText: 2026 The Relais authors
// SPDX-License-Identifier: MIT

import { describe, expect, it } from 'vitest';
import { createPublisher } from '../../demo/publisher.js';

const url = new URL('http://localhost:5000/api/sync/send');

interface Asked {
    n: number;
    key: string;
}

/** A publisher whose server answers as `answers` says, the last one for ever, and which stops after `count` requests. */
async function run(answers: (number | Error)[], count: number) {
    const asked: Asked[] = [];
    const published: number[] = [];
    const refused: boolean[] = [];
    const waits: number[] = [];
    await new Promise<void>((resolve) => {
        const publisher = createPublisher(url, 'ada', {
            fetch: async (_, init) => {
                const { payload, userId } = JSON.parse(`${init!.body}`);
                expect(userId).toBe('ada');
                asked.push({ n: payload.n, key: new Headers(init!.headers).get('Idempotency-Key')! });
                const answer = answers[Math.min(asked.length, answers.length) - 1]!;
                if (answer instanceof Error) throw answer;
                return new Response('{}', { status: answer });
            },
            wait: async (ms) => {
                waits.push(ms);
                if (asked.length < count) return;
                publisher.stop();
                resolve();
            },
            published: (n) => published.push(n),
            isRefused: (is) => refused.push(is),
        });
        publisher.rate = 5;
        publisher.start();
        publisher.start(); // once is enough
    });
    return { asked, published, refused, waits };
}

describe('the publisher of numbers', () => {
    it('publishesOneBehindTheOtherAtItsRate', async () => {
        const { asked, published, waits } = await run([200], 3);
        expect(asked.map(({ n }) => n)).toEqual([1, 2, 3]);
        expect(new Set(asked.map(({ key }) => key)).size).toBe(3);
        expect(published).toEqual([1, 2, 3]);
        expect(waits).toEqual([200, 200, 200]);
    });

    it.each([[new TypeError('no network')], [503], [429]])(
        'repeatsANumberUnderTheSameKeyAfter %s',
        async (trouble) => {
            const { asked, published, refused, waits } = await run([200, trouble, trouble, 200], 4);
            expect(asked.map(({ n }) => n)).toEqual([1, 2, 2, 2]);
            expect(new Set(asked.slice(1).map(({ key }) => key)).size).toBe(1);
            expect(published).toEqual([1, 2]);
            expect(refused).toEqual([false, true, true, false]);
            expect(waits).toEqual([200, 1000, 1000, 200]);
        },
    );
});
