"""Every shell script of the tree passes shellcheck, every YAML file yamllint, every manual page man."""
import pathlib
import re
import subprocess
import sys
import tempfile
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent))
from tools import ROOT, listed, need, run  # noqa: E402

SHELL = re.compile(rb"#!\S*(?:/|/env )(?:ba|da)?sh\b")


def scripts():
    return [path for path in listed("") if SHELL.match(path.read_bytes()[:40])]


class Forms(unittest.TestCase):
    def test_shell_scripts(self):
        found = scripts()
        self.assertGreater(len(found), 8)
        status, said = run("shellcheck", "--external-sources", *found)
        self.assertEqual(status, 0, said)

    def test_yaml(self):
        found = listed(".yaml", ".yml")
        self.assertGreater(len(found), 12)
        status, said = run("yamllint", "--strict", "--config-file", ROOT / "tests/packaging/yamllint.yaml", *found)
        self.assertEqual(status, 0, said)

    def test_manual_pages(self):
        for page in listed(".1"):
            said = subprocess.run(["man", "--warnings", "--encoding=UTF-8", "--local-file", "--troff-device=utf8", "--ditroff", page],
                                  stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True, check=True).stderr
            self.assertEqual(said, "", page)

    def test_each_of_them_finds_a_fault(self):
        with tempfile.TemporaryDirectory() as folder:
            for name, text, *command in (("a", "#!/bin/sh\nrm $1/*\n", "shellcheck"), ("a.yaml", "a: 1\na: 2\n", "yamllint")):
                path = pathlib.Path(folder) / name
                path.write_text(text)
                self.assertNotEqual(run(*command, path)[0], 0, name)


if __name__ == "__main__":
    need("shellcheck", "yamllint", "man")
    unittest.main(argv=sys.argv[:1])
