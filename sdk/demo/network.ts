// SPDX-FileCopyrightText: 2026 The Relais authors
// SPDX-License-Identifier: MIT

import type { Platform } from '../src/index.js';

/** `noWebSocket`: as behind a proxy that lets HTTP through only. `cut`: nothing gets through. */
export type NetworkMode = 'open' | 'noWebSocket' | 'cut';

/** What can be seen of a client from outside. */
export type NetworkEvent =
    | { kind: 'mode'; mode: NetworkMode }
    | { kind: 'socketOpening' }
    | { kind: 'socketClosed'; code: number }
    | { kind: 'requestFailed' };

const abnormalClosure = 1006; // RFC 6455: the connection broke
const refusalTime = 20; // ms, as long as a proxy near by takes to refuse
const whyCut = 'the network is cut';

/** What WebSocket is for a client on a network that lets none through. */
class DeadSocket {
    onmessage: unknown = null;
    onclose: ((event: CloseEvent) => void) | null = null;

    constructor() {
        setTimeout(() => this.onclose?.(new CloseEvent('close', { code: abnormalClosure })), refusalTime);
    }

    send(): void {}

    close(): void {
        this.onclose = null;
    }
}

/**
 * A network that can be cut, as a platform for createConnectionManager(). It is a real one as long as it is whole: when it
 * is cut, WebSockets are closed and requests aborted, and the client hears what it would hear if a cable had been pulled.
 */
export function createNetwork(tell: (event: NetworkEvent) => void) {
    let mode: NetworkMode = 'open';
    let timerDue = Infinity;
    const opening = new Set<object>();
    const sockets = new Set<WebSocket>();
    const requests = new Set<AbortController>();
    const page = new EventTarget();

    const closed = (socket: object, code: number): void => {
        opening.delete(socket);
        tell({ kind: 'socketClosed', code });
    };

    const openDead = (): object => {
        const socket = new DeadSocket();
        setTimeout(() => closed(socket, abnormalClosure), refusalTime);
        return socket;
    };

    const openReal = (url: string | URL, protocols?: string | string[]): object => {
        const socket = new WebSocket(url, protocols);
        sockets.add(socket);
        socket.addEventListener('open', () => opening.delete(socket));
        socket.addEventListener('close', ({ code }) => sockets.delete(socket) && closed(socket, code));
        return socket;
    };

    const pull = (socket: WebSocket): void => {
        const { onclose } = socket;
        sockets.delete(socket);
        socket.onmessage = socket.onclose = null;
        socket.close();
        closed(socket, abnormalClosure);
        onclose?.call(socket, new CloseEvent('close', { code: abnormalClosure }));
    };

    const request: typeof fetch = async (input, init = {}) => {
        const controller = new AbortController();
        const { signal } = init;
        const abort = (): void => controller.abort(signal?.reason);
        if (signal?.aborted) abort();
        signal?.addEventListener('abort', abort);
        requests.add(controller);
        try {
            if (mode === 'cut') throw new TypeError(whyCut);
            // With its body: the connection may break in the midst of that.
            const answer = await fetch(input, { ...init, signal: controller.signal });
            const { status, statusText, headers } = answer;
            const body = await answer.arrayBuffer();
            return new Response(body.byteLength ? body : null, { status, statusText, headers });
        } catch (error) {
            if (!signal?.aborted) tell({ kind: 'requestFailed' });
            throw error;
        } finally {
            requests.delete(controller);
            signal?.removeEventListener('abort', abort);
        }
    };

    const platform: Platform = {
        WebSocket: class {
            constructor(url: string | URL, protocols?: string | string[]) {
                tell({ kind: 'socketOpening' });
                const socket = mode === 'open' ? openReal(url, protocols) : openDead();
                opening.add(socket);
                return socket;
            }
        } as unknown as typeof WebSocket,
        fetch: request,
        setTimeout: ((handler: () => void, wait: number) => {
            timerDue = performance.now() + wait;
            return setTimeout(() => {
                timerDue = Infinity;
                handler();
            }, wait);
        }) as typeof setTimeout,
        clearTimeout: (timer) => {
            if (timer !== undefined) timerDue = Infinity;
            clearTimeout(timer);
        },
        performance,
        Date,
        Math,
        document,
        location,
        addEventListener: (type, listener) => {
            addEventListener(type, listener);
            page.addEventListener(type, listener);
        },
        removeEventListener: (type, listener) => {
            removeEventListener(type, listener);
            page.removeEventListener(type, listener);
        },
    };

    return {
        platform,
        /** The page's fetch, through this network. */
        fetch: request,
        get mode() {
            return mode;
        },
        /** When the client goes on by itself, in the time of performance.now(); Infinity while it waits for an answer. */
        get nextStep() {
            return opening.size + requests.size > 0 ? Infinity : timerDue;
        },
        set(next: NetworkMode): void {
            if (next === mode) return;
            const wasCut = mode === 'cut';
            mode = next;
            tell({ kind: 'mode', mode });
            if (mode !== 'open') [...sockets].forEach(pull);
            if (mode === 'cut') for (const one of requests) one.abort(new TypeError(whyCut));
            // A browser tells its pages when it has a network again. Of a proxy that changed its mind nobody tells.
            if (wasCut) page.dispatchEvent(new Event('online'));
        },
    };
}

export type Network = ReturnType<typeof createNetwork>;
