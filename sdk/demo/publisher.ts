// SPDX-FileCopyrightText: 2026 The Relais authors
// SPDX-License-Identifier: MIT

export const numberType = 'demo.number';

export interface NumberedPayload {
    run: string;
    n: number;
}

export interface PublisherHooks {
    /** The server has this number. */
    published(number: number): void;
    /** It could not be asked, or refused for now; it is tried again. */
    isRefused(refused: boolean): void;
    wait(ms: number): Promise<void>;
    fetch: typeof fetch;
}

const retryAfter = 1000; // ms

/**
 * Publishes 1, 2, 3 and so on to one user as a backend would. One at a time, and each with a key by which the server knows
 * it again: so a number is published once and in its turn, even when an answer gets lost.
 */
export function createPublisher(url: URL, userId: string, hooks: PublisherHooks) {
    // Enough to tell apart those who publish to one user at the same time. crypto.randomUUID() needs a secure context.
    const run = [...crypto.getRandomValues(new Uint8Array(4))]
        .map((byte) => byte.toString(16).padStart(2, '0'))
        .join('');
    let next = 1;
    let rate = 1;
    /** Of the loop that may go on; another begins each time. */
    let current = 0;

    const publish = async (n: number): Promise<boolean> => {
        const payload: NumberedPayload = { run, n };
        const answer = await hooks.fetch(url, {
            method: 'POST',
            headers: { 'Content-Type': 'application/json', 'Idempotency-Key': `${run}-${n}` },
            body: JSON.stringify({ type: numberType, payload, userId }),
        });
        return answer.ok;
    };

    const loop = async (own: number): Promise<void> => {
        while (own === current) {
            const n = next;
            const isPublished = await publish(n).catch(() => false);
            if (isPublished && n === next) {
                ++next;
                hooks.published(n);
            }
            if (own !== current) return;
            hooks.isRefused(!isPublished);
            await hooks.wait(isPublished ? 1000 / rate : retryAfter);
        }
    };

    return {
        run,
        get isRunning() {
            return current % 2 === 1;
        },
        set rate(perSecond: number) {
            rate = perSecond;
        },
        start(): void {
            if (current % 2 === 0) void loop(++current);
        },
        stop(): void {
            if (current % 2 === 1) ++current;
        },
    };
}
