// SPDX-FileCopyrightText: 2026 The Relais authors
// SPDX-License-Identifier: MIT

import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { createConnectionManager, getConnectionManager, RelaisError, type ConnectionOptions } from '../src/index.js';
import { FakeServer } from '../src/testing.js';

function connected(options: ConnectionOptions = {}, server = new FakeServer()) {
    const manager = createConnectionManager(options, server.platform);
    const received: unknown[] = [];
    const states: string[] = [];
    const resyncs: string[] = [];
    manager.onMessage(({ payload }) => received.push(payload));
    manager.onStateChange((state) => states.push(state));
    manager.onResync(({ reason }) => resyncs.push(reason));
    manager.start();
    const pageEvent = (type: string, persisted = false): void => {
        server.platform.dispatchEvent(Object.assign(new Event(type), { persisted }));
    };
    return { server, clock: server.clock, manager, received, states, resyncs, pageEvent };
}

/** What is reported from now on, which else would fail the test. */
function unhandledRejections(): unknown[] {
    const reported: unknown[] = [];
    const others = process.listeners('unhandledRejection');
    process.removeAllListeners('unhandledRejection');
    process.on('unhandledRejection', (reason) => reported.push(reason));
    onTestFinished(() => {
        process.removeAllListeners('unhandledRejection');
        for (const other of others) process.on('unhandledRejection', other);
    });
    return reported;
}

const count = (list: string[], what: string): number => list.filter((one) => one === what).length;

describe('connecting', () => {
    it('prefersTheWebSocketAndNeverPollsWhileItLives', async () => {
        const { server, clock, manager, received, states } = connected();
        await clock.advance(10);
        server.publish('note', 1);
        await clock.advance(120_000);
        expect(received).toEqual([1]);
        expect(states).toEqual(['connecting', 'webSocket']);
        expect(manager).toMatchObject({ isConnected: true, transport: 'webSocket', error: undefined });
        expect(server.requests).toEqual(['ws']);
    });

    it('pollsAtOnceWhenTheWebSocketIsBlockedAndGoesBackWithoutLossOrRepeat', async () => {
        const server = new FakeServer();
        server.webSocket = 'blocked';
        const { clock, manager, received } = connected({}, server);
        await clock.advance(10);
        expect(manager.transport).toBe('polling');
        server.publish('note', 1);
        await clock.advance(10);
        server.publish('note', 2);
        server.webSocket = 'open';
        await clock.advance(60_000);
        expect(manager.transport).toBe('webSocket');
        server.publish('note', 3);
        await clock.advance(10);
        expect(received).toEqual([1, 2, 3]);
    });

    it('takesAnOptionThatIsUndefinedForItsDefault', async () => {
        const server = new FakeServer();
        server.webSocket = 'silent';
        const { clock, manager } = connected({ fallbackDelay: undefined!, maxReconnectAttempts: undefined! }, server);
        await clock.advance(2000);
        expect(manager.state).toBe('polling');
    });

    it('pollsWithinTheFallbackDelayWhenTheWebSocketHangs', async () => {
        const server = new FakeServer();
        server.webSocket = 'silent';
        const { clock, manager } = connected({ fallbackDelay: 700 }, server);
        await clock.advance(699);
        expect(manager.state).toBe('connecting');
        await clock.advance(1);
        expect(manager.state).toBe('polling');
    });

    it('resumesWhereItWasAfterAnOutage', async () => {
        const { server, clock, manager, received, resyncs } = connected();
        await clock.advance(10);
        server.publish('note', 1);
        await clock.advance(10);
        server.setDown(true);
        await clock.advance(40_000);
        expect(manager.state).toBe('connecting');
        server.publish('note', 2);
        server.setDown(false);
        await clock.advance(60_000);
        expect(received).toEqual([1, 2]);
        expect(resyncs).toEqual([]);
    });

    it('tellsOfAGap', async () => {
        const { server, clock, resyncs } = connected();
        await clock.advance(10);
        server.publish('note', 1);
        await clock.advance(10);
        server.setDown(true);
        server.publish('note', 2);
        server.forget();
        server.setDown(false);
        await clock.advance(30_000);
        expect(resyncs).toEqual(['reset']);
    });

    it('tellsOfAForcedSyncOnceTheDrawnWaitIsOver', async () => {
        const { server, clock, resyncs } = connected();
        await clock.advance(10);
        server.force('new prices', 10_000);
        await clock.advance(4999);
        expect(resyncs).toEqual([]);
        await clock.advance(1);
        expect(resyncs).toEqual(['new prices']);
    });

    it('closedForGoodIsFailedAndStartTriesAllTheSame', async () => {
        const { server, clock, manager } = connected();
        await clock.advance(10);
        server.close(4003);
        await clock.advance(600_000);
        expect(manager.state).toBe('failed');
        expect(manager.error).toMatchObject({ name: 'RelaisError', code: 'disconnected' });
        manager.start();
        await clock.advance(10);
        expect(manager).toMatchObject({ state: 'webSocket', error: undefined });
    });

    it('whatIsNoUrlFailsWithoutTouchingTheNetwork', () => {
        for (const websocketUrl of ['ftp://x/', 'wss://user:secret@x/ws', 'wss://', 'javascript:alert(1)']) {
            const { server, manager } = connected({ websocketUrl });
            expect(manager.error).toMatchObject({ code: 'invalid_parameter' });
            expect(server.requests).toEqual([]);
        }
    });
});

