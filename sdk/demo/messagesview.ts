// SPDX-FileCopyrightText: 2026 The Relais authors
// SPDX-License-Identifier: MIT

import type { Message, Transport } from '../src/index.js';
import { byId, eachFrame, make, setText } from './dom.js';
import { numberType } from './publisher.js';
import type { Session, View } from './session.js';
import { text, timeOfDay } from './texts.js';

interface Received {
    message: Message;
    transport: Transport | null;
    /** Of the payload, as far as it is shown. */
    shown?: string;
}

// What is kept for the filter, and what of a payload is shown: a flood must not fill the page's memory.
const mostKept = 500;
const mostShown = 200;
const longestPayload = 400;

/** The messages, the latest first. */
export function createMessagesView({ connection }: Session) {
    const list = byId('messages');
    const filter = byId<HTMLInputElement>('filter');
    const hideNumbers = byId<HTMLInputElement>('hide-numbers');
    let kept: Received[] = [];
    let fresh = 0;
    let dropped = 0;

    const payloadOf = (received: Received): string => {
        if (received.shown === undefined) {
            const whole = JSON.stringify(received.message.payload);
            received.shown = whole.length > longestPayload ? `${whole.slice(0, longestPayload)}…` : whole;
        }
        return received.shown;
    };

    const matches = (received: Received): boolean => {
        const { type, userId = '' } = received.message;
        if (hideNumbers.checked && type === numberType) return false;
        const wanted = filter.value.trim().toLowerCase();
        return !wanted || [type, userId, payloadOf(received)].some((one) => one.toLowerCase().includes(wanted));
    };

    const row = (received: Received): HTMLElement => {
        const { id, type, timestamp, userId } = received.message;
        const line = make(
            'li',
            received.transport ?? '',
            make('time', '', timeOfDay(timestamp)),
            make('b', 'type', type),
            make('span', 'to', userId ? `→ ${userId}` : `→ ${text('forEveryone')}`),
            make('span', 'via', text(received.transport === 'polling' ? 'polling' : 'webSocket')),
            make('code', 'payload', payloadOf(received)),
        );
        line.title = id;
        return line;
    };

    const note = (): string => {
        if (!kept.length) return text('noMessages');
        if (!list.childElementCount) return text('noneMatches');
        const counts = text('messagesShown', { count: kept.length });
        return dropped ? `${counts} · ${text('messagesDropped', { count: dropped })}` : counts;
    };

    const trim = (): void => {
        while (list.childElementCount > mostShown) list.lastElementChild!.remove();
        setText(byId('messages-note'), note());
    };

    const drawFresh = eachFrame(() => {
        const rows = kept.slice(0, Math.min(fresh, mostShown)).filter(matches).map(row);
        fresh = 0;
        // A reader who has scrolled down stays where they are.
        const { scrollTop, scrollHeight } = list;
        list.prepend(...rows);
        if (scrollTop > 0) list.scrollTop = scrollTop + list.scrollHeight - scrollHeight;
        trim();
    });

    const drawAll = (): void => {
        fresh = 0;
        const rows: HTMLElement[] = [];
        for (const received of kept) if (rows.length < mostShown && matches(received)) rows.push(row(received));
        list.replaceChildren(...rows);
        trim();
    };

    connection.onMessage((message) => {
        kept.unshift({ message, transport: connection.transport });
        if (kept.length > mostKept) {
            kept.length = mostKept;
            ++dropped;
        }
        fresh = Math.min(fresh + 1, mostKept);
        drawFresh();
    });
    filter.addEventListener('input', drawAll);
    hideNumbers.addEventListener('change', drawAll);
    byId('clear').addEventListener('click', () => {
        kept = [];
        dropped = 0;
        drawAll();
    });

    return { translate: drawAll } satisfies View;
}
