// SPDX-FileCopyrightText: 2026 The Relais authors
// SPDX-License-Identifier: MIT

import type { ConnectionOptions } from './connectionoptions.js';

export interface Endpoints {
    readonly socket: URL;
    readonly poll: URL;
    readonly send: URL;
}

/**
 * Whichever URL is missing is the same server's by the other protocol. `base`: what relative URLs start from, the address
 * of the page. Throws for what is no URL of a server, and for one that holds a password, which would end up in logs.
 */
export function resolveEndpoints(
    { websocketUrl, pollingUrl, userId }: ConnectionOptions,
    base: string | undefined,
): Endpoints {
    const resolve = (text: string, scheme: string, from: RegExp, to: string, route = ''): URL => {
        const url = new URL(text, base);
        if (!/^(ws|http)s?:$/.test(url.protocol) || url.username || url.password) throw new TypeError();
        url.protocol = url.protocol.replace(/ws|http/, scheme);
        url.pathname = url.pathname.replace(/\/*$/, '').replace(from, to) + route;
        url.hash = '';
        return url;
    };
    const socket = websocketUrl
        ? resolve(websocketUrl, 'ws', /^$/, '/ws')
        : resolve(pollingUrl ?? '/', 'ws', /(\/api\/sync)?(\/poll)?$/, '/ws');
    const api = pollingUrl
        ? resolve(pollingUrl, 'http', /\/poll$/, '')
        : resolve(websocketUrl ?? '/', 'http', /(\/ws)?$/, '/api/sync');
    const [poll, send] = ['/poll', '/send'].map((route) => resolve(api.href, 'http', /^$/, '/api/sync', route));
    if (userId) [socket, poll!].forEach((url) => url.searchParams.set('userId', userId));
    return { socket, poll: poll!, send: send! };
}
