#!/usr/bin/env python3
# SPDX-FileCopyrightText: 2026 The Relais authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Does include_directions.py see what it is there to see?"""

import pathlib
import tempfile
import unittest

import include_directions

LICENCES = {"common": "MIT", "sdk": "MIT"}


class TestIncludeDirections(unittest.TestCase):
    def problems(self, files: dict[str, str], licence: str | None = None) -> list[str]:
        """Of a tree of these files, each with the right licence line or `licence`."""
        with tempfile.TemporaryDirectory() as folder:
            root = pathlib.Path(folder)
            for name, text in files.items():
                path = root / name
                path.parent.mkdir(parents=True, exist_ok=True)
                right = LICENCES.get(name.split("/", maxsplit=1)[0], "GPL-3.0-or-later")
                path.write_text(f"// SPDX-License-Identifier: {licence or right}\n{text}", encoding="utf-8")
            return include_directions.problems_in(root)

    def assert_refused(self, path: str, included: str):
        problems = self.problems({path: f'#include "{included}"\n'})
        self.assertEqual(len(problems), 1, problems)
        self.assertTrue(problems[0].startswith(f"{path}:2: "), problems)
        self.assertIn(included, problems[0])

    def test_down_is_allowed(self):
        self.assertEqual(self.problems({
            "common/core/a.h": "#include <QString>\n",
            "server/queue/b.h": '#include "common/core/a.h"\n#include "server/queue/c.h"\n',
            "server/sync/c.h": '#include "server/queue/b.h"\n',
            "server/app/d.cpp": '#include "server/api/x.h"\n#include "server/transport/y.h"\n#include "d.moc"\n',
            "dashboard/e.cpp": '#include "common/core/a.h"\n',
            "tests/unit/f.cpp": '#include "server/queue/b.h"\n',
        }), [])

    def test_up_is_refused(self):
        for path, included in [
            ("common/core/a.h", "server/queue/b.h"),
            ("common/core/a.h", "dashboard/b.h"),
            ("common/core/a.h", "common/client/b.h"),
            ("common/protocol/a.h", "common/client/b.h"),
            ("common/client/a.h", "server/sync/b.h"),
            ("server/queue/a.cpp", "server/sync/b.h"),
            ("server/queue/a.cpp", "server/transport/b.h"),
            ("server/queue/a.cpp", "server/app/b.h"),
            ("server/sync/a.cpp", "server/api/b.h"),
            ("server/transport/a.cpp", "server/api/b.h"),
            ("server/transport/a.cpp", "server/app/b.h"),
            ("server/api/a.cpp", "tests/support/b.h"),
            ("bench/a.cpp", "server/transport/b.h"),
        ]:
            with self.subTest(path=path, included=included):
                self.assert_refused(path, included)

    def test_server_and_dashboard_never_meet(self):
        self.assert_refused("server/app/a.cpp", "dashboard/b.h")
        self.assert_refused("dashboard/a.cpp", "server/app/b.h")

    def test_http_and_websocket_never_meet(self):
        self.assert_refused("server/api/httproutes.cpp", "server/api/websocketmanager.h")
        self.assert_refused("server/api/syncclient.cpp", "server/api/longpolls.h")

    def test_an_include_is_written_from_the_root(self):
        self.assert_refused("server/queue/a.cpp", "b.h")
        self.assert_refused("server/queue/a.cpp", "../sync/b.h")

    def test_a_folder_without_a_rule_is_refused(self):
        self.assertIn("no rule", self.problems({"server/new/a.h": ""})[0])

    def test_a_wrong_licence_is_refused(self):
        for path, licence in [("common/a.h", "GPL-3.0-or-later"), ("server/queue/a.h", "MIT"), ("cmake/a.cmake", "MIT")]:
            with self.subTest(path=path):
                self.assertIn(licence, self.problems({path: ""}, licence)[0])

    def test_a_missing_licence_is_refused(self):
        with tempfile.TemporaryDirectory() as folder:
            root = pathlib.Path(folder)
            (root / "run").write_text("#!/bin/sh\n", encoding="utf-8")
            self.assertEqual(include_directions.problems_in(root),
                             ["run: no SPDX-License-Identifier in the first lines"])


if __name__ == "__main__":
    unittest.main()
