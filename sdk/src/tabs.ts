// SPDX-FileCopyrightText: 2026 The Relais authors
// SPDX-License-Identifier: MIT

import {
    createConnectionManager,
    RelaisError,
    type AnyMessages,
    type ConnectionManager,
    type ConnectionOptions,
    type ConnectionState,
    type Message,
    type Platform,
    type Problem,
    type Resync,
    type SendReceipt,
    type Unsubscribe,
} from './index.js';
import { createEvent } from './event.js';
import { isReservedType, isWellFormedType } from './message.js';
import { streamOf } from './messagestream.js';
import { randomKey } from './randomkey.js';
import { createReadPosition } from './readposition.js';

/** Needs `name`, when tabs of this origin may belong to different users: those with one name share a connection. */
export interface TabsOptions extends ConnectionOptions {
    name?: string;
}

/** What tabs need of a browser, besides what a connection needs. */
export interface TabsPlatform {
    readonly locks?: Pick<LockManager, 'request'> | undefined;
    readonly BroadcastChannel?: typeof BroadcastChannel | undefined;
}

/** What tabs say to each other. `key`: the idempotency key of a send, which names it among all tabs. */
type Note =
    | { kind: 'hello' }
    | { kind: 'elected' }
    | { kind: 'wake'; start: boolean }
    | { kind: 'position'; cursor: string }
    | { kind: 'state'; state: ConnectionState; cursor: string; code?: string; detail?: string; isNew: boolean }
    | { kind: 'message'; message: Message }
    | ({ kind: 'resync' } & Resync)
    | ({ kind: 'problem' } & Problem)
    | { kind: 'send'; key: string; type: string; payload: unknown; userId?: string }
    | { kind: 'sent'; key: string; receipt: SendReceipt }
    | { kind: 'refused'; key: string; code: string; detail: string };

interface Pending {
    readonly note: Note & { kind: 'send' };
    readonly since: number;
    readonly resolve: (receipt: SendReceipt) => void;
    readonly reject: (error: RelaisError) => void;
}

// What the others answer to `elected` is there by then, unless a tab is so busy that it shows nothing either.
const electionWait = 150;
const pageEvents = ['online', 'pageshow', 'pagehide', 'visibilitychange'];

/**
 * As createConnectionManager(), but one tab holds the connection for all tabs with the same server (and `name`), and
 * another takes over when it is closed: each tab gets each message once. The tabs agree by a Web Lock, and talk over a
 * BroadcastChannel; where a browser has neither, each tab connects by itself.
 *
 *                 start()             the lock is ours
 *     stopped ─────────────► follows ──────────────────► leads
 *        ▲                      │                          │
 *        └──────────────────────┴──────────────────────────┘ stop(), or the page is left
 *
 * Who comes to lead asks the others for their positions, and connects from the one that is the furthest behind. Every
 * tab leaves out what it has had; what it has sent without an answer, it gives to the new one, under the same key.
 */
