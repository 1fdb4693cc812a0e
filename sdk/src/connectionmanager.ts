// SPDX-FileCopyrightText: 2026 The Relais authors
// SPDX-License-Identifier: MIT

import { isCursor as isKey, isVisible } from './answerdecoder.js';
import { createConnectionMachine } from './connectionmachine.js';
import type { ConnectionOptions, Platform } from './connectionoptions.js';
import { isLive, type ConnectionState, type Transport } from './connectionstate.js';
import { resolveEndpoints } from './endpoints.js';
import { RelaisError } from './errors.js';
import { createEvent, type Unsubscribe } from './event.js';
import {
    isReservedType,
    isWellFormedType,
    type AnyMessages,
    type Message,
    type MessageOf,
    type SendReceipt,
} from './message.js';
import { streamOf } from './messagestream.js';
import { randomKey } from './randomkey.js';
import { Slot, TokenUse } from './shell.js';
import type { Fields } from './wire.js';

export interface SendOptions {
    /** To whom; absent: to oneself, or to everyone, as the server has it for who one is. */
    userId?: string;
    /**
     * 1 to 128 visible ASCII characters, which the same user has for no other message. Absent: a random one. An
     * application that keeps its unsent messages over a reload keeps a key of its own with each.
     */
    idempotencyKey?: string;
}

export interface Resync {
    /** `reset` when messages were lost before this client could get them; else what the operator wrote, or `force`. */
    readonly reason: string;
    /** The wait that keeps clients from coming all at once was random within this, and is over. */
    readonly spreadMs: number;
}

export interface Problem {
    readonly transport: Transport;
    readonly text: string;
}

/**
 * A client of a Relais server: receives each message once and in order, and sends each once, over a WebSocket where one
 * gets through and over polling where none does, through outages, restarts and changes of the network.
 *
 *     const connection = createConnectionManager({ websocketUrl: 'wss://sync.example.org/ws', tokenProvider });
 *     connection.onMessage('order.updated', ({ payload }) => …);
 *     connection.onResync(() => refetch());
 *     connection.start();
 *
 * It does nothing, and touches nothing of the page, before start(). What a handler throws is reported as an unhandled
 * rejection, and disturbs nobody else. The methods may be taken off the object: they need no `this`.
 */
export interface ConnectionManager<Messages extends object = AnyMessages> {
    readonly state: ConnectionState;
    /** Which transport delivers at this moment. */
    readonly transport: Transport | null;
    readonly isConnected: boolean;
    /** Why the state is `failed`. */
    readonly error: RelaisError | undefined;
    /**
     * Up to where messages have been delivered. Kept by an application, and given back as an option, it makes a reloaded
     * page go on where it was. Empty until the first connection.
     */
    readonly cursor: string;
    /** Of what was sent, how many messages are neither acknowledged nor refused. */
    readonly unacknowledged: number;

    /** Connects, from `stopped` or `failed`. */
    start(): void;
    /** Disconnects. What was sent and not acknowledged is kept for the next start(), and is lost with the page. */
    stop(): void;
    /**
     * Says that the network may have changed: what waits is tried at once, and a WebSocket that seems to live is probed.
     * The page's events (online, visible, back from the cache) and a suspended machine do this by themselves. More than
     * once a second is ignored.
     */
    wake(): void;

    /**
     * Sends a message, now or when there is a connection; in any state. In the order of the calls, also over an outage;
     * what the server refuses for now may be overtaken by what was under way behind it. Fulfilled when the server has
     * the message. Rejected with a RelaisError: what the server does not take, whenever it is sent; `overloaded`, when
     * the outbox is full; `request_timeout`, when nobody can tell any more whether it arrived.
     */
    send<Type extends keyof Messages & string>(
        type: Type,
        payload: Messages[Type],
        options?: SendOptions,
    ): Promise<SendReceipt>;

    /** Each message, or each of one type. */
    onMessage(handler: (message: MessageOf<Messages>) => void): Unsubscribe;
    onMessage<Type extends keyof Messages & string>(
        type: Type,
        handler: (message: Message<Messages[Type], Type>) => void,
    ): Unsubscribe;
    /** The application's state may be out of date: it is to fetch it anew, now. */
    onResync(handler: (resync: Resync) => void): Unsubscribe;
    onStateChange(handler: (state: ConnectionState) => void): Unsubscribe;
    /** Something failed that will be tried again; for a log. Holds no token and nothing that a server wrote. */
    onProblem(handler: (problem: Problem) => void): Unsubscribe;

    /** `for await (const message of connection)`: as messages() has it. */
    [Symbol.asyncIterator](): AsyncGenerator<MessageOf<Messages>, never>;
}

// By so much the wall clock runs ahead of a timer only when the machine slept, or the clock was set.
const clockJump = 5000;
// A timer for longer would overflow; it is set anew when it fires.
const longestTimer = 3_600_000;
const pageEvents = ['online', 'pageshow', 'pagehide', 'visibilitychange'];

/**
 * A manager that nobody else gets. How it stays connected is drawn above createConnectionMachine(); this is the shell
 * that has the sockets and the clock. `platform`: what it is to use instead of the browser's, in tests.
 */
