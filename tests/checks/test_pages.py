#!/usr/bin/env python3
# SPDX-FileCopyrightText: 2026 The Relais authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Does pages.py see what it is there to see?"""

import pathlib
import tempfile
import unittest

import pages

ERROR_SOURCE = '{ErrorCode::A, "a_error", "A", 400, 0, permanent},\n{ErrorCode::B, "b_error", "B", 0,\n 4100, retryable},'
ERROR_TABLE = "| `a_error` | 400 | – | no |\n| `b_error` | – | 4100 | yes |\n"


class TestPages(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.root = pathlib.Path(folder.name)
        for page in pages.TRANSLATED:
            for path in (page, pages.sibling(page)):
                self.write(path, "# Title\n\n## Part one\n")
        for page in pages.ERROR_PAGES:
            self.write(page, f"# Title\n\n## Part one\n\n{ERROR_TABLE}")
        self.write(pages.ERROR_SOURCE, ERROR_SOURCE)

    def write(self, name: str, text: str):
        path = self.root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")

    def assert_problem(self, *parts: str):
        problems = pages.problems_in(self.root)
        self.assertEqual(len(problems), 1, problems)
        for part in parts:
            self.assertIn(part, problems[0])

    def test_what_holds_together_passes(self):
        self.write("docs/more.md", "[a](guide.md) [b](../README.md#part-one) [c](#here) [d](https://example.org/x)\n"
                                   "`[code](nowhere.md)`\n```\n[code](nowhere.md)\n# no heading\n```\n# Here\n")
        self.assertEqual(pages.problems_in(self.root), [])

    def test_a_link_that_leads_nowhere_is_seen(self):
        self.write("docs/more.md", "[a](nowhere.md)\n")
        self.assert_problem("docs/more.md", "nowhere.md")

    def test_a_heading_that_is_not_there_is_seen(self):
        self.write("docs/more.md", "[a](guide.md#part-two)\n")
        self.assert_problem("docs/more.md", "part-two")

    def test_a_missing_translation_is_seen(self):
        (self.root / "docs/fr/guide.md").unlink()
        self.assert_problem("docs/fr/guide.md", "missing")

    def test_a_part_that_is_not_translated_is_seen(self):
        self.write("README.fr.md", "# Title\n")
        self.assert_problem("README.fr.md")

    def test_an_error_that_is_not_documented_is_seen(self):
        self.write("docs/protocol.md", "# T\n\n## P\n| `a_error` | 400 | – | no |\n")
        self.assert_problem("docs/protocol.md", "b_error")

    def test_an_error_with_another_status_is_seen(self):
        self.write("docs/protocol.md", "# T\n\n## P\n" + ERROR_TABLE.replace("400", "404"))
        self.assert_problem("docs/protocol.md", "a_error", "404")

    def test_an_error_that_does_not_exist_is_seen(self):
        self.write("docs/protocol.md", "# T\n\n## P\n" + ERROR_TABLE + "| `c_error` | 400 | – | no |\n")
        self.assert_problem("docs/protocol.md", "c_error")


    def test_an_attack_that_is_not_in_the_table(self):
        self.write(f"{pages.ATTACK_TESTS}/tst_x.cpp", "    void row07_somethingIsTried();\n")
        self.assertIn(f"{pages.ATTACK_PAGES[0]}: tst_x row07 is not in the table", pages.problems_in(self.root))
        for page in pages.ATTACK_PAGES:
            self.write(page, "# Title\n\n## Part one\n\n| it | 403 | `tst_x` row07 |\n")
        self.assertEqual(pages.problems_in(self.root), [])

    def test_an_attack_that_is_not_tried(self):
        for page in pages.ATTACK_PAGES:
            self.write(page, "# Title\n\n## Part one\n\n| it | 403 | `tst_x` row07 |\n")
        self.assertIn(f"{pages.ATTACK_PAGES[0]}: there is no row07 in tst_x", pages.problems_in(self.root))


if __name__ == "__main__":
    unittest.main()
