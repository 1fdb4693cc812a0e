#!/usr/bin/env python3
# SPDX-FileCopyrightText: 2026 The Relais authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Runs the examples of the documentation against a real server, and compares what they print with what the page shows.

usage: examples.py SERVER [PAGE…]

Only blocks behind a line `<!-- test -->` are run. The blocks of one page share a shell and a server that was just
started. In a ```console block, `$ ` begins a command, `> ` goes on with it, and all else is what it must print, where
`…` stands for any text within a line, and on a line of its own for any lines. A ```sh block must only succeed.
localhost:5000 stands for the server, which a page may also start itself, in the background.
"""

import contextlib
import os
import pathlib
import re
import signal
import socket
import subprocess
import sys
import tempfile
import typing

import sources

PAGES = ["README.md", "README.fr.md", "docs/guide.md", "docs/fr/guide.md", "docs/protocol.md", "docs/fr/protocol.md",
         "docs/operations.md", "docs/fr/operations.md", "docs/security.md", "docs/fr/security.md"]
BLOCK = re.compile(r"^<!-- test -->\n+```(console|sh)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
DOCUMENTED = "localhost:5000"
MARK = "--- end of example, status "
OWN_SERVER = re.compile(r"^relais-server .*&$")
PATIENCE_SECONDS = 60


class Example(typing.NamedTuple):
    line: int
    command: str
    expected: str | None


def examples_of(text: str) -> list[Example]:
    examples = []
    for block in BLOCK.finditer(text):
        first = text.count("\n", 0, block.start(2)) + 1
        if block[1] == "sh":
            examples.append(Example(first, block[2], None))
            continue
        for number, line in enumerate(block[2].splitlines(), first):
            if line.startswith("$ "):
                examples.append(Example(number, line[2:], ""))
            elif line.startswith("> ") and examples[-1].expected == "":
                examples[-1] = examples[-1]._replace(command=examples[-1].command + "\n" + line[2:])
            else:
                examples[-1] = examples[-1]._replace(expected=examples[-1].expected + line + "\n")
    return examples


def matches(printed: str, expected: str) -> bool:
    def lines(text):
        return [line.rstrip() for line in text.strip().splitlines()]
    def pattern_of(line):
        return r"[\s\S]*" if line == "…" else ".*".join(map(re.escape, line.split("…")))
    pattern = "\n".join(map(pattern_of, lines(expected)))
    return re.fullmatch(pattern, "\n".join(lines(printed))) is not None


@contextlib.contextmanager
def running_server(program: str) -> typing.Iterator[str]:
    """A server on a free port, with an empty log; yields "localhost:PORT" and stops it."""
    with (tempfile.TemporaryDirectory() as data,
          subprocess.Popen([program, "--port", "0", "--log-format", "json", "--data-dir", data],
                           stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
                           text=True) as server):
        signal.alarm(PATIENCE_SECONDS)
        try:
            said = []
            for line in server.stdout:
                said.append(line)
                if found := re.search(r"listening.*?https?://[^/\s]+?:(\d+)", line):
                    yield f"localhost:{found[1]}"
                    break
            else:
                sys.exit("the server did not start:\n" + "".join(said))
        finally:
            signal.alarm(0)
            server.kill()
            server.wait()


def free_port() -> int:
    with socket.create_server(("localhost", 0)) as listening:
        return listening.getsockname()[1]


def run_beside_server(program: str, examples: list[Example]) -> list[str]:
    if any(OWN_SERVER.match(example.command) for example in examples):
        port = free_port()
        return run(program, examples, f"localhost:{port}", {"RELAIS_PORT": str(port)})
    with running_server(program) as address:
        return run(program, examples, address, {})


def run(program: str, examples: list[Example], address: str, variables: dict[str, str]) -> list[str]:
    """One shell runs all; returns what is wrong."""
    script = "trap 'kill $(jobs -p) 2>/dev/null' EXIT\n" + "".join(f"{{ {example.command}\n}} 2>&1\nprintf '\\n%s%d\\n' '{MARK}' $?\n" for example in examples)
    # Debian's Python first: it is the one that has Debian's python3-websockets.
    folders = [str(pathlib.Path(program).resolve().parent), "/usr/bin", "/bin", os.environ["PATH"]]
    environment = os.environ | variables | {"PATH": os.pathsep.join(folders)}
    with tempfile.TemporaryDirectory() as folder:
        environment["CURL_HOME"] = folder
        # As on a terminal, where curl shows no progress beside its output.
        # A server that the page starts itself may need a moment.
        (pathlib.Path(folder) / ".curlrc").write_text("silent\nshow-error\nretry = 5\nretry-connrefused\n",
                                                      encoding="utf-8")
        shell = subprocess.run(["bash", "-s"], input=script.replace(DOCUMENTED, address), capture_output=True, text=True,
                               cwd=folder, env=environment, timeout=PATIENCE_SECONDS, check=False)
    outcomes = re.findall(rf"(.*?)\n{MARK}(\d+)\n", shell.stdout.replace(address, DOCUMENTED), re.DOTALL)
    problems = []
    for index, example in enumerate(examples):
        if index >= len(outcomes):
            problems.append(f"line {example.line}: was not run\n{shell.stderr}")
            break
        printed, status = outcomes[index]
        if example.expected is None and status != "0":
            problems.append(f"line {example.line}: status {status}\n{printed}")
        elif example.expected is not None and not matches(printed, example.expected):
            problems.append(f"line {example.line}: {example.command}\nprinted:  {printed.strip()}\n"
                            f"expected: {example.expected.strip()}")
    return problems


def main() -> int:
    program, *pages = sys.argv[1:]
    count = failures = 0
    for page in pages or PAGES:
        examples = examples_of((sources.ROOT / page).read_text(encoding="utf-8"))
        if not examples:
            continue
        count += len(examples)
        for problem in run_beside_server(program, examples):
            failures += 1
            print(f"{page}, {problem}\n")
    print(f"{count} examples, {failures} not as shown")
    return 1 if failures or not count else 0


if __name__ == "__main__":
    sys.exit(main())
