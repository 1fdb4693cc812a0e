// SPDX-FileCopyrightText: 2026 The Relais authors
// SPDX-License-Identifier: MIT

import type { ConnectionRules } from './connectionrules.js';
import type { Effect, TokenUse } from './effects.js';

const longestWait = 30_000; // that a server accepts
const limit = 1000; // also the server's bound

/**
 * When polls are sent. Each waits at the server for a message, so that an idle client asks once in a pollingInterval,
 * as one that does not wait would, but hears of a message at once.
 *
 *          start()              take()
 *   Off ───────────► Waiting ──────────► Running
 *    ▲                  ▲                   │
 *    │ stop()           └───────────────────┘ succeeded(), failed(), waitUntil()
 *    └── from any
 */
export function createPollLoop(rules: ConnectionRules) {
    /** Waiting: when the next one is due; running: when it is given up; Infinity: off. */
    let at = Infinity;
    let isRunning = false;
    let startedAt = 0;
    let wait = 0;
    /** Of the running poll, or of the next. */
    let token: TokenUse = 'ask';
    let failures = 0;

    const waitUntil = (time: number, use = token): void => {
        isRunning = false;
        at = time;
        token = use;
    };

    return {
        waitUntil,
        stop: (): void => waitUntil(Infinity),

        /** When something is to be done: the next poll, or giving up the running one. Infinity: it is off. */
        get deadline(): number {
            return at;
        },
        get isRunning(): boolean {
            return isRunning;
        },
        get token(): TokenUse {
            return token;
        },
        get failures(): number {
            return failures;
        },

        start(now: number): void {
            failures = 0;
            waitUntil(now, 'ask');
        },

        /** The next poll, when it is time for it. */
        take(now: number, since: string): Effect | false {
            if (isRunning || now < at) return false;
            // Without a position, what is kept is asked for only to learn one.
            wait = since ? Math.min(rules.pollingInterval, longestWait) : 0;
            isRunning = true;
            startedAt = now;
            at = now + wait + rules.connectionTimeout;
            return ['startPoll', since, wait, limit, token];
        },

        /**
         * `hasProgressed`: the answer named a new position. One that did not, and came before its time, is that of a
         * server or a proxy that does not wait: then polls keep the interval between them.
         */
        succeeded(now: number, hasProgressed: boolean): void {
            failures = 0;
            const isDue = hasProgressed || now - startedAt >= wait;
            waitUntil(isDue ? now : startedAt + rules.pollingInterval, 'keep');
        },

        failed(now: number, pause: number): void {
            ++failures;
            waitUntil(now + pause, 'ask');
        },
    };
}
