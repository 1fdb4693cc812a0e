#!/usr/bin/env python3
# SPDX-FileCopyrightText: 2026 The Relais authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Do the pages hold together? Every link within the project leads somewhere, a page and its French sibling have the
same parts, the table of errors in docs/protocol.md is the one in common/protocol/errors.cpp, and that of attacks in
docs/security.md names every test of an attack.

usage: pages.py [ROOT]
"""

import pathlib
import re
import sys
import urllib.parse

import sources

TRANSLATED = ["README.md", "docs/guide.md", "docs/protocol.md", "docs/configuration.md", "docs/operations.md",
              "docs/security.md", "docs/guarantees.md", "docs/client-cpp.md", "docs/sdk.md",
              "docs/dashboard.md"]
ERROR_PAGES = ["docs/protocol.md", "docs/fr/protocol.md"]
ERROR_SOURCE = "common/protocol/errors.cpp"
ATTACK_PAGES = ["docs/security.md", "docs/fr/security.md"]
ATTACK_TESTS = "tests/integration"

FENCE = re.compile(r"^(```+|~~~+).*?^\1[ \t]*$", re.MULTILINE | re.DOTALL)
CODE_SPAN = re.compile(r"`[^`\n]*`")
LINK = re.compile(r"\[[^\]]*\]\(([^()\s]+)(?:\s+\"[^\"]*\")?\)")
HEADING = re.compile(r"^(#{1,6}) +(.*?)\s*$", re.MULTILINE)
ERROR_SOURCE_ROW = re.compile(r'\{ErrorCode::\w+,\s*"(\w+)",\s*"[^"]*",\s*(\d+),\s*(\d+),\s*(retryable|permanent)\}')
ATTACK_SOURCE_ROW = re.compile(r"^    void (row\d+)_", re.MULTILINE)
ATTACK_PAGE_ROW = re.compile(r"`(tst_\w+)` (row\d+)")
ERROR_PAGE_ROW = re.compile(r"^\| `(\w+)` \| (\d+|–) \| (\d+|–) \| (\S+) \|", re.MULTILINE)


def prose(text: str) -> str:
    """Without code, in which a link is no link."""
    return CODE_SPAN.sub("", FENCE.sub("", text))


def headings(text: str) -> list[tuple[int, str]]:
    return [(len(match[1]), match[2]) for match in HEADING.finditer(FENCE.sub("", text))]


def anchor(heading: str) -> str:
    """As GitHub makes it."""
    return re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-")


def sibling(page: str) -> str:
    if "/" not in page:
        return page.removesuffix(".md") + ".fr.md"
    return page.replace("docs/", "docs/fr/", 1)


def link_problems(root: pathlib.Path, page: str) -> list[str]:
    problems = []
    for target in LINK.findall(prose((root / page).read_text(encoding="utf-8"))):
        url = urllib.parse.urlsplit(target)
        if url.scheme or url.netloc:
            continue
        path = (root / page).parent / urllib.parse.unquote(url.path) if url.path else root / page
        if not path.exists():
            problems.append(f"{page}: {target} leads nowhere")
        elif url.fragment and path.suffix == ".md":
            anchors = {anchor(heading) for _, heading in headings(path.read_text(encoding="utf-8"))}
            if urllib.parse.unquote(url.fragment) not in anchors:
                problems.append(f"{page}: {target}: no such heading")
    return problems


def sibling_problems(root: pathlib.Path, page: str) -> list[str]:
    french = sibling(page)
    for path in (page, french):
        if not (root / path).exists():
            return [f"{path} is missing"]
    levels, french_levels = ([level for level, _ in headings((root / path).read_text(encoding="utf-8"))]
                             for path in (page, french))
    if levels != french_levels:
        return [f"{french} has not the headings of {page}: levels {french_levels}, not {levels}"]
    return []


def error_problems(root: pathlib.Path, page: str) -> list[str]:
    source = (root / ERROR_SOURCE).read_text(encoding="utf-8")
    known = {name: (status, close, kind == "retryable") for name, status, close, kind in ERROR_SOURCE_ROW.findall(source)}
    if len(known) != len(re.findall(r"\{ErrorCode::", source)):
        return [f"{ERROR_SOURCE}: not every row was understood by this check"]
    shown = {}
    for name, status, close, retry in ERROR_PAGE_ROW.findall((root / page).read_text(encoding="utf-8")):
        shown[name] = (status.replace("–", "0"), close.replace("–", "0"), retry in ("yes", "oui"))
    problems = [f"{page}: {name} is not in the table" for name in known.keys() - shown.keys()]
    problems += [f"{page}: there is no error {name}" for name in shown.keys() - known.keys()]
    problems += [f"{page}: {name} is {known[name]} in {ERROR_SOURCE}, here {shown[name]}"
                 for name in known.keys() & shown.keys() if known[name] != shown[name]]
    return sorted(problems)


def attack_problems(root: pathlib.Path, page: str) -> list[str]:
    tried = {(source.stem, row) for source in (root / ATTACK_TESTS).glob("tst_*.cpp")
             for row in ATTACK_SOURCE_ROW.findall(source.read_text(encoding="utf-8"))}
    named = set(ATTACK_PAGE_ROW.findall((root / page).read_text(encoding="utf-8")))
    return sorted([f"{page}: {test} {row} is not in the table" for test, row in tried - named]
                  + [f"{page}: there is no {row} in {test}" for test, row in named - tried])


def problems_in(root: pathlib.Path) -> list[str]:
    problems = []
    for path in sources.files(root):
        if path.suffix == ".md":
            problems += link_problems(root, str(path))
    for page in TRANSLATED:
        problems += sibling_problems(root, page)
    for page in ERROR_PAGES:
        if (root / page).exists():
            problems += error_problems(root, page)
    for page in ATTACK_PAGES:
        if (root / page).exists():
            problems += attack_problems(root, page)
    return problems


def main() -> int:
    problems = problems_in(pathlib.Path(sys.argv[1]) if len(sys.argv) > 1 else sources.ROOT)
    for problem in problems:
        print(problem)
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main())
