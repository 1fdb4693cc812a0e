// SPDX-FileCopyrightText: 2026 The Relais authors
// SPDX-License-Identifier: MIT

// The page that a server in development mode serves at /demo/: its parts, put together.

import { createConnectionManager } from '../src/index.js';
import { createConnectionView } from './connectionview.js';
import { byId } from './dom.js';
import { createLogView } from './logview.js';
import { createMessagesView } from './messagesview.js';
import { createNetwork, type NetworkEvent, type NetworkMode } from './network.js';
import { createPollView } from './pollview.js';
import { createProofView } from './proofview.js';
import { createSendView } from './sendview.js';
import type { Session, View } from './session.js';
import { preferredLanguage, rememberLanguage, setLanguage, text, type Language } from './texts.js';

// A proxy may have put the server below a path.
const base = new URL('..', location.href);
// As the server takes them: neither blanks at the ends nor control characters, 128 bytes at most.
const wanted = new URLSearchParams(location.search).get('user') ?? '';
const user =
    wanted
        .replaceAll(/\p{Cc}/gu, '')
        .trim()
        .slice(0, 32) || 'ada';

let onNetworkEvent = (_: NetworkEvent): void => {};
const network = createNetwork((event) => onNetworkEvent(event));
const session: Session = {
    user,
    network,
    connection: createConnectionManager(
        {
            websocketUrl: new URL('ws', base).href,
            pollingUrl: new URL('api/sync', base).href,
            userId: user,
            // Shorter than the default of 30 s, for those who sit and watch.
            longestBackOff: 5000,
        },
        network.platform,
    ),
    api(route, query = {}) {
        const url = new URL(`api/sync/${route}`, base);
        url.search = new URLSearchParams(query).toString();
        return url;
    },
};

const modes = [...document.querySelectorAll<HTMLInputElement>('input[name=network]')];
const setNetwork = (mode: NetworkMode): void => {
    for (const radio of modes) radio.checked = radio.value === mode;
    byId('network').dataset.mode = mode;
    network.set(mode);
};

const log = createLogView();
const connectionView = createConnectionView(session, log);
const proof = createProofView(session, setNetwork);
const views: View[] = [
    log,
    connectionView,
    proof,
    createMessagesView(session),
    createSendView(session),
    createPollView(session),
];
onNetworkEvent = connectionView.onNetworkEvent;

for (const radio of modes) {
    radio.addEventListener('change', () => {
        proof.interruptTour();
        setNetwork(radio.value as NetworkMode);
    });
}

const speak = (language: Language): void => {
    setLanguage(language);
    for (const view of views) view.translate();
};
for (const button of document.querySelectorAll<HTMLElement>('[data-language]')) {
    button.addEventListener('click', () => {
        const language = button.dataset.language as Language;
        rememberLanguage(language);
        speak(language);
    });
}

for (const button of document.querySelectorAll<HTMLElement>('[data-copy]')) {
    const source = byId(button.dataset.copy!);
    button.dataset.text = 'copy';
    button.addEventListener('click', async () => {
        const isCopied = await navigator.clipboard?.writeText(source.textContent!).then(
            () => true,
            () => false,
        );
        if (!isCopied) getSelection()?.selectAllChildren(source);
        button.textContent = text(isCopied ? 'copied' : 'notCopied');
        setTimeout(() => (button.textContent = text('copy')), 1500);
    });
}

setNetwork('open'); // a browser that reloads a page may remember what was chosen
speak(preferredLanguage());
session.connection.start();
