// SPDX-FileCopyrightText: 2026 The Relais authors
// SPDX-License-Identifier: MIT

import { byId, eachFrame, setText } from './dom.js';
import { createLedger } from './ledger.js';
import type { NetworkMode } from './network.js';
import { createPublisher, numberType, type NumberedPayload } from './publisher.js';
import type { Session, View } from './session.js';
import { number, text, type TextKey } from './texts.js';

interface Scene {
    caption: TextKey;
    mode: NetworkMode;
    /** ms */
    lasts: number;
}

// Long enough to be read, and for each change of transport to be over.
const scenes: Scene[] = [
    { caption: 'tourBegin', mode: 'open', lasts: 5000 },
    { caption: 'tourNoWebSocket', mode: 'noWebSocket', lasts: 8000 },
    { caption: 'tourCut', mode: 'cut', lasts: 6000 },
    { caption: 'tourOpen', mode: 'open', lasts: 6000 },
];
const tourRate = '5';

const wait = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

/** Numbered messages, held against what comes; and a tour that disturbs the network meanwhile. */
export function createProofView({ connection, user, api }: Session, setNetwork: (mode: NetworkMode) => void) {
    const ledger = createLedger();
    const rate = byId<HTMLSelectElement>('rate');
    const publishButton = byId('publish');
    const tourButton = byId('tour');
    let caption: TextKey | undefined;
    let isRefused = false;
    /** Of the tour that may go on. */
    let tour = 0;
    let isTouring = false;

    const verdict = (): [kind: string, words: string] => {
        const { published, waiting, missing, repeated } = ledger.tally;
        if (missing + repeated > 0) return ['bad', text('verdictBad', { missing, repeated })];
        if (isRefused) return ['open', text('verdictRefused')];
        if (waiting > 0) return ['open', text('verdictWaiting', { count: waiting })];
        if (published === 0) return ['none', text('verdictNone')];
        return ['good', text('verdictGood', { count: published })];
    };

    const drawNow = (): void => {
        const { tally } = ledger;
        for (const [name, value] of Object.entries(tally)) setText(byId(name), number(value));
        byId('counts').classList.toggle('is-bad', tally.missing + tally.repeated > 0);
        const [kind, words] = verdict();
        byId('verdict').dataset.kind = kind;
        setText(byId('verdict'), words);
        setText(publishButton, text(publisher.isRunning ? 'publishStop' : 'publish'));
        setText(tourButton, text(isTouring ? 'tourStop' : 'tour'));
        setText(byId('caption'), caption ? text(caption) : '');
    };
    const draw = eachFrame(drawNow);

    const publisher = createPublisher(api('send'), user, {
        // The page's own fetch: a backend is not on the network that is cut here.
        fetch: (...request) => fetch(...request),
        wait,
        published(n) {
            ledger.published(n);
            draw();
        },
        isRefused(refused) {
            isRefused = refused;
            draw();
        },
    });

    const start = (perSecond: string): void => {
        rate.value = perSecond;
        publisher.rate = Number(perSecond);
        publisher.start();
    };

    const stop = (): void => {
        publisher.stop();
        isRefused = false;
    };

    const endTour = (): void => {
        ++tour;
        isTouring = false;
        drawNow();
    };

    const runTour = async (): Promise<void> => {
        const own = ++tour;
        isTouring = true;
        start(tourRate);
        if (connection.state === 'stopped' || connection.state === 'failed') connection.start();
        for (const scene of scenes) {
            caption = scene.caption;
            setNetwork(scene.mode);
            drawNow();
            await wait(scene.lasts);
            if (own !== tour) return;
        }
        stop();
        caption = 'tourEnd';
        endTour();
    };

    connection.onMessage(numberType, ({ payload }) => {
        const { run, n } = (payload ?? {}) as Partial<NumberedPayload>;
        if (run !== publisher.run) return; // another tab's
        ledger.received(n!);
        draw();
    });
    publishButton.addEventListener('click', () => {
        if (publisher.isRunning) stop();
        else start(rate.value);
        drawNow();
    });
    rate.addEventListener('change', () => (publisher.rate = Number(rate.value)));
    tourButton.addEventListener('click', () => {
        if (!isTouring) {
            void runTour();
            return;
        }
        stop();
        setNetwork('open');
        caption = undefined;
        endTour();
    });

    return {
        /** Somebody takes the network into their own hands. */
        interruptTour(): void {
            if (!isTouring) return;
            caption = undefined;
            endTour();
        },
        translate: drawNow,
    } satisfies View & Record<string, unknown>;
}
