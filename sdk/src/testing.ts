// SPDX-FileCopyrightText: 2026 The Relais authors
// SPDX-License-Identifier: MIT

import type { Message, Platform, SendReceipt } from './index.js';

// For the tests of an application: a server without a network, and a clock that stands still until it is told to go on.

/** Time as a test has it. Timers run in advance() alone, each at its time. */
export class FakeClock {
    /** Milliseconds since the test began. */
    now = 0;
    #timers: { at: number; run: () => void; id: number }[] = [];
    #lastId = 0;

    setTimeout(run: () => void, ms = 0): number {
        this.#timers.push({ at: this.now + Math.max(ms, 0), run, id: ++this.#lastId });
        return this.#lastId;
    }

    clearTimeout(id: number | undefined): void {
        this.#timers = this.#timers.filter((timer) => timer.id !== id);
    }

    /** Lets so much time pass, and everything happen that is due in it. `advance(0)`: what is due now. */
    async advance(ms = 0): Promise<void> {
        const end = this.now + ms;
        for (;;) {
            await settled();
            const due = this.#timers.filter(({ at }) => at <= end).sort((a, b) => a.at - b.at || a.id - b.id)[0];
            if (!due) break;
            this.now = Math.max(this.now, due.at);
            this.clearTimeout(due.id);
            due.run();
        }
        this.now = end;
    }
}

// More turns than any chain of promises between a request and its answer has.
async function settled(): Promise<void> {
    for (let turn = 0; turn < 50; ++turn) await null;
}

/** What a client has sent. */
export interface SentMessage {
    readonly type: string;
    readonly payload: unknown;
    readonly userId?: string;
    readonly idempotencyKey: string;
}

/**
 * A Relais server in the memory of a test, for one user.
 *
 *     const server = new FakeServer();
 *     const connection = createConnectionManager({}, server.platform);
 *     connection.start();
 *     await server.clock.advance();
 *     server.publish('order.updated', { id: 7 });
 */
export class FakeServer {
    readonly clock = new FakeClock();
    /** For createConnectionManager(). Has the events of a page: `platform.dispatchEvent(new Event('online'))`. */
    readonly platform: Platform & { document: { hidden: boolean }; dispatchEvent(event: Event): boolean };
    /** What clients have sent, once each. */
    readonly sent: SentMessage[] = [];
    /** Of the WebSocket attempts and HTTP requests that came, `ws`, `poll`, `send`. */
    readonly requests: string[] = [];
    /** Tokens that came, in that order; empty where there was none. */
    readonly tokens: string[] = [];
    /** What WebSockets meet: `blocked` fails at once, `silent` never opens. */
    webSocket: 'open' | 'blocked' | 'silent' = 'open';
    /** Nothing gets an answer at all. */
    isDown = false;
    /** Which token is taken. */
    accepts: (token: string) => boolean = () => true;

    #log: Message[] = [];
    #floor = '0-0';
    #seq = 0;
    readonly #receipts = new Map<string, string>();
    readonly #sockets = new Set<FakeWebSocket>();
    readonly #polls = new Set<() => void>();

