// SPDX-FileCopyrightText: 2026 The Relais authors
// SPDX-License-Identifier: MIT

import { duration, isCursor, longestRetryAfter, parse, readMessage, words } from './answerdecoder.js';
import type { ConnectionOptions } from './connectionoptions.js';
import type { ConnectionState } from './connectionstate.js';
import { closeRange, reconnectsNow, RelaisError, staysClosed } from './errors.js';
import { isReservedType, type Message } from './message.js';
import { createReadPosition } from './readposition.js';
import { closeError, readRefusal } from './refusal.js';
import { createSender } from './sender.js';
import { Slot, TokenUse, type Shell } from './shell.js';
import type { Members } from './wire.js';

// RFC 6455
const goingAway = 1001;
const serviceRestart = 1012;
const tokenExpired = 4102;

const defaultHeartbeat = 25_000;
// A server that asked for more than this would have its clients do nothing else.
const shortestHeartbeat = 1000;
// A timer that is this late did not run: the machine slept, or the browser held the timers of a hidden page.
const lateTick = 5000;
// One change of the network is often told several times.
const wakeInterval = 1000;

const longestWait = 30_000; // that a server accepts
// A page that nobody sees polls, and tries again, only so often.
const hiddenInterval = 30_000;
// So many polls fail within half a minute or so.
const manyFailures = 4;

const notAsTheProtocolSays = 'unreadable';

const enum Socket {
    /** There is none, and so it is false. */
    Idle,
    Opening,
    Open,
}

/**
 * How a client stays connected, as a state machine: events in, effects out, which are calls of its Shell. It has no socket
 * and no clock of its own. The C++ client has the same machine, and tests/vectors/connection.json holds both to the same
 * behaviour.
 *
 *                  start()                    sync.connected
 *     stopped ──────────────► connecting ─────────────────────► webSocket
 *        ▲                      │     ▲                           │   ▲
 *        │ stop()    a poll was │     │ a poll failed             │   │
 *        └── any     answered   │     ├───────────────────────────┘   │
 *                               ▼     │ the WebSocket was lost        │
 *                             polling ┴───────────────────────────────┘
 *                                                 sync.connected
 *
 *     any ──► failed      closed with 40xx, or 401/403 that neither a new token nor the other transport cures
 *     failed ──► connecting    start()
 *
 * Beneath, two things go on beside each other:
 *
 * The WebSocket. Idle until its next attempt is due; opening until `sync.connected` has come; open. An attempt is due
 * at once after start(), wake() and the first close with 42xx, else after a back-off with full jitter, spread over the
 * server's window when that restarts. After maxReconnectAttempts failures in a row the attempts go on, but seldom. Polls
 * that work again after they had failed end this: it was the network, and no proxy that blocks.
 *
 * Polls. They begin when an attempt has failed or takes longer than fallbackDelay, and end when
 * `sync.connected` comes: a poll that runs is aborted. So the two never deliver at once, and while the WebSocket lives
 * there is no poll. Both go on from the one ReadPosition, which lets each message through once.
 *
 * Every frame and answer is taken for hostile: what is not as the contract says is left out, or ends the connection.
 *
 * Here and around: functions over local variables rather than classes with members, since a page has to load this, and
 * members take more room (`this.` alone does).
 */
