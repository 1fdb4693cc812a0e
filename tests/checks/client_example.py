#!/usr/bin/env python3
# SPDX-FileCopyrightText: 2026 The Relais authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Can another project use the client library as it is installed? Installs it alone, builds its example with nothing but
find_package(Relais), and runs that against a real server.

usage: client_example.py CMAKE BUILD_DIRECTORY SERVER
"""

import json
import os
import pathlib
import re
import subprocess
import sys
import tempfile
import time

import sources

EXAMPLE = sources.ROOT / "common/client/example"
PATIENCE_SECONDS = 60
INCLUDE = re.compile(r'^#include ["<](.+)[">]', re.MULTILINE)


def run(*command, **options) -> str:
    result = subprocess.run(command, text=True, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, check=False, **options)
    if result.returncode != 0:
        sys.exit(f"{' '.join(map(str, command))}: status {result.returncode}\n{result.stdout}")
    return result.stdout


def check_headers(prefix: pathlib.Path):
    """Whatever they include of the project is there, and none wants a library but Qt."""
    include = prefix / "include/relais"
    headers = list(include.rglob("*.h"))
    if not headers:
        sys.exit(f"no headers in {include}")
    for header in headers:
        for included in INCLUDE.findall(header.read_text(encoding="utf-8")):
            if included.startswith("common/") and not (include / included).exists():
                sys.exit(f"{header.relative_to(prefix)} includes {included}, which is not installed")
            if "simdjson" in included:
                sys.exit(f"{header.relative_to(prefix)} includes {included}")


def check_alone(prefix: pathlib.Path):
    unexpected = [str(path.relative_to(prefix)) for path in prefix.rglob("*")
                  if path.is_file() and path.suffix not in {".h", ".a", ".cmake"}]
    if unexpected:
        sys.exit(f"installed beside the client library: {', '.join(unexpected)}")


def port_of(log: pathlib.Path, server: subprocess.Popen) -> int:
    deadline = time.monotonic() + PATIENCE_SECONDS
    while time.monotonic() < deadline and server.poll() is None:
        for line in log.read_text(encoding="utf-8").splitlines():
            record = json.loads(line) if line.startswith("{") else {}
            if record.get("message") == "listening":
                return record["port"]
        time.sleep(0.01)
    sys.exit(f"the server did not start:\n{log.read_text(encoding='utf-8')}")


def check_run(program: pathlib.Path, server_program: pathlib.Path, folder: pathlib.Path):
    log = folder / "server.log"
    with open(log, "w", encoding="utf-8") as output:
        server = subprocess.Popen([server_program, "--port", "0", "--journal", "none", "--log-format", "json",
                                   "--set", "drain.window=0s"],
                                  stdout=output, stderr=output, cwd=folder)
    try:
        url = f"ws://127.0.0.1:{port_of(log, server)}/ws"
        printed = subprocess.run([program, url, "--user", "u1", "--say", "bonjour", "--count", "1"], text=True,
                                 stdout=subprocess.PIPE, timeout=PATIENCE_SECONDS, check=True).stdout
        if printed != 'example.said "bonjour"\n':
            sys.exit(f"the example printed {printed!r}")
    finally:
        server.terminate()
        server.wait(PATIENCE_SECONDS)


def main():
    cmake, build, server = sys.argv[1:]
    environment = {name: value for name, value in os.environ.items() if name != "DESTDIR"}
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        prefix = folder / "prefix"
        run(cmake, "--install", build, "--prefix", prefix, "--component", "client", env=environment)
        check_headers(prefix)
        check_alone(prefix)
        run(cmake, "-S", EXAMPLE, "-B", folder / "build", "-G", "Ninja", f"-DCMAKE_PREFIX_PATH={prefix}",
            "-DCMAKE_CXX_FLAGS=-Wall -Wextra -Werror")
        run(cmake, "--build", folder / "build")
        check_run(folder / "build/relais-example", pathlib.Path(server).resolve(), folder)


if __name__ == "__main__":
    main()
