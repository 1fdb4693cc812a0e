// SPDX-FileCopyrightText: 2026 The Relais authors
// SPDX-License-Identifier: MIT

// What a page has to load, as gzip sends it. Fails when an entry has outgrown its budget.

import { readFileSync } from 'node:fs';
import { brotliCompressSync, gzipSync } from 'node:zlib';

const budgets = { index: 5000, react: 1500 };

for (const [entry, budget] of Object.entries(budgets)) {
    const text = readFileSync(`dist/${entry}.js`);
    const size = gzipSync(text, { level: 9 }).length;
    const fits = size <= budget;
    console.log(
        `${entry}: ${size} bytes with gzip, ${brotliCompressSync(text).length} with brotli, of ${budget}${fits ? '' : ': too big'}`,
    );
    if (!fits) process.exitCode = 1;
}
