// SPDX-FileCopyrightText: 2026 The Relais authors
// SPDX-License-Identifier: MIT

import { describe, expect, it } from 'vitest';
import { createLedger } from '../../demo/ledger.js';

function tallyOf(published: number, received: number[]) {
    const ledger = createLedger();
    for (let n = 1; n <= published; ++n) ledger.published(n);
    received.forEach(ledger.received);
    return ledger.tally;
}

describe('the ledger', () => {
    it('isEvenWhenAllCameOnceAndInOrder', () => {
        expect(tallyOf(3, [1, 2, 3])).toEqual({ published: 3, received: 3, waiting: 0, missing: 0, repeated: 0 });
    });

    it('countsWhatHasNotComeAsOnItsWayNotAsMissing', () => {
        expect(tallyOf(5, [1, 2])).toEqual({ published: 5, received: 2, waiting: 3, missing: 0, repeated: 0 });
    });

    it('countsWhatWasOvertakenAsMissing', () => {
        expect(tallyOf(5, [1, 4])).toEqual({ published: 5, received: 2, waiting: 1, missing: 2, repeated: 0 });
    });

    it('countsWhatCameAfterAllAsReceived', () => {
        expect(tallyOf(3, [1, 3, 2])).toEqual({ published: 3, received: 3, waiting: 0, missing: 0, repeated: 0 });
    });

    it('countsEachRepetition', () => {
        expect(tallyOf(2, [1, 1, 2, 1, 2])).toMatchObject({ received: 2, missing: 0, repeated: 3 });
    });

    it('takesWhatCameBeforeItsAcknowledgementForPublished', () => {
        expect(tallyOf(1, [1, 2])).toMatchObject({ published: 2, received: 2, waiting: 0 });
    });

    it('countsAHugeGapWithoutRememberingAllOfIt', () => {
        expect(tallyOf(0, [1, 5_000_000])).toMatchObject({ received: 2, missing: 4_999_998 });
    });

    it('leavesOutWhatIsNoNumber', () => {
        for (const strange of [0, -1, 1.5, NaN, Infinity, '1', null, undefined, {}]) {
            expect(tallyOf(1, [strange as number])).toMatchObject({ received: 0, missing: 0, repeated: 0 });
        }
    });
});
