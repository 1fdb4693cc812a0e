// SPDX-FileCopyrightText: 2026 The Relais authors
// SPDX-License-Identifier: MIT

/** The text that this is; of what is none, an empty one. */
export const textOf = (value: unknown): string => (typeof value === 'string' ? value : '');
