"""tests/run: what fails is counted and named, whatever fails, and the last line tells."""
import os
import pathlib
import subprocess
import sys
import tempfile
import unittest

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
VESICLE = ""  # the program under test, from the command line

# Stand-ins for the slow tools. A word in FAILING makes the tool of that name fail.
TOOLS = {
    "dpkg-query": "printf installed",
    "cmake": 'case "$*" in *"--preset $BROKEN"*|*"$BROKEN -j"*) echo "error: broken"; exit 1;; esac\n'
             'case "$*" in *release*vesicle*) mkdir -p "$2/server"; ln -sf "$VESICLE" "$2/server/vesicle";; esac\n'
             'for word; do case "$word" in fuzz_*) mkdir -p "$2/tests/fuzz"\n'
             'printf "#!/bin/sh\\n[ \\$FAILING != fuzz ]\\n" >"$2/tests/fuzz/$word"; chmod +x "$2/tests/fuzz/$word";; esac; done',
    "ctest": 'case "$*" in *--rerun-failed*) exit $AGAIN;; esac\n'
             'echo "$* long=${VESICLE_LONG:-0}" >>"$HERE/asked"\n'
             'case "$*" in *sanitize*) n=$SANITIZE_FAILS;; *) n=$DEV_FAILS;; esac\n'
             '[ "$n" = crash ] && exit 8\n'
             'echo "      Start  1: Room.One"; echo " 1/10 Test  #1: Room.One ....   Passed    0.01 sec"\n'
             'echo " 2/10 Test  #2: Room.Two ....***Failed    0.01 sec"; echo "$SAID"\n'
             'echo; echo "90% tests passed, $n tests failed out of 10"\n'
             'printf "The following tests did not run:\\n\\t  3 - Room.Three (Skipped)\\n"\n'
             '[ "$n" = 0 ] || printf "The following tests FAILED:\\n\\t  2 - Room.Two (Failed)\\n"\n'
             '[ "$n" = 0 ]',
    "clang-format-14": '[ "$FAILING" != format ]',
    "clang-tidy-14": '[ "$FAILING" != tidy ]',
}


