// SPDX-FileCopyrightText: 2026 The Relais authors
// SPDX-License-Identifier: MIT

// Which members of objects only these sources know, so that the build can shorten their names: those that neither the
// language and the browser have, nor the package's own types, nor the wire.

import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import typescript from 'typescript';

const libraries = dirname(typescript.sys.getExecutingFilePath());

function visitAll(file, visit) {
    const source = typescript.createSourceFile(
        file,
        readFileSync(file, 'utf8'),
        typescript.ScriptTarget.Latest,
        true,
    );
    const step = (node) => {
        visit(node);
        typescript.forEachChild(node, step);
    };
    step(source);
}

function isMember(node) {
    const { parent } = node;
    if (!typescript.isIdentifier(node)) return false;
    if (typescript.isShorthandPropertyAssignment(parent) || typescript.isBindingElement(parent)) return true;
    const hasMembers =
        typescript.isPropertyAccessExpression(parent) ||
        typescript.isClassElement(parent) ||
        typescript.isObjectLiteralElement(parent);
    return hasMembers && parent.name === node;
}

/** `shown`: the files of declarations that others can see, the wire's among them. */
export function internalMembers(sources, shown) {
    const known = new Set();
    const library = readdirSync(libraries).filter((name) => /^lib\.(es|dom).*\.d\.ts$/.test(name));
    for (const file of [...library.map((name) => join(libraries, name)), ...shown]) {
        visitAll(file, (node) => {
            if (typescript.isIdentifier(node) || typescript.isStringLiteral(node)) known.add(node.text);
        });
    }
    const internal = new Set();
    for (const file of sources) {
        visitAll(file, (node) => {
            // esbuild writes the number instead, as long as it knows the name.
            if (typescript.isEnumMember(node)) known.add(node.name.text);
            if (isMember(node)) internal.add(node.text);
        });
    }
    return [...internal].filter((name) => !known.has(name)).sort();
}