describe('sending', () => {
    it('isFulfilledWhenTheServerHasTheMessage', async () => {
        const { server, clock, manager } = connected();
        await clock.advance(10);
        const receipt = manager.send('note.added', { n: 1 }, { userId: 'u2', idempotencyKey: 'mine' });
        await clock.advance(10);
        expect(await receipt).toMatchObject({ duplicate: false });
        expect(server.sent).toEqual([
            { type: 'note.added', payload: { n: 1 }, userId: 'u2', idempotencyKey: 'mine' },
        ]);
        expect(manager.unacknowledged).toBe(0);
    });

    it('whileOfflineWaitsAndGoesOutInOrderOnceEach', async () => {
        const server = new FakeServer();
        server.setDown(true);
        const { clock, manager } = connected({}, server);
        const receipts = [1, 2, 3].map((n) => manager.send('note', n));
        await clock.advance(60_000);
        expect(manager.unacknowledged).toBe(3);
        server.setDown(false);
        await clock.advance(60_000);
        expect((await Promise.all(receipts)).every(({ duplicate }) => !duplicate)).toBe(true);
        expect(server.sent.map(({ payload }) => payload)).toEqual([1, 2, 3]);
        expect(new Set(server.sent.map(({ idempotencyKey }) => idempotencyKey)).size).toBe(3);
    });

    it('goesOverHttpWhilePolling', async () => {
        const server = new FakeServer();
        server.webSocket = 'blocked';
        const { clock, manager } = connected({}, server);
        await clock.advance(10);
        const receipt = manager.send('note', undefined);
        await clock.advance(10);
        await receipt;
        expect(server.sent).toMatchObject([{ type: 'note', payload: null }]);
        expect(count(server.requests, 'send')).toBe(1);
    });

    it.each(['', 'Note', '__proto__', 'a b', 'sync.force'])('refuses the type %j', async (type) => {
        const { manager } = connected();
        await expect(manager.send(type, 1)).rejects.toBeInstanceOf(RelaisError);
        expect(manager.unacknowledged).toBe(0);
    });

    it.each(['', 'é', 'two words', 'a\r\nb', 'x'.repeat(129)])('refuses the key %j', async (idempotencyKey) => {
        const { manager } = connected();
        await expect(manager.send('note', 1, { idempotencyKey })).rejects.toMatchObject({ code: 'invalid_field' });
    });

    it('isRefusedWhenTheOutboxIsFull', async () => {
        const { manager } = connected({ outboxMessages: 1 });
        void manager.send('note', 1);
        await expect(manager.send('note', 2)).rejects.toMatchObject({ code: 'overloaded' });
    });
});

