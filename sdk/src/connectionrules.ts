// SPDX-FileCopyrightText: 2026 The Relais authors
// SPDX-License-Identifier: MIT

/** What a machine goes by; ConnectionOptions says what each means. Times in milliseconds. */
export interface ConnectionRules {
    /** Longer while the page is hidden. */
    readonly pollingInterval: number;
    readonly maxReconnectAttempts: number;
    readonly connectionTimeout: number;
    readonly fallbackDelay: number;
    readonly longestBackOff: number;
    readonly canRenewToken: boolean;
    readonly cursor: string;
    readonly outboxMessages: number;
    readonly outboxLength: number;
    readonly keyLifetime: number;
}

/** The defaults of every client library. */
export const defaultRules: ConnectionRules = {
    pollingInterval: 5000,
    maxReconnectAttempts: 10,
    connectionTimeout: 10_000,
    fallbackDelay: 2000,
    longestBackOff: 30_000,
    canRenewToken: false,
    cursor: '',
    outboxMessages: 1000,
    outboxLength: 4 * 1024 * 1024,
    keyLifetime: 300_000,
};
