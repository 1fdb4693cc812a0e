// SPDX-FileCopyrightText: 2026 The Relais authors
// SPDX-License-Identifier: MIT

/** As one word of a POSIX shell, whatever is in it. */
function quoted(word: string): string {
    return /^[\w./:=@%+-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`;
}

/** The command line that asks for the same as fetch() would. */
export function curlCommand(url: URL, json?: string): string {
    const words = ['curl'];
    if (json === undefined) words.push('-i');
    else words.push('-X', 'POST');
    words.push(url.href);
    if (json !== undefined) words.push('-H', 'Content-Type: application/json', '-d', json);
    return words.map(quoted).join(' ');
}
