// SPDX-FileCopyrightText: 2026 The Relais authors
// SPDX-License-Identifier: MIT

// The names that go over the wire (docs/protocol.md). The build shortens the names of members that are nobody else's, and
// leaves those that are here.

/** What any of a server's objects may hold: of no type, as long as nobody has looked at it. */
export interface Members {
    readonly id?: unknown;
    readonly type?: unknown;
    readonly payload?: unknown;
    readonly userId?: unknown;
    readonly timestamp?: unknown;
    readonly messages?: unknown;
    readonly cursor?: unknown;
    readonly reset?: unknown;
    readonly hasMore?: unknown;
    readonly duplicate?: unknown;
    readonly heartbeatMs?: unknown;
    readonly reconnectSpreadMs?: unknown;
    readonly reason?: unknown;
    readonly spreadMs?: unknown;
    readonly ref?: unknown;
    readonly code?: unknown;
    readonly detail?: unknown;
    readonly retryAfterMs?: unknown;
    readonly idempotencyKey?: unknown;
}

/** Header fields of a request. */
export interface Fields {
    Authorization?: string;
    'Content-Type'?: string;
    'Idempotency-Key'?: string;
}
