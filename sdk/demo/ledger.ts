// SPDX-FileCopyrightText: 2026 The Relais authors
// SPDX-License-Identifier: MIT

export interface Tally {
    /** The server has acknowledged so many. */
    published: number;
    /** So many different ones have come. */
    received: number;
    /** Published, and neither come nor overtaken by a later one. */
    waiting: number;
    /** Overtaken: order is promised, so they will not come. */
    missing: number;
    repeated: number;
}

// Beyond this it is only known how many are missing, no longer which.
const mostRemembered = 10_000;

/** Holds what comes against what was published: messages with the numbers 1, 2, 3 and so on. */
export function createLedger() {
    let published = 0;
    let highest = 0;
    let missing = 0;
    let repeated = 0;
    const gaps = new Set<number>();

    return {
        published(number: number): void {
            published = Math.max(published, number);
        },
        received(number: number): void {
            if (!Number.isSafeInteger(number) || number < 1) return;
            if (number > highest) {
                missing += number - highest - 1;
                for (let gap = highest + 1; gap < number && gaps.size < mostRemembered; ++gap) gaps.add(gap);
                highest = number;
            } else if (gaps.delete(number)) {
                --missing;
            } else {
                ++repeated;
            }
        },
        get tally(): Tally {
            // A message may be here before the publisher has heard that it was taken.
            const known = Math.max(published, highest);
            return { published: known, received: highest - missing, waiting: known - highest, missing, repeated };
        },
    };
}
