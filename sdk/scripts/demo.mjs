// SPDX-FileCopyrightText: 2026 The Relais authors
// SPDX-License-Identifier: MIT

// Builds the demo page into resources/demo, from where the server takes it: so that to build the server needs no Node.js.
// With --check it writes nothing, and fails when what is there is not what the sources give.

import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { build } from 'esbuild';

const target = new URL('../../resources/demo/', import.meta.url);
const isCheck = process.argv.includes('--check');

const banner = 'Built from sdk/demo. SPDX-FileCopyrightText: 2026 The Relais authors, SPDX-License-Identifier: MIT';
const { outputFiles } = await build({
    entryPoints: { app: 'demo/main.ts', style: 'demo/style.css' },
    outdir: 'demo',
    bundle: true,
    minify: true,
    write: false,
    format: 'esm',
    target: 'es2022',
    charset: 'utf8',
    legalComments: 'none',
    banner: { js: `// ${banner}`, css: `/* ${banner} */` },
    logLevel: 'warning',
});
const files = outputFiles.map(({ path, contents }) => [path.replace(/^.*[\\/]/, ''), Buffer.from(contents)]);
for (const name of ['index.html', 'icon.svg']) files.push([name, readFileSync(`demo/${name}`)]);

if (!isCheck) mkdirSync(target, { recursive: true });
for (const [name, content] of files) {
    const file = new URL(name, target);
    if (!isCheck) {
        writeFileSync(file, content);
    } else if (!existsSync(file) || !readFileSync(file).equals(content)) {
        console.error(`resources/demo/${name} is not what sdk/demo gives: npm run build:demo`);
        process.exitCode = 1;
    }
}
