// SPDX-FileCopyrightText: 2026 The Relais authors
// SPDX-License-Identifier: MIT

import { describe, expect, it } from 'vitest';
import { createConnectionMachine } from '../src/connectionmachine.js';
import type { ConnectionOptions } from '../src/connectionoptions.js';
import { Slot, TokenUse, type Shell } from '../src/shell.js';
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
    options?: ConnectionOptions & { canRenewToken?: boolean };
    steps: Step[];
}

/** A machine, and what it does, as the vectors write it. */
class Harness {
    readonly machine: ReturnType<typeof createConnectionMachine>;
    now = 0;
    /** When the machine wants its next tick. */
    dueAt = Infinity;
    #effects: object[] = [];
    #handles = 0;
    readonly #random: number;

    constructor({ canRenewToken, ...options }: NonNullable<Scenario['options']>, random: number) {
        this.#random = random;
        this.machine = createConnectionMachine(
            canRenewToken ? { ...options, tokenProvider: () => 'token' } : options,
            this.#shell(),
        );
    }

    /** What it has done since the last time. */
    takeEffects(): object[] {
        return this.#effects.splice(0);
    }

    /** The handle of a message, or the code of the error when it is not even taken. */
    send({ message, key }: Step): number | string {
        let result: number | string = this.#handles + 1;
        let isTaken = false;
        const handle = this.#handles + 1;
        this.machine.send(
            JSON.stringify(message),
            key!,
            ({ id, duplicate }) => this.#do('sent', { handle, id, duplicate }),
            ({ code }) => {
                if (isTaken) this.#do('sendFailed', { handle, code });
                else result = code;
            },
        );
        isTaken = true;
        if (result === handle) ++this.#handles;
        return result;
    }

    #do(name: string, parameters: object = {}): void {
        this.#effects.push({ do: name, ...parameters });
    }

    #shell(): Shell {
        const tokens = { [TokenUse.Keep]: 'keep', [TokenUse.Ask]: 'ask', [TokenUse.Renew]: 'renew' };
        const drops = { [Slot.Socket]: 'closeSocket', [Slot.Poll]: 'abortPoll', [Slot.Post]: 'abortPost' };
        return {
            now: () => this.now,
            random: () => this.#random,
            isHidden: () => false,
            wakeAt: (time) => (this.dueAt = time),
            tellState: (state) => {
                const { error } = this.machine;
                this.#do('state', { state, ...(error && { code: error.code }) });
            },
            begin: (slot, use, sinceOrKey, waitMs, message) => {
                const token = tokens[use];
                const since = sinceOrKey && { since: sinceOrKey };
                if (slot === Slot.Socket) this.#do('openSocket', { ...since, token });
                // The limit of the vectors is the one that a server has by itself.
                else if (slot === Slot.Poll) this.#do('startPoll', { ...since, waitMs, limit: 1000, token });
                else this.#do('startPost', { key: sinceOrKey, body: JSON.parse(message!), token });
            },
            sendText: (text) => this.#do('sendText', { frame: JSON.parse(text) }),
            abandon: (slot) => this.#do(drops[slot]),
            deliver: ({ timestamp, ...rest }) => {
                expect(timestamp).toBe(Number(rest.id.split('-')[0]));
                this.#do('deliver', rest);
            },
            tellResync: (resync) => this.#do('resync', resync),
            tellProblem: (transport) => this.#do('problem', { transport }),
        };
    }
}

function handle(harness: Harness, step: Step): void {
    const { machine } = harness;
    const { at, status, body, text, retryAfterMs } = step;
    harness.now = at;
    switch (step.event) {
        case 'start':
            return machine.start();
        case 'stop':
            return machine.end('stopped');
        case 'wake':
            return machine.wake();
        case 'tick':
            expect(harness.dueAt).toBeLessThanOrEqual(at);
            return machine.tick();
        case 'socketText':
            return machine.socketText(text ?? JSON.stringify(step.frame));
        case 'socketClosed':
            return machine.ended(Slot.Socket, step.code!, '', 0);
        case 'pollAnswered':
        case 'postAnswered': {
            const slot = step.event === 'pollAnswered' ? Slot.Poll : Slot.Post;
            return machine.ended(slot, status!, text ?? JSON.stringify(body) ?? '', retryAfterMs ?? 0);
        }
        case 'send':
            return expect(harness.send(step)).toBe(step.result);
        default:
            throw new Error(`no such event: ${step.event}`);
    }
}

describe('ConnectionMachine behaves as the vectors say', () => {
    it.each(vectors<Scenario[]>('connection.json'))('$name', ({ random = 0.5, options = {}, steps }) => {
        const harness = new Harness(options, random);
        const { machine } = harness;
        for (const [index, step] of steps.entries()) {
            const where = `step ${index}, ${JSON.stringify(step)}`;
            handle(harness, step);
            expect(harness.takeEffects(), where).toEqual(step.expect);
            if (step.next !== undefined) expect(harness.dueAt, where).toBe(step.next ?? Infinity);
            if (step.cursor !== undefined) expect(machine.readPosition.cursor, where).toBe(step.cursor);
        }
    });
});
