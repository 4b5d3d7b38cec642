"""deploy/install-packages: installs exactly what is missing, and nothing when nothing is."""
import os
import pathlib
import re
import subprocess
import sys
import tempfile
import unittest

DEPLOY = pathlib.Path(__file__).resolve().parent.parent.parent / "deploy"

# Stand-ins for the tools of a Debian: packages are the files of two folders, what apt-get is asked for goes into a log.
TOOLS = {
    "dpkg-query": '[ -e "$HERE/installed/$4" ] && printf installed',
    "apt-cache": '[ -e "$HERE/available/$2" ] && echo "$2 | 1.0 | somewhere"',
    "apt-get": 'echo "$*" >>"$HERE/log"',
    "sudo": 'exec "$@"',
}


def needs(*uses):
    """The alternatives of each need of these uses, as the list has them."""
    lines = (line.split(None, 1) for line in (DEPLOY / "packages.txt").read_text().splitlines() if re.match(r"[a-z]", line))
    return [[name.strip() for name in names.split("|")] for use, names in lines if use in uses]


class InstallPackages(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.here = pathlib.Path(folder.name)
        for name in ("installed", "available", "tools"):
            (self.here / name).mkdir()
        for name, text in TOOLS.items():
            (self.here / "tools" / name).write_text("#!/bin/sh\n" + text + "\n")
            (self.here / "tools" / name).chmod(0o755)

    def put(self, folder, names):
        for name in names:
            (self.here / folder / name).touch()

    def run_it(self, *uses):
        environment = os.environ | {"PATH": f"{self.here}/tools:{os.environ['PATH']}", "HERE": str(self.here)}
        return subprocess.run([DEPLOY / "install-packages", *uses], capture_output=True, text=True, env=environment)

    def asked(self):
        """What apt-get was asked for, without its options."""
        log = self.here / "log"
        lines = log.read_text().splitlines() if log.exists() else []
        return [[word for word in line.split() if not word.startswith("-") and "::" not in word] for line in lines]

    def test_nothing_is_asked_for_when_all_is_there(self):
        self.put("installed", [names[0] for names in needs("build", "run")])
        done = self.run_it("build", "run")
        self.assertEqual((done.returncode, done.stdout), (0, "packages: all there (build run)\n"))
        self.assertEqual(self.asked(), [])

    def test_everything_is_installed_on_an_empty_machine(self):
        self.put("available", [names[0] for names in needs("build", "run", "test", "check")])
        self.assertEqual(self.run_it("build", "run", "test", "check").returncode, 0)
        self.assertEqual(self.asked(), [["update"], ["install"] + [names[0] for names in needs("build", "run", "test", "check")]])

    def test_only_what_is_missing_for_the_use_is_installed(self):
        self.put("installed", [names[0] for names in needs("run") if names[0] != "curl"])
        self.put("available", [names[0] for names in needs("build", "run", "test", "check")])
        self.assertEqual(self.run_it("run").returncode, 0)
        self.assertEqual(self.asked(), [["update"], ["install", "curl"]])

    def test_a_newer_release_gets_the_newer_name(self):
        self.put("available", [names[-1] for names in needs("build")])
        self.assertEqual(self.run_it("build").returncode, 0)
        self.assertIn("libboost-json1.83-dev", self.asked()[1])
        self.assertNotIn("libboost-json1.81-dev", self.asked()[1])

    def test_either_name_will_do(self):
        self.put("installed", [names[-1] for names in needs("build")])
        self.assertEqual(self.run_it("build").returncode, 0)
        self.assertEqual(self.asked(), [])

    def test_a_package_that_does_not_exist_is_told(self):
        self.put("available", [names[0] for names in needs("run") if names[0] != "curl"])
        done = self.run_it("run")
        self.assertEqual((done.returncode, done.stderr), (1, "packages: this release has none of: curl\n"))
        self.assertEqual(self.asked(), [["update"]])

    def test_a_checker_that_does_not_exist_is_left_out(self):
        self.put("available", ["clang-format-14"])
        done = self.run_it("check")
        self.assertEqual(done.returncode, 0)
        self.assertIn("no `clang-tidy-14`; its check will be skipped", done.stdout)
        self.assertEqual(self.asked()[1], ["install", "clang-format-14"])

    def test_a_browser_that_does_not_exist_is_left_out(self):
        self.put("available", ["libnss3-tools"])
        done = self.run_it("browser")
        self.assertEqual(done.returncode, 0)
        self.assertIn("no `chromium`; its check will be skipped", done.stdout)
        self.assertEqual(self.asked(), [["update"], ["install", "libnss3-tools"]])

    def test_a_browser_is_a_use_of_its_own(self):
        self.put("available", [name for names in needs("build", "run", "test", "check", "browser") for name in names])
        self.assertEqual(self.run_it("browser").returncode, 0)
        self.assertEqual(self.asked(), [["update"], ["install", "chromium", "libnss3-tools", "node-typescript"]])

    def test_the_benchmark_is_a_use_of_its_own_and_does_without(self):
        self.put("available", ["valgrind"])
        self.assertEqual(self.run_it("bench").returncode, 0)
        self.assertEqual(self.asked(), [["update"], ["install", "valgrind"]])
        self.put("available", [])
        self.assertEqual(self.run_it("bench").returncode, 0)

    def test_fuzzing_is_a_use_of_its_own(self):
        self.put("available", [name for names in needs("build", "run", "test", "check", "fuzz") for name in names])
        self.assertEqual(self.run_it("fuzz").returncode, 0)
        self.assertEqual(self.asked(), [["update"], ["install", "clang-14", "libclang-rt-14-dev"]])
        self.assertNotIn(["clang-14"], needs("build", "run", "test", "check"))

    def test_wrong_usage_is_told(self):
        for uses in ([], ["everything"], ["build", "--fast"]):
            done = self.run_it(*uses)
            self.assertEqual(done.returncode, 2, uses)
            self.assertIn("usage: deploy/install-packages", done.stderr)


if __name__ == "__main__":
    unittest.main(argv=sys.argv[:1])
