// SPDX-FileCopyrightText: 2026 The Relais authors
// SPDX-License-Identifier: MIT

/** A key is no secret: it only has to differ from the others that the same user has had within minutes. */
export const randomKey = (): string => `${Math.random()}-${Math.random()}`;
