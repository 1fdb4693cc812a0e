// SPDX-FileCopyrightText: 2026 The Relais authors
// SPDX-License-Identifier: MIT

import { byId, eachFrame, make } from './dom.js';
import type { View } from './session.js';
import { timeOfDay } from './texts.js';

interface Entry {
    at: number;
    kind: string;
    words: () => string;
}

const most = 200;

/** What happened, in words, the latest first. */
export function createLogView() {
    const list = byId('log');
    const entries: Entry[] = [];
    let fresh = 0;

    const row = ({ at, kind, words }: Entry): HTMLElement =>
        make('li', kind, make('time', '', timeOfDay(at)), make('span', 'words', words()));

    const draw = eachFrame(() => {
        list.prepend(...entries.slice(0, fresh).map(row));
        while (list.childElementCount > most) list.lastElementChild!.remove();
        fresh = 0;
    });

    return {
        /** `words` are asked for again when the language changes. */
        add(kind: string, words: () => string): void {
            entries.unshift({ at: Date.now(), kind, words });
            entries.length = Math.min(entries.length, most);
            fresh = Math.min(fresh + 1, most);
            draw();
        },
        translate(): void {
            fresh = 0;
            list.replaceChildren(...entries.map(row));
        },
    } satisfies View & Record<string, unknown>;
}

export type LogView = ReturnType<typeof createLogView>;
