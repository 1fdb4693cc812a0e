// SPDX-FileCopyrightText: 2026 The Relais authors
// SPDX-License-Identifier: MIT

import { createConnectionManager, type ConnectionManager } from './connectionmanager.js';
import type { ConnectionOptions } from './connectionoptions.js';
import type { AnyMessages } from './message.js';

export {
    createConnectionManager,
    type ConnectionManager,
    type Problem,
    type Resync,
    type SendOptions,
} from './connectionmanager.js';
export type { ConnectionOptions, Platform, TokenProvider, TokenRequest } from './connectionoptions.js';
export type { ConnectionState, Transport } from './connectionstate.js';
export type { Unsubscribe } from './event.js';
export { RelaisError } from './errors.js';
export type { AnyMessages, Message, MessageOf, SendReceipt } from './message.js';

interface Shared extends ConnectionOptions {
    manager?: ConnectionManager<any>;
}

const shared = new Map<string, Shared>();

/**
 * The manager of this page for these options: the same one for each caller with equal options. Functions are not
 * compared; the tokenProvider of the latest call is asked. For one of one's own: createConnectionManager().
 */
export function getConnectionManager<Messages extends object = AnyMessages>(
    options: ConnectionOptions = {},
): ConnectionManager<Messages> {
    const { tokenProvider } = options;
    const key = JSON.stringify(options, Object.keys(options).sort()) + !tokenProvider;
    const own = shared.get(key) ?? { ...options };
    shared.set(key, own);
    own.tokenProvider = tokenProvider;
    return (own.manager ??= createConnectionManager(own));
}
