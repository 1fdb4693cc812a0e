// SPDX-FileCopyrightText: 2026 The Relais authors
// SPDX-License-Identifier: MIT

/** Where a page is not served securely, there is no randomUUID(). The key is no secret. */
export function randomKey(): string {
    return globalThis.crypto?.randomUUID?.() ?? `${Math.random()}-${Math.random()}-${Math.random()}`;
}
