// SPDX-FileCopyrightText: 2026 The Relais authors
// SPDX-License-Identifier: MIT

import type { ConnectionRules } from './connectionrules.js';
import { RelaisError } from './errors.js';

export interface OutboxItem {
    readonly handle: number;
    readonly key: string;
    /** What POST /send takes. */
    readonly body: string;
    isUnderWay?: boolean;
    /** Was handed over at least once without an answer. */
    isUncertain?: boolean;
    /** Closed a WebSocket for its size, perhaps: HTTP answers for each message alone. */
    isSuspect?: boolean;
    firstTaken?: number | undefined;
}

/**
 * What an application has sent and the server has not answered yet, in the order of send(). Each message has an
 * idempotency key from the start, so that it may be handed to the server again when an answer did not come.
 *
 *            take()                 remove()
 *   Waiting ────────► Under way ──────────────► gone
 *      ▲                  │
 *      └──────────────────┘ postpone(), putBack(), putAllBack()
 */
export function createOutbox(rules: ConnectionRules) {
    const items = new Map<number, OutboxItem>();
    let length = 0;
    let lastHandle = 0;
    let underWay = 0;

    const wait = (item: OutboxItem): void => {
        if (item.isUnderWay) --underWay;
        item.isUnderWay = false;
    };

    /** No answer came. */
    const putBack = (item: OutboxItem): void => {
        item.isUncertain ||= item.isUnderWay!;
        wait(item);
    };

    /** It was answered, for good. False when there is no such message (any more). */
    const remove = (handle: number): boolean => {
        const item = items.get(handle);
        if (!item) return false;
        wait(item);
        length -= item.body.length;
        return items.delete(handle);
    };

    return {
        putBack,
        remove,
        get size(): number {
            return items.size;
        },
        get underWay(): number {
            return underWay;
        },

        /** Throws `overloaded` when it is full. */
        add(body: string, key: string): number {
            if (items.size >= rules.outboxMessages || length + body.length > rules.outboxLength) {
                throw new RelaisError('overloaded', 'the outbox is full');
            }
            length += body.length;
            items.set(++lastHandle, { handle: lastHandle, key, body });
            return lastHandle;
        },

        /** The first that waits. */
        next(): OutboxItem | undefined {
            for (const item of items.values()) if (!item.isUnderWay) return item;
            return undefined;
        },

        /** One that waits is handed to a transport. */
        take(item: OutboxItem, now: number): void {
            item.isUnderWay = true;
            item.firstTaken ??= now;
            ++underWay;
        },

        /** The server answered that it does not take it now. */
        postpone(handle: number): void {
            const item = items.get(handle);
            if (!item) return;
            wait(item);
            if (!item.isUncertain) item.firstTaken = undefined;
        },

        /** What was under way when a WebSocket was closed. `forSize`: it was closed for a message too big. */
        putAllBack(forSize: boolean): void {
            for (const item of items.values()) {
                item.isSuspect ||= item.isUnderWay! && forSize;
                putBack(item);
            }
        },

        /**
         * Removes the messages that wait, of which nobody knows whether they arrived, and whose key the server may have
         * forgotten.
         */
        removeUncertain(now: number): number[] {
            return [...items.values()]
                .filter((item) => !item.isUnderWay && item.isUncertain && now - item.firstTaken! >= rules.keyLifetime)
                .map(({ handle }) => (remove(handle), handle));
        },
    };
}
