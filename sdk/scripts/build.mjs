// SPDX-FileCopyrightText: 2026 The Relais authors
// SPDX-License-Identifier: MIT

// Builds dist: of each entry an ES module, which a page can load as it is, a CommonJS module, and the types of both.

import { execFileSync } from 'node:child_process';
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { build } from 'esbuild';

const entries = ['index', 'react', 'tabs', 'testing'];

// Members that only these sources know, so that they can be shortened. None may be one of a browser's objects, of the
// wire, or of the types that the package shows.
// prettier-ignore
const internalMembers = [
    'acknowledged', 'firstTaken', 'hasTimedOut', 'isRetryable', 'isRunning', 'isSuspect', 'isUncertain', 'isUnderWay',
    'outbox', 'pollAnswered', 'postAnswered', 'postpone', 'putAllBack', 'putBack', 'refused',
    'removeUncertain', 'restart', 'retryAfter', 'socketClosed', 'socketText', 'succeeded', 'underWay', 'waitUntil',
    'deadline', 'failures',
];

/** Every entry but the core leaves the core where it is, so that a page has it once, and one class of errors. */
function coreOutside(extension) {
    return {
        name: 'core-outside',
        setup({ onResolve }) {
            onResolve({ filter: /^\.\/(index|errors)\.js$/ }, () => ({
                path: `./index${extension}`,
                external: true,
            }));
        },
    };
}

rmSync('dist', { recursive: true, force: true });
for (const [format, extension] of [
    ['esm', '.js'],
    ['cjs', '.cjs'],
]) {
    await Promise.all(
        entries.map((entry) =>
            build({
                entryPoints: [`src/${entry}.ts`],
                outfile: `dist/${entry}${extension}`,
                format,
                bundle: true,
                minify: true,
                sourcemap: true,
                target: 'es2022',
                external: ['react'],
                mangleProps: new RegExp(`^(${internalMembers.join('|')})$`),
                plugins: entry === 'index' ? [] : [coreOutside(extension)],
                logLevel: 'warning',
            }),
        ),
    );
}

// The types: what the entries reach, once for each kind of module.
const compiler = join(dirname(createRequire(import.meta.url).resolve('typescript')), 'tsc.js');
execFileSync(process.execPath, [compiler, '-p', 'tsconfig.build.json'], { stdio: 'inherit' });
const reached = new Set();
const reach = (name) => {
    if (reached.has(name)) return;
    reached.add(name);
    const text = readFileSync(`dist/types/${name}.d.ts`, 'utf8');
    for (const [, other] of text.matchAll(/['"]\.\/([\w]+)\.js['"]/g)) reach(other);
    writeFileSync(`dist/${name}.d.ts`, text);
    writeFileSync(`dist/${name}.d.cts`, text.replaceAll(/(['"]\.\/\w+)\.js(['"])/g, '$1.cjs$2'));
};
entries.forEach(reach);
rmSync('dist/types', { recursive: true });
