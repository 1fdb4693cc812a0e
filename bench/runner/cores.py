# SPDX-FileCopyrightText: 2026 The Relais authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Which cores the server and the generator run on: apart, where the machine has enough of them."""

import os
from dataclasses import dataclass


@dataclass(frozen=True)
class Placement:
    server: frozenset
    generator: frozenset

    @property
    def is_shared(self):
        return bool(self.server & self.generator)

    def __str__(self):
        words = f"server on {names(self.server)}, generator on {names(self.generator)}"
        return words + (" (shared)" if self.is_shared else "")


def names(cores):
    return ("core " if len(cores) == 1 else "cores ") + ", ".join(map(str, sorted(cores)))


def place(server_threads, available=None):
    """The generator, which has one thread, on the last core; the server on as many of the others as it has I/O threads.
    When there are fewer, the two share, and the report says so."""
    cores = sorted(available if available is not None else os.sched_getaffinity(0))
    generator = cores[-1:]
    others = cores[:-1]
    server = others[:server_threads] if len(others) >= server_threads else cores[:server_threads]
    return Placement(frozenset(server), frozenset(generator))
