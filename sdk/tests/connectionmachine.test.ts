// SPDX-FileCopyrightText: 2026 The Relais authors
// SPDX-License-Identifier: MIT

import { describe, expect, it } from 'vitest';
import { createConnectionMachine } from '../src/connectionmachine.js';
import { defaultRules, type ConnectionRules } from '../src/connectionrules.js';
import type { Effect, Effects, HttpAnswer } from '../src/effects.js';
import { RelaisError } from '../src/errors.js';
import { vectors } from './vectors.js';

interface Step {
    at: number;
    event: string;
    expect: object[];
    next?: number | null;
    cursor?: string;
    message?: { type: string; payload: unknown; userId?: string };
    key?: string;
    result?: number | string;
    frame?: unknown;
    text?: string;
    code?: number;
    status?: number;
    body?: unknown;
    retryAfterMs?: number;
}

interface Scenario {
    name: string;
    random?: number;
    options?: Partial<ConnectionRules>;
    steps: Step[];
}

type Machine = ReturnType<typeof createConnectionMachine>;

const written: { [Name in keyof Effects]: (...parameters: Parameters<Effects[Name]>) => object } = {
    state: (state, error) => ({ state, ...(error && { code: error.code }) }),
    openSocket: (since, token) => ({ ...(since && { since }), token }),
    closeSocket: () => ({}),
    sendText: (text) => ({ frame: JSON.parse(text) }),
    startPoll: (since, waitMs, limit, token) => ({ ...(since && { since }), waitMs, limit, token }),
    abortPoll: () => ({}),
    startPost: (key, body, token) => ({ key, body: JSON.parse(body), token }),
    abortPost: () => ({}),
    deliver: ({ timestamp, ...rest }) => {
        expect(timestamp).toBe(Number(rest.id.split('-')[0]));
        return rest;
    },
    resync: (reason, spreadMs) => ({ reason, spreadMs }),
    sent: (handle, id, duplicate) => ({ handle, id, duplicate }),
    sendFailed: (handle, error) => ({ handle, code: error.code }),
    problem: (transport) => ({ transport }),
};

/** An effect as the vectors write it. */
function toJson([name, ...parameters]: Effect): object {
    const write = written[name] as (...all: unknown[]) => object;
    return { do: name, ...write(...parameters) };
}

function answerOf({ status, body, text, retryAfterMs }: Step): HttpAnswer {
    return [status!, text ?? JSON.stringify(body) ?? '', retryAfterMs];
}

function handle(machine: Machine, step: Step): Effect[] {
    const { at } = step;
    switch (step.event) {
        case 'start':
            return machine.start(at);
        case 'stop':
            return machine.stop(at);
        case 'wake':
            return machine.wake(at);
        case 'tick':
            expect(machine.deadline).toBeLessThanOrEqual(at);
            return machine.tick(at);
        case 'socketText':
            return machine.socketText(step.text ?? JSON.stringify(step.frame), at);
        case 'socketClosed':
            return machine.socketClosed(step.code!, at);
        case 'pollAnswered':
            return machine.pollAnswered(answerOf(step), at);
        case 'postAnswered':
            return machine.postAnswered(answerOf(step), at);
        case 'send':
            expect(send(machine, step)).toBe(step.result);
            return machine.flush(at);
        default:
            throw new Error(`no such event: ${step.event}`);
    }
}

function send(machine: Machine, { message, key }: Step): number | string {
    try {
        return machine.send(JSON.stringify(message), key!);
    } catch (error) {
        return (error as RelaisError).code;
    }
}

describe('ConnectionMachine behaves as the vectors say', () => {
    it.each(vectors<Scenario[]>('connection.json'))('$name', ({ random = 0.5, options = {}, steps }) => {
        const machine = createConnectionMachine({ ...defaultRules, ...options }, () => random);
        for (const [index, step] of steps.entries()) {
            const where = `step ${index}, ${JSON.stringify(step)}`;
            expect(handle(machine, step).map(toJson), where).toEqual(step.expect);
            if (step.next !== undefined) expect(machine.deadline, where).toBe(step.next ?? Infinity);
            if (step.cursor !== undefined) expect(machine.cursor, where).toBe(step.cursor);
        }
    });
});
