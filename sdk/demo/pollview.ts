// SPDX-FileCopyrightText: 2026 The Relais authors
// SPDX-License-Identifier: MIT

import { curlCommand } from './curl.js';
import { byId, setText } from './dom.js';
import type { Session, View } from './session.js';
import { number, text } from './texts.js';

// As much of an answer as anybody reads here.
const longestAnswer = 20_000;

/** One poll, by hand, with all that was asked and answered. */
export function createPollView({ connection, network, user, api }: Session) {
    const since = byId<HTMLInputElement>('since');
    const waits = byId<HTMLInputElement>('wait');
    const limit = byId<HTMLInputElement>('limit');
    let underWay: AbortController | undefined;
    let status = (): string => '';

    const url = (): URL => {
        const query = { userId: user, since: since.value.trim(), wait: waits.value, limit: limit.value };
        const given = Object.entries(query).filter(([name, value]) => value && !(name === 'wait' && value === '0'));
        return api('poll', Object.fromEntries(given));
    };

    const drawCurl = (): void => setText(byId('poll-curl'), curlCommand(url()));

    const show = (words: () => string, headers = '', body = ''): void => {
        status = words;
        setText(byId('poll-status'), words());
        for (const [id, content] of [
            ['poll-headers', headers],
            ['poll-body', body],
        ] as const) {
            const place = byId(id);
            place.hidden = !content;
            setText(place, content.length > longestAnswer ? `${content.slice(0, longestAnswer)}\n…` : content);
        }
    };

    const pretty = (body: string): string => {
        try {
            return JSON.stringify(JSON.parse(body), undefined, 2);
        } catch {
            return body;
        }
    };

    const poll = async (): Promise<void> => {
        underWay?.abort();
        const { signal } = (underWay = new AbortController());
        const began = performance.now();
        show(() => (Number(waits.value) > 0 ? text('pollWaiting') : ''));
        try {
            const answer = await network.fetch(url(), { signal, cache: 'no-store' });
            const body = await answer.text();
            const time = performance.now() - began;
            const headers = [...answer.headers].map(([name, value]) => `${name}: ${value}`).join('\n');
            const line = `${answer.status} ${answer.statusText}`.trim();
            show(() => text('pollDone', { status: line, time: number(time, 1) }), headers, pretty(body));
        } catch (error) {
            const problem = error instanceof Error ? error.message : `${error}`;
            if (!signal.aborted) show(() => text('pollFailed', { problem }));
        }
    };

    const take = (value: string): void => {
        since.value = value;
        drawCurl();
    };

    since.value = '0';
    byId('since-cursor').addEventListener('click', () => take(connection.cursor || '0'));
    byId('since-zero').addEventListener('click', () => take('0'));
    byId('poll-form').addEventListener('input', drawCurl);
    byId('poll-form').addEventListener('submit', (event) => {
        event.preventDefault();
        void poll();
    });

    return {
        translate(): void {
            drawCurl();
            setText(byId('poll-status'), status());
        },
    } satisfies View;
}
