// SPDX-FileCopyrightText: 2026 The Relais authors
// SPDX-License-Identifier: MIT

import type { ConnectionManager } from './connectionmanager.js';
import { RelaisError } from './errors.js';
import type { AnyMessages, MessageOf } from './message.js';

// So many messages may wait for a reader.
const longest = 1000;

/**
 * Each message, from the first step of `for await` on. Ends with an error when the connection has failed, and with
 * `too_slow` when more wait than are kept, rather than leave out any.
 */
export async function* streamOf(manager: ConnectionManager): AsyncGenerator<MessageOf<AnyMessages>, never> {
    const waiting: MessageOf<AnyMessages>[] = [];
    let failure: RelaisError | undefined;
    let wake = (): void => {};
    const unsubscribes = [
        manager.onMessage((message) => {
            if (waiting.push(message) > longest) failure = new RelaisError('too_slow', 'too many messages wait');
            wake();
        }),
        manager.onStateChange(() => {
            failure ??= manager.error;
            wake();
        }),
    ];
    try {
        for (;;) {
            if (failure && (waiting.length > longest || !waiting.length)) throw failure;
            if (waiting.length) yield waiting.shift()!;
            else await new Promise<void>((resolve) => (wake = resolve));
        }
    } finally {
        for (const unsubscribe of unsubscribes) unsubscribe();
    }
}
