// SPDX-FileCopyrightText: 2026 The Relais authors
// SPDX-License-Identifier: MIT

import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';

const built = fileURLToPath(new URL('dist/index.js', import.meta.url));

// React 18 and React 19 are held to the same tests.
export default defineConfig({
    test: {
        testTimeout: 10_000,
        projects: [
            { test: { name: 'core', include: ['tests/*.test.ts', 'tests/demo/*.test.ts'], environment: 'node' } },
            {
                // What the build has made of it, with its members shortened.
                resolve: { alias: [{ find: /^\.\.\/src\/index\.js$/, replacement: built }] },
                test: { name: 'built', include: ['tests/connectionmanager.test.ts'], environment: 'node' },
            },
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
