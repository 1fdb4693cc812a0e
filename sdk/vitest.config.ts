// SPDX-FileCopyrightText: 2026 The Relais authors
// SPDX-License-Identifier: MIT

import { defineConfig } from 'vitest/config';

// React 18 and React 19 are held to the same tests.
export default defineConfig({
    test: {
        testTimeout: 10_000,
        projects: [
            { test: { name: 'core', include: ['tests/*.test.ts', 'tests/demo/*.test.ts'], environment: 'node' } },
            { test: { name: 'react-19', include: ['tests/react/*.test.ts'], environment: 'jsdom' } },
            {
                resolve: {
                    alias: [
                        { find: /^react$/, replacement: 'react-18' },
                        { find: /^react-dom(?=$|\/)/, replacement: 'react-dom-18' },
                    ],
                },
                test: {
                    name: 'react-18',
                    include: ['tests/react/*.test.ts'],
                    environment: 'jsdom',
                    env: { REACT: '18' },
                    setupFiles: ['tests/react/react18.ts'],
                },
            },
        ],
    },
});
