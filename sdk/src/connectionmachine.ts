// SPDX-FileCopyrightText: 2026 The Relais authors
// SPDX-License-Identifier: MIT

import { cut, isCursor, parse, read, readMessage, readRefusal, words, type Members } from './answerdecoder.js';
import { ceiling, scaled } from './backoff.js';
import type { ConnectionRules } from './connectionrules.js';
import type { ConnectionState, Effect, Emit, HttpAnswer, TokenUse } from './effects.js';
import { closeError, closeReaction, RelaisError } from './errors.js';
import { isReservedType, type Message } from './message.js';
import { createPollLoop } from './pollloop.js';
import { createReadPosition } from './readposition.js';
import { createSender, isLive, longestRetryAfter } from './sender.js';

// RFC 6455
const goingAway = 1001;
const abnormalClosure = 1006;
const serviceRestart = 1012;
const tokenExpired = 4102;

const defaultHeartbeat = 25_000;
// A server that asked for more than this would have its clients do nothing else.
const shortestHeartbeat = 1000;
// A timer that is this late did not run: the machine slept, or the browser held the timers of a hidden page.
const lateTick = 5000;
// One change of the network is often told several times.
const wakeInterval = 1000;

const notAsTheProtocolSays = 'a message is not what the protocol says';

/**
 * How a client stays connected, as a state machine: events in, with the time in milliseconds; effects out, to be done
 * in their order. It has no socket and no clock of its own. The C++ client has the same machine, and
 * tests/vectors/connection.json holds both to the same behaviour.
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
 * Polls (PollLoop). They begin when an attempt has failed or takes longer than fallbackDelay, and end when
 * `sync.connected` comes: a poll that runs is aborted. So the two never deliver at once, and while the WebSocket lives
 * there is no poll. Both go on from the one ReadPosition, which lets each message through once.
 *
 * Every frame and answer is taken for hostile: what is not as the contract says is left out, or ends the connection.
 *
 * Here and around: functions over local variables rather than classes with members, since a page has to load this, and
 * the names of members cannot be shortened.
 */
