// SPDX-FileCopyrightText: 2026 The Relais authors
// SPDX-License-Identifier: MIT

/**
 * - `stopped`: before start(), after stop()
 * - `connecting`: nothing is delivered at this moment; it is being worked on
 * - `webSocket`: the WebSocket delivers, and no poll runs
 * - `polling`: polls deliver; the WebSocket is tried again from time to time
 * - `failed`: trying again would not help; start() leaves this
 */
export type ConnectionState = 'stopped' | 'connecting' | 'webSocket' | 'polling' | 'failed';

export type Transport = 'webSocket' | 'polling';

/** Does anything carry messages? */
export const isLive = (state: ConnectionState): state is Transport => state === 'webSocket' || state === 'polling';
