// SPDX-FileCopyrightText: 2026 The Relais authors
// SPDX-License-Identifier: MIT

import { chromium, type Browser } from 'playwright-core';

/** Debian's Chromium, or the one that CHROMIUM names. */
export async function launchBrowser(): Promise<Browser> {
    return chromium.launch({
        executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
        // The browser's own sandbox does not work for root, as in most containers.
        args: process.getuid?.() === 0 ? ['--no-sandbox'] : [],
        ignoreDefaultArgs: ['--disable-back-forward-cache'],
    });
}
