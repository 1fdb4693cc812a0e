// SPDX-FileCopyrightText: 2026 The Relais authors
// SPDX-License-Identifier: MIT

import { isCursor as isKey } from './answerdecoder.js';
import { createConnectionMachine } from './connectionmachine.js';
import { defaultRules, type ConnectionRules } from './connectionrules.js';
import type { ConnectionOptions, Platform } from './connectionoptions.js';
import type { ConnectionState, Effect, Effects, HttpAnswer, TokenUse, Transport } from './effects.js';
import { resolveEndpoints, type Endpoints } from './endpoints.js';
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
import { isLive } from './sender.js';

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
 * It does nothing, and touches nothing of the page, before start(). What a handler throws is reported as an uncaught
 * error, and disturbs nobody else. The methods may be taken off the object: they need no `this`.
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

// By so much the wall clock runs ahead of the monotonic one only when the machine slept, or was set.
const clockJump = 5000;
// A timer for longer would overflow; it is set anew when it fires.
const longestTimer = 3_600_000;
// A page that nobody sees polls, and tries again, only so often.
const hiddenInterval = 30_000;
// Anything else could end the field, and begin another.
const tokenForm = /^[!-~]{1,8192}$/;
const pageEvents = ['online', 'pageshow', 'pagehide', 'visibilitychange'];

/**
 * A manager that nobody else gets. How it stays connected is drawn above createConnectionMachine(); this is the shell
 * that has the sockets and the clock. `platform`: what it is to use instead of the browser's, in tests.
 */
