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
    let wake: (() => void) | undefined;
    const unsubscribe = manager.onMessage((message) => {
        if (waiting.length <= longest) waiting.push(message);
        wake?.();
    });
    const unsubscribeState = manager.onStateChange(() => wake?.());
    try {
        for (;;) {
            if (waiting.length > longest) throw new RelaisError('too_slow');
            if (waiting.length) yield waiting.shift()!;
            else if (manager.error) throw manager.error;
            else await new Promise<void>((resolve) => (wake = resolve));
        }
    } finally {
        unsubscribe();
        unsubscribeState();
    }
}
