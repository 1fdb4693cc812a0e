#!/usr/bin/env python3
# SPDX-FileCopyrightText: 2026 The Relais authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Folders are the architecture, and includes only point down: does every file include only what its folder may, and
does it name its licence?

usage: include_directions.py [ROOT]
"""

import pathlib
import re
import sys

import sources

# What the files of a folder may include of the project, besides their own folder. The longest name that fits counts.
# A folder that is not here is an error: where a new one stands is to be said here.
MAY_INCLUDE = {
    "common/core": ["common/protocol/errors.h"], # for Result
    "common/protocol": ["common/core"],
    "common/client": ["common/core", "common/protocol"],
    "server/log": ["common"],
    "server/files": ["common", "server/log"],
    "server/limits": ["common"],
    "server/crypto": [],
    "server/access": ["common", "server/log", "server/files", "server/crypto"],
    "server/assets": [],
    "server/config": ["common", "server/log"],
    # The codec is a pure function over bytes: a message is framed once, on arrival, for all its readers.
    "server/queue": ["common", "server/log", "server/transport/websocketcodec.h"],
    "server/journal": ["common", "server/log", "server/files", "server/queue"],
    "server/sync": ["common", "server/log", "server/queue"],
    "server/transport": ["common", "server/log", "server/limits", "server/crypto"],
    "server/api": ["common", "server/log", "server/limits", "server/access", "server/assets", "server/queue",
                   "server/sync", "server/transport"],
    "server/commands": ["common", "server/log", "server/files", "server/config", "server/access"],
    "server/app": ["common", "server"],
    "dashboard": ["common"],
    "bench": ["common"],
    # It measures the dashboard itself.
    "bench/dashboard": ["common", "dashboard", "bench"],
    "tests": ["common", "server", "dashboard", "bench"],
}

# Two faces of one service that never call each other, as the files that make them up.
SIBLINGS = {
    "HTTP": ["server/api/auditanswer", "server/api/httproutes", "server/api/longpolls", "server/api/pollanswer",
             "server/api/statusjson"],
    "WebSocket": ["server/api/clientdeadlines", "server/api/fanout", "server/api/framerun", "server/api/syncclient",
                  "server/api/syncframes", "server/api/websocketmanager"],
}

MIT = ("common", "sdk", "resources/demo")

SOURCE_NAMES = {"CMakeLists.txt"}
SOURCE_SUFFIXES = {".cpp", ".h", ".cmake", ".py", ".sh", ".js", ".mjs", ".ts", ".tsx", ".service"}
INCLUDE = re.compile(r'^\s*#\s*include\s+"([^"]+)"', re.MULTILINE)
LICENCE = re.compile(r"SPDX-License-Identifier: (\S+)")


def is_within(path: str, folder: str) -> bool:
    return path == folder or path.startswith(folder + "/")


def rule_for(path: str) -> str | None:
    return max((folder for folder in MAY_INCLUDE if is_within(path, folder)), key=len, default=None)


def face_of(path: str) -> str | None:
    stem = path.rsplit(".", maxsplit=1)[0]
    return next((face for face, stems in SIBLINGS.items() if stem in stems), None)


def include_problems(path: str, text: str, top_folders: set[str]) -> list[str]:
    rule = rule_for(path)
    if rule is None:
        return [f"{path}: no rule says what this folder may include; add one to {pathlib.Path(__file__).name}"]
    problems = []
    for match in INCLUDE.finditer(text):
        included = match[1]
        line = text.count("\n", 0, match.start()) + 1
        if included.split("/")[0] not in top_folders:
            if "/" in included or not included.endswith(".moc"):
                problems.append(f"{path}:{line}: \"{included}\" is not written from the root")
            continue
        if not any(is_within(included, folder) for folder in [rule, *MAY_INCLUDE[rule]]):
            problems.append(f"{path}:{line}: {rule} must not include {included}")
        if face_of(path) and face_of(included) and face_of(path) != face_of(included):
            problems.append(f"{path}:{line}: {face_of(path)} must not include its sibling {included}")
    return problems


def licence_problems(path: str, text: str) -> list[str]:
    expected = "MIT" if any(is_within(path, folder) for folder in MIT) else "GPL-3.0-or-later"
    found = LICENCE.search("\n".join(text.split("\n")[:5]))
    if not found:
        return [f"{path}: no SPDX-License-Identifier in the first lines"]
    if found[1] != expected:
        return [f"{path}: says {found[1]}, but this folder is {expected}"]
    return []


def is_source(root: pathlib.Path, path: pathlib.PurePosixPath) -> bool:
    if path.parts[0] == "translations":
        return False  # Qt's .ts, not TypeScript's
    if path.name in SOURCE_NAMES or path.suffix in SOURCE_SUFFIXES:
        return True
    with open(root / path, "rb") as file:
        return file.read(2) == b"#!"


def problems_in(root: pathlib.Path) -> list[str]:
    problems = []
    paths = sources.files(root)
    top_folders = {path.parts[0] for path in paths if len(path.parts) > 1} | {rule.split("/")[0] for rule in MAY_INCLUDE}
    for path in paths:
        if not is_source(root, path):
            continue
        text = (root / path).read_text(encoding="utf-8")
        problems += licence_problems(str(path), text)
        if path.suffix in {".cpp", ".h"}:
            problems += include_problems(str(path), text, top_folders)
    return problems


def main() -> int:
    problems = problems_in(pathlib.Path(sys.argv[1]) if len(sys.argv) > 1 else sources.ROOT)
    for problem in problems:
        print(problem)
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main())
