// SPDX-FileCopyrightText: 2026 The Relais authors
// SPDX-License-Identifier: MIT

import { RelaisError } from '../src/index.js';
import { curlCommand } from './curl.js';
import { byId, make, setText } from './dom.js';
import { findJsonProblem } from './jsonplace.js';
import type { Session, View } from './session.js';
import { number, text } from './texts.js';

/** One message that was sent from here. */
interface Sending {
    type: string;
    began: number;
    id?: string;
    /** ms */
    acknowledged?: number;
    back?: number;
    problem?: string;
}

const mostListed = 5;

export function createSendView({ connection, user, api }: Session) {
    const type = byId<HTMLInputElement>('type');
    const payload = byId<HTMLTextAreaElement>('payload');
    const everyone = document.querySelector<HTMLInputElement>('input[name=to][value=everyone]')!;
    const sendings: Sending[] = [];
    /** Messages that came back before their acknowledgement: when, by id. */
    const early = new Map<string, number>();
    let refusedType = '';

    const userId = (): string | undefined => (everyone.checked ? undefined : user);

    const words = ({ type: name, acknowledged, back, problem }: Sending): string => {
        if (problem) return text('sendFailed', { type: name, problem });
        if (acknowledged === undefined)
            return text(connection.isConnected ? 'sendWaiting' : 'sendHeld', { type: name });
        const done = text('sendDone', { type: name, time: number(acknowledged, 1) });
        return back === undefined ? done : done + text('sendBack', { time: number(back, 1) });
    };

    const drawSendings = (): void => {
        const row = (one: Sending): HTMLElement =>
            make('li', one.problem ? 'bad' : one.acknowledged === undefined ? 'open' : 'good', words(one));
        byId('receipts').replaceChildren(...sendings.map(row));
    };

    /** Shows what is wrong with the form, and how it looks from a terminal. */
    const check = (): boolean => {
        const place = findJsonProblem(payload.value);
        const typeProblem =
            refusedType && refusedType === type.value
                ? text('sendFailed', { type: type.value, problem: 'invalid_type' })
                : '';
        setText(byId('type-problem'), typeProblem);
        setText(
            byId('payload-problem'),
            place ? text('jsonProblem', { line: place.line, column: place.column }) : '',
        );
        type.ariaInvalid = `${!!typeProblem}`;
        payload.ariaInvalid = `${!!place}`;
        const body = `{"type":${JSON.stringify(type.value)},"payload":${place ? '…' : payload.value.trim()}${userId() ? `,"userId":${JSON.stringify(user)}` : ''}}`;
        setText(byId('send-curl'), curlCommand(api('send'), body));
        return !place;
    };

    const focusProblem = (): void => {
        const place = findJsonProblem(payload.value)!;
        payload.focus();
        payload.setSelectionRange(place.index, place.index);
    };

    const send = async (): Promise<void> => {
        if (!check()) {
            focusProblem();
            return;
        }
        const sending: Sending = { type: type.value, began: performance.now() };
        const to = userId();
        sendings.unshift(sending);
        sendings.length = Math.min(sendings.length, mostListed);
        try {
            const sent = connection.send(sending.type, JSON.parse(payload.value), to ? { userId: to } : {});
            drawSendings();
            sending.id = (await sent).id;
            sending.acknowledged = performance.now() - sending.began;
            const back = early.get(sending.id);
            if (back !== undefined) sending.back = back - sending.began;
        } catch (error) {
            sending.problem = error instanceof RelaisError ? `${error.code} – ${error.message}` : `${error}`;
            if (error instanceof RelaisError && error.code === 'invalid_type') {
                refusedType = sending.type;
                type.focus();
            }
        }
        early.clear();
        check();
        drawSendings();
    };

    connection.onMessage(({ id }) => {
        const now = performance.now();
        const sending = sendings.find((one) => one.id === id);
        if (sending && sending.back === undefined) {
            sending.back = now - sending.began;
            drawSendings();
        } else if (sendings.some((one) => !one.id && !one.problem)) {
            // With a bound, since nobody knows how long the acknowledgement takes.
            if (early.size >= 1000) early.clear();
            early.set(id, now);
        }
    });
    connection.onStateChange(drawSendings);
    byId('send-form').addEventListener('input', check);
    byId('send-form').addEventListener('submit', (event) => {
        event.preventDefault();
        void send();
    });
    payload.addEventListener('keydown', (event) => {
        if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) void send();
    });
    payload.value = '{ "text": "Hello" }';

    return {
        translate(): void {
            setText(byId('to-me'), text('toMe', { user }));
            check();
            drawSendings();
        },
    } satisfies View;
}
