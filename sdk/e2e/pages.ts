// SPDX-FileCopyrightText: 2026 The Relais authors
// SPDX-License-Identifier: MIT

import { readFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Page } from 'playwright-core';

declare global {
    interface Window {
        entries: Record<'index' | 'tabs', (options: object) => Window['manager']>;
        received: unknown[];
        states: string[];
        resyncs: string[];
        manager: import('../src/index.js').ConnectionManager;
    }
}

const html = `<!doctype html><title>test</title><script type="module">
import { getConnectionManager } from '/dist/index.js';
import { createTabsConnectionManager } from '/dist/tabs.js';
window.entries = { index: getConnectionManager, tabs: createTabsConnectionManager };
</script>`;

/** Serves the built package, and pages that load it. */
export async function servePages(): Promise<{ url: string; end(): Promise<void> }> {
    const server: Server = createServer((incoming, answer) => {
        const name = /^\/dist\/(\w+\.js)$/.exec(incoming.url!)?.[1];
        if (name) {
            answer.setHeader('Content-Type', 'text/javascript');
            answer.end(readFileSync(new URL(`../dist/${name}`, import.meta.url)));
        } else {
            answer.setHeader('Content-Type', 'text/html');
            answer.end(html);
        }
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    return {
        url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`,
        end: async () => {
            server.closeAllConnections();
            await new Promise((resolve) => server.close(resolve));
        },
    };
}

/** Connects the page through this port, and notes what it hears. */
export async function connectPage(
    page: Page,
    port: number,
    options: object = {},
    entry: 'index' | 'tabs' = 'index',
): Promise<void> {
    await page.waitForFunction(() => 'entries' in window);
    await page.evaluate(
        ([name, all]) => {
            const manager = window.entries[name](all);
            Object.assign(window, { manager, received: [], states: [], resyncs: [] });
            manager.onMessage(({ payload }) => window.received.push(payload));
            manager.onStateChange((state) => window.states.push(state));
            manager.onResync(({ reason }) => window.resyncs.push(reason));
            manager.start();
        },
        [entry, { websocketUrl: `ws://127.0.0.1:${port}/ws`, userId: 'u1', ...options }] as const,
    );
}

export async function inState(page: Page, state: string, timeout = 20_000): Promise<void> {
    await page.waitForFunction((wanted) => window.manager.state === wanted, state, { timeout, polling: 20 });
}

export async function hasReceived(page: Page, count: number, timeout = 20_000): Promise<unknown[]> {
    await page.waitForFunction((wanted) => window.received.length >= wanted, count, { timeout, polling: 20 });
    return page.evaluate(() => window.received);
}
