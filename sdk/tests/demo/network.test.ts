// SPDX-FileCopyrightText: 2026 The Relais authors
// SPDX-License-Identifier: MIT

// @vitest-environment jsdom

import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createNetwork, type Network, type NetworkEvent } from '../../demo/network.js';

class FakeSocket extends EventTarget {
    static readonly made: FakeSocket[] = [];
    onmessage: ((event: MessageEvent) => void) | null = null;
    onclose: ((event: CloseEvent) => void) | null = null;
    isClosed = false;

    constructor(readonly url: string) {
        super();
        FakeSocket.made.push(this);
        this.addEventListener('close', (event) => this.onclose?.(event as CloseEvent));
    }

    close(): void {
        this.isClosed = true;
    }
}

let events: NetworkEvent[];
let network: Network;
/** The fetch of the browser. */
let fetched: ReturnType<typeof vi.fn>;

const kinds = (): string[] => events.map(({ kind }) => kind);
const openSocket = (): { socket: WebSocket; codes: number[] } => {
    const codes: number[] = [];
    const socket = new network.platform.WebSocket('ws://localhost/ws');
    socket.onclose = ({ code }) => codes.push(code);
    return { socket, codes };
};

beforeEach(() => {
    vi.useFakeTimers();
    FakeSocket.made.length = 0;
    fetched = vi.fn(async () => new Response('{}', { status: 201, headers: { 'X-Test': 'yes' } }));
    vi.stubGlobal('WebSocket', FakeSocket);
    vi.stubGlobal('fetch', fetched);
    events = [];
    network = createNetwork((event) => events.push(event));
});

afterEach(() => {
    vi.unstubAllGlobals();
    vi.useRealTimers();
});

describe('a network that is open', () => {
    it('letsWebSocketsThrough', () => {
        const { socket, codes } = openSocket();
        expect(FakeSocket.made).toEqual([socket]);
        FakeSocket.made[0]!.dispatchEvent(new CloseEvent('close', { code: 1012 }));
        expect(codes).toEqual([1012]);
        expect(events).toEqual([{ kind: 'socketOpening' }, { kind: 'socketClosed', code: 1012 }]);
    });

    it('letsRequestsThroughWithTheirAnswers', async () => {
        const answer = await network.fetch('http://localhost/poll', { method: 'POST' });
        expect([answer.status, await answer.text(), answer.headers.get('X-Test')]).toEqual([201, '{}', 'yes']);
        expect(fetched.mock.calls[0]![1]).toMatchObject({ method: 'POST' });
        expect(events).toEqual([]);
    });

    it('passesAnAbortOnAndTellsNobody', async () => {
        fetched.mockImplementation((_, { signal }) => new Promise((__, reject) => (signal.onabort = reject)));
        const controller = new AbortController();
        const asked = network.fetch('http://localhost/poll', { signal: controller.signal });
        controller.abort();
        await expect(asked).rejects.toBeDefined();
        expect(events).toEqual([]);
    });
});

describe('a network without WebSocket', () => {
    it('breaksThoseThatAreOpenAndClosesThemForReal', () => {
        const { codes } = openSocket();
        network.set('noWebSocket');
        expect(codes).toEqual([1006]);
        expect(FakeSocket.made[0]!.isClosed).toBe(true);
        FakeSocket.made[0]!.dispatchEvent(new CloseEvent('close', { code: 1005 })); // what the real one says later
        expect(codes).toEqual([1006]);
        expect(kinds()).toEqual(['socketOpening', 'mode', 'socketClosed']);
    });

    it('opensNone', () => {
        network.set('noWebSocket');
        const { codes } = openSocket();
        vi.runAllTimers();
        expect(codes).toEqual([1006]);
        expect(FakeSocket.made).toEqual([]);
    });

    it('isSilentTowardsAClientThatHasGivenUp', () => {
        network.set('noWebSocket');
        const { socket, codes } = openSocket();
        socket.close();
        vi.runAllTimers();
        expect(codes).toEqual([]);
    });

    it('letsRequestsThrough', async () => {
        network.set('noWebSocket');
        expect((await network.fetch('http://localhost/poll')).status).toBe(201);
    });
});

describe('a network that is cut', () => {
    it('breaksRequestsThatAreUnderWay', async () => {
        fetched.mockImplementation((_, { signal }) => {
            return new Promise((__, reject) => (signal.onabort = () => reject(signal.reason)));
        });
        const asked = network.fetch('http://localhost/poll');
        network.set('cut');
        await expect(asked).rejects.toThrow('cut');
        expect(kinds()).toEqual(['mode', 'requestFailed']);
    });

    it('letsNoRequestThrough', async () => {
        network.set('cut');
        await expect(network.fetch('http://localhost/poll')).rejects.toThrow('cut');
        expect(fetched).not.toHaveBeenCalled();
    });

    it('tellsThePageWhenItIsBack', () => {
        const online = vi.fn();
        network.platform.addEventListener!('online', online);
        network.set('cut');
        expect(online).not.toHaveBeenCalled();
        network.set('open');
        expect(online).toHaveBeenCalledTimes(1);
        network.platform.removeEventListener!('online', online);
        network.set('cut');
        network.set('open');
        expect(online).toHaveBeenCalledTimes(1);
    });
});

describe('the next step of a client', () => {
    it('isItsTimerWhileNothingIsUnderWay', async () => {
        network.platform.setTimeout(() => {}, 500);
        const due = performance.now() + 500;
        expect(network.nextStep).toBe(due);
        openSocket();
        expect(network.nextStep).toBe(Infinity);
        FakeSocket.made[0]!.dispatchEvent(new Event('open'));
        expect(network.nextStep).toBe(due);
        vi.advanceTimersByTime(500);
        expect(network.nextStep).toBe(Infinity);
    });
});