class TestsRun(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.here = pathlib.Path(folder.name)
        (self.here / "tools").mkdir()
        for name, text in TOOLS.items():
            (self.here / "tools" / name).write_text("#!/bin/sh\n" + text + "\n")
            (self.here / "tools" / name).chmod(0o755)

    def run_it(self, *arguments, **said):
        environment = os.environ | {
            "PATH": f"{self.here}/tools:{os.environ['PATH']}", "VESICLE_BUILD_DIR": str(self.here / "build"), "VESICLE": VESICLE,
            "HERE": str(self.here), "BROKEN": "none", "FAILING": "none", "DEV_FAILS": "0", "SANITIZE_FAILS": "0",
            "AGAIN": "8", "SAID": "expected 1, got 2"} | said
        done = subprocess.run([ROOT / "tests" / "run", *arguments], capture_output=True, text=True, env=environment, cwd="/")
        return done.returncode, done.stdout, done.stdout.splitlines()[-1:]

    def test_the_quick_part_is_the_development_build_and_its_tests(self):
        code, said, last = self.run_it("--quick", SANITIZE_FAILS="3")
        self.assertEqual((code, last), (0, ["11 passed, 0 failed"]), said)
        self.assertNotIn("sanitize", said)

    def test_the_whole_is_two_builds_their_tests_the_form_and_the_server(self):
        code, said, last = self.run_it()
        self.assertEqual((code, last), (0, ["25 passed, 0 failed"]), said)
        self.assertNotIn("failed: ", said)  # a skipped test is none

    def test_other_peoples_programs_are_for_the_whole_and_for_one_build(self):
        tools, services = "browser|npm|packaging", "postgres|haproxy"
        for arguments, told in ((["--quick"], [("dev", f"{tools}|{services}")]), ([], [("dev", ""), ("sanitize", tools)])):
            (self.here / "asked").unlink(missing_ok=True)
            self.run_it(*arguments)
            asked = (self.here / "asked").read_text().splitlines()
            self.assertEqual([("dev" if "/dev " in line else "sanitize", line.partition("-LE ")[2].partition(" ")[0]) for line in asked], told, asked)

    def test_the_long_run_is_the_whole_with_longer_searches_and_fuzzing(self):
        for failing, ends in (("none", (0, ["26 passed, 0 failed"])), ("fuzz", (1, ["25 passed, 1 failed"]))):
            code, said, last = self.run_it("--long", FAILING=failing)
            self.assertEqual((code, last), ends, said)
        self.assertTrue(all(line.endswith("long=1") for line in (self.here / "asked").read_text().splitlines()))

    def test_failed_tests_are_counted_and_shown_and_passed_ones_are_not_shown(self):
        code, said, last = self.run_it("--quick", DEV_FAILS="1")
        self.assertEqual((code, last), (1, ["10 passed, 1 failed"]), said)
        self.assertIn("Room.Two ....***Failed", said)
        self.assertNotIn("Room.One", said)

    def test_what_failed_is_told_again_where_the_log_ends(self):
        end = self.run_it(DEV_FAILS="1")[1].partition("deploy/run: ")[2]
        self.assertRegex(end, r"dev: +2/10 Test +#2: Room\.Two \.+\*\*\*Failed.*\nexpected 1, got 2\n")
        self.assertIn("\nfailed: dev: Room.Two (Failed)\n", end)
        self.assertIn("failed: format\n", self.run_it(FAILING="format")[1])

    def test_few_that_pass_by_themselves_are_told_of_as_unsteady(self):
        code, said, last = self.run_it("--quick", DEV_FAILS="1", AGAIN="0")
        self.assertEqual((code, last), (0, ["11 passed, 0 failed"]), said)
        self.assertIn("\nunsteady, passed only by itself: dev: Room.Two (Failed)\n", said)

    def test_many_failures_and_what_a_sanitizer_reports_are_never_called_unsteady(self):
        for said, counted in (({"DEV_FAILS": "4"}, "7 passed, 4 failed"),
                              ({"DEV_FAILS": "1", "SAID": "==1==ERROR: AddressSanitizer: heap-use-after-free"}, "10 passed, 1 failed"),
                              ({"DEV_FAILS": "1", "SAID": "a.cpp:1: runtime error: shift"}, "10 passed, 1 failed")):
            with self.subTest(said):
                code, printed, last = self.run_it("--quick", AGAIN="0", **said)
                self.assertEqual((code, last), (1, [counted]), printed)
                self.assertNotIn("unsteady", printed)

    def test_a_test_program_that_ends_badly_is_a_failure(self):
        self.assertEqual(self.run_it("--quick", DEV_FAILS="crash")[::2], (1, ["1 passed, 1 failed"]))

    def test_a_build_that_breaks_is_told_and_its_tests_are_not_run(self):
        code, said, last = self.run_it("--quick", BROKEN="dev")
        self.assertEqual((code, last), (1, ["0 passed, 1 failed"]), said)
        self.assertIn("error: broken", said)
        self.assertIn("tests/run: dev build: failed", said)

    def test_each_part_of_the_whole_can_fail(self):
        for said, told, counted in (({"SANITIZE_FAILS": "2"}, "sanitize tests: 8 passed, 2 failed", "23 passed, 2 failed"),
                                    ({"FAILING": "format"}, "format: failed", "24 passed, 1 failed"),
                                    ({"FAILING": "tidy"}, "tidy: failed", "24 passed, 1 failed"),
                                    ({"BROKEN": "sanitize"}, "sanitize build: failed", "14 passed, 1 failed"),
                                    ({"BROKEN": "release"}, "deploy/run: failed", "24 passed, 1 failed")):
            with self.subTest(told=told):
                code, printed, last = self.run_it(**said)
                self.assertEqual((code, last), (1, [counted]), printed)
                self.assertIn(told, printed)

    def test_wrong_usage_is_told(self):
        for arguments in (["--slow"], ["--quick", "--quick"], ["dev"]):
            self.assertEqual(self.run_it(*arguments)[0], 2, arguments)


if __name__ == "__main__":
    VESICLE = sys.argv.pop()
    unittest.main()
