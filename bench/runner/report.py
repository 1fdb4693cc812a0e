# SPDX-FileCopyrightText: 2026 The Relais authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The table and the environment in Markdown, ready for docs/benchmarks.md."""

import os
import platform
import re
import subprocess
from pathlib import Path

from runner.cores import place


def table(rows):
    lines = ["| figure | Relais | against | ratio | target | met |", "| --- | --- | --- | --- | --- | --- |"]
    for row in rows:
        met = {True: "yes", False: "**no**", None: ""}[row.met]
        cells = (row.figure, row.relais, row.baseline, row.ratio, row.target, met)
        lines.append("| " + " | ".join(cells) + " |")
    return "\n".join(lines)


def environment(programs, build):
    cache = read(Path(build) / "CMakeCache.txt")
    memory = re.search(r"MemTotal:\s+(\d+)", read("/proc/meminfo"))
    facts = {
        "processor": first(r"model name\s*:\s*(.+)", read("/proc/cpuinfo")),
        "cores": str(len(os.sched_getaffinity(0))),
        "memory": f"{int(memory[1]) / 1024 / 1024:.0f} GiB" if memory else "",
        "kernel": platform.release(),
        "Qt": output_of([str(programs.qhttpserver), "--version"]).split(" ")[-1],
        "server": output_of([str(programs.server), "--version"]),
        "build": first(r"CMAKE_BUILD_TYPE:\w+=(.*)", cache) + sanitizers(cache),
        "placement, one I/O thread": str(place(1)),
        "placement, two I/O threads": str(place(2)),
        "load before the run": " ".join(f"{load:.2f}" for load in os.getloadavg()),
    }
    return "\n".join(f"- {name}: {value}" for name, value in facts.items() if value)


def sanitizers(cache):
    names = first(r"RELAIS_SANITIZE:\w+=(.*)", cache)
    return f" with {names}: figures mean nothing" if names else ""


def first(pattern, text):
    found = re.search(pattern, text)
    return found[1].strip() if found else ""


def read(path):
    try:
        return Path(path).read_text(encoding="utf-8", errors="replace")
    except OSError:
        return ""


def output_of(command):
    try:
        done = subprocess.run(command, capture_output=True, text=True, timeout=10, check=False)
    except (OSError, subprocess.TimeoutExpired):
        return ""
    return done.stdout.strip() if done.returncode == 0 else ""