export function createConnectionMachine(rules: ConnectionRules, random: () => number) {
    /** Of the event that is being handled. */
    let now = 0;
    let effects: Effect[] = [];
    const emit: Emit = (...effect) => void effects.push(effect);

    let state: ConnectionState = 'stopped';
    const position = createReadPosition(isCursor(rules.cursor) ? rules.cursor : '');
    const poll = createPollLoop(rules);
    const sender = createSender(rules, random, emit);
    let resync: { due: number; reason: string; spreadMs: number } | undefined;
    /** Polls only look for the end of the log, as there was no position to go on from. */
    let skipsBacklog = false;
    let lastWake = -Infinity;
    /** 401 or 403 with a new token over HTTP. Final when no WebSocket opens either. */
    let refusal: RelaisError | undefined;

    let socket: 'idle' | 'opening' | 'open' = 'idle';
    /** When it came to be opening or open. */
    let socketSince = 0;
    let openedWithPosition = false;
    /** Of the next attempt. */
    let socketToken: TokenUse = 'ask';
    /** Of attempts, in a row. */
    let failures = 0;
    /** The next attempt. Infinity, here and below: never. */
    let retryAt = Infinity;
    /** Polling starts. */
    let fallbackAt = Infinity;
    let heartbeat = 0;
    let reconnectSpread = 0;
    let lastHeard = 0;
    /** A sync.ping is out. */
    let pongDeadline = Infinity;

    const isRunning = (): boolean => state === 'connecting' || isLive(state);

    /** An event, whose end is always the same: what has become due is begun, and all that is to be done handed out. */
    const handle = (at: number, event: () => unknown): Effect[] => {
        now = at;
        event();
        if (isRunning()) runDue();
        const done = effects;
        effects = [];
        return done;
    };

    const setState = (next: ConnectionState, error?: RelaisError): void => {
        if (next === state) return;
        state = next;
        emit('state', state, error);
    };

    const runDue = (): void => {
        if (resync && now >= resync.due) tellResync();
        if (now >= retryAt) openSocket();
        if (now >= fallbackAt) startPolling();
        sender.flush(state, now);
        const effect = poll.take(now, position.cursor);
        if (effect) {
            skipsBacklog ||= !position.cursor;
            emit(...effect);
        }
    };

    const fail = (error: RelaisError): void => {
        silence();
        setState('failed', error);
    };

    const silence = (): void => {
        if (socket !== 'idle') emit('closeSocket');
        stopPolling();
        socket = 'idle';
        sender.stop();
        retryAt = Infinity;
        refusal = undefined;
    };

    const hurry = (): void => {
        if (now - lastWake < wakeInterval) return;
        lastWake = now;
        if (socket === 'idle') {
            failures = 0; // another network, another chance
            retryAt = now;
        } else if (socket === 'open') {
            if (pongDeadline === Infinity) sendPing();
        } else if (now - socketSince >= rules.fallbackDelay) {
            // It may be on its way through a network that is gone; a young one is on the present one.
            emit('closeSocket');
            socket = 'idle';
            retryAt = now;
        }
        if (poll.isRunning) emit('abortPoll');
        if (poll.deadline < Infinity) poll.waitUntil(now);
    };

    const openSocket = (): void => {
        const since = position.cursor;
        socket = 'opening';
        socketSince = now;
        retryAt = Infinity;
        openedWithPosition = !!since;
        emit('openSocket', since, socketToken);
        socketToken = 'ask';
        if (poll.deadline === Infinity && !refusal) fallbackAt = now + rules.fallbackDelay;
    };

    const dropSocket = (text: string): void => {
        emit('closeSocket');
        socketDown(abnormalClosure, text);
    };

    const socketDown = (code: number, text: string): void => {
        const wasOpen = socket === 'open';
        socket = 'idle';
        pongDeadline = Infinity;
        sender.socketClosed(code);
        emit('problem', 'webSocket', text);
        if (closeReaction(code) === 'stay-closed') refusal = new RelaisError(closeError(code), text);
        if (refusal) {
            fail(refusal);
            return;
        }

        // One that lived for this long was a good one, and its end is a first failure again.
        if (wasOpen && now - socketSince >= rules.connectionTimeout) failures = 0;
        if (code === tokenExpired) socketToken = 'renew';
        retryAt = now + waitBeforeReopening(code);
        ++failures;
        if (wasOpen) {
            // Not at once: what closed the WebSocket, a restart above all, is no better served by all polls at once.
            setState('connecting');
            fallbackAt = retryAt + rules.fallbackDelay;
        } else {
            startPolling();
        }
    };

    const waitBeforeReopening = (code: number): number => {
        if (closeReaction(code) === 'reconnect-now' && !failures) return 0;
        const { longestBackOff } = rules;
        const beyondBudget = failures + 1 - rules.maxReconnectAttempts;
        if (beyondBudget >= 0) {
            const probes = ceiling({ longestBackOff: 10 * longestBackOff }, beyondBudget, longestBackOff);
            return scaled(probes, 0.5 + random() / 2);
        }
        const spread = code === serviceRestart || code === goingAway ? reconnectSpread : 0;
        return scaled(Math.max(ceiling(rules, failures), spread), random());
    };

    const onConnected = (frame: Members): void => {
        const { cursor } = frame;
        if (!openedWithPosition && position.cursor && cursor !== position.cursor) {
            // Polls found a position while this was on its way without one, and it begins after that. Once more.
            emit('closeSocket');
            openSocket();
            return;
        }
        socket = 'open';
        socketSince = now;
        heartbeat = Math.max(cut(frame.heartbeatMs, defaultHeartbeat), shortestHeartbeat);
        reconnectSpread = cut(frame.reconnectSpreadMs, 0);
        refusal = undefined;
        stopPolling();
        setState('webSocket');
        if (frame.reset) restartFrom(cursor);
        else position.advance(cursor);
    };

    const onFrame = (frame: Members): void => {
        const { type, payload } = frame;
        const ack = type === 'sync.ack' && read(payload, 'id', 'ref', 'duplicate');
        const error = type === 'sync.error' ? read(payload, 'ref') : undefined;
        if (ack) {
            sender.acknowledged(ack);
        } else if (error) {
            sender.refused(error.ref, readRefusal(payload, 0), now);
        } else if (!isOtherControl(frame)) {
            // What has an id is a message of the log, sync.force among them.
            const message = readMessage(frame);
            if (message) receive(message);
            else emit('problem', 'webSocket', notAsTheProtocolSays);
        }
    };

    const pingAt = (): number => (pongDeadline < Infinity ? pongDeadline : lastHeard + heartbeat);

    const sendPing = (): void => {
        emit('sendText', '{"type":"sync.ping"}');
        pongDeadline = now + rules.connectionTimeout;
    };

    const startPolling = (): void => {
        fallbackAt = Infinity;
        if (poll.deadline === Infinity) poll.start(now);
    };

    const stopPolling = (): void => {
        if (poll.isRunning) emit('abortPoll');
        poll.stop();
        fallbackAt = Infinity;
        skipsBacklog = false;
    };

    const onPage = ({ messages, cursor, reset, hasMore }: Members): void => {
        const hasRecovered = poll.failures > 0;
        const before = position.cursor;
        const readable = (messages as unknown[]).map(readMessage);
        setState('polling');
        if (readable.includes(undefined)) emit('problem', 'polling', notAsTheProtocolSays);
        if (reset) restartFrom(cursor);
        if (!skipsBacklog) readable.forEach((message) => message && receive(message));
        position.advance(cursor);
        skipsBacklog &&= !!hasMore;
        poll.succeeded(now, position.cursor !== before);

        if (hasRecovered && socket === 'idle') {
            failures = 0;
            retryAt = Math.min(retryAt, now + scaled(ceiling(rules, 0), random()));
        }
    };

    const pollFailed = (status: number, retryAfter: number): void => {
        const backOff = scaled(ceiling(rules, poll.failures), random());
        poll.failed(now, Math.min(retryAfter, longestRetryAfter) + backOff);
        if (state === 'polling') setState('connecting');
        emit('problem', 'polling', `a poll was answered with ${status}`);
    };

    /**
     * 401 or 403, and there is no better token. A proxy may answer so too, and a caller that may only send cannot poll:
     * a WebSocket that opens proves the token good.
     */
    const refuseToken = (status: number, body: string): void => {
        emit('problem', 'polling', `the token was refused with ${status}`);
        const { code, detail } = readRefusal(parse(body), status);
        refusal = new RelaisError(code, detail);
        stopPolling();
        if (state === 'polling') setState('connecting');
        if (socket === 'open') fail(refusal);
        else if (socket === 'idle') openSocket();
    };

    const receive = (message: Message): void => {
        const { id, type, payload } = message;
        if (!position.take(id)) return;
        if (type === 'sync.force') {
            const notice = read(payload, 'spreadMs') as { reason?: unknown; spreadMs?: number } | undefined;
            scheduleResync(words(notice?.reason) || 'force', cut(notice?.spreadMs, 0));
        } else if (!isReservedType(type)) {
            emit('deliver', message);
        }
    };

    const restartFrom = (cursor: string): void => {
        position.restart(cursor);
        scheduleResync('reset', 0);
    };

    /** One that is due earlier makes up for a later one: whoever fetches everything anew does it for both. */
    const scheduleResync = (reason: string, spreadMs: number): void => {
        const due = now + scaled(spreadMs, random());
        if (resync && resync.due <= due) return;
        resync = { due, reason, spreadMs };
        if (!spreadMs) tellResync();
    };

    const tellResync = (): void => {
        const { reason, spreadMs } = resync!;
        resync = undefined;
        emit('resync', reason, spreadMs);
    };

    return {
        get state(): ConnectionState {
            return state;
        },
        get cursor(): string {
            return position.cursor;
        },
        /** Messages that are neither acknowledged nor refused. */
        get unacknowledged(): number {
            return sender.outbox.size;
        },
        /** When tick() is due; Infinity when nothing is waited for. */
        get deadline(): number {
            if (!isRunning()) return Infinity;
            return Math.min(
                retryAt,
                fallbackAt,
                poll.deadline,
                sender.deadline(state),
                resync?.due ?? Infinity,
                socket === 'opening' ? socketSince + rules.connectionTimeout : Infinity,
                socket === 'open' ? pingAt() : Infinity,
            );
        },

        // Events. The time never steps back from one to the next.

        start: (at: number) =>
            handle(at, () => {
                if (isRunning()) return;
                failures = 0;
                socketToken = 'ask';
                setState('connecting');
                // What was kept as a cursor is none, so there is a gap.
                if (!position.cursor && rules.cursor) scheduleResync('reset', 0);
                openSocket();
            }),

        /** What was sent and not answered stays in the outbox, and goes out after the next start(). */
        stop: (at: number) =>
            handle(at, () => {
                if (isRunning()) silence();
                setState('stopped');
            }),

        /** The network has changed, or the machine slept: what waits is tried now, what seems to live is probed. */
        wake: (at: number) => handle(at, () => isRunning() && hurry()),

        /** The deadline has come. */
        tick(at: number) {
            const isLate = at - this.deadline > lateTick;
            return handle(at, () => {
                if (!isRunning()) return;
                if (isLate) hurry();
                if (socket === 'opening') {
                    if (now >= socketSince + rules.connectionTimeout) dropSocket('no WebSocket in time');
                } else if (socket === 'open' && now >= pingAt()) {
                    if (pongDeadline < Infinity) dropSocket('no answer to a ping');
                    else sendPing();
                }
                if (poll.isRunning && now >= poll.deadline) {
                    emit('abortPoll');
                    pollFailed(0, 0);
                }
                if (sender.hasTimedOut(now)) {
                    emit('abortPost');
                    sender.postAnswered([0, ''], now);
                }
            });
        },

        socketText: (text: string, at: number) =>
            handle(at, () => {
                if (socket === 'idle') return;
                lastHeard = now;
                pongDeadline = Infinity;
                const frame = read(parse(text))!;
                const connected =
                    frame.type === 'sync.connected' &&
                    read(frame.payload, 'cursor', 'reset', 'heartbeatMs', 'reconnectSpreadMs');
                if (socket === 'open') onFrame(frame);
                else if (connected) onConnected(connected);
                else dropSocket('the first frame was not sync.connected');
            }),

        /** The WebSocket was closed, or could not be opened. 1006: without a close frame. */
        socketClosed: (code: number, at: number) =>
            handle(at, () => socket !== 'idle' && socketDown(code, `the WebSocket was closed with ${code}`)),

        pollAnswered: ([status, body, retryAfterMs = 0]: HttpAnswer, at: number) =>
            handle(at, () => {
                if (!poll.isRunning) return;
                const page = status === 200 && read(parse(body), 'messages', 'cursor', 'reset', 'hasMore');
                if (page) onPage(page);
                else if (status !== 401 && status !== 403) pollFailed(status, retryAfterMs);
                else if (poll.token !== 'renew' && rules.canRenewToken) poll.waitUntil(now, 'renew');
                else {
                    poll.stop(); // it has ended: there is nothing to abort
                    refuseToken(status, body);
                }
            }),

        postAnswered: (answer: HttpAnswer, at: number) =>
            handle(at, () => {
                if (isRunning() && !sender.postAnswered(answer, now)) refuseToken(answer[0], answer[1]);
            }),

        /**
         * Takes a message into the outbox, in any state, and gives its handle. `body`: an object as JSON, as POST /send
         * takes it. `key`: its idempotency key, which nobody else uses. Throws `overloaded` when the outbox is full.
         */
        send: sender.outbox.add,

        /** After send(): hands over what can be. */
        flush: (at: number) => handle(at, () => {}),
    };
}

/** `sync.pong`, and every `sync.` frame that this version does not know. */
function isOtherControl({ id, type }: Members): boolean {
    const isRead = ['sync.connected', 'sync.ack', 'sync.error'].includes(type as string);
    return typeof type === 'string' && isReservedType(type) && id === undefined && !isRead;
}
