// SPDX-FileCopyrightText: 2026 The Relais authors
// SPDX-License-Identifier: MIT

import { parseMessageId } from './messageid.js';

// With the server's defaults, all that it keeps for a user and for everyone.
const rememberedIds = 2048;

/**
 * Up to where an application has read, over all transports: what to ask the server for, and which messages were
 * delivered before. Two transports may bring the same messages while one takes over from the other.
 */
export function createReadPosition(cursor: string) {
    /** What is not above this is not new. */
    let last = parseMessageId(cursor);
    /** The latest ones, for after a restart. */
    const delivered = new Set<string>();

    return {
        /** What goes into `since`; empty as long as no server has named a position. */
        get cursor(): string {
            return cursor;
        },

        /** The server named this position, and everything up to it has been read. Never goes back. */
        reach(position: string): void {
            const at = parseMessageId(position);
            // What is no id comes neither before nor after any.
            if (at! < last!) return;
            cursor = position;
            last = at ?? last;
        },

        /**
         * The server said `reset` and goes on from this position with everything that it keeps. May go back: in another
         * log, ids may be lower, and even in the same one it repeats what it has. What was delivered stays known.
         */
        restart(position: string): void {
            cursor = position;
            last = undefined;
        },

        /** A message came. Is it to be delivered: above everything before it, and not delivered already? */
        admits(id: string): boolean {
            const at = parseMessageId(id)!;
            if (at <= last!) return false;
            last = at;
            cursor = id;
            if (delivered.has(id)) return false;
            delivered.add(id);
            const [oldest] = delivered;
            if (delivered.size > rememberedIds) delivered.delete(oldest!);
            return true;
        },
    };
}
