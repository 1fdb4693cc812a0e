// SPDX-FileCopyrightText: 2026 The Relais authors
// SPDX-License-Identifier: MIT

// Builds dist: of each entry an ES module, which a page can load as it is, a CommonJS module, and the types of both.

import { execFileSync } from 'node:child_process';
import { readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { build } from 'esbuild';
import { minify } from 'terser';
import { internalMembers } from './members.mjs';

const core = 'index';
const entries = [core, 'react', 'tabs', 'testing'];

/** The types: what the entries reach, once for each kind of module. Gives the files that were written. */
function buildTypes() {
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
    return [...reached].map((name) => `dist/${name}.d.ts`);
}

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

/** `members`: whose names are shortened. */
async function buildEntry(entry, format, extension, members) {
    const outfile = `dist/${entry}${extension}`;
    const { outputFiles } = await build({
        entryPoints: [`src/${entry}.ts`],
        outfile,
        write: false,
        format,
        bundle: true,
        minify: true,
        sourcemap: 'external',
        target: 'es2022',
        external: ['react'],
        logLevel: 'warning',
        ...(entry === core
            ? { mangleProps: new RegExp(`^(${members.join('|')})$`) }
            : { plugins: [coreOutside(extension)] }),
    });
    const [map, bundle] = outputFiles;
    // esbuild leaves five parts in a hundred of what gzip makes of it.
    const { code, map: finalMap } = await minify(bundle.text, {
        module: format === 'esm',
        ecma: 2022,
        // What makes it longer before gzip, and shorter after.
        compress: {
            passes: 3,
            hoist_funs: true,
            lhs_constants: false,
            pure_getters: true,
            sequences: false,
            unsafe_arrows: true,
        },
        sourceMap: { content: map.text, url: `${entry}${extension}.map` },
    });
    writeFileSync(outfile, code);
    writeFileSync(`${outfile}.map`, finalMap);
}

rmSync('dist', { recursive: true, force: true });
const sources = readdirSync('src').map((name) => `src/${name}`);
const members = internalMembers(sources, [...buildTypes(), 'src/wire.ts']);
for (const [format, extension] of [
    ['esm', '.js'],
    ['cjs', '.cjs'],
]) {
    await Promise.all(entries.map((entry) => buildEntry(entry, format, extension, members)));
}
