// SPDX-FileCopyrightText: 2026 The Relais authors
// SPDX-License-Identifier: MIT

/** The element of the page that has this id. */
export function byId<Type extends Element = HTMLElement>(id: string): Type {
    const found = document.getElementById(id);
    if (!found) throw new Error(`the page has no #${id}`);
    return found as Element as Type;
}

/** A new element. What it holds is text or elements, never markup: nothing that a server wrote can become any. */
export function make(tag: string, className: string, ...children: (string | Node)[]): HTMLElement {
    const element = document.createElement(tag);
    element.className = className;
    element.append(...children);
    return element;
}

/** Only when it is another one, so that a screen reader is not told the same again. */
export function setText(element: Element, text: string): void {
    if (element.textContent !== text) element.textContent = text;
}

/** A function that has `work` done with the next picture, once, however often it is called until then. */
export function eachFrame(work: () => void): () => void {
    let isDue = false;
    return () => {
        if (isDue) return;
        isDue = true;
        const run = (): void => {
            if (!isDue) return;
            isDue = false;
            work();
        };
        requestAnimationFrame(run);
        setTimeout(run, 1000); // a page that nobody sees draws no pictures
    };
}
