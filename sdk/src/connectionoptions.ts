// SPDX-FileCopyrightText: 2026 The Relais authors
// SPDX-License-Identifier: MIT

/** Why a token is asked for. */
export interface TokenRequest {
    /** The last one was refused, or has expired: a token that was kept will not do, a new one has to be fetched. */
    wasRefused: boolean;
}

/**
 * Asked on each attempt to connect. Gives the token, a JWT or an API key; with nothing, or when it throws, this attempt
 * fails and is tried again later. After connectionTimeout, what it gives is not heard any more.
 */
export type TokenProvider = (
    request: TokenRequest,
) => string | null | undefined | PromiseLike<string | null | undefined>;

/** How a ConnectionManager connects. Nothing is mandatory on a page that the server's own origin serves. Milliseconds. */
export interface ConnectionOptions {
    /** As in `wss://sync.example.org/ws`, or from the page's own address, `/ws`. Else it follows from `pollingUrl`. */
    websocketUrl?: string;
    /** The base, as in `https://sync.example.org/api/sync`, or its `/poll`. Else it follows from `websocketUrl`. */
    pollingUrl?: string;
    /** How long a poll waits at the server for a message, at most 30 s; so also how often an idle client asks. 5000. */
    pollingInterval?: number;
    /**
     * So many WebSocket attempts may fail in a row before the manager settles on polling and tries the WebSocket only now
     * and then. It never gives up. 10.
     */
    maxReconnectAttempts?: number;
    /** How long the server may take to let a WebSocket in, to answer a ping, or an HTTP request beyond its wait. 10000. */
    connectionTimeout?: number;
    /** How long the WebSocket has before polling starts beside it. 2000. */
    fallbackDelay?: number;
    /** The longest wait between attempts within maxReconnectAttempts; beyond, up to ten times as long. 30000. */
    longestBackOff?: number;
    /** Without one, no token is sent. */
    tokenProvider?: TokenProvider | undefined;
    /** Who this is, for a server in development mode, which takes it at its word. Others go by the token. */
    userId?: string;
    /**
     * Where to go on: what `cursor` said before the page was reloaded. `0`: with all that the server keeps. Absent: with
     * what comes from now on.
     */
    cursor?: string;
    /** The most messages that wait for an acknowledgement; send() fails beyond. 1000. */
    outboxMessages?: number;
    /** The most characters of them. 4 Mi. */
    outboxLength?: number;
    /**
     * How long the server remembers an idempotency key (its setting `messages.ttl`). A message that may or may not have
     * arrived is not sent again after this time, since it could then arrive twice. 300000.
     */
    keyLifetime?: number;
}

/** What a manager needs of its surroundings: globalThis, or what the `testing` entry makes. */
export type Platform = Pick<
    typeof globalThis,
    'WebSocket' | 'fetch' | 'setTimeout' | 'clearTimeout' | 'performance'
> & {
    Date: { now(): number };
    Math: { random(): number };
    document?: { readonly hidden: boolean } | undefined;
    location?: { readonly href: string } | undefined;
    addEventListener?: (type: string, listener: (event: Event) => void) => void;
    removeEventListener?: (type: string, listener: (event: Event) => void) => void;
};
