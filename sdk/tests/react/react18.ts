// SPDX-FileCopyrightText: 2026 The Relais authors
// SPDX-License-Identifier: MIT

import Module from 'node:module';

// The react-dom of React 18 asks for "react", by which the package's other tests mean React 19.
type Resolve = (request: string, ...rest: unknown[]) => string;
const resolver = Module as unknown as { _resolveFilename: Resolve };
const original = resolver._resolveFilename;
resolver._resolveFilename = (request, ...rest) =>
    original.call(Module, request.replace(/^react(?=$|\/)/, 'react-18'), ...rest);
