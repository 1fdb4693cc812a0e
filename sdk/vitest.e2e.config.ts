// SPDX-FileCopyrightText: 2026 The Relais authors
// SPDX-License-Identifier: MIT

import { defineConfig } from 'vitest/config';

export default defineConfig({
    test: {
        include: ['e2e/*.test.ts'],
        environment: 'node',
        fileParallelism: false,
        testTimeout: 45_000,
        hookTimeout: 30_000,
    },
});
