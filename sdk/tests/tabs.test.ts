// SPDX-FileCopyrightText: 2026 The Relais authors
// SPDX-License-Identifier: MIT

import { beforeEach, expect, it } from 'vitest';
import type { ConnectionManager } from '../src/index.js';
import { createTabsConnectionManager, type TabsOptions, type TabsPlatform } from '../src/tabs.js';
import { FakeServer } from '../src/testing.js';

/** The locks and channels of one browser. */
class FakeBrowser {
    readonly #queues = new Map<string, { run: () => Promise<unknown>; isAborted: () => boolean }[]>();
    readonly #held = new Set<string>();
    readonly #channels = new Set<FakeChannel>();
    readonly platform: TabsPlatform;

    constructor(readonly server: FakeServer) {
        const [channels, clock] = [this.#channels, server.clock];
        this.platform = {
            locks: {
                request: (name: string, { signal }: LockOptions, run: () => Promise<unknown>) => {
                    const waiting = { run, isAborted: () => !!signal?.aborted };
                    this.#queues.set(name, [...(this.#queues.get(name) ?? []), waiting]);
                    clock.setTimeout(() => this.#grant(name));
                    return Promise.resolve();
                },
            } as unknown as LockManager,
            BroadcastChannel: function (name: string) {
                const channel = new FakeChannel(name, channels, (run) => clock.setTimeout(run, 1));
                channels.add(channel);
                return channel;
            } as unknown as typeof BroadcastChannel,
        };
    }

    #grant(name: string): void {
        const next = this.#held.has(name) ? undefined : this.#queues.get(name)?.shift();
        if (!next) return;
        if (next.isAborted()) {
            this.#grant(name);
            return;
        }
        this.#held.add(name);
        void next.run().then(() => {
            this.#held.delete(name);
            this.#grant(name);
        });
    }
}

class FakeChannel {
    onmessage: ((event: { data: unknown }) => void) | null = null;

    constructor(
        readonly name: string,
        readonly all: Set<FakeChannel>,
        readonly later: (run: () => void) => void,
    ) {}

    postMessage(data: unknown): void {
        const copy = structuredClone(data);
        for (const other of this.all) {
            if (other !== this && other.name === this.name) this.later(() => other.onmessage?.({ data: copy }));
        }
    }

    close(): void {
        this.onmessage = null;
        this.all.delete(this);
    }
}

let server: FakeServer;
let browser: FakeBrowser;

beforeEach(() => {
    server = new FakeServer();
    browser = new FakeBrowser(server);
});

interface Tab {
    manager: ConnectionManager;
    received: unknown[];
    resyncs: string[];
}

async function open(options: TabsOptions = {}): Promise<Tab> {
    const manager = createTabsConnectionManager(options, server.platform, browser.platform);
    const tab: Tab = { manager, received: [], resyncs: [] };
    manager.onMessage(({ payload }) => tab.received.push(payload));
    manager.onResync(({ reason }) => tab.resyncs.push(reason));
    manager.start();
    await server.clock.advance(100);
    return tab;
}

it('oneConnectionServesAllTabs', async () => {
    const tabs = [await open(), await open(), await open()];
    expect(tabs.map(({ manager }) => manager.state)).toEqual(['webSocket', 'webSocket', 'webSocket']);
    server.publish('note', 1);
    server.force('new prices');
    await server.clock.advance(100);
    expect(server.connections).toBe(1);
    for (const { received, resyncs } of tabs) {
        expect(received).toEqual([1]);
        expect(resyncs).toEqual(['new prices']);
    }
});

it('anotherTabTakesOverWithoutLossOrRepeat', async () => {
    const [first, second, third] = [await open(), await open(), await open()];
    server.publish('note', 1);
    await server.clock.advance(100);
    first.manager.stop();
    server.publish('note', 2); // while nobody is connected
    await server.clock.advance(1000);
    server.publish('note', 3);
    await server.clock.advance(100);
    expect(first.received).toEqual([1]);
    for (const { manager, received, resyncs } of [second, third]) {
        expect(received).toEqual([1, 2, 3]);
        expect(resyncs).toEqual([]);
        expect(manager.state).toBe('webSocket');
    }
    expect(server.connections).toBe(1);
});

it('aFollowerSendsThroughTheLeaderAndHearsOfTheAnswer', async () => {
    await open();
    const { manager } = await open();
    const receipt = manager.send('note', { n: 1 }, { userId: 'u2' });
    await server.clock.advance(100);
    expect((await receipt).duplicate).toBe(false);
    expect(server.sent).toMatchObject([{ type: 'note', payload: { n: 1 }, userId: 'u2' }]);
    expect(manager.unacknowledged).toBe(0);
});

it('whatAFollowerHasSentSurvivesTheLeaderOnce', async () => {
    const [first, second] = [await open(), await open()];
    server.setDown(true);
    const receipt = second.manager.send('note', 1);
    await server.clock.advance(3000);
    first.manager.stop();
    server.setDown(false);
    await server.clock.advance(5000);
    await receipt;
    expect(server.sent.length).toBe(1);
});

it('aTabThatWasAwayIsToldOfTheGap', async () => {
    const [, second] = [await open(), await open()];
    server.publish('note', 1);
    await server.clock.advance(100);
    second.manager.stop();
    server.publish('note', 2);
    await server.clock.advance(100);
    second.manager.start();
    await server.clock.advance(100);
    expect(second.resyncs).toEqual(['reset']);
    server.publish('note', 3);
    await server.clock.advance(100);
    expect(second.received).toEqual([1, 3]);
});

it('aTabThatWasAwayWhileNothingCameIsToldNothing', async () => {
    const [, second] = [await open(), await open()];
    server.publish('note', 1);
    await server.clock.advance(100);
    second.manager.stop();
    second.manager.start();
    await server.clock.advance(100);
    expect(second.resyncs).toEqual([]);
});

it('theEndForOneIsTheEndForAllAndAnyOfThemStartsAnew', async () => {
    const [first, second] = [await open(), await open()];
    server.close(4003);
    await server.clock.advance(100);
    for (const { manager } of [first, second]) {
        expect(manager).toMatchObject({ state: 'failed', error: { code: 'disconnected' } });
    }
    second.manager.start();
    await server.clock.advance(100);
    expect(first.manager.state).toBe('webSocket');
    expect(second.manager.state).toBe('webSocket');
});

it('namesKeepUsersApart', async () => {
    const ann = await open({ name: 'ann' });
    const bob = [await open({ name: 'bob' }), await open({ name: 'bob' })];
    expect(server.connections).toBe(2);
    ann.manager.stop();
    server.publish('note', 1);
    await server.clock.advance(100);
    expect(ann.received).toEqual([]);
    for (const { received } of bob) expect(received).toEqual([1]);
});

it('withoutLocksEachTabConnects', async () => {
    for (const _ of [1, 2]) createTabsConnectionManager({}, server.platform, {}).start();
    await server.clock.advance(100);
    expect(server.connections).toBe(2);
});
