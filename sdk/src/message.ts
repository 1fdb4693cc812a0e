// SPDX-FileCopyrightText: 2026 The Relais authors
// SPDX-License-Identifier: MIT

import { textOf } from './text.js';

/** What a server sends. */
export interface Message<Payload = unknown, Type extends string = string> {
    /** `<ms>-<seq>`, ascending over all messages. */
    readonly id: string;
    readonly type: Type;
    readonly payload: Payload;
    /** For whom it is; absent: for everyone. */
    readonly userId?: string;
    /** When the server took it, in milliseconds since 1970. */
    readonly timestamp: number;
}

/** Types of messages and of their payloads: `interface Messages { 'order.updated': Order }`. */
export type AnyMessages = Record<string, any>;

/** A message of one of these types, told apart by `type`. */
export type MessageOf<Messages> = {
    [Type in keyof Messages & string]: Message<Messages[Type], Type>;
}[keyof Messages & string];

/** The server has the message. */
export interface SendReceipt {
    readonly id: string;
    /** It had it already, from an earlier try. */
    readonly duplicate: boolean;
}

const wellFormedType = /^[a-z][a-z0-9_]*([.:-][a-z0-9_]+)*$/;

export const isWellFormedType = (type: unknown): type is string =>
    wellFormedType.test(textOf(type)) && (type as string).length <= 64;

/** The types that are the server's own. */
export const isReservedType = (type: unknown): boolean => textOf(type).startsWith('sync.');
