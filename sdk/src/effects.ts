// SPDX-FileCopyrightText: 2026 The Relais authors
// SPDX-License-Identifier: MIT

import type { RelaisError } from './errors.js';
import type { Message } from './message.js';

/**
 * - `stopped`: before start(), after stop()
 * - `connecting`: nothing is delivered at this moment; it is being worked on
 * - `webSocket`: the WebSocket delivers, and no poll runs
 * - `polling`: polls deliver; the WebSocket is tried again from time to time
 * - `failed`: trying again would not help; start() leaves this
 */
export type ConnectionState = 'stopped' | 'connecting' | 'webSocket' | 'polling' | 'failed';

export type Transport = 'webSocket' | 'polling';

/** Which token goes with a request: that of the last one; one asked for now; or asked for, the last one being refused. */
export type TokenUse = 'keep' | 'ask' | 'renew';

/** The end of an HTTP request. `status` 0: no answer came. */
export type HttpAnswer = [status: number, body: string, retryAfterMs?: number | undefined];

/** What a machine wants done. The names are those of the golden vectors. `since` may be empty: without. */
export interface Effects {
    state(state: ConnectionState, error?: RelaisError): void;
    /** Open a WebSocket; there is none. */
    openSocket(since: string, token: TokenUse): void;
    /** Drop the WebSocket, open or opening. Nothing is heard of it any more. */
    closeSocket(): void;
    sendText(text: string): void;
    /** `GET /poll`; none is running. */
    startPoll(since: string, waitMs: number, limit: number, token: TokenUse): void;
    abortPoll(): void;
    /** `POST /send`; none is running. */
    startPost(key: string, body: string, token: TokenUse): void;
    abortPost(): void;
    deliver(message: Message): void;
    /** The application must fetch its state anew, now. The wait within `spreadMs` is over. */
    resync(reason: string, spreadMs: number): void;
    sent(handle: number, id: string, duplicate: boolean): void;
    sendFailed(handle: number, error: RelaisError): void;
    /** Something failed that will be tried again. Never holds a token nor anything that a server wrote. */
    problem(transport: Transport, text: string): void;
}

/** An effect and its arguments. */
export type Effect = { [Name in keyof Effects]: [Name, ...Parameters<Effects[Name]>] }[keyof Effects];

export type Emit = (...effect: Effect) => void;
