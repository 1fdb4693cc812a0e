// SPDX-FileCopyrightText: 2026 The Relais authors
// SPDX-License-Identifier: MIT

/**
 * Why a message was not sent, or a connection has failed. `code` is that of the server's error table
 * (docs/protocol.md), such as `unauthorized` or `payload_too_large`.
 */
export class RelaisError extends Error {
    override name = 'RelaisError';
    constructor(
        readonly code: string,
        detail?: string,
    ) {
        super(detail || code);
    }
}

/** The range of a close code, which alone says what a client does, so that an old one understands new codes. */
export const closeRange = (code: number): number => (code / 100) | 0;

// Any other range backs off.
export const staysClosed = 40;
export const reconnectsNow = 42;
