// SPDX-FileCopyrightText: 2026 The Relais authors
// SPDX-License-Identifier: MIT

import { act, createElement, StrictMode, useState, version, type ReactNode } from 'react';
import { createRoot, hydrateRoot, type Root } from 'react-dom/client';
import { renderToString } from 'react-dom/server';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createConnectionManager, type ConnectionManager } from '../../src/index.js';
import {
    ConnectionManagerProvider,
    useConnectionManager,
    useConnectionState,
    useMessage,
    useResync,
    type UsedConnectionManager,
} from '../../src/react.js';
import { FakeServer } from '../../src/testing.js';

Object.assign(globalThis, { IS_REACT_ACT_ENVIRONMENT: true });

let server: FakeServer;
let manager: ConnectionManager;
let root: Root | undefined;
let container: HTMLElement;

beforeEach(() => {
    server = new FakeServer();
    manager = createConnectionManager({}, server.platform);
    container = document.createElement('div');
});

afterEach(async () => {
    await act(async () => root?.unmount());
    root = undefined;
});

const within = (...children: ReactNode[]): ReactNode =>
    createElement(ConnectionManagerProvider, { manager }, ...children);

async function show(element: ReactNode): Promise<void> {
    await act(async () => {
        root ??= createRoot(container);
        root.render(element);
    });
    await pass();
}

/** Both clocks go on: what unmounting puts off is put off by the real one. */
async function pass(ms = 10): Promise<void> {
    await act(async () => {
        await new Promise((resolve) => setTimeout(resolve, 5));
        await server.clock.advance(ms);
    });
}

function Status(): ReactNode {
    const { isConnected, state, transport } = useConnectionManager({ autoConnect: true });
    return `${state} ${isConnected} ${transport}`;
}

it('isTheReactThatThisRunIsAbout', () => {
    expect(version.split('.')[0]).toBe(process.env.REACT ?? '19');
});

describe('useConnectionManager', () => {
    it('connectsWhileMountedAndTellsTheState', async () => {
        await show(within(createElement(Status)));
        expect(container.textContent).toBe('webSocket true webSocket');
        await show(within());
        expect(server.connections).toBe(0);
        expect(manager.state).toBe('stopped');
    });

    it('opensOneSocketInStrictModeAndDoesNotFlap', async () => {
        const states: string[] = [];
        manager.onStateChange((state) => states.push(state));
        await show(createElement(StrictMode, null, within(createElement(Status), createElement(Status))));
        expect(server.requests).toEqual(['ws']);
        expect(states).toEqual(['connecting', 'webSocket']);
    });

    it('keepsTheConnectionWhenOneOfTwoLeavesAndWhenTheyChangePlaces', async () => {
        await show(within(createElement(Status, { key: 'a' }), createElement(Status, { key: 'b' })));
        await show(within(createElement(Status, { key: 'b' })));
        await show(within(createElement(Status, { key: 'c' })));
        expect(server.requests).toEqual(['ws']);
        expect(manager.state).toBe('webSocket');
    });

    it('doesNotConnectUnasked', async () => {
        const Quiet = (): ReactNode => useConnectionManager().state;
        await show(within(createElement(Quiet)));
        expect(container.textContent).toBe('stopped');
        expect(server.requests).toEqual([]);
    });

    it('tellsWhyItFailed', async () => {
        const Reason = (): ReactNode => useConnectionManager({ autoConnect: true }).error?.code ?? 'none';
        await show(within(createElement(Reason)));
        await act(async () => server.close(4003));
        expect(container.textContent).toBe('disconnected');
    });

    it('givesOnMessageWithItsUnsubscribe', async () => {
        let used: UsedConnectionManager | undefined;
        const Component = (): ReactNode => ((used = useConnectionManager({ autoConnect: true })), null);
        await show(within(createElement(Component)));
        const heard: unknown[] = [];
        const { onMessage, send } = used!;
        const unsubscribe = onMessage(({ payload }) => heard.push(payload));
        void send('note', 1);
        await pass();
        unsubscribe();
        server.publish('note', 2);
        await pass();
        expect(heard).toEqual([1]);
    });
});

describe('messages', () => {
    it('doNotRenderByThemselves', async () => {
        let renders = 0;
        let heard = 0;
        const Component = (): ReactNode => {
            useConnectionManager({ autoConnect: true });
            useMessage('note', () => ++heard);
            ++renders;
            return null;
        };
        await show(within(createElement(Component)));
        const before = renders;
        for (let n = 0; n < 1000; ++n) server.publish('note', n);
        await pass();
        expect(heard).toBe(1000);
        expect(renders).toBe(before);
    });

    it('reachTheHandlerOfTheLatestRenderOfTheirType', async () => {
        const heard: string[] = [];
        let setPrefix = (_: string): void => {};
        const Component = (): ReactNode => {
            const [prefix, set] = useState('a');
            setPrefix = set;
            useConnectionManager({ autoConnect: true });
            useMessage<number>('note', ({ payload }) => heard.push(`${prefix}${payload}`));
            return null;
        };
        await show(within(createElement(Component)));
        server.publish('note', 1);
        server.publish('other', 2);
        await pass();
        await act(async () => setPrefix('b'));
        server.publish('note', 3);
        await pass();
        expect(heard).toEqual(['a1', 'b3']);
    });

    it('saysWhenToFetchAnew', async () => {
        const reasons: string[] = [];
        const Component = (): ReactNode => {
            useConnectionManager({ autoConnect: true });
            useResync(({ reason }) => reasons.push(reason));
            return null;
        };
        await show(within(createElement(Component)));
        server.force('new prices');
        await pass();
        expect(reasons).toEqual(['new prices']);
    });
});

it('rendersOnAServerAndIsTakenOverWithoutAComplaint', async () => {
    const State = (): ReactNode => createElement('p', null, useConnectionState(), createElement(Status));
    const element = within(createElement(State));
    container.innerHTML = renderToString(element);
    expect(container.textContent).toBe('stoppedstopped false null');
    expect(server.requests).toEqual([]);
    const complaints: unknown[] = [];
    await act(async () => {
        root = hydrateRoot(container, element, { onRecoverableError: (error) => complaints.push(error) });
    });
    await pass();
    expect(container.textContent).toBe('webSocketwebSocket true webSocket');
    expect(complaints).toEqual([]);
});
