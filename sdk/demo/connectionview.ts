// SPDX-FileCopyrightText: 2026 The Relais authors
// SPDX-License-Identifier: MIT

import type { ConnectionState } from '../src/index.js';
import { byId, setText } from './dom.js';
import type { LogView } from './logview.js';
import type { NetworkEvent, NetworkMode } from './network.js';
import type { Session, View } from './session.js';
import { createStrip } from './strip.js';
import { number, text, type TextKey } from './texts.js';

const interval = 200; // ms, between two looks at what changes by itself

const stateNames: Record<ConnectionState, TextKey> = {
    stopped: 'stateStopped',
    connecting: 'stateConnecting',
    webSocket: 'stateWebSocket',
    polling: 'statePolling',
    failed: 'stateFailed',
};
const modeNames: Record<NetworkMode, TextKey> = {
    open: 'logNetworkOpen',
    noWebSocket: 'logNetworkNoWebSocket',
    cut: 'logNetworkCut',
};

/** How the connection is, was, and goes on. */
export function createConnectionView({ connection, network, user }: Session, log: LogView) {
    const panel = byId('state');
    const picture = byId<SVGSVGElement>('strip');
    const strip = createStrip(picture);
    const connectButton = byId<HTMLButtonElement>('connect');
    const wakeButton = byId<HTMLButtonElement>('wake');
    const otherUser = user === 'ada' ? 'alan' : 'ada';
    /** Since a WebSocket opened. */
    let attempts = 0;

    const isRunning = (): boolean => connection.state !== 'stopped' && connection.state !== 'failed';
    const failure = (): string => `${connection.error?.code}: ${connection.error?.message}`;

    const detail = (): string => {
        switch (connection.state) {
            case 'stopped':
                return text('detailStopped');
            case 'connecting':
                return text('detailConnecting');
            case 'webSocket':
                return text('detailWebSocket');
            case 'polling':
                return text('detailPolling');
            case 'failed':
                return failure();
        }
    };

    const drawFigures = (): void => {
        const now = performance.now();
        const wait = network.nextStep - now;
        const isWaiting = connection.state === 'connecting' && Number.isFinite(wait);
        setText(byId('cursor'), connection.cursor || text('none'));
        setText(byId('attempts'), number(attempts));
        setText(
            byId('countdown'),
            isWaiting ? text('seconds', { seconds: number(Math.max(0, wait) / 1000, 1) }) : text('none'),
        );
        setText(byId('unacknowledged'), number(connection.unacknowledged));
        strip.draw(now);
    };

    const draw = (): void => {
        const name = text(stateNames[connection.state]);
        panel.dataset.state = connection.state;
        setText(byId('state-name'), name);
        setText(byId('state-detail'), detail());
        setText(connectButton, text(isRunning() ? 'disconnect' : 'connect'));
        wakeButton.disabled = !isRunning() || connection.state === 'webSocket';
        picture.ariaLabel = text('stripLabel', { state: name });
        document.title = `${name} – Relais`;
        drawFigures();
    };

    connection.onStateChange((state) => {
        if (state === 'webSocket') attempts = 0;
        strip.state(state, performance.now());
        const problem = state === 'failed' ? failure() : '';
        log.add(state, () => (problem ? text('logFailed', { problem }) : text(stateNames[state])));
        draw();
    });
    connection.onResync(({ reason }) =>
        log.add('resync', () => (reason === 'reset' ? text('logReset') : text('logForced', { reason }))),
    );
    connection.onMessage(() => strip.message(performance.now()));

    connectButton.addEventListener('click', () => (isRunning() ? connection.stop() : connection.start()));
    wakeButton.addEventListener('click', () => connection.wake());
    byId<HTMLInputElement>('user').value = user;
    byId<HTMLAnchorElement>('other-user').href = `?user=${otherUser}`;
    strip.state(connection.state, performance.now());
    strip.mode(network.mode, performance.now());
    setInterval(() => document.hidden || drawFigures(), interval);

    return {
        onNetworkEvent(event: NetworkEvent): void {
            switch (event.kind) {
                case 'mode':
                    strip.mode(event.mode, performance.now());
                    log.add('network', () => text(modeNames[event.mode]));
                    break;
                case 'socketOpening':
                    ++attempts;
                    break;
                case 'socketClosed': {
                    // Told before the client is: what it was until now tells a failed try from a loss.
                    const count = attempts;
                    if (connection.state === 'webSocket' || connection.state === 'stopped')
                        log.add('trouble', () => text('logSocketClosed', { code: `${event.code}` }));
                    else log.add('trouble', () => text('logSocketRefused', { count }));
                    break;
                }
                case 'requestFailed':
                    log.add('trouble', () => text('logRequestFailed'));
                    break;
            }
        },
        translate(): void {
            setText(byId('other-user'), text('otherUser', { user: otherUser }));
            draw();
        },
    } satisfies View & Record<string, unknown>;
}
