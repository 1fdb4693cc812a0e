// SPDX-FileCopyrightText: 2026 The Relais authors
// SPDX-License-Identifier: MIT

import type { Browser, BrowserContext, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { launchBrowser } from './chromium.js';
import { HttpProxy } from './httpproxy.js';
import { connectPage, hasReceived, inState, servePages } from './pages.js';
import { RelaisServer } from './relaisserver.js';

let browser: Browser;
let pages: Awaited<ReturnType<typeof servePages>>;
let server: RelaisServer;
let proxy: HttpProxy;
let context: BrowserContext;
let page: Page;

beforeAll(async () => {
    browser = await launchBrowser();
    pages = await servePages();
});

afterAll(async () => {
    await browser?.close();
    await pages?.end();
});

beforeEach(async () => {
    server = await RelaisServer.start();
    proxy = await HttpProxy.start(server.port);
    context = await browser.newContext();
    page = await context.newPage();
    await page.goto(pages.url);
});

afterEach(async () => {
    await context?.close();
    await proxy?.end();
    await server?.end();
});

const upTo = (count: number): number[] => Array.from({ length: count }, (_, index) => index);

describe('a page', () => {
    it('receivesOverTheWebSocketAndDoesNotPoll', async () => {
        await connectPage(page, proxy.port);
        await inState(page, 'webSocket');
        for (const n of upTo(10)) await server.publish(n);
        expect(await hasReceived(page, 10)).toEqual(upTo(10));
        expect(proxy.seen).toEqual(['upgrade']);
    });

    it('sendsAndIsAcknowledged', async () => {
        await connectPage(page, proxy.port);
        await inState(page, 'webSocket');
        const [first, second] = await page.evaluate(async () => {
            const send = () => window.manager.send('test.event', { ré: '✓' }, { idempotencyKey: 'once' });
            return [await send(), await send()];
        });
        expect(first!.duplicate).toBe(false);
        expect(second).toEqual({ id: first!.id, duplicate: true });
        expect(await hasReceived(page, 1)).toEqual([{ ré: '✓' }]);
    });

    it('behindAProxyWithoutWebSocketPollsAndGoesBackWhenItLetsThrough', async () => {
        proxy.upgrades = 'refuse';
        await connectPage(page, proxy.port, { longestBackOff: 1000 });
        await inState(page, 'polling', 5000);
        await server.publish(0);
        await hasReceived(page, 1);
        const receipt = await page.evaluate(() => window.manager.send('test.event', 1));
        expect(receipt.duplicate).toBe(false);
        await hasReceived(page, 2);
        let n = 2;
        proxy.upgrades = 'pass';
        // While it changes transport, messages keep coming.
        while ((await page.evaluate(() => window.manager.state)) !== 'webSocket' && n < 400) {
            await server.publish(n++);
            await page.waitForTimeout(20);
        }
        await server.publish(n++);
        expect(await hasReceived(page, n)).toEqual(upTo(n));
        const polls = proxy.seen.length;
        await page.waitForTimeout(500);
        expect(proxy.seen.length).toBe(polls);
        expect(await page.evaluate(() => window.resyncs)).toEqual([]);
    });

    it('whoseWebSocketHangsPollsWithinTheFallbackDelay', async () => {
        proxy.upgrades = 'hang';
        await connectPage(page, proxy.port, { fallbackDelay: 500 });
        await inState(page, 'polling', 8000);
        await server.publish('through');
        expect(await hasReceived(page, 1)).toEqual(['through']);
    });

    it('goesOnWhereItWasWhenTheServerIsKilledAndRestarted', async () => {
        await connectPage(page, proxy.port, { longestBackOff: 1000 });
        await inState(page, 'webSocket');
        await server.publish(0);
        await hasReceived(page, 1);
        await server.kill();
        await inState(page, 'connecting');
        const sent = page.evaluate(() => window.manager.send('test.event', 2));
        await server.start();
        await server.publish(1);
        await sent;
        const received = await hasReceived(page, 3);
        expect(received[0]).toBe(0);
        expect([...received].sort()).toEqual([0, 1, 2]);
        expect(await page.evaluate(() => window.resyncs)).toEqual([]);
    });

    it('comesBackAtOnceWhenItIsOnlineAgain', async () => {
        await connectPage(page, proxy.port);
        await inState(page, 'webSocket');
        await context.setOffline(true);
        proxy.isCut = true;
        proxy.cut();
        await inState(page, 'connecting');
        await server.publish('meanwhile');
        await page.waitForTimeout(4000); // some attempts fail
        proxy.isCut = false;
        await context.setOffline(false);
        await inState(page, 'webSocket', 4000);
        expect(await hasReceived(page, 1)).toEqual(['meanwhile']);
    });

    it('hearsOfAForcedSyncWithinItsSpread', async () => {
        await connectPage(page, proxy.port);
        await inState(page, 'webSocket');
        await server.force('new prices', 300);
        await page.waitForFunction(() => window.resyncs.length > 0, undefined, { timeout: 10_000 });
        expect(await page.evaluate(() => window.resyncs)).toEqual(['new prices']);
        expect(await page.evaluate(() => window.received)).toEqual([]);
    });

    it('takesAThousandMessagesInABurstEachOnceInOrder', async () => {
        const sender = await context.newPage();
        await sender.goto(pages.url);
        for (const one of [page, sender]) {
            await connectPage(one, proxy.port);
            await inState(one, 'webSocket');
        }
        await sender.evaluate(async () => {
            const sending = Array.from({ length: 1000 }, (_, n) => window.manager.send('test.event', n));
            await Promise.all(sending);
        });
        expect(await hasReceived(page, 1000)).toEqual(upTo(1000));
        expect(await hasReceived(sender, 1000)).toEqual(upTo(1000));
    });

    it('inTheBackForwardCacheLetsItsConnectionGoAndResumes', async ({ skip }) => {
        await connectPage(page, proxy.port);
        await inState(page, 'webSocket');
        await page.goto(`${pages.url}elsewhere`);
        await server.publish('meanwhile');
        await page.goBack({ waitUntil: 'commit' }); // a page that was kept loads nothing
        if (!(await page.evaluate(() => 'manager' in window))) skip('this browser keeps no page');
        await inState(page, 'webSocket');
        expect(await hasReceived(page, 1)).toEqual(['meanwhile']);
        expect(await page.evaluate(() => window.states)).toContain('stopped');
    });
});

describe('two tabs', () => {
    let other: Page;

    const both = (): Page[] => [page, other];

    beforeEach(async () => {
        other = await context.newPage();
        await other.goto(pages.url);
    });

    it('eachHaveAConnectionAndEachMessage', async () => {
        for (const one of both()) await connectPage(one, proxy.port);
        for (const one of both()) await inState(one, 'webSocket');
        await server.publish('to both');
        for (const one of both()) expect(await hasReceived(one, 1)).toEqual(['to both']);
        expect(proxy.seen).toEqual(['upgrade', 'upgrade']);
    });

    it('thatShareAConnectionHandItOverWithoutLossOrRepeat', async () => {
        for (const one of both()) {
            await connectPage(one, proxy.port, {}, 'tabs');
            await inState(one, 'webSocket');
        }
        for (const n of upTo(5)) await server.publish(n);
        for (const one of both()) expect(await hasReceived(one, 5)).toEqual(upTo(5));
        expect(proxy.seen).toEqual(['upgrade']);
        const third = await context.newPage();
        await third.goto(pages.url);
        await connectPage(third, proxy.port, {}, 'tabs');
        await inState(third, 'webSocket');

        const publishing = (async () => {
            for (let n = 5; n < 60; ++n) {
                await server.publish(n);
                await third.waitForTimeout(10);
            }
        })();
        await third.waitForTimeout(100);
        await page.close();
        await publishing;
        expect(await hasReceived(other, 60)).toEqual(upTo(60));
        const late = await hasReceived(third, 1).then(() => third.evaluate(() => window.received as number[]));
        await third.waitForFunction(() => window.received.at(-1) === 59);
        expect(await third.evaluate(() => window.received)).toEqual(upTo(60).slice(late[0]!));
        const receipt = await third.evaluate(() => window.manager.send('test.event', 'of a follower'));
        expect(receipt.duplicate).toBe(false);
        expect(await hasReceived(other, 61)).toContain('of a follower');
        expect(proxy.seen).toEqual(['upgrade', 'upgrade']);
    });
});
