// SPDX-FileCopyrightText: 2026 The Relais authors
// SPDX-License-Identifier: MIT

// Do the types fit the modules, however somebody imports the package? The check of arethetypeswrong.

import { readdirSync, readFileSync } from 'node:fs';
import { checkPackage, Package } from '@arethetypeswrong/core';

const manifest = JSON.parse(readFileSync('package.json', 'utf8'));
const names = ['package.json', ...readdirSync('dist').map((name) => `dist/${name}`)];
const files = Object.fromEntries(
    names.map((name) => [`/node_modules/${manifest.name}/${name}`, readFileSync(name, 'utf8')]),
);
const { types, problems = [] } = await checkPackage(new Package(files, manifest.name, manifest.version));
for (const problem of problems) console.error(problem);
if (!types || problems.length > 0) process.exitCode = 1;
