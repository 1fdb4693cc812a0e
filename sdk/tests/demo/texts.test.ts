// SPDX-FileCopyrightText: 2026 The Relais authors
// SPDX-License-Identifier: MIT

import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { curlCommand } from '../../demo/curl.js';
import { english, type TextKey } from '../../demo/english.js';
import { french } from '../../demo/french.js';

const page = readFileSync('demo/index.html', 'utf8');
const keys = Object.keys(english) as TextKey[];
const forms = (entry: string | { one: string; other: string }): string[] =>
    typeof entry === 'string' ? [entry] : [entry.one, entry.other];
const places = (text: string): string[] => (text.match(/\{\w+\}/g) ?? []).sort();

describe('the texts of the demo page', () => {
    it('areThereForEachPlaceInThePage', () => {
        const wanted = [...page.matchAll(/data-(?:text|label|placeholder)="(\w+)"/g)].map((match) => match[1]);
        expect(wanted.length).toBeGreaterThan(50);
        expect(wanted.filter((key) => !(key! in english))).toEqual([]);
    });

    it('namesTheSameValuesInBothLanguages', () => {
        for (const key of keys) {
            const [one, other] = [english, french].map((language) => forms(language[key]).map(places));
            expect(other, key).toEqual(one);
        }
    });

    it('areFrenchInFrench', () => {
        const same = keys.filter((key) => JSON.stringify(english[key]) === JSON.stringify(french[key]));
        // What is a name in both.
        expect(same).toEqual([
            'webSocket',
            'none',
            'messages',
            'messagesShown',
            'type',
            'since',
            'wait',
            'limit',
            'logState',
        ]);
    });

    it('haveTheSpacesOfFrenchTypography', () => {
        for (const key of keys) {
            for (const text of forms(french[key])) {
                expect(text, key).not.toMatch(/[ \w»][;!?]| [:»]|« /);
                expect(text, key).not.toContain("'");
            }
        }
    });
});

describe('a curl line', () => {
    const url = new URL('http://localhost:5000/api/sync/send');

    it('asksForTheHeadOfAnAnswer', () => {
        expect(curlCommand(url)).toBe('curl -i http://localhost:5000/api/sync/send');
    });

    it('keepsAQueryFromTheShell', () => {
        expect(curlCommand(new URL('http://localhost:5000/poll?a=1&b=2'))).toBe(
            "curl -i 'http://localhost:5000/poll?a=1&b=2'",
        );
    });

    it('sendsWhateverIsInTheBody', () => {
        expect(curlCommand(url, `{"text":"it's $(rm) \`x\`"}`)).toBe(
            `curl -X POST ${url.href} -H 'Content-Type: application/json' -d '{"text":"it'\\''s $(rm) \`x\`"}'`,
        );
    });
});
