// SPDX-FileCopyrightText: 2026 The Relais authors
// SPDX-License-Identifier: MIT

// 2^20 seconds are twelve days: any ceiling is reached by then.
const mostDoublings = 20;
const firstCeiling = 1000;

/**
 * How long to wait before the next try, with full jitter: anything between nothing and a ceiling that doubles with each
 * failure. Full rather than a jitter around the ceiling, since it spreads the clients of a server that went away most
 * evenly. Milliseconds. `failures`: how many there were before this one.
 */
export function ceiling(
    { longestBackOff }: { longestBackOff: number },
    failures: number,
    base = firstCeiling,
): number {
    return Math.min(longestBackOff, base * 2 ** Math.min(failures, mostDoublings));
}

/** Whole milliseconds, rounded down, so that every implementation comes to the same. */
export function scaled(time: number, factor: number): number {
    return Math.floor(time * factor);
}
