// SPDX-FileCopyrightText: 2026 The Relais authors
// SPDX-License-Identifier: MIT

import { french } from './french.js';
import { english, type TextKey, type Texts } from './english.js';

export type Language = 'en' | 'fr';
export type { TextKey } from './english.js';

const languages: Record<Language, Texts> = { en: english, fr: french };
const storageKey = 'relais-demo-language';
let current: Language = 'en';

/** What was chosen the last time, else what the browser prefers. */
export function preferredLanguage(): Language {
    let chosen: string | null = null;
    try {
        chosen = localStorage.getItem(storageKey);
    } catch {
        // A browser may keep nothing for this page.
    }
    const known = [chosen, ...navigator.languages].map((name) => name?.slice(0, 2).toLowerCase());
    return known.find((name) => name === 'en' || name === 'fr') ?? 'en';
}

export function setLanguage(language: Language): void {
    current = language;
    document.documentElement.lang = language;
    for (const element of document.querySelectorAll<HTMLElement>('[data-text]')) {
        element.textContent = text(element.dataset.text as TextKey);
    }
    for (const element of document.querySelectorAll<HTMLElement>('[data-label]')) {
        element.ariaLabel = text(element.dataset.label as TextKey);
    }
    for (const element of document.querySelectorAll<HTMLInputElement>('[data-placeholder]')) {
        element.placeholder = text(element.dataset.placeholder as TextKey);
    }
    for (const button of document.querySelectorAll<HTMLElement>('[data-language]')) {
        button.ariaPressed = `${button.dataset.language === language}`;
    }
}

export function rememberLanguage(language: Language): void {
    try {
        localStorage.setItem(storageKey, language);
    } catch {
        // Then it holds until the page is left.
    }
}

/** A text in the language of the page. `{name}` stands for a value; `count` also chooses between singular and plural. */
export function text(key: TextKey, values: Record<string, string | number> = {}): string {
    const entry = languages[current][key];
    const isOne = new Intl.PluralRules(current).select(Number(values.count ?? 0)) === 'one';
    const form = typeof entry === 'string' ? entry : isOne ? entry.one : entry.other;
    return form.replaceAll(/\{(\w+)\}/g, (_, name: string) => {
        const value = values[name];
        return typeof value === 'number' ? number(value) : (value ?? '');
    });
}

export function number(value: number, digits = 0): string {
    return new Intl.NumberFormat(current, { maximumFractionDigits: digits }).format(value);
}

/** The time of day, to the millisecond: `timestamp` as Date.now() has it. */
export function timeOfDay(timestamp: number): string {
    const format = { hour: '2-digit', minute: '2-digit', second: '2-digit', fractionalSecondDigits: 3 } as const;
    return new Date(timestamp).toLocaleTimeString(current, { ...format, hour12: false });
}
