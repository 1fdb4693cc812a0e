// SPDX-FileCopyrightText: 2026 The Relais authors
// SPDX-License-Identifier: MIT

import type { ConnectionState } from '../src/index.js';
import type { NetworkMode } from './network.js';

const span = 60_000; // ms
const width = 1200;
const height = 64;
const floor = 56; // below are disturbances of the network
const mostMarks = 1000;
// By height as well as by colour.
const heights: Record<ConnectionState, number> = {
    webSocket: 48,
    polling: 30,
    connecting: 12,
    failed: 12,
    stopped: 3,
};

interface Stretch {
    what: string;
    since: number;
}

/** The last minute as a picture. `now` is that of performance.now(). */
export function createStrip(picture: SVGSVGElement) {
    const states: Stretch[] = [];
    const modes: Stretch[] = [];
    let marks: number[] = [];

    const begin = (stretches: Stretch[], what: string, since: number): void => {
        stretches.push({ what, since });
        // The one that reaches into the picture stays.
        while (stretches.length > 1 && stretches[1]!.since < since - span) stretches.shift();
    };

    const shape = (name: string, attributes: Record<string, string | number>): SVGElement => {
        const element = document.createElementNS('http://www.w3.org/2000/svg', name);
        for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, `${value}`);
        return element;
    };

    return {
        state: (state: ConnectionState, now: number) => begin(states, state, now),
        mode: (mode: NetworkMode, now: number) => begin(modes, mode, now),
        message(now: number): void {
            if (marks.push(now) > 2 * mostMarks) marks = marks.slice(-mostMarks);
        },
        draw(now: number): void {
            const place = (time: number): number => width * Math.max(0, 1 - (now - time) / span);
            const bars = (stretches: Stretch[], y: (what: string) => number, tall: (what: string) => number) =>
                stretches.map(({ what, since }, index) => {
                    const x = place(since);
                    const end = index + 1 < stretches.length ? place(stretches[index + 1]!.since) : width;
                    return shape('rect', {
                        class: what,
                        x: x.toFixed(1),
                        y: y(what),
                        width: Math.max(0, end - x).toFixed(1),
                        height: tall(what),
                    });
                });
            marks = marks.filter((time) => time > now - span);
            const path = marks.map((time) => `M${place(time).toFixed(1)} 2V10`).join('');
            picture.replaceChildren(
                ...bars(
                    states,
                    (what) => floor - heights[what as ConnectionState],
                    (what) => heights[what as ConnectionState],
                ),
                ...bars(
                    modes,
                    () => floor,
                    () => height - floor,
                ),
                shape('path', { class: 'message', d: path }),
            );
        },
    };
}