export function createConnectionManager<Messages extends object = AnyMessages>(
    options: ConnectionOptions = {},
    platform: Platform = globalThis,
): ConnectionManager<Messages> {
    const isHidden = (): boolean | undefined => platform.document?.hidden;

    let endpoints: URL[];
    let token: string | undefined;
    let socket: WebSocket;
    /** What is under way. Each is aborted when it is dropped, so that a late token or answer finds nobody. */
    const attempts: AbortController[] = [];

    const [onMessage, deliver] = createEvent<Message>();
    const [onResync, tellResync] = createEvent<Resync>();
    const [onStateChange, tellState] = createEvent<ConnectionState>();
    const [onProblem, tellProblem] = createEvent<Problem>();

    let timer: ReturnType<typeof setTimeout> | undefined;
    /** Infinity: it is not set. */
    let timerDue = Infinity;
    /** By the wall clock. */
    let timerDueWall = 0;
    /** Stopped for the back/forward cache, which keeps no page with an open connection. */
    let isSuspended = false;

    /**
     * The one timer, for the machine's next deadline. One that fires too early does no harm and is set again, so that
     * traffic, which moves the deadline away, does not set it for each message.
     */
    const wakeAt = (due: number, now: number): void => {
        if (due >= timerDue && due < Infinity) return;
        platform.clearTimeout(timer);
        timerDue = due;
        const wait = Math.min(due - now, longestTimer);
        timerDueWall = platform.Date.now() + wait;
        if (due < Infinity) timer = platform.setTimeout(onTimer, wait);
    };

    const onTimer = (): void => {
        timerDue = Infinity;
        if (platform.Date.now() - timerDueWall > clockJump) machine.wake();
        machine.tick();
    };

    const onPageEvent = ({ type }: Event): void => {
        // Browsers keep no page with an open connection for the way back. One that is not kept ends here anyway.
        if (type === 'pagehide') {
            isSuspended = true;
            machine.end();
        } else if (isSuspended) {
            if (type === 'pageshow') {
                isSuspended = false;
                machine.start();
            }
        } else if (!isHidden()) {
            machine.wake();
        }
    };

    const listen = (change: 'addEventListener' | 'removeEventListener'): void => {
        for (const type of pageEvents) platform[change]?.(type, onPageEvent);
    };

    const machine = createConnectionMachine(options, {
        now: () => platform.performance.now(),
        random: platform.Math.random,
        isHidden,
        wakeAt,
        tellState,
        async begin(slot, use, sinceOrKey, waitMs, message) {
            const { signal } = (attempts[slot] = new AbortController());
            const { tokenProvider } = options;
            // It is this slot's alone, and what is set here is set anew each time.
            const url = endpoints[slot]!;
            const ended = (...end: [status: number, body?: string, retryAfterMs?: number]): unknown =>
                signal.aborted || machine.ended(slot, ...end);
            try {
                if (tokenProvider && (use || !token)) {
                    const given = await tokenProvider({ wasRefused: use === TokenUse.Renew });
                    if (signal.aborted) return;
                    token = undefined;
                    if (!isVisible(given)) throw 0;
                    token = given;
                }
                if (sinceOrKey && !message) url.searchParams.set('since', sinceOrKey);
                if (slot === Slot.Poll) url.searchParams.set('wait', `${waitMs! / 1000}`);
                if (slot === Slot.Socket) {
                    // A browser lets a page set no header here.
                    const protocols = ['relais.v1'];
                    if (token) protocols.push(`bearer.${token}`);
                    socket = new platform.WebSocket(url, protocols);
                    socket.onmessage = ({ data }) => signal.aborted || machine.socketText(data);
                    socket.onclose = ({ code }) => ended(code);
                    signal.onabort = () => socket.close();
                    return;
                }
                const response = await platform.fetch(url, {
                    ...(message && { method: 'POST', body: message }),
                    headers: {
                        ...(token && { Authorization: `Bearer ${token}` }),
                        ...(message && { 'Content-Type': 'application/json', 'Idempotency-Key': sinceOrKey }),
                    } satisfies Fields,
                    signal,
                    redirect: 'error',
                });
                ended(response.status, await response.text(), +response.headers.get('Retry-After')! * 1000);
            } catch {
                ended(0);
            }
        },
        abandon: (slot) => attempts[slot]!.abort(),
        sendText: (text) => socket.send(text),
        deliver,
        tellResync,
        tellProblem: (transport, text) => tellProblem({ transport, text }),
    });

    return {
        get state() {
            return machine.state;
        },
        get transport() {
            return isLive(machine.state) ? machine.state : null;
        },
        get isConnected() {
            return isLive(machine.state);
        },
        get error() {
            return machine.error;
        },
        get cursor() {
            return machine.readPosition.cursor;
        },
        get unacknowledged() {
            return machine.unanswered.size;
        },
        wake: machine.wake,
        start() {
            try {
                endpoints = resolveEndpoints(options, platform.location?.href);
            } catch {
                machine.end('failed', new RelaisError('invalid_parameter'));
                return;
            }
            listen('addEventListener');
            machine.start();
        },
        stop() {
            listen('removeEventListener');
            isSuspended = false;
            machine.end();
        },
        async send(type, payload, { userId, idempotencyKey = randomKey() } = {}) {
            const refusal = !isWellFormedType(type)
                ? 'invalid_type'
                : isReservedType(type)
                  ? 'reserved_type'
                  : !isKey(idempotencyKey) && 'invalid_field';
            if (refusal) throw new RelaisError(refusal);
            // What JSON has no word for, undefined above all, is null.
            const body = JSON.stringify({ type, payload: payload ?? null, userId });
            return new Promise<SendReceipt>((...settle) => machine.send(body, idempotencyKey, ...settle));
        },
        onMessage(type: unknown, handler = type) {
            return onMessage((message) => {
                if (type === handler || type === message.type) (handler as (message: Message) => void)(message);
            });
        },
        onResync,
        onStateChange,
        onProblem,
        [Symbol.asyncIterator]() {
            return streamOf(this);
        },
    } satisfies ConnectionManager as ConnectionManager<Messages>;
}
