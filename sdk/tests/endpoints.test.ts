// SPDX-FileCopyrightText: 2026 The Relais authors
// SPDX-License-Identifier: MIT

import { expect, it } from 'vitest';
import { resolveEndpoints } from '../src/endpoints.js';
import { Slot } from '../src/shell.js';

const page = 'https://shop.test/orders/7#top';

it.each([
    [{}, 'wss://shop.test/ws', 'https://shop.test/api/sync/poll'],
    [{ websocketUrl: '/live/ws' }, 'wss://shop.test/live/ws', 'https://shop.test/live/api/sync/poll'],
    [{ websocketUrl: 'ws://s.test:5000' }, 'ws://s.test:5000/ws', 'http://s.test:5000/api/sync/poll'],
    [{ websocketUrl: 'wss://s.test/ws?x=1#y' }, 'wss://s.test/ws?x=1', 'https://s.test/api/sync/poll?x=1'],
    [{ pollingUrl: 'https://s.test' }, 'wss://s.test/ws', 'https://s.test/api/sync/poll'],
    [{ pollingUrl: 'https://s.test/api/sync/' }, 'wss://s.test/ws', 'https://s.test/api/sync/poll'],
    [{ pollingUrl: 'http://s.test/r/api/sync/poll' }, 'ws://s.test/r/ws', 'http://s.test/r/api/sync/poll'],
    [
        { websocketUrl: 'wss://a.test/socket', pollingUrl: 'https://b.test/sync' },
        'wss://a.test/socket',
        'https://b.test/sync/poll',
    ],
    [{ userId: 'é&b' }, 'wss://shop.test/ws?userId=%C3%A9%26b', 'https://shop.test/api/sync/poll?userId=%C3%A9%26b'],
])('%j', (options, socket, poll) => {
    const endpoints = resolveEndpoints(options, page);
    const [socketUrl, pollUrl, sendUrl] = [Slot.Socket, Slot.Poll, Slot.Post].map((slot) => endpoints[slot]!);
    expect(socketUrl!.href).toBe(socket);
    expect(pollUrl!.href).toBe(poll);
    expect(sendUrl!.pathname).toBe(pollUrl!.pathname.replace(/poll$/, 'send'));
});