export function createConnectionMachine(options: ConnectionOptions, shell: Shell) {
    const {
        pollingInterval = 5000,
        maxReconnectAttempts = 10,
        connectionTimeout = 10_000,
        fallbackDelay = 2000,
        longestBackOff = 30_000,
        tokenProvider,
    } = options;

    /** What happens, in its order. The first is being handled, and happened `now`. */
    const events: (() => void)[] = [];
    let now = 0;
    let state: ConnectionState = 'stopped';
    let isRunning = false;
    /** Why the state is `failed`. */
    let error: RelaisError | undefined;
    const position = createReadPosition(isCursor(options.cursor) ? options.cursor : '');
    let resyncAt = Infinity;
    let tellResync: () => void;
    /** Before, a wake-up is ignored. */
    let nextWake = 0;
    /** 401 or 403 with a new token over HTTP. Final when no WebSocket opens either. */
    let refusal: RelaisError | undefined;

    let socket = Socket.Idle;
    /** When it came to be opening or open. */
    let socketSince = 0;
    let openedSince = '';
    /** Of the next attempt. */
    let socketToken = TokenUse.Ask;
    /** Of attempts, in a row. */
    let socketFailures = 0;
    /** The next attempt. Infinity, here and below: never. */
    let retryAt = Infinity;
    let heartbeat = 0;
    let reconnectSpread = 0;
    /** The WebSocket has been silent for too long. */
    let silentAt = Infinity;
    /** What happens then. */
    let onSilent: () => void;

    /** Polling starts. */
    let fallbackAt = Infinity;
    /** A poll runs; or it waits for its turn, when there is any. */
    let isPolling = false;
    /** While it runs, when it is given up; else when it begins. */
    let pollAt = Infinity;
    let pollToken = TokenUse.Ask;
    /** In a row. */
    let pollFailures = 0;
    /** Polls only look for the end of the log, as there was no position to go on from. */
    let skipsBacklog = false;

    /**
     * Anything between nothing and this: full jitter, rather than a jitter around it, spreads the clients of a server
     * that went away most evenly. Whole milliseconds, rounded down, so that every implementation comes to the same.
     */
    const draw = (longest: number): number => Math.floor(longest * shell.random());

    /** The wait after so many failures and one more: within a time that doubles with each. */
    const backOff = (failures: number, spread = 0): number =>
        draw(Math.max(spread, Math.min(longestBackOff, 1000 * 2 ** failures)));

    const sender = createSender(options, connectionTimeout, backOff, shell);

    /**
     * An event, whose end is always the same: what has become due is done. What is done may cause another event, as when
     * a handler of the application stops the connection: that one is handled behind it.
     */
    const event =
        <Parameters extends unknown[]>(react: (...parameters: Parameters) => unknown) =>
        (...parameters: Parameters): void => {
            if (events.push(() => react(...parameters)) === 1) {
                for (const next of events) {
                    now = shell.now();
                    next();
                    if (isRunning) runDue();
                }
                events.length = 0;
                shell.wakeAt(Math.max(dueAt(), putOffUntil()), now);
            }
        };

    const runDue = (): void => {
        if (now >= silentAt) onSilent();
        if (now >= resyncAt) tellResync();
        if (now >= retryAt) openSocket();
        if (now >= fallbackAt) startPolling();
        sender.handOver(state, now);
        if (now >= pollAt) {
            if (isPolling) pollFailed(0, 0);
            else poll();
        }
    };

    const setState = (next: ConnectionState, reason?: RelaisError): void => {
        if (next === state) return;
        state = next;
        error = reason;
        shell.tellState(state);
    };

    const end = (last: ConnectionState = 'stopped', reason?: RelaisError): void => {
        isRunning = false;
        dropSocket();
        stopPolling();
        sender.putAway();
        retryAt = Infinity;
        refusal = undefined;
        setState(last, reason);
    };

    const hurry = (): void => {
        if (!isRunning || now < nextWake) return;
        nextWake = now + wakeInterval;
        if (socket === Socket.Open) {
            if (onSilent === ping) ping();
        } else if (!socket || now - socketSince >= fallbackDelay) {
            // One on its way may be so through a network that is gone; a young one is on the present one.
            if (!socket) socketFailures = 0; // another network, another chance
            dropSocket();
            retryAt = now;
        }
        if (pollAt < Infinity) pollNext(now);
    };

    const openSocket = (): void => {
        const since = position.cursor;
        socket = Socket.Opening;
        socketSince = now;
        retryAt = Infinity;
        openedSince = since;
        waitFor(connectionTimeout, giveUpSocket);
        shell.begin(Slot.Socket, socketToken, since);
        socketToken = TokenUse.Ask;
        if (!refusal) fallbackAt = now + fallbackDelay;
    };

    const waitFor = (time: number, otherwise: () => void): void => {
        silentAt = now + time;
        onSilent = otherwise;
    };

    const ping = (): void => {
        waitFor(connectionTimeout, giveUpSocket);
        shell.sendText('{"type":"sync.ping"}');
    };

    const dropSocket = (): void => {
        if (socket) shell.abandon(Slot.Socket);
        socket = Socket.Idle;
        silentAt = Infinity;
    };

    const giveUpSocket = (text = 'no answer'): void => {
        shell.abandon(Slot.Socket);
        socketDown(0, text);
    };

    const socketDown = (code: number, text: string): void => {
        const wasOpen = socket === Socket.Open;
        const range = closeRange(code);
        socket = Socket.Idle;
        silentAt = Infinity;
        sender.socketClosed(code);
        shell.tellProblem('webSocket', text);
        if (range === staysClosed) refusal = new RelaisError(closeError(code), text);
        if (refusal) {
            end('failed', refusal);
            return;
        }

        // One that lived for this long was a good one, and its end is a first failure again.
        if (wasOpen && now - socketSince >= connectionTimeout) socketFailures = 0;
        if (code === tokenExpired) socketToken = TokenUse.Renew;
        const isAtOnce = range === reconnectsNow && !socketFailures;
        retryAt = isAtOnce ? now : now + waitBeforeReopening(code);
        ++socketFailures;
        if (wasOpen) {
            // Not at once: what closed the WebSocket, a restart above all, is no better served by all polls at once.
            setState('connecting');
            fallbackAt = retryAt + fallbackDelay;
        } else {
            startPolling();
        }
    };

    const waitBeforeReopening = (code: number): number => {
        const beyondBudget = socketFailures + 1 - maxReconnectAttempts;
        // Seldom, but within a time: the longest wait is up to ten times as long, and half of it is certain.
        const half = longestBackOff * Math.min(5, 2 ** beyondBudget / 2);
        if (beyondBudget >= 0) return half + draw(half);
        return backOff(socketFailures, code === serviceRestart || code === goingAway ? reconnectSpread : 0);
    };

    const onConnected = (payload: Members, cursor: string): void => {
        if (!openedSince && position.cursor && cursor !== position.cursor) {
            // Polls found a position while this was on its way without one, and it begins after that. Once more.
            dropSocket();
            openSocket();
            return;
        }
        socket = Socket.Open;
        socketSince = now;
        heartbeat = Math.max(duration(payload.heartbeatMs, defaultHeartbeat), shortestHeartbeat);
        reconnectSpread = duration(payload.reconnectSpreadMs, 0);
        waitFor(heartbeat, ping);
        refusal = undefined;
        stopPolling();
        setState('webSocket');
        if (payload.reset) restartFrom(cursor);
        else position.reach(cursor);
    };

    const onFrame = (frame: Members, payload: Members): void => {
        const { type } = frame;
        const message = readMessage(frame);
        waitFor(heartbeat, ping);
        // What has an id is a message of the log, sync.force among them.
        if (message) receive(message);
        else if (type === 'sync.error') sender.refused(payload.ref, now, payload);
        // Any other `sync.` frame is one that this version does not know.
        else if (type === 'sync.ack' ? !sender.acknowledged(payload.ref, payload) : !isReservedType(type)) {
            shell.tellProblem('webSocket', notAsTheProtocolSays);
        }
    };

    const pollNext = (at: number, token = pollToken): void => {
        if (isPolling) shell.abandon(Slot.Poll);
        isPolling = false;
        pollAt = at;
        pollToken = token;
    };

    const startPolling = (): void => {
        fallbackAt = Infinity;
        if (pollAt === Infinity) pollNext(now, TokenUse.Ask);
    };

    const stopPolling = (): void => {
        pollNext(Infinity);
        pollFailures = 0;
        fallbackAt = Infinity;
        skipsBacklog = false;
    };

    /**
     * Each poll waits at the server for a message, so that an idle client asks once in a pollingInterval, as one that
     * does not wait would, but hears of a message at once.
     */
    const poll = (): void => {
        const since = position.cursor;
        // Without a position, what is kept is asked for only to learn one.
        const wait = since ? Math.min(shell.isHidden() ? hiddenInterval : pollingInterval, longestWait) : 0;
        isPolling = true;
        pollAt = now + wait + connectionTimeout;
        skipsBacklog ||= !since;
        shell.begin(Slot.Poll, pollToken, since, wait);
    };

    const onPage = (page: Members, messages: unknown[], cursor: string): void => {
        const hasRecovered = pollFailures > 0;
        const before = position.cursor;
        const readable = messages.map(readMessage);
        setState('polling');
        if (readable.includes(undefined)) shell.tellProblem('polling', notAsTheProtocolSays);
        if (page.reset) restartFrom(cursor);
        for (const message of readable) if (message && !skipsBacklog) receive(message);
        position.reach(cursor);
        skipsBacklog &&= page.hasMore as boolean;
        pollFailures = 0;
        // An answer without a new position that came before its time is that of a server or a proxy that does not wait:
        // then polls keep the interval between them.
        const waitEnds = position.cursor === before ? pollAt - connectionTimeout : now;
        pollNext(Math.max(now, waitEnds), TokenUse.Keep);

        if (hasRecovered && !socket) {
            socketFailures = 0;
            retryAt = Math.min(retryAt, now + backOff(0));
        }
    };

    const pollAnswered = (status: number, page: Members, retryAfter: number): void => {
        const { messages, cursor } = page;
        isPolling = false;
        if (status === 200 && Array.isArray(messages) && isCursor(cursor)) onPage(page, messages, cursor);
        else if (status !== 401 && status !== 403) pollFailed(status, retryAfter);
        else if (pollToken !== TokenUse.Renew && tokenProvider) pollNext(now, TokenUse.Renew);
        else refuseToken(status, page);
    };

    const pollFailed = (status: number, retryAfter: number): void => {
        pollNext(now + retryAfter + backOff(pollFailures++), TokenUse.Ask);
        if (state === 'polling') setState('connecting');
        shell.tellProblem('polling', `ended with ${status}`);
    };

    /**
     * 401 or 403, and there is no better token. A proxy may answer so too, and a caller that may only send cannot poll:
     * a WebSocket that opens proves the token good.
     */
    const refuseToken = (status: number, answer: Members): void => {
        shell.tellProblem('polling', `ended with ${status}`);
        [refusal] = readRefusal(answer, status);
        stopPolling();
        if (state === 'polling') setState('connecting');
        if (socket === Socket.Open) end('failed', refusal);
        else if (!socket) openSocket();
    };

    const receive = (message: Message): void => {
        const { id, type, payload } = message;
        if (!position.admits(id)) return;
        if (type === 'sync.force') {
            const { reason, spreadMs } = Object(payload) as Members;
            scheduleResync(words(reason) || 'force', duration(spreadMs, 0));
        } else if (!isReservedType(type)) {
            shell.deliver(message);
        }
    };

    const restartFrom = (cursor: string): void => {
        position.restart(cursor);
        scheduleResync('reset', 0);
    };

    /** One that is due earlier makes up for a later one: whoever fetches everything anew does it for both. */
    const scheduleResync = (reason: string, spreadMs: number): void => {
        const due = now + draw(spreadMs);
        if (due >= resyncAt) return;
        resyncAt = due;
        tellResync = () => {
            resyncAt = Infinity;
            shell.tellResync({ reason, spreadMs });
        };
        if (!spreadMs) tellResync();
    };

    const dueAt = (): number =>
        isRunning ? Math.min(silentAt, retryAt, fallbackAt, pollAt, resyncAt, sender.dueAt(state)) : Infinity;

    /**
     * On a page that nobody sees, whose server has been out of reach for a while, everything is put off: all such pages
     * would knock for as long as it is away.
     */
    const putOffUntil = (): number =>
        pollFailures > manyFailures && shell.isHidden() ? now + hiddenInterval + draw(hiddenInterval) : 0;

    return {
        get state(): ConnectionState {
            return state;
        },
        get error(): RelaisError | undefined {
            return error;
        },
        readPosition: position,
        /** Messages that are neither acknowledged nor refused. */
        unanswered: sender.unanswered,

        // Events

        start: event(() => {
            if (isRunning) return;
            isRunning = true;
            socketFailures = 0;
            setState('connecting');
            // What was kept as a cursor is none, so there is a gap.
            if (!position.cursor && options.cursor) scheduleResync('reset', 0);
            openSocket();
        }),

        /** By stop(), or since nothing could be started. What is not answered stays, and goes out after the next start(). */
        end: event(end),

        /** The network has changed, or the machine slept: what waits is tried now, what seems to live is probed. */
        wake: event(hurry),

        /** The time of wakeAt() has come. */
        tick: event(() => now - dueAt() > lateTick && hurry()),

        socketText: event((text: string) => {
            const frame = parse(text);
            const payload = Object(frame.payload) as Members;
            if (socket === Socket.Open) onFrame(frame, payload);
            else if (socket) {
                if (frame.type === 'sync.connected' && isCursor(payload.cursor)) onConnected(payload, payload.cursor);
                else giveUpSocket(notAsTheProtocolSays);
            }
        }),

        /**
         * What was begun has ended by itself. `status`: the close code of a WebSocket, or the HTTP status of an answer; 0:
         * without any, or it could not even begin.
         */
        ended: event((slot: Slot, status: number, body?: string, retryAfterMs?: number) => {
            const answer = parse(body);
            const retryAfter = duration(retryAfterMs, 0, longestRetryAfter);
            if (slot === Slot.Socket) {
                if (socket) socketDown(status, `ended with ${status}`);
            } else if (slot === Slot.Poll) {
                if (isPolling) pollAnswered(status, answer, retryAfter);
            } else if (sender.endPost(now, status, answer, retryAfter)) {
                refuseToken(status, answer);
            }
        }),

        /**
         * Takes a message into the outbox, in any state. `message`: what POST /send takes, under this idempotency key. One
         * of the functions is called in the end, if there is one: at once with `overloaded` when the outbox is full.
         */
        send: event(sender.enqueueItem),
    };
}