describe('tokens', () => {
    it('areAskedForOnEachAttemptAndRenewedWhenRefused', async () => {
        const server = new FakeServer();
        const asked: boolean[] = [];
        server.accepts = (token) => token === 'token-3';
        const { clock, manager } = connected(
            {
                tokenProvider: async ({ wasRefused }) => {
                    asked.push(wasRefused);
                    return `token-${asked.length}`;
                },
            },
            server,
        );
        await clock.advance(10);
        // The last one is kept for the polls that follow.
        expect(server.tokens).toEqual(['token-1', 'token-2', 'token-3', 'token-3']);
        expect(server.requests).toEqual(['ws', 'poll', 'poll', 'poll']);
        expect(asked).toEqual([false, false, true]);
        expect(manager.state).toBe('polling');
    });

    it('thatARenewalDoesNotCureAreTheEnd', async () => {
        const server = new FakeServer();
        server.accepts = () => false;
        const { clock, manager } = connected({ tokenProvider: () => 'old' }, server);
        await clock.advance(20_000);
        expect(manager).toMatchObject({ state: 'failed', error: { code: 'unauthorized' } });
    });

    it.each([undefined, null, '', 'with blank', 'two\r\nlines', 'é'])(
        '%j is none, and tried again',
        async (token) => {
            const { server, clock, manager } = connected({ tokenProvider: () => token });
            await clock.advance(5000);
            expect(server.requests).toEqual([]);
            expect(manager.state).toBe('connecting');
        },
    );

    it('thatComeAfterStopAreNotUsed', async () => {
        let give = (_: string): void => {};
        const { server, clock, manager } = connected({
            tokenProvider: () => new Promise((resolve) => (give = resolve)),
        });
        await clock.advance(10);
        manager.stop();
        give('late');
        await clock.advance(10_000);
        expect(server.requests).toEqual([]);
    });
});

describe('the page', () => {
    it('thatComesOnlineTriesAtOnce', async () => {
        const server = new FakeServer();
        server.setDown(true);
        const { clock, manager, pageEvent } = connected({}, server);
        await clock.advance(100_000);
        server.setDown(false);
        pageEvent('online');
        await clock.advance(10);
        expect(manager.state).toBe('webSocket');
    });

    it('thatNobodySeesDoesNotHammer', async () => {
        const server = new FakeServer();
        const { clock, manager, pageEvent } = connected({}, server);
        await clock.advance(10);
        server.platform.document.hidden = true;
        pageEvent('visibilitychange');
        server.setDown(true);
        await clock.advance(60_000);
        server.requests.length = 0;
        await clock.advance(600_000);
        expect(server.requests.length).toBeLessThanOrEqual(40);
        server.setDown(false);
        server.platform.document.hidden = false;
        pageEvent('visibilitychange');
        await clock.advance(10);
        expect(manager.state).toBe('webSocket');
    });

    it('thatNobodySeesPollsTwiceAMinute', async () => {
        const server = new FakeServer();
        server.webSocket = 'blocked';
        server.platform.document.hidden = true;
        const { clock } = connected({ maxReconnectAttempts: 1 }, server);
        await clock.advance(30_000);
        server.requests.length = 0;
        await clock.advance(300_000);
        expect(count(server.requests, 'poll')).toBeLessThanOrEqual(11);
    });

    it('inTheBackForwardCacheHasNoConnectionAndGoesOnWhereItWas', async () => {
        const { server, clock, manager, received, pageEvent } = connected();
        await clock.advance(10);
        pageEvent('pagehide', true);
        pageEvent('visibilitychange');
        await clock.advance(10);
        expect(server.connections).toBe(0);
        expect(manager.state).toBe('stopped');
        server.publish('note', 'meanwhile');
        await clock.advance(60_000);
        pageEvent('pageshow', true);
        await clock.advance(10);
        expect(received).toEqual(['meanwhile']);
    });

    it('isLeftAloneBeforeStartAndAfterStop', async () => {
        const server = new FakeServer();
        const listened: string[] = [];
        const { addEventListener, removeEventListener } = server.platform;
        server.platform.addEventListener = (type, listener) => (
            listened.push(type),
            addEventListener!(type, listener)
        );
        server.platform.removeEventListener = (type, listener) => {
            listened.splice(listened.indexOf(type), 1);
            removeEventListener!(type, listener);
        };
        const manager = createConnectionManager({}, server.platform);
        expect(listened).toEqual([]);
        manager.start();
        expect(listened).not.toEqual([]);
        await server.clock.advance(10);
        manager.stop();
        expect(listened).toEqual([]);
        await server.clock.advance(100_000);
        expect(server.connections).toBe(0);
    });

    it('whoseClockJumpedTriesAtOnce', async () => {
        const server = new FakeServer();
        server.setDown(true);
        const { clock, manager } = connected({}, server);
        await clock.advance(40_000);
        const attempts = count(server.requests, 'ws');
        const wall = server.platform.Date.now;
        server.platform.Date.now = () => wall() + 3_600_000;
        server.setDown(false);
        // The poll that is due next would find the server as well, but not open the WebSocket.
        while (manager.state === 'connecting') await clock.advance(100);
        await clock.advance(10);
        expect(manager.state).toBe('webSocket');
        expect(count(server.requests, 'ws')).toBe(attempts + 1);
    });
});

