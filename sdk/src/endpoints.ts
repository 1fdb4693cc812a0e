// SPDX-FileCopyrightText: 2026 The Relais authors
// SPDX-License-Identifier: MIT

import type { ConnectionOptions } from './connectionoptions.js';

/**
 * The URLs, by Slot. Whichever is missing is the same server's by the other protocol. `base`: what relative ones start
 * from, the address of the page. Throws for what is no URL of a server, and for one that holds a password, which would
 * end up in logs.
 */
export function resolveEndpoints(
    { websocketUrl, pollingUrl, userId }: ConnectionOptions,
    base: string | undefined,
): URL[] {
    const resolve = (text: string | undefined, scheme: string, place: (path: string) => string): URL => {
        const url = new URL(text || '/', base);
        // No match, and so no server, is what has another scheme or a user before its host: taking it apart throws.
        const [, secure] = /^(?:ws|http)(s?):\/\/[^/@]+\//.exec(url.href)!;
        url.protocol = scheme + secure;
        url.pathname = place(url.pathname.replace(/\/*$/, ''));
        url.hash = '';
        if (userId) url.searchParams.set('userId', userId);
        return url;
    };
    const route = (name: string): URL =>
        resolve(pollingUrl || websocketUrl, 'http', (path) => {
            const prefix = path.replace(/\/(poll|ws)$/, '');
            return ((pollingUrl && prefix) || prefix + '/api/sync') + name;
        });
    const socket = resolve(
        websocketUrl || pollingUrl,
        'ws',
        (path) => (websocketUrl && path) || path.replace(/(\/api\/sync)?(\/poll)?$/, '/ws'),
    );
    return [socket, route('/poll'), route('/send')];
}