export function createConnectionManager<Messages extends object = AnyMessages>(
    options: ConnectionOptions = {},
    platform: Platform = globalThis,
): ConnectionManager<Messages> {
    const now = (): number => platform.performance.now();
    const random = (): number => platform.Math.random();
    const isHidden = (): boolean => !!platform.document?.hidden;

    // What is there as undefined has its default as well.
    const given = Object.entries(options).filter(([, value]) => value !== undefined);
    const rules: ConnectionRules = { ...defaultRules, ...Object.fromEntries(given) };
    const machine = createConnectionMachine(
        {
            ...rules,
            get pollingInterval() {
                return isHidden() ? Math.max(rules.pollingInterval, hiddenInterval) : rules.pollingInterval;
            },
            canRenewToken: !!options.tokenProvider,
        },
        random,
    );
    let endpoints: Endpoints;
    let token: string | undefined;
    let socket: WebSocket | undefined;
    /** What is under way. Each is aborted when it is dropped, so that a late token or answer finds nobody. */
    const attempts: { [slot: string]: AbortController | undefined } = {};

    let state: ConnectionState = 'stopped';
    let error: RelaisError | undefined;
    let cursor = machine.cursor;
    const messages = createEvent<Message>();
    const resyncs = createEvent<Resync>();
    const states = createEvent<ConnectionState>();
    const problems = createEvent<Problem>();
    type Settle = [resolve: (receipt: SendReceipt) => void, reject: (error: RelaisError) => void];
    const receipts = new Map<number, Settle>();

    let timer: ReturnType<typeof setTimeout> | undefined;
    let timerDue = 0;
    let isTimerHeld = false;
    /** Wall clock less monotonic clock, when the timer was set. */
    let clockOffset = 0;
    let connectingSince = 0;
    /** Stopped for the back/forward cache, which keeps no page with an open connection. */
    let isSuspended = false;

    const queue: Effect[] = [];
    let isDraining = false;
    const run = (done: Effect[]): void => {
        queue.push(...done);
        // A handler may cause further effects while one is performed: they queue up behind.
        if (isDraining) return;
        isDraining = true;
        for (let next; (next = queue.shift()); ) {
            const [name, ...parameters] = next;
            (effects[name] as (...all: unknown[]) => void)(...parameters);
        }
        isDraining = false;
        cursor = machine.cursor;
        arm();
    };

    /** Asks for the token first. No token, as much as `begin` throwing, is `fail`. */
    const attempt = async (
        slot: string,
        use: TokenUse,
        begin: (signal: AbortSignal) => unknown,
        fail: () => Effect[],
    ): Promise<void> => {
        const { signal } = (attempts[slot] = new AbortController());
        try {
            const { tokenProvider } = options;
            if (tokenProvider && (use !== 'keep' || !token)) {
                const given = await tokenProvider({ wasRefused: use === 'renew' });
                if (signal.aborted) return;
                token = undefined;
                if (!tokenForm.test(given ?? '')) throw 0;
                token = given!;
            }
            await begin(signal);
        } catch {
            if (!signal.aborted) run(fail());
        }
    };

    const request = (
        slot: string,
        use: TokenUse,
        url: URL,
        init: RequestInit,
        answered: (answer: HttpAnswer, at: number) => Effect[],
    ): void => {
        const begin = async (signal: AbortSignal): Promise<void> => {
            const headers = { ...init.headers, ...(token && { Authorization: `Bearer ${token}` }) };
            const all: RequestInit = { ...init, headers, signal, cache: 'no-store', redirect: 'error' };
            const response = await platform.fetch(url, all);
            const retryAfter = Math.max(0, Number(response.headers.get('Retry-After')) * 1000) || 0;
            const body = await response.text();
            if (!signal.aborted) run(answered([response.status, body, retryAfter], now()));
        };
        void attempt(slot, use, begin, () => answered([0, ''], now()));
    };

    const withParameters = (url: URL, parameters: Record<string, string | number>): URL => {
        const copy = new URL(url);
        for (const [name, value] of Object.entries(parameters)) if (value) copy.searchParams.set(name, `${value}`);
        return copy;
    };

    const effects: Effects = {
        state(next, reason) {
            state = next;
            error = reason;
            if (next === 'connecting') connectingSince = now();
            states.tell(next);
        },
        openSocket(since, use) {
            const begin = (signal: AbortSignal): void => {
                // A browser lets a page set no header here.
                const protocols = ['relais.v1', ...(token ? [`bearer.${token}`] : [])];
                const opened = new platform.WebSocket(withParameters(endpoints.socket, { since }), protocols);
                socket = opened;
                opened.onmessage = ({ data }) => run(machine.socketText(`${data}`, now()));
                opened.onclose = ({ code }) => run(machine.socketClosed(code, now()));
                signal.addEventListener('abort', () => {
                    opened.onmessage = opened.onclose = null;
                    opened.close();
                });
            };
            void attempt('socket', use, begin, () => machine.socketClosed(1006, now()));
        },
        closeSocket: () => attempts.socket?.abort(),
        sendText: (text) => socket?.send(text),
        startPoll(since, waitMs, limit, use) {
            const url = withParameters(endpoints.poll, { since, wait: waitMs / 1000, limit });
            request('poll', use, url, {}, machine.pollAnswered);
        },
        abortPoll: () => attempts.poll?.abort(),
        startPost(key, body, use) {
            const headers = { 'Content-Type': 'application/json', 'Idempotency-Key': key };
            request('post', use, endpoints.send, { method: 'POST', headers, body }, machine.postAnswered);
        },
        abortPost: () => attempts.post?.abort(),
        deliver(message) {
            cursor = message.id;
            messages.tell(message);
        },
        resync: (reason, spreadMs) => resyncs.tell({ reason, spreadMs }),
        sent: (handle, id, duplicate) => receipts.get(handle)?.[0]({ id, duplicate }),
        sendFailed: (handle, reason) => receipts.get(handle)?.[1](reason),
        problem: (transport, text) => problems.tell({ transport, text }),
    };

    /**
     * The one timer, for the machine's next deadline. One that fires too early does no harm and is set again, so that
     * traffic, which moves the deadline away, does not set it for each message. On a page that nobody sees, whose server
     * has been out of reach for a while, it is held: all such pages would knock for as long as it is away.
     */
    const arm = (): void => {
        const { deadline } = machine;
        const at = now();
        const isHeld = state === 'connecting' && isHidden() && at - connectingSince >= hiddenInterval;
        const isNeeded = deadline < Infinity;
        if (isNeeded && timer && (timerDue <= deadline || (isHeld && isTimerHeld))) return;
        platform.clearTimeout(timer);
        timer = undefined;
        if (!isNeeded) return;
        const wait = isHeld ? hiddenInterval * (1 + random()) : Math.max(deadline - at, 0);
        isTimerHeld = isHeld;
        timerDue = at + Math.min(wait, longestTimer);
        clockOffset = platform.Date.now() - at;
        timer = platform.setTimeout(onTimer, Math.ceil(timerDue - at));
    };

    const onTimer = (): void => {
        const at = now();
        timer = undefined;
        if (platform.Date.now() - at - clockOffset > clockJump) wake();
        run(machine.tick(at));
    };

    const onPageEvent = (event: Event): void => {
        // Browsers keep no page with an open connection for the way back. `persisted`: it is kept, or was.
        if (event.type === 'pagehide') {
            if (!(event as PageTransitionEvent).persisted) return;
            isSuspended = true;
            run(machine.stop(now()));
        } else if (isSuspended) {
            if (event.type !== 'pageshow') return;
            isSuspended = false;
            run(machine.start(now()));
        } else if (!isHidden()) {
            wake();
        }
    };

    const wake = (): void => run(machine.wake(now()));

    const manager: ConnectionManager = {
        get state() {
            return state;
        },
        get transport() {
            return isLive(state) ? state : null;
        },
        get isConnected() {
            return isLive(state);
        },
        get error() {
            return error;
        },
        get cursor() {
            return cursor;
        },
        get unacknowledged() {
            return machine.unacknowledged;
        },
        wake,
        start() {
            try {
                endpoints = resolveEndpoints(options, platform.location?.href);
            } catch {
                run([['state', 'failed', new RelaisError('invalid_parameter', 'no URL of a server')]]);
                return;
            }
            for (const type of pageEvents) platform.addEventListener?.(type, onPageEvent);
            run(machine.start(now()));
        },
        stop() {
            for (const type of pageEvents) platform.removeEventListener?.(type, onPageEvent);
            isSuspended = false;
            run(machine.stop(now()));
        },
        async send(type, payload, { userId, idempotencyKey = randomKey() } = {}) {
            if (!isWellFormedType(type)) throw new RelaisError('invalid_type', 'not a message type');
            if (isReservedType(type)) throw new RelaisError('reserved_type', `${type} is the server's own`);
            if (!isKey(idempotencyKey)) throw new RelaisError('invalid_field', 'not an idempotency key');
            // What JSON has no word for, undefined above all, is null.
            const body = JSON.stringify({ type, payload: payload ?? null, userId });
            const handle = machine.send(body, idempotencyKey);
            return new Promise<SendReceipt>((...settle) => {
                receipts.set(handle, settle);
                run(machine.flush(now()));
            }).finally(() => receipts.delete(handle));
        },
        onMessage(...filters: unknown[]) {
            const handler = filters.pop() as (message: Message) => void;
            return messages.on((message) => {
                if (!filters.length || filters[0] === message.type) handler(message);
            });
        },
        onResync: resyncs.on,
        onStateChange: states.on,
        onProblem: problems.on,
        [Symbol.asyncIterator]: () => streamOf(manager),
    };
    return manager as ConnectionManager<Messages>;
}