describe('handlers', () => {
    it('hearOfTheirTypeUntilTheyUnsubscribe', async () => {
        const { server, clock, manager } = connected();
        const heard: unknown[] = [];
        const unsubscribe = manager.onMessage('constructor', ({ payload }) => heard.push(payload));
        await clock.advance(10);
        server.publish('constructor', 1);
        server.publish('other', 2);
        await clock.advance(10);
        unsubscribe();
        unsubscribe();
        server.publish('constructor', 3);
        await clock.advance(10);
        expect(heard).toEqual([1]);
    });

    it('thatThrowDisturbNobodyElse', async () => {
        const { server, clock, manager } = connected();
        const received: unknown[] = [];
        manager.onMessage(() => {
            throw new Error('mine');
        });
        manager.onMessage(({ payload }) => received.push(payload));
        await clock.advance(10);
        server.publish('note', 1);
        server.publish('note', 2);
        const rejections = unhandledRejections();
        await clock.advance(10);
        expect(received).toEqual([1, 2]);
        await vi.waitFor(() => expect(rejections).toEqual([new Error('mine'), new Error('mine')]));
    });

    it('mayStopAndStartInTheMiddle', async () => {
        const { server, clock, manager, received } = connected();
        await clock.advance(10);
        const unsubscribe = manager.onMessage(() => {
            unsubscribe();
            manager.stop();
            manager.start();
        });
        server.publish('note', 1);
        server.publish('note', 2);
        await clock.advance(10);
        expect(manager.state).toBe('webSocket');
        expect(received).toEqual([1, 2]);
    });

    it('canBeALoop', async () => {
        const { server, clock, manager } = connected();
        const heard: unknown[] = [];
        const reading = (async () => {
            for await (const { payload } of manager) {
                heard.push(payload);
                if (payload === 3) break;
            }
        })();
        await clock.advance(10);
        for (const n of [1, 2, 3, 4]) server.publish('note', n);
        await clock.advance(10);
        await reading;
        expect(heard).toEqual([1, 2, 3]);
    });

    it('aLoopThatFallsBehindIsToldRatherThanGivenAHole', async () => {
        const { server, clock, manager } = connected();
        const loop = manager[Symbol.asyncIterator]();
        const first = loop.next();
        await clock.advance(10);
        for (let n = 0; n < 1500; ++n) server.publish('note', n);
        await clock.advance(10);
        expect((await first).value.payload).toBe(0);
        await expect(loop.next()).rejects.toMatchObject({ code: 'too_slow' });
    });

    it('aLoopEndsWhenTheConnectionHasFailed', async () => {
        const { server, clock, manager } = connected();
        const next = manager[Symbol.asyncIterator]().next();
        await clock.advance(10);
        server.close(4001);
        await expect(next).rejects.toMatchObject({ code: 'unauthorized' });
    });
});

describe('getConnectionManager', () => {
    it('givesOneManagerForEqualOptions', () => {
        const one = getConnectionManager({ websocketUrl: 'wss://a.test/ws', pollingInterval: 1 });
        expect(getConnectionManager({ pollingInterval: 1, websocketUrl: 'wss://a.test/ws' })).toBe(one);
        expect(getConnectionManager({ pollingInterval: 2, websocketUrl: 'wss://a.test/ws' })).not.toBe(one);
        expect(
            getConnectionManager({ websocketUrl: 'wss://a.test/ws', pollingInterval: 1, cursor: undefined! }),
        ).toBe(one);
        expect(one.state).toBe('stopped');
    });
});
