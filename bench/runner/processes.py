# SPDX-FileCopyrightText: 2026 The Relais authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Starts the servers under test and the generator, each on its cores, and stops what it started."""

import base64
import hashlib
import hmac
import json
import os
import secrets
import socket
import subprocess
import tempfile
import time
from contextlib import contextmanager
from pathlib import Path


class BenchError(Exception):
    """A run that gave no figure."""


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def clean_environment():
    """The caller's, without what would configure a server: a figure is taken with the defaults."""
    return {
        name: value
        for name, value in os.environ.items()
        if not name.startswith("RELAIS_") and name not in ("PORT", "NODE_ENV")
    }


class Server:
    """One server process for the time of a `with`: started on a free port, listening when the block begins."""

    START_SECONDS = 15
    STOP_SECONDS = 15

    def __init__(self, command, cores, scheme="http"):
        self._command = [str(part) for part in command]
        self._cores = cores
        self._scheme = scheme
        self.port = free_port()

    @property
    def pid(self):
        return self._process.pid

    @property
    def url(self):
        return f"{self._scheme}://127.0.0.1:{self.port}"

    def __enter__(self):
        self._output = tempfile.TemporaryFile()
        self._folder = tempfile.TemporaryDirectory(prefix="relais-bench-")
        self._process = subprocess.Popen(
            [part.format(port=self.port, folder=self._folder.name) for part in self._command],
            stdin=subprocess.DEVNULL,
            stdout=self._output,
            stderr=subprocess.STDOUT,
            env=clean_environment(),
            preexec_fn=lambda: os.sched_setaffinity(0, self._cores),
        )
        try:
            self._wait_until_listening()
        except BaseException:
            self._stop()
            raise
        return self

    def __exit__(self, kind, value, trace):
        ended_by_itself = self._process.poll() is not None
        output = self._stop()
        if ended_by_itself:
            raise BenchError(f"{self._command[0]} ended during the run, status {self._process.returncode}:\n{output}")

    def _wait_until_listening(self):
        deadline = time.monotonic() + self.START_SECONDS
        while time.monotonic() < deadline:
            if self._process.poll() is not None:
                raise BenchError(f"{self._command[0]} ended with {self._process.returncode}:\n{self._read_output()}")
            with socket.socket() as probe:
                if probe.connect_ex(("127.0.0.1", self.port)) == 0:
                    return
            time.sleep(0.02)
        raise BenchError(f"{self._command[0]} does not listen after {self.START_SECONDS} s:\n{self._read_output()}")

    def _stop(self):
        if self._process.poll() is None:
            self._process.terminate()
            try:
                self._process.wait(self.STOP_SECONDS)
            except subprocess.TimeoutExpired:
                self._process.kill()
                self._process.wait()
        output = self._read_output()
        self._output.close()
        self._folder.cleanup()
        return output

    def _read_output(self):
        self._output.seek(0)
        return self._output.read().decode(errors="replace")[-4000:]


class Programs:
    """The programs of one build, as commands."""

    def __init__(self, build, server=None, server_arguments=()):
        self.generator = Path(build) / "bench" / "relais-bench"
        self.dashboard = Path(build) / "bench" / "dashboard" / "relais-bench-dashboard"
        self.qhttpserver = Path(build) / "bench" / "relais-bench-qhttpserver"
        self.server = Path(server) if server else Path(build) / "server" / "relais-server"
        self._server_arguments = list(server_arguments)

    def missing(self):
        return [str(path) for path in (self.generator, self.qhttpserver, self.server) if not os.access(path, os.X_OK)]

    def has_dashboard(self):
        """It takes libraries of a desktop."""
        return os.access(self.dashboard, os.X_OK)

    def relais(self, threads, journal=("--journal", "none")):
        """Without a journal, unless it is what is measured: it has no part in delivering."""
        command = [self.server, "--host", "127.0.0.1", "--port", "{port}", "--threads", threads, *journal]
        return command + ["--data-dir", "{folder}", "--log-level", "warning"] + self._server_arguments

    def secure_relais(self, threads, certificate):
        """`certificate` is a folder: see Bench.certificate()."""
        settings = [f"tls.certificate={certificate}/certificate.pem", f"tls.key={certificate}/key.pem"]
        return self.relais(threads) + [part for setting in settings for part in ("--set", setting)]

    def guarded_relais(self, threads, access, is_secure):
        """With authentication, and so with all the limits of a server that others reach."""
        settings = [
            f"auth.jwt_secret_file={access.secret_file}",
            f"auth.jwt_public_keys={access.folder}/certificate.pem",
        ]
        command = self.secure_relais(threads, access.folder) if is_secure else self.relais(threads)
        return command + [part for setting in settings for part in ("--set", setting)]

    def floor(self, coalesces=False):
        return [self.generator, "floor-server", "--port", "{port}"] + (["--coalesce"] if coalesces else [])

    def bare_qhttpserver(self):
        return [self.qhttpserver, "--port", "{port}"]


