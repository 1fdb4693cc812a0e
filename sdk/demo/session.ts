// SPDX-FileCopyrightText: 2026 The Relais authors
// SPDX-License-Identifier: MIT

import type { ConnectionManager } from '../src/index.js';
import type { Network } from './network.js';

/** What every part of the page is about. */
export interface Session {
    readonly user: string;
    readonly connection: ConnectionManager;
    readonly network: Network;
    /** The address of a route, such as `send`, with its query. */
    api(route: string, query?: Record<string, string>): URL;
}

/** A part of the page. */
export interface View {
    /** Everything in words is to be said anew: the language has changed. */
    translate(): void;
}