    constructor() {
        const { clock } = this;
        const events = new EventTarget();
        const socketOf = (url: string | URL, protocols: string[] = []): FakeWebSocket =>
            new FakeWebSocket(this, new URL(url), protocols);
        this.platform = {
            WebSocket: function (url: string | URL, protocols?: string[]) {
                return socketOf(url, protocols);
            } as unknown as typeof WebSocket,
            fetch: ((url: string | URL, init: RequestInit) => this.#fetch(new URL(url), init)) as typeof fetch,
            setTimeout: clock.setTimeout.bind(clock) as unknown as typeof setTimeout,
            clearTimeout: clock.clearTimeout.bind(clock) as unknown as typeof clearTimeout,
            performance: { now: () => clock.now } as Performance,
            Date: { now: () => 1_700_000_000_000 + clock.now },
            Math: { random: () => 0.5 },
            document: { hidden: false },
            location: { href: 'http://relais.test/' },
            addEventListener: events.addEventListener.bind(events),
            removeEventListener: events.removeEventListener.bind(events),
            dispatchEvent: events.dispatchEvent.bind(events),
        };
    }

    /** WebSockets that are open. */
    get connections(): number {
        return this.#sockets.size;
    }

    get cursor(): string {
        return this.#log.at(-1)?.id ?? this.#floor;
    }

    /** A message for whoever is connected, and for who comes back. Gives its id. */
    publish(type: string, payload: unknown = null): string {
        const timestamp = this.platform.Date.now();
        const message = { id: `${timestamp}-${this.#seq++}`, type, payload, timestamp };
        this.#log.push(message);
        for (const socket of this.#sockets) socket.receive(message);
        for (const answer of this.#polls) answer();
        return message.id;
    }

    /** Asks everyone to fetch their state anew. */
    force(reason = 'test', spreadMs = 0): string {
        return this.publish('sync.force', { reason, spreadMs });
    }

    /** Closes every WebSocket, without a close frame by default. */
    close(code = 1006): void {
        for (const socket of this.#sockets) socket.end(code);
    }

    /** Forgets what was published, as a server does when the time of messages is over. */
    forget(): void {
        this.#floor = this.cursor;
        this.#log = [];
    }

    /** Everything is out of reach, or is again. */
    setDown(isDown: boolean): void {
        this.isDown = isDown;
        if (!isDown) return;
        this.close();
        for (const answer of this.#polls) answer();
    }

    /** @internal */
    admit(socket: FakeWebSocket, url: URL, protocols: string[]): void {
        this.requests.push('ws');
        const token = protocols.find((one) => one.startsWith('bearer.'))?.slice(7) ?? '';
        this.tokens.push(token);
        if (this.isDown || this.webSocket === 'blocked' || !this.accepts(token)) {
            this.clock.setTimeout(() => socket.end(1006));
        } else if (this.webSocket === 'open') {
            this.clock.setTimeout(() => {
                const since = url.searchParams.get('since') ?? this.cursor;
                const { messages, reset } = this.#after(since);
                this.#sockets.add(socket);
                const cursor = reset ? this.#floor : since;
                const payload = { clientId: 'test', cursor, reset, heartbeatMs: 25_000, reconnectSpreadMs: 0 };
                socket.receive({ type: 'sync.connected', payload });
                for (const message of messages) socket.receive(message);
            });
        }
    }

    /** @internal */
    leave(socket: FakeWebSocket): void {
        this.#sockets.delete(socket);
    }

    /** @internal A frame of a client. */
    take(socket: FakeWebSocket, text: string): void {
        const { type, payload, userId, ref, idempotencyKey } = JSON.parse(text);
        if (type === 'sync.ping') socket.receive({ type: 'sync.pong', payload: {} });
        else
            socket.receive({
                type: 'sync.ack',
                payload: { ref, ...this.#accept(type, payload, userId, idempotencyKey) },
            });
    }

    #accept(type: string, payload: unknown, userId: string | undefined, idempotencyKey: string): SendReceipt {
        const known = this.#receipts.get(idempotencyKey);
        if (known) return { id: known, duplicate: true };
        this.sent.push({ type, payload, idempotencyKey, ...(userId && { userId }) });
        const id = this.publish(type, payload);
        this.#receipts.set(idempotencyKey, id);
        return { id, duplicate: false };
    }

    #after(since: string): { messages: Message[]; reset: boolean } {
        if (since === '0') return { messages: this.#log, reset: false };
        const at = this.#log.findIndex(({ id }) => id === since);
        const reset = at < 0 && since !== this.#floor;
        return { messages: this.#log.slice(at + 1), reset };
    }

    async #fetch(url: URL, { method = 'GET', headers = {}, body, signal }: RequestInit): Promise<Response> {
        const fields = new Headers(headers);
        const token = fields.get('Authorization')?.replace('Bearer ', '') ?? '';
        this.requests.push(url.pathname.split('/').at(-1)!);
        this.tokens.push(token);
        if (this.isDown) throw new TypeError('the server is down');
        if (!this.accepts(token)) return json({ code: 'unauthorized', status: 401 }, 401);
        if (method === 'POST') {
            const { type, payload, userId } = JSON.parse(body as string);
            return json({ success: true, ...this.#accept(type, payload, userId, fields.get('Idempotency-Key')!) });
        }
        const since = url.searchParams.get('since') ?? '0';
        const wait = Number(url.searchParams.get('wait') ?? 0) * 1000;
        if (wait && !this.#after(since).messages.length && !this.#after(since).reset) {
            await new Promise<void>((resolve) => {
                const done = (): void => {
                    this.#polls.delete(done);
                    resolve();
                };
                this.#polls.add(done);
                this.clock.setTimeout(done, wait);
                signal?.addEventListener('abort', done);
            });
            if (this.isDown || signal?.aborted) throw new TypeError('the server is down');
        }
        const { messages, reset } = this.#after(since);
        return json({ success: true, messages, cursor: this.cursor, reset, hasMore: false });
    }
}

function json(body: object, status = 200): Response {
    return new Response(JSON.stringify(body), { status, headers: { 'Content-Type': 'application/json' } });
}

class FakeWebSocket {
    onmessage: ((event: { data: string }) => void) | null = null;
    onclose: ((event: { code: number }) => void) | null = null;
    readonly #server: FakeServer;

    constructor(server: FakeServer, url: URL, protocols: string[]) {
        this.#server = server;
        server.admit(this, url, protocols);
    }

    send(text: string): void {
        this.#server.clock.setTimeout(() => this.#server.take(this, text));
    }

    close(): void {
        this.#server.leave(this);
    }

    receive(frame: object): void {
        const data = JSON.stringify(frame);
        this.#server.clock.setTimeout(() => this.onmessage?.({ data }));
    }

    end(code: number): void {
        this.#server.leave(this);
        this.onclose?.({ code });
    }
}