class Access:
    """Who may use a server under test: a certificate, whose key no token is signed with, and a secret for tokens."""

    LIFETIME_SECONDS = 3600

    def __init__(self, folder):
        self.folder = folder
        self.secret_file = Path(folder) / "secret"
        self._secret = secrets.token_hex(32)
        self.secret_file.touch(mode=0o600)
        self.secret_file.write_text(self._secret, encoding="ascii")

    def token(self, user, *roles):
        claims = {"sub": user, "roles": roles, "exp": int(time.time()) + self.LIFETIME_SECONDS}
        parts = [self._encoded(json.dumps(part).encode()) for part in ({"alg": "HS256", "typ": "JWT"}, claims)]
        signature = hmac.new(self._secret.encode(), ".".join(parts).encode(), hashlib.sha256).digest()
        return ".".join([*parts, self._encoded(signature)])

    @staticmethod
    def _encoded(part):
        return base64.urlsafe_b64encode(part).rstrip(b"=").decode()


class Bench:
    """Measures commands with scenarios, one fresh server process a run, and keeps every result."""

    def __init__(self, programs, timeout):
        self.programs = programs
        self.results = []
        self._timeout = timeout

    @contextmanager
    def certificate(self):
        """A folder with a certificate and its key, for the time of a `with`."""
        with tempfile.TemporaryDirectory(prefix="relais-bench-") as folder:
            files = ["--certificate", f"{folder}/certificate.pem", "--key", f"{folder}/key.pem"]
            subprocess.run([str(self.programs.generator), "certificate", *files], check=True)
            yield folder

    def run(self, subject, command, placement, scenario, scheme="http", **options):
        with Server(command, placement.server, scheme) as server:
            arguments = [self.programs.generator, scenario, "--json", "--url", server.url, "--pid", server.pid]
            arguments += ["--timeout", self._timeout]
            for name, value in options.items():
                arguments += [f"--{name.replace('_', '-')}", value]
            result = self._generate(subject, [str(part) for part in arguments], placement)
        self.results.append({"subject": subject, "placement": str(placement), **result})
        return result

    def run_dashboard(self, seconds, rounds):
        """It brings a server of its own, and takes any core: it is the program that is measured."""
        arguments = [self.programs.dashboard, "--json", "--seconds", seconds, "--rounds", rounds]
        done = subprocess.run(
            [str(part) for part in arguments],
            capture_output=True,
            text=True,
            timeout=seconds * rounds + 120,
            check=False,
            env=clean_environment() | {"QT_QPA_PLATFORM": "offscreen"},
        )
        if done.returncode != 0:
            raise BenchError(f"dashboard: {done.stderr.strip()}")
        result = json.loads(done.stdout)
        self.results.append({"subject": "dashboard", **result})
        return result

    def _generate(self, subject, arguments, placement):
        done = subprocess.run(
            arguments,
            capture_output=True,
            text=True,
            timeout=self._timeout + 30,
            check=False,
            preexec_fn=lambda: os.sched_setaffinity(0, placement.generator),
        )
        if done.returncode != 0:
            raise BenchError(f"{subject}: {' '.join(arguments[1:])}\n{done.stderr.strip()}")
        return json.loads(done.stdout)
