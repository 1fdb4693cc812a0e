// SPDX-FileCopyrightText: 2026 The Relais authors
// SPDX-License-Identifier: MIT

import { parse, read, readRefusal, type Members, type Refusal } from './answerdecoder.js';
import { ceiling, scaled } from './backoff.js';
import type { ConnectionRules } from './connectionrules.js';
import type { ConnectionState, Emit, HttpAnswer, TokenUse } from './effects.js';
import { RelaisError } from './errors.js';
import { createOutbox, type OutboxItem } from './outbox.js';

// Frames without an acknowledgement, at most: enough to fill a connection, few enough to be repeated.
const window = 32;
const tooBig = 1009; // RFC 6455
/** A server that says "in a year" must not silence a client for good. */
export const longestRetryAfter = 300_000;

/** Does anything carry messages? */
export function isLive(state: ConnectionState): state is 'webSocket' | 'polling' {
    return state === 'webSocket' || state === 'polling';
}

/**
 * Empties the outbox over whichever transport lives: several frames at a time over a WebSocket, which keeps their
 * order, one POST at a time over HTTP, which would not. A POST that runs when a WebSocket opens is waited for.
 */
export function createSender(rules: ConnectionRules, random: () => number, emit: Emit) {
    const outbox = createOutbox(rules);
    /** Under way over HTTP. */
    let post: OutboxItem | undefined;
    let postDeadline = 0;
    let postToken: TokenUse = 'keep';
    /** The server said "not now", or did not answer. */
    let holdUntil = -Infinity;
    let failures = 0;

    const succeed = (handle: number, { id, duplicate }: Members): void => {
        if (!outbox.remove(handle)) return;
        failures = 0;
        emit('sent', handle, id, !!duplicate);
    };

    const hold = (now: number, atLeast: number): void => {
        let wait = Math.min(atLeast, longestRetryAfter);
        // Of all that were under way together, the first counts as a failure.
        if (holdUntil === -Infinity) wait += scaled(ceiling(rules, failures++), random());
        holdUntil = Math.max(holdUntil, now + wait);
    };

    const settle = (handle: number, { code, isRetryable, detail, retryAfter }: Refusal, now: number): void => {
        if (isRetryable) {
            outbox.postpone(handle);
            hold(now, retryAfter);
        } else if (outbox.remove(handle)) {
            emit('sendFailed', handle, new RelaisError(code, detail));
        }
    };

    return {
        outbox,

        /** Hands over as much as the route takes now. */
        flush(state: ConnectionState, now: number): void {
            if (!isLive(state) || post || now < holdUntil) return;
            holdUntil = -Infinity;
            for (const handle of outbox.removeUncertain(now)) {
                emit('sendFailed', handle, new RelaisError('request_timeout', 'it may or may not have arrived'));
            }
            for (let next; !post && (next = outbox.next()); ) {
                const isPost = state === 'polling' || next.isSuspect;
                if (outbox.underWay >= (isPost ? 1 : window)) return;
                outbox.take(next, now);
                const { handle, key, body } = next;
                if (isPost) {
                    post = next;
                    postDeadline = now + rules.connectionTimeout;
                    emit('startPost', key, body, postToken);
                } else {
                    const rest = JSON.stringify({ ref: `${handle}`, idempotencyKey: key });
                    emit('sendText', `${body.slice(0, -1)},${rest.slice(1)}`);
                }
            }
        },

        socketClosed(code: number): void {
            if (!post) outbox.putAllBack(code === tooBig);
        },

        stop(): void {
            if (post) emit('abortPost');
            post = undefined;
            outbox.putAllBack(false);
        },

        acknowledged: (ack: Members): void => succeed(Number(ack.ref), ack),

        /** `ref`: of what; without, it is about nothing that was sent here. */
        refused(ref: string | undefined, refusal: Refusal, now: number): void {
            if (ref) settle(Number(ref), refusal, now);
        },

        hasTimedOut: (now: number): boolean => !!post && now >= postDeadline,

        /** False: unauthorized, although the token was asked for anew. */
        postAnswered([status, body, retryAfter = 0]: HttpAnswer, now: number): boolean {
            if (!post) return true;
            const item = post;
            const { handle } = item;
            const token = postToken;
            post = undefined;
            postToken = 'keep';

            const answer = parse(body);
            const receipt = status === 200 && read(answer, 'id', 'duplicate');
            if (receipt) {
                succeed(handle, receipt);
            } else if (status === 200 || !status) {
                // Perhaps it was published. The key makes it safe to ask again.
                outbox.putBack(item);
                hold(now, 0);
                emit('problem', 'polling', 'a send had no answer');
            } else if (status === 401) {
                outbox.postpone(handle);
                if (token === 'renew' || !rules.canRenewToken) return false;
                postToken = 'renew';
            } else {
                const refusal = readRefusal(answer, status);
                settle(handle, { ...refusal, retryAfter: Math.max(refusal.retryAfter, retryAfter) }, now);
            }
            return true;
        },

        deadline(state: ConnectionState): number {
            if (post) return postDeadline;
            // Without a hold, what waits here waits for acknowledgements.
            const isHeld = isLive(state) && holdUntil > -Infinity && outbox.next() && outbox.underWay < window;
            return isHeld ? holdUntil : Infinity;
        },
    };
}
