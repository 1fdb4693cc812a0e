// SPDX-FileCopyrightText: 2026 The Relais authors
// SPDX-License-Identifier: MIT

export type Unsubscribe = () => void;

/** Something that happens, and who wants to know. A handler that throws keeps nobody else from being told. */
export function createEvent<Value>(): [
    on: (handler: (value: Value) => void) => Unsubscribe,
    tell: (value: Value) => void,
] {
    const handlers = new Set<(value: Value) => void>();
    return [
        (handler) => {
            // Of its own, so that one function may be there twice; and a promise, which takes what it throws.
            const own = async (value: Value): Promise<void> => handler(value);
            handlers.add(own);
            return () => void handlers.delete(own);
        },
        (value) => {
            for (const handler of [...handlers]) void handler(value);
        },
    ];
}