export function createTabsConnectionManager<Messages extends object = AnyMessages>(
    options: TabsOptions = {},
    platform: Platform = globalThis,
    { locks, BroadcastChannel }: TabsPlatform = {
        locks: globalThis.navigator?.locks,
        BroadcastChannel: globalThis.BroadcastChannel,
    },
): ConnectionManager<Messages> {
    if (!locks || !BroadcastChannel) return createConnectionManager(options, platform);

    const { name = '', websocketUrl = '', pollingUrl = '', userId = '' } = options;
    const scope = `relais-1:${JSON.stringify([websocketUrl, pollingUrl, userId, name])}`;
    const position = createReadPosition(options.cursor ?? '');
    const pending = new Map<string, Pending>();
    const [onMessage, tellMessage] = createEvent<Message>();
    const [onResync, tellResync] = createEvent<Resync>();
    const [onStateChange, tellState] = createEvent<ConnectionState>();
    const [onProblem, tellProblem] = createEvent<Problem>();

    let state: ConnectionState = 'stopped';
    let error: RelaisError | undefined;
    let channel: BroadcastChannel | undefined;
    let leading: ConnectionManager | undefined;
    /** Aborted by stop(). */
    let membership: AbortController | undefined;
    let positions: string[] = [];
    let isSuspended = false;
    /** Where this tab was when it joined, until it has heard where the connection is. */
    let joinedAt: string | undefined;

    // One connection for all tabs hammers nobody, and who looks at another tab does not want it to slow down.
    const alwaysSeen: Platform = {
        WebSocket: platform.WebSocket,
        fetch: (...request) => platform.fetch(...request),
        setTimeout: platform.setTimeout.bind(platform) as typeof setTimeout,
        clearTimeout: platform.clearTimeout.bind(platform) as typeof clearTimeout,
        performance: platform.performance,
        Date: platform.Date,
        Math: platform.Math,
        location: platform.location,
        addEventListener: (type, listener) => platform.addEventListener?.(type, listener),
        removeEventListener: (type, listener) => platform.removeEventListener?.(type, listener),
    };

    const tell = (note: Note): void => channel?.postMessage(note);
    const now = (): number => platform.performance.now();

    const setState = (next: ConnectionState, reason?: RelaisError): void => {
        if (next === state) return;
        state = next;
        error = reason;
        tellState(next);
    };

    const receive = (message: Message): void => {
        if (position.admits(message.id)) tellMessage(message);
    };

    const receiveResync = (resync: Resync): void => {
        // In another log, ids may be lower.
        if (resync.reason === 'reset') position.restart(position.cursor);
        tellResync(resync);
    };

    /** To the leader, which is perhaps this tab. */
    const forward = ({ note, since, reject }: Pending): void => {
        if (now() - since >= (options.keyLifetime ?? 300_000)) {
            pending.delete(note.key);
            reject(new RelaisError('request_timeout', 'it may or may not have arrived'));
        } else if (leading) {
            sendFor(note);
        } else {
            tell(note);
        }
    };

    const settle = (note: Note & { kind: 'sent' | 'refused' }): void => {
        const found = pending.get(note.key);
        pending.delete(note.key);
        if (note.kind === 'sent') found?.resolve(note.receipt);
        else found?.reject(new RelaisError(note.code, note.detail));
    };

    const announce = (isNew = false): void => {
        if (!leading) return;
        const reason = leading.error;
        const words = reason && { code: reason.code, detail: reason.message };
        tell({ kind: 'state', state: leading.state, cursor: leading.cursor, isNew, ...words });
    };

    /** For whichever tab: it hears of the answer, by the key. */
    const sendFor = ({ key, type, payload, userId: recipient }: Note & { kind: 'send' }): void => {
        const sendOptions = { idempotencyKey: key, ...(recipient && { userId: recipient }) };
        leading!.send(type, payload, sendOptions).then(
            (receipt) => both({ kind: 'sent', key, receipt }),
            ({ code, message: detail }: RelaisError) => both({ kind: 'refused', key, code, detail }),
        );
    };

    const both = (note: Note): void => {
        tell(note);
        hear(note);
    };

    const onState = (note: Note & { kind: 'state' }): void => {
        const isNews = note.isNew || joinedAt !== undefined;
        if (note.cursor) {
            // What came between is nowhere to be had: this tab was away while the connection went on.
            if (joinedAt && joinedAt !== note.cursor) tellResync({ reason: 'reset', spreadMs: 0 });
            if (joinedAt !== undefined) position.reach(note.cursor);
            joinedAt = undefined;
        }
        setState(note.state, note.code ? new RelaisError(note.code, note.detail ?? '') : undefined);
        if (isNews) pending.forEach(forward);
    };

    /** What another tab says, or this one. */
    const hear = (note: Note): void => {
        switch (note.kind) {
            case 'hello':
                announce();
                break;
            case 'elected':
                tell({ kind: 'position', cursor: position.cursor });
                break;
            case 'position':
                positions.push(note.cursor);
                break;
            case 'state':
                onState(note);
                break;
            case 'wake':
                if (note.start && leading?.state === 'failed') leading.start();
                else leading?.wake();
                break;
            case 'message':
                receive(note.message);
                break;
            case 'resync':
                receiveResync({ reason: note.reason, spreadMs: note.spreadMs });
                break;
            case 'problem':
                tellProblem({ transport: note.transport, text: note.text });
                break;
            case 'send':
                if (leading) sendFor(note);
                break;
            default:
                settle(note);
        }
    };

    const lead = async (signal: AbortSignal, hasFollowed: boolean): Promise<void> => {
        positions = [position.cursor];
        if (hasFollowed) {
            tell({ kind: 'elected' });
            await new Promise<void>((resolve) => platform.setTimeout(resolve, electionWait));
        }
        if (signal.aborted) return;
        const cursor = furthestBehind(positions);
        const manager = createConnectionManager({ ...options, ...(cursor && { cursor }) }, alwaysSeen);
        joinedAt = undefined;
        leading = manager;
        manager.onMessage((message) => both({ kind: 'message', message: message as Message }));
        manager.onResync((resync) => both({ kind: 'resync', ...resync }));
        manager.onProblem((problem) => both({ kind: 'problem', ...problem }));
        manager.onStateChange(() => {
            if (leading !== manager) return;
            announce();
            setState(manager.state, manager.error);
        });
        manager.start();
        announce(true);
        pending.forEach(forward);
        await new Promise<void>((resolve) => signal.addEventListener('abort', () => resolve()));
        manager.stop();
    };

    const join = (): void => {
        if (membership) {
            both({ kind: 'wake', start: true });
            return;
        }
        const { signal } = (membership = new AbortController());
        channel = new BroadcastChannel(scope);
        channel.onmessage = ({ data }: MessageEvent<Note>) => hear(data);
        joinedAt = position.cursor;
        setState('connecting');
        tell({ kind: 'hello' });
        let isFirst = true;
        const waits = platform.setTimeout(() => (isFirst = false), 50);
        locks
            .request(scope, { signal }, () => {
                platform.clearTimeout(waits);
                return lead(signal, !isFirst || !!position.cursor);
            })
            .catch(() => {}); // stopped before it was our turn
    };

    const leave = (): void => {
        membership?.abort();
        membership = undefined;
        leading = undefined;
        channel?.close();
        channel = undefined;
        setState('stopped');
    };

    const onPageEvent = ({ type }: Event): void => {
        if (type === 'pagehide' && membership) {
            isSuspended = true;
            leave();
        } else if (type === 'pageshow' && isSuspended) {
            isSuspended = false;
            join();
        } else if (!leading && !platform.document?.hidden) {
            tell({ kind: 'wake', start: false });
        }
    };

    const manager: ConnectionManager = {
        get state() {
            return state;
        },
        get transport() {
            return state === 'webSocket' || state === 'polling' ? state : null;
        },
        get isConnected() {
            return state === 'webSocket' || state === 'polling';
        },
        get error() {
            return error;
        },
        get cursor() {
            return position.cursor;
        },
        get unacknowledged() {
            return pending.size;
        },
        start() {
            for (const type of pageEvents) platform.addEventListener?.(type, onPageEvent);
            join();
        },
        stop() {
            for (const type of pageEvents) platform.removeEventListener?.(type, onPageEvent);
            isSuspended = false;
            leave();
        },
        wake: () => both({ kind: 'wake', start: false }),
        async send(type, payload, { userId: recipient, idempotencyKey: key = randomKey() } = {}) {
            if (!isWellFormedType(type)) throw new RelaisError('invalid_type', 'not a message type');
            if (isReservedType(type)) throw new RelaisError('reserved_type', `${type} is the server's own`);
            if (pending.size >= (options.outboxMessages ?? 1000)) {
                throw new RelaisError('overloaded', 'the outbox is full');
            }
            // As it goes over the wire; what a structured clone could not copy is an error here.
            const plain: unknown = JSON.parse(JSON.stringify(payload ?? null));
            const note = {
                kind: 'send' as const,
                key,
                type,
                payload: plain,
                ...(recipient && { userId: recipient }),
            };
            return new Promise<SendReceipt>((resolve, reject) => {
                const item = { note, since: now(), resolve, reject };
                pending.set(key, item);
                forward(item);
            });
        },
        onMessage(...filters: unknown[]): Unsubscribe {
            const handler = filters.pop() as (message: Message) => void;
            return onMessage((message) => {
                if (!filters.length || filters[0] === message.type) handler(message);
            });
        },
        onResync,
        onStateChange,
        onProblem,
        [Symbol.asyncIterator]: () => streamOf(manager),
    };
    return manager as ConnectionManager<Messages>;
}

/** Of several positions, from which nobody misses anything. Tabs without one need nothing from before. */
function furthestBehind(cursors: string[]): string {
    const number = (cursor: string): number[] => cursor.split('-').map(Number);
    const known = cursors.filter(Boolean);
    known.sort((a, b) => number(a)[0]! - number(b)[0]! || (number(a)[1] ?? 0) - (number(b)[1] ?? 0));
    return known[0] ?? '';
}
