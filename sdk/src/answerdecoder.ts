// SPDX-FileCopyrightText: 2026 The Relais authors
// SPDX-License-Identifier: MIT

import { judge } from './errors.js';
import { isWellFormedType, type Message } from './message.js';
import { parseMessageId } from './messageid.js';

// What a server says. Strict about what is read, lenient about what is not known, as later versions add members.

const longestDuration = 3_600_000;
const longestWords = 512;

/** Could it be given back as `since`? */
export function isCursor(value: unknown): value is string {
    return typeof value === 'string' && /^[!-~]{1,128}$/.test(value);
}

/** Milliseconds. No duration on the wire means more than an hour. */
function isDuration(value: unknown): boolean {
    return value === undefined || (Number.isInteger(value) && (value as number) >= 0);
}

function isFlag(value: unknown): boolean {
    return value === undefined || typeof value === 'boolean';
}

export function cut(duration: number | undefined, otherwise: number): number {
    return Math.min(duration ?? otherwise, longestDuration);
}

/** What a server says may hold these; they are read as they are, and have been looked at before. */
export interface Members {
    readonly id: string;
    readonly type: unknown;
    readonly payload: unknown;
    readonly messages: unknown;
    readonly cursor: string;
    readonly reset?: boolean;
    readonly hasMore?: boolean;
    readonly duplicate?: boolean;
    readonly heartbeatMs?: number;
    readonly reconnectSpreadMs?: number;
    readonly spreadMs?: number;
    readonly retryAfterMs?: number;
    readonly ref?: string;
    readonly code?: unknown;
}

const forms = {
    id: parseMessageId,
    cursor: isCursor,
    reset: isFlag,
    hasMore: isFlag,
    duplicate: isFlag,
    heartbeatMs: isDuration,
    reconnectSpreadMs: isDuration,
    spreadMs: isDuration,
    retryAfterMs: isDuration,
    messages: Array.isArray,
    ref: (value: unknown) => value === undefined || typeof value === 'string',
};

/** The value, when each of these members is as the contract has it. What is no object has no members. */
export function read(value: unknown, ...names: (keyof typeof forms)[]): Members | undefined {
    const members = (value ?? {}) as Members;
    return names.every((name) => forms[name](members[name])) ? members : undefined;
}

export function parse(text: string): unknown {
    try {
        return JSON.parse(text);
    } catch {
        return undefined;
    }
}

export function readMessage(value: unknown): Message | undefined {
    const { id, type, payload, userId, timestamp } = (value ?? {}) as Record<string, unknown>;
    const ms = parseInt(id as string);
    const isMessage =
        parseMessageId(id) && isWellFormedType(type) && payload !== undefined && (timestamp ?? ms) === ms;
    if (!isMessage) return undefined;
    const message = { id: id as string, type, payload, timestamp: ms };
    if (userId === undefined || userId === null) return message;
    return typeof userId === 'string' && /^.{1,128}$/su.test(userId) ? { ...message, userId } : undefined;
}

/** Words for people. */
export function words(value: unknown): string {
    return typeof value === 'string' ? value.slice(0, longestWords) : '';
}

/** What a server refused, and why. */
export interface Refusal {
    code: string;
    isRetryable: boolean;
    detail: string;
    /** Milliseconds. */
    retryAfter: number;
}

/**
 * Of `sync.error`, and of an answer that is not 200. Whatever the body of that is, problem document or not, it is a
 * refusal: a proxy on the way answers with pages of its own, and the status alone then says what to do.
 */
export function readRefusal(value: unknown, status: number): Refusal {
    const { code, detail } = (value ?? {}) as Record<string, unknown>;
    const judged = judge(status, code);
    const wait = read(value, 'retryAfterMs')?.retryAfterMs;
    return {
        code: judged.code,
        isRetryable: judged.isRetryable || wait !== undefined,
        detail: words(detail) || `refused with status ${status}`,
        retryAfter: wait ?? 0,
    };
}
