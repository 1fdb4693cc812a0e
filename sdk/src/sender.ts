// SPDX-FileCopyrightText: 2026 The Relais authors
// SPDX-License-Identifier: MIT

import type { ConnectionOptions } from './connectionoptions.js';
import { isLive, type ConnectionState } from './connectionstate.js';
import { RelaisError } from './errors.js';
import type { SendReceipt } from './message.js';
import { parseMessageId } from './messageid.js';
import { readRefusal } from './refusal.js';
import { Slot, TokenUse, type Shell } from './shell.js';
import type { Members } from './wire.js';

// Frames without an acknowledgement, at most: enough to fill a connection, few enough to be repeated.
const window = 32;
const tooBig = 1009; // RFC 6455

export interface Item {
    /** Its idempotency key. */
    readonly queuedKey: string;
    /** What POST /send takes. */
    readonly queued: string;
    readonly fulfil: (receipt: SendReceipt) => void;
    readonly giveUp: (error: RelaisError) => void;
    /** Under way since then; undefined: it waits. */
    takenAt?: number | undefined;
    /** When it was first handed over without an answer. */
    uncertainSince?: number | undefined;
    /** Closed a WebSocket for its size, perhaps: HTTP answers for each message alone. */
    isSuspect?: boolean | undefined;
}

/**
 * What an application has sent and the server has not answered yet, and its way there over whichever transport lives:
 * several frames at a time over a WebSocket, which keeps their order, one POST at a time over HTTP, which would not. A
 * POST that runs when a WebSocket opens is waited for. Each message has an idempotency key from the start, so that it
 * may be handed to the server again when an answer did not come.
 *
 *   enqueue()          handOver()              an answer for good
 *   ────────► Waiting ──────────► Under way ───────────────────────► gone
 *                ▲                    │
 *                └────────────────────┘ "not now", no answer, the transport was lost
 */
export function createSender(
    {
        outboxMessages = 1000,
        outboxLength = 4 * 1024 * 1024,
        keyLifetime = 300_000,
        tokenProvider,
    }: ConnectionOptions,
    connectionTimeout: number,
    backOff: (failures: number) => number,
    shell: Shell,
) {
    /** In the order of enqueue(), by number as frames name it. */
    const items = new Map<unknown, Item>();
    let lastRef = 0;
    /** The number of the one that is under way over HTTP. */
    let post: string | undefined;
    let postDeadline = 0;
    let postToken = TokenUse.Keep;
    /** The server said "not now", or did not answer. 0: it did not. */
    let holdUntil = 0;
    let failures = 0;

    // What waits has no time, and nothing is compared with that.
    const isUnderWay = ({ takenAt }: Item): boolean => takenAt! >= 0;

    // An answer may be for what is not there (any more).

    /** False: it is no receipt. */
    const succeed = (ref: unknown, { id, duplicate }: Members): boolean => {
        if (!parseMessageId(id)) return false;
        failures = 0;
        items.get(ref)?.fulfil({ id: id as string, duplicate: !!duplicate });
        items.delete(ref);
        return true;
    };

    const hold = (now: number, atLeast: number): void => {
        // Of all that were under way together, the first counts as a failure.
        const wait = holdUntil ? atLeast : atLeast + backOff(failures++);
        holdUntil = Math.max(holdUntil, now + wait);
    };

    const refuse = (ref: unknown, now: number, answer: Members, status?: number, headerRetryAfter?: number): void => {
        const [error, retryAfter] = readRefusal(answer, status, headerRetryAfter);
        const item = items.get(ref);
        if (!item) return;
        if (retryAfter === undefined) {
            items.delete(ref);
            item.giveUp(error);
        } else {
            item.takenAt = undefined;
            hold(now, retryAfter);
        }
    };

    /** No answer came to what is under way. */
    const putAllBack = (isTooBig?: boolean): void => {
        for (const item of items.values()) {
            item.isSuspect ||= isTooBig && isUnderWay(item);
            item.uncertainSince ??= item.takenAt;
            item.takenAt = undefined;
        }
    };

    /** The POST has ended. True: unauthorized, although the token was asked for anew. */
    const endPost = (now: number, status: number, answer: Members, retryAfter?: number): boolean | undefined => {
        const ref = post;
        const token = postToken;
        if (!ref) return;
        post = undefined;
        postToken = TokenUse.Keep;

        if (status === 200 && succeed(ref, answer)) return;
        if (status === 200 || !status) {
            // Perhaps it was published. The key makes it safe to ask again.
            putAllBack();
            hold(now, 0);
            shell.tellProblem('polling', `ended with ${status}`);
        } else if (status === 401) {
            items.get(ref)!.takenAt = undefined;
            if (token === TokenUse.Renew || !tokenProvider) return true;
            postToken = TokenUse.Renew;
        } else {
            refuse(ref, now, answer, status, retryAfter);
        }
        return;
    };

    return {
        acknowledged: succeed,
        /** By `sync.error`. Without `ref`, it is about nothing that was sent here. */
        refused: refuse,
        endPost,
        unanswered: items,

        /** Takes a message. `giveUp`: `overloaded`, when it is full. */
        enqueueItem(message: string, key: string, fulfil: Item['fulfil'], giveUp: Item['giveUp']): void {
            let length = message.length;
            for (const item of items.values()) length += item.queued.length;
            if (items.size >= outboxMessages || length > outboxLength) {
                giveUp(new RelaisError('overloaded'));
            } else {
                items.set(`${++lastRef}`, { queued: message, queuedKey: key, fulfil, giveUp });
            }
        },

        /** Hands over as much as the route takes now, and gives up a POST that takes too long. */
        handOver(state: ConnectionState, now: number): void {
            if (post && now >= postDeadline) {
                shell.abandon(Slot.Post);
                endPost(now, 0, {});
            }
            if (!isLive(state) || post || now < holdUntil) return;
            holdUntil = 0;
            let underWay = [...items.values()].filter(isUnderWay).length;
            for (const [ref, item] of items) {
                const isPost = state === 'polling' || item.isSuspect;
                if (isUnderWay(item)) continue;
                if (now - item.uncertainSince! >= keyLifetime) {
                    items.delete(ref);
                    item.giveUp(new RelaisError('request_timeout'));
                    continue;
                }
                if (post || underWay++ >= (isPost ? 1 : window)) return;
                item.takenAt = now;
                if (isPost) {
                    post = ref as string;
                    postDeadline = now + connectionTimeout;
                    shell.begin(Slot.Post, postToken, item.queuedKey, 0, item.queued);
                } else {
                    shell.sendText(
                        JSON.stringify({ ...JSON.parse(item.queued), ref, idempotencyKey: item.queuedKey }),
                    );
                }
            }
        },

        /** What was under way over it may not have arrived; a POST goes its own way. */
        socketClosed(code: number): void {
            if (!post) putAllBack(code === tooBig);
        },

        /** Nothing carries messages any more. */
        putAway(): void {
            if (post) shell.abandon(Slot.Post);
            post = undefined;
            putAllBack();
        },

        /** When handOver() is due again; Infinity when it waits for answers. */
        dueAt(state: ConnectionState): number {
            return (post ? postDeadline : isLive(state) && holdUntil) || Infinity;
        },
    };
}
