#!/usr/bin/env python3
# SPDX-FileCopyrightText: 2026 The Relais authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Makes a C++ table of the demo page and its assets, for the program to hold: names with a digest, references to them
with their integrity, and each file also compressed. The same input gives the same output.

usage: embed.py --brotli PROGRAM --output FILE.cpp DIRECTORY
"""

import argparse
import base64
import gzip
import hashlib
import pathlib
import subprocess

PAGE = "index.html"
MEDIA_TYPES = {
    ".html": "text/html; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".css": "text/css; charset=utf-8",
    ".svg": "image/svg+xml",
}
# What a browser checks the integrity of; an icon it does not.
CHECKED = {".js", ".css"}


def digest(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()[:16]


def integrity(data: bytes) -> str:
    return "sha384-" + base64.b64encode(hashlib.sha384(data).digest()).decode()


def representations(data: bytes, brotli: str) -> list[tuple[str, str, bytes]]:
    """Enumerator, suffix of the entity tag, bytes; the smallest first. What compression makes no smaller is left out."""
    compressed = subprocess.run([brotli, "--quality=11", "--lgwin=22", "--no-copy-stat", "--stdout", "-"],
                                input=data, capture_output=True, check=True).stdout
    all_of_them = [
        ("Brotli", "-br", compressed),
        ("Gzip", "-gz", gzip.compress(data, compresslevel=9, mtime=0)),
    ]
    smaller = [one for one in all_of_them if len(one[2]) < len(data)]
    return sorted(smaller, key=lambda one: len(one[2])) + [("Identity", "", data)]


def literal(data: bytes) -> str:
    """A string literal with its length; three octal digits never run into what follows."""
    def character(byte: int) -> str:
        return chr(byte) if 32 <= byte < 127 and chr(byte) not in '"\\?' else f"\\{byte:03o}"

    lines = ["".join(map(character, data[begin:begin + 96])) for begin in range(0, len(data), 96)] or [""]
    return "\n".join(f'    "{line}"' for line in lines) + "sv"


def table(identifier: str, data: bytes, brotli: str) -> str:
    tag = digest(data)
    rows = ",\n".join(f'{{ContentCoding::{coding},\n{literal(body)},\n    "\\"{tag}{suffix}\\""sv}}'
                      for coding, suffix, body in representations(data, brotli))
    return f"constexpr Representation {identifier}[] = {{{rows}}};\n"


def source(directory: pathlib.Path, brotli: str) -> str:
    page = (directory / PAGE).read_text(encoding="utf-8")
    tables, rows = [], []
    for path in sorted(directory.iterdir()):
        if path.name == PAGE:
            continue
        data = path.read_bytes()
        name = f"{path.stem}.{digest(data)}{path.suffix}"
        before, after = f'="{path.name}"', f'="assets/{name}"'
        if page.count(before) != 1:
            raise SystemExit(f"{directory / PAGE}: {path.name} must be referred to once")
        if path.suffix in CHECKED:
            after += f' integrity="{integrity(data)}" crossorigin="anonymous"'
        page = page.replace(before, after)
        identifier = f"asset{len(rows)}"
        tables.append(table(identifier, data, brotli))
        rows.append(f'    {{"{name}"sv, "{MEDIA_TYPES[path.suffix]}"sv, {identifier}}},\n')
    tables.append(table("page", page.encode(), brotli))
    return f"""// Made by embed.py; not to be edited.
#include "server/assets/demofiles.h"

namespace relais::server {{

namespace {{

using namespace std::string_view_literals;

{"".join(tables)}
constexpr StaticFile assets[] = {{
{"".join(rows)}}};

constexpr StaticFile pageFile{{"{PAGE}"sv, "{MEDIA_TYPES[".html"]}"sv, page}};

}} // namespace

const StaticFile &demoPageFile()
{{
    return pageFile;
}}

std::span<const StaticFile> demoAssets()
{{
    return assets;
}}

}} // namespace relais::server
"""


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--brotli", required=True)
    parser.add_argument("--output", type=pathlib.Path, required=True)
    parser.add_argument("directory", type=pathlib.Path)
    arguments = parser.parse_args()
    arguments.output.write_text(source(arguments.directory, arguments.brotli), encoding="utf-8")


if __name__ == "__main__":
    main()
