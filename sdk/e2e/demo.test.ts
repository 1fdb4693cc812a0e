// SPDX-FileCopyrightText: 2026 The Relais authors
// SPDX-License-Identifier: MIT

import { execFileSync } from 'node:child_process';
import { createServer, request, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { brotliDecompressSync, gunzipSync } from 'node:zlib';
import type { Browser, BrowserContext, BrowserContextOptions, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { launchBrowser } from './chromium.js';
import { freePort, RelaisServer } from './relaisserver.js';

let browser: Browser;
let server: RelaisServer;
let context: BrowserContext | undefined;
/** What the browser complained about. */
let complaints: string[];

beforeAll(async () => {
    browser = await launchBrowser();
});

afterAll(async () => {
    await browser?.close();
});

afterEach(async () => {
    await context?.close();
    await server?.end();
});

async function open(options: BrowserContextOptions = {}, query = ''): Promise<Page> {
    context = await browser.newContext({ locale: 'en-GB', ...options });
    complaints = [];
    const page = await context.newPage();
    page.on('console', (message) => complaints.push(`${message.type()}: ${message.text()}`));
    page.on('pageerror', (error) => complaints.push(`${error}`));
    await page.goto(`http://127.0.0.1:${server.port}/demo/${query}`);
    return page;
}

const textOf = (page: Page, id: string): Promise<string> => page.locator(`#${id}`).innerText();

async function becomes(page: Page, state: string): Promise<void> {
    await page.locator(`#state[data-state=${state}]`).waitFor({ timeout: 20_000 });
}

/** Waits until so many numbers have been published, and gives what the page makes of them. */
async function published(page: Page, count: number): Promise<void> {
    await page.waitForFunction(
        (wanted) => Number(document.getElementById('published')!.textContent) >= wanted,
        count,
        { timeout: 30_000 },
    );
}

describe('the demo page', () => {
    it('connectsSendsAndReceives', async () => {
        server = await RelaisServer.start();
        const page = await open();
        await becomes(page, 'webSocket');
        expect(await textOf(page, 'state-name')).toBe('Connected by WebSocket');
        expect(await page.title()).toBe('Connected by WebSocket – Relais');
        await page.fill('#payload', '{"text":"across"}');
        await page.click('#send-form button[type=submit]');
        await page.locator('#receipts .good').waitFor();
        expect(await textOf(page, 'receipts')).toMatch(
            /^note\.added: acknowledged after [\d.]+ ms, back here after /,
        );
        expect(await textOf(page, 'messages')).toContain('{"text":"across"}');
        expect(complaints).toEqual([]);
    });

    it('pollsWhenWebSocketsAreBlockedSurvivesACutAndComesBackWithoutLossOrRepeat', async () => {
        server = await RelaisServer.start();
        const page = await open();
        await becomes(page, 'webSocket');
        await page.selectOption('#rate', '20');
        await page.click('#publish');
        await published(page, 10);
        await page.check('input[value=noWebSocket]');
        await becomes(page, 'polling');
        await published(page, 40);
        await page.check('input[value=cut]');
        await becomes(page, 'connecting');
        await published(page, 80);
        expect(await textOf(page, 'verdict')).toMatch(/^None lost so far; \d+ are under way\.$/);
        await page.check('input[value=noWebSocket]');
        await becomes(page, 'polling');
        await page.check('input[value=open]');
        await becomes(page, 'webSocket');
        await page.click('#publish');
        await page.locator('#verdict[data-kind=good]').waitFor();
        expect(Number(await textOf(page, 'received'))).toBeGreaterThanOrEqual(80);
        expect([await textOf(page, 'missing'), await textOf(page, 'repeated')]).toEqual(['0', '0']);
        const log = await page.locator('#log li').allInnerTexts();
        for (const words of ['The network lets no WebSocket through', 'Connected by polling', 'The network is cut'])
            expect(log.join('\n')).toContain(words);
        expect(complaints).toEqual([]);
    });

    it('showsItAllByItself', async () => {
        server = await RelaisServer.start();
        const page = await open();
        await page.click('#tour');
        for (const state of ['webSocket', 'polling', 'connecting', 'webSocket']) await becomes(page, state);
        await page.getByText('That was it.').waitFor({ timeout: 20_000 });
        await page.locator('#verdict[data-kind=good]').waitFor();
        expect(await page.isChecked('input[value=open]')).toBe(true);
        expect(complaints).toEqual([]);
    });

    it('losesNothingWhenTheServerIsKilledAndRestarted', async () => {
        server = await RelaisServer.start();
        const page = await open();
        await becomes(page, 'webSocket');
        await page.selectOption('#rate', '20');
        await page.click('#publish');
        await published(page, 10);
        await server.kill();
        await becomes(page, 'connecting');
        await page.getByText('The server cannot be reached to publish').waitFor();
        await server.start();
        await becomes(page, 'webSocket');
        await published(page, 20);
        await page.click('#publish');
        await page.locator('#verdict[data-kind=good]').waitFor();
        expect([await textOf(page, 'missing'), await textOf(page, 'repeated')]).toEqual(['0', '0']);
    });

    it('keepsWhatIsSentDuringACutForLater', async () => {
        server = await RelaisServer.start();
        const page = await open();
        await becomes(page, 'webSocket');
        await page.check('input[value=cut]');
        await becomes(page, 'connecting');
        await page.click('#send-form button[type=submit]');
        expect(await textOf(page, 'receipts')).toBe('note.added: in the outbox, until there is a connection');
        await page.check('input[value=open]');
        await page.locator('#receipts .good').waitFor();
    });

    it('namesThePlaceOfAMistakeInThePayload', async () => {
        server = await RelaisServer.start();
        const page = await open();
        await page.fill('#payload', '{\n  "a": 1,\n  oops\n}');
        expect(await textOf(page, 'payload-problem')).toBe('Not JSON from line 3, column 3 on');
        await page.click('#send-form button[type=submit]');
        expect(await page.evaluate(() => document.activeElement!.id)).toBe('payload');
        expect(await page.evaluate(() => (document.activeElement as HTMLTextAreaElement).selectionStart)).toBe(14);
        expect(await textOf(page, 'receipts')).toBe('');
        await page.fill('#payload', '1');
        await page.fill('#type', 'No Type');
        await page.click('#send-form button[type=submit]');
        await page.locator('#type-problem:not(:empty)').waitFor();
        expect(complaints).toEqual([]);
    });

    it('sendsToOneUserOrToEveryone', async () => {
        server = await RelaisServer.start();
        const page = await open();
        await becomes(page, 'webSocket');
        const [alan] = await Promise.all([context!.waitForEvent('page'), page.click('#other-user')]);
        await becomes(alan, 'webSocket');
        expect(await alan.inputValue('#user')).toBe('alan');
        await page.check('input[name=to][value=me]');
        await page.click('#send-form button[type=submit]');
        await page.check('input[name=to][value=everyone]');
        await page.fill('#payload', '"for all"');
        await page.click('#send-form button[type=submit]');
        await alan.getByText('"for all"').waitFor();
        expect(await alan.locator('#messages li').count()).toBe(1);
        await page.locator('#messages li').nth(1).waitFor();
    });

    it('goesOnAsAnotherUser', async () => {
        server = await RelaisServer.start();
        const page = await open();
        await page.fill('#user', 'Grace Hopper');
        await page.press('#user', 'Enter');
        await page.waitForURL('**/demo/?user=Grace+Hopper');
        await becomes(page, 'webSocket');
        await page.check('input[name=to][value=me]');
        await page.click('#send-form button[type=submit]');
        await page.locator('#messages').getByText('→ Grace Hopper').waitFor();
        expect(complaints).toEqual([]);
    });

    it('showsCommandLinesThatWork', async () => {
        server = await RelaisServer.start();
        const page = await open({}, "?user=o'brien");
        await becomes(page, 'webSocket');
        await page.fill('#payload', '{"text":"it\'s $HOME"}');
        await page.check('input[name=to][value=me]');
        expect(execFileSync('sh', ['-c', await textOf(page, 'send-curl')], { stdio: 'pipe' }).toString()).toContain(
            '"success":true',
        );
        await page.locator('#messages').getByText('{"text":"it\'s $HOME"}').waitFor();
        const answer = execFileSync('sh', ['-c', await textOf(page, 'poll-curl')], { stdio: 'pipe' }).toString();
        expect(answer).toContain('HTTP/1.1 200 OK');
        expect(answer).toContain('"count":1');
    });

    it('pollsByHand', async () => {
        server = await RelaisServer.start();
        const page = await open();
        await becomes(page, 'webSocket');
        await server.publish('kept');
        await page.locator('#messages').getByText('"kept"').waitFor();
        await page.click('#poll-form button[type=submit]');
        await page.locator('#poll-body').waitFor();
        expect(await textOf(page, 'poll-status')).toMatch(/^200 .*after [\d.]+ ms$/);
        expect(await textOf(page, 'poll-headers')).toContain('cache-control: no-store');
        expect(JSON.parse(await textOf(page, 'poll-body'))).toMatchObject({
            count: 1,
            messages: [{ payload: 'kept' }],
        });
        await page.click('#since-cursor');
        expect(await textOf(page, 'poll-curl')).toContain(`since=${await textOf(page, 'cursor')}`);
        await page.fill('#wait', '20');
        await page.click('#poll-form button[type=submit]');
        await server.publish('awaited');
        await page.locator('#poll-body').getByText('awaited').waitFor();
        await page.check('input[value=cut]');
        await page.click('#poll-form button[type=submit]');
        await page.locator('#poll-status').getByText('No answer').waitFor();
    });

    it('showsMarkupAsText', async () => {
        server = await RelaisServer.start();
        const page = await open();
        await becomes(page, 'webSocket');
        const markup = '<img src=x onerror=alert(1)><script>alert(1)</script>';
        await server.publish({ [markup]: markup, ['__proto__']: 1 });
        await page.locator('#messages').getByText(markup).waitFor();
        expect(await page.locator('main img, main script').count()).toBe(0);
        expect(complaints).toEqual([]);
    });

    it('staysBoundedUnderABurst', async () => {
        server = await RelaisServer.start();
        const page = await open();
        await becomes(page, 'webSocket');
        for (let n = 0; n < 600; n += 50)
            await Promise.all(Array.from({ length: 50 }, (_, index) => server.publish(n + index)));
        await page.locator('#messages-note').getByText('500 messages · 100 earlier ones were dropped').waitFor();
        expect(await page.locator('#messages li').count()).toBeLessThanOrEqual(200);
        await page.fill('#filter', '599');
        expect(await page.locator('#messages li').count()).toBe(1);
    });

    it('speaksTheLanguageOfTheBrowserAndRemembersAnother', async () => {
        server = await RelaisServer.start();
        const page = await open({ locale: 'fr-CA' });
        await becomes(page, 'webSocket');
        expect(await textOf(page, 'state-name')).toBe('Connecté par WebSocket');
        expect(await page.getAttribute('html', 'lang')).toBe('fr');
        await page.click('[data-language=en]');
        expect(await textOf(page, 'state-name')).toBe('Connected by WebSocket');
        await page.reload();
        await becomes(page, 'webSocket');
        expect(await textOf(page, 'state-name')).toBe('Connected by WebSocket');
    });

    it.each([320, 390, 800, 1280])('fitsIntoAWidthOf %d', async (width) => {
        server = await RelaisServer.start();
        const page = await open({ viewport: { width, height: 800 }, locale: 'fr-FR' });
        await becomes(page, 'webSocket');
        await server.publish({ long: 'x'.repeat(1000) });
        await page.locator('#messages li').waitFor();
        await page.click('#poll-form button[type=submit]');
        await page.locator('#poll-body').waitFor();
        expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(width);
    });

    it('namesEachOfItsControls', async () => {
        server = await RelaisServer.start();
        const page = await open();
        await becomes(page, 'webSocket');
        const nameless = await page.evaluate(() =>
            [...document.querySelectorAll<HTMLInputElement>('main button, main input, main select, main textarea')]
                .filter((one) => !(one.ariaLabel || one.textContent?.trim() || one.labels?.[0]?.textContent?.trim()))
                .map((one) => one.outerHTML),
        );
        expect(nameless).toEqual([]);
        await page.keyboard.press('Tab');
        expect(await page.evaluate(() => document.activeElement!.className)).toBe('skip');
    });
});

/** The bytes of an answer, as they came. */
async function fetchRaw(url: string, coding: string): Promise<Buffer> {
    return new Promise((resolve, reject) => {
        const asked = request(url, { headers: { 'Accept-Encoding': coding } }, (answer) => {
            const parts: Buffer[] = [];
            expect(answer.headers['content-encoding'] ?? 'identity').toBe(coding);
            answer.on('data', (part: Buffer) => parts.push(part));
            answer.on('end', () => resolve(Buffer.concat(parts)));
        });
        asked.on('error', reject).end();
    });
}

const assetsOf = (page: string): string[] =>
    [...page.matchAll(/(?:src|href)="([^"#]*assets[^"]+)"/g)].map((m) => m[1]!);

describe('its files', () => {
    it('areTheSameInEachCoding', async () => {
        server = await RelaisServer.start();
        const base = `http://127.0.0.1:${server.port}/demo/`;
        const page = (await fetchRaw(base, 'identity')).toString();
        expect(assetsOf(page)).toHaveLength(3);
        for (const url of [base, ...assetsOf(page).map((path) => base + path)]) {
            const plain = await fetchRaw(url, 'identity');
            expect(gunzipSync(await fetchRaw(url, 'gzip')).equals(plain), url).toBe(true);
            expect(brotliDecompressSync(await fetchRaw(url, 'br')).equals(plain), url).toBe(true);
        }
    });

    describe('throughACdn', () => {
        let cdn: Server;
        let port: number;
        let asked: string[];
        let isAltering = false;

        async function startBoth(): Promise<void> {
            asked = [];
            port = await freePort();
            server = await RelaisServer.start(`demo.assets_url=http://127.0.0.1:${port}/pull`);
            cdn = createServer(async (incoming, answer) => {
                asked.push(incoming.url!);
                const origin = `http://127.0.0.1:${server.port}${incoming.url!.replace(/^\/pull/, '')}`;
                const pulled = await fetch(origin);
                for (const name of ['content-type', 'cache-control', 'access-control-allow-origin', 'etag'])
                    answer.setHeader(name, pulled.headers.get(name)!);
                answer.end((await pulled.text()) + (isAltering ? '\n' : ''));
            });
            await new Promise<void>((resolve) => cdn.listen(port, '127.0.0.1', resolve));
            expect((cdn.address() as AddressInfo).port).toBe(port);
        }

        afterEach(async () => {
            cdn.closeAllConnections();
            await new Promise((resolve) => cdn.close(resolve));
        });

        it('areLoadedFromThere', async () => {
            isAltering = false;
            await startBoth();
            const page = await open();
            await becomes(page, 'webSocket');
            expect(
                asked.filter((path) => /^\/pull\/demo\/assets\/(app|style)\.\w+\.(js|css)$/.test(path)),
            ).toHaveLength(2);
            expect(complaints).toEqual([]);
        });

        it('areNotRunWhenItAltersThem', async () => {
            isAltering = true;
            await startBoth();
            const page = await open();
            await expect.poll(() => complaints.join('\n')).toContain('integrity');
            expect(await textOf(page, 'state-name')).toBe('');
        });
    });
});
