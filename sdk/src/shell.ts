// SPDX-FileCopyrightText: 2026 The Relais authors
// SPDX-License-Identifier: MIT

import type { ConnectionState, Transport } from './connectionstate.js';
import type { Message } from './message.js';
import type { Resync } from './connectionmanager.js';

/** Which token goes with a request: that of the last one; one asked for now; or asked for, the last one being refused. */
export const enum TokenUse {
    Keep,
    Ask,
    Renew,
}

/** What can be under way, one of each. */
export const enum Slot {
    Socket,
    Poll,
    Post,
}

/** What a machine needs of the world, and what it wants done there: the effects of the golden vectors. */
export interface Shell {
    /** Milliseconds. Never steps back. */
    now(): number;
    /** At least 0, and below 1. */
    random(): number;
    /** Does nobody see the page? */
    isHidden(): boolean | undefined;
    /** The machine's next tick() is due then. Infinity: it waits for nothing. Too early does no harm. */
    wakeAt(time: number, now: number): void;

    tellState(state: ConnectionState): void;
    /**
     * Begin something; nothing of its slot is under way. A WebSocket, or `GET /poll`, `since` this position, empty for
     * without; or `POST /send` of this message under this key.
     */
    begin(slot: Slot, token: TokenUse, sinceOrKey: string, waitMs?: number, message?: string): void;
    /** Drop what was begun. Nothing is heard of it any more. */
    abandon(slot: Slot): void;
    sendText(text: string): void;
    deliver(message: Message): void;
    /** The application must fetch its state anew, now. The wait within `spreadMs` is over. */
    tellResync(resync: Resync): void;
    /** Something failed that will be tried again. Never holds a token nor anything that a server wrote. */
    tellProblem(transport: Transport, text: string): void;
}
