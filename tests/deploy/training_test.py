"""deploy/training/count.cmake: what the copy counted lies beside the objects that it is for, counted anew when anything changed."""
import pathlib
import subprocess
import tempfile
import unittest

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
# Stands for the copy that counts: each answered sample adds a line to what is counted.
COPY = """
cmake_minimum_required(VERSION 3.25)
project(copy NONE)
add_custom_target(answer_samples)
"""
PROGRAM = """#!/bin/sh
cd "$(dirname "$0")/../.." || exit 1
ls "$1"/*.json >>runs
{0}
"""
COUNTS = "mkdir -p cds/CMakeFiles/cds.dir/rules && echo counted >>cds/CMakeFiles/cds.dir/rules/renal_dose.cpp.gcda"


class Training(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.here = pathlib.Path(folder.name)
        self.source, self.build = self.here / "source", self.here / "build"
        self.copy = self.build / "counting"
        self.samples = self.source / "server/console/samples"
        for one in (self.samples, self.copy / "deploy/training", self.here / "copy"):
            one.mkdir(parents=True)
        (self.samples / "v01.json").write_text("{}")
        (self.here / "copy/CMakeLists.txt").write_text(COPY)
        subprocess.run(["cmake", "-S", self.here / "copy", "-B", self.copy], check=True, stdout=subprocess.DEVNULL)
        self.compile(COUNTS)

    def compile(self, work):
        program = self.copy / "deploy/training/answer_samples"
        program.write_text(PROGRAM.format(work))
        program.chmod(0o755)

    def count(self):
        return subprocess.run(["cmake", "-D", f"SOURCE={self.source}", "-D", f"BUILD={self.build}", "-P", ROOT / "deploy/training/count.cmake"],
                              capture_output=True, text=True)

    def runs(self):
        return len((self.copy / "runs").read_text().splitlines())

    def test_counts_lie_where_the_compiler_looks_for_them(self):
        self.assertEqual(self.count().returncode, 0)
        self.assertEqual((self.build / "cds/CMakeFiles/cds.dir/rules/renal_dose.cpp.gcda").read_text(), "counted\n")

    def test_nothing_is_counted_again_while_nothing_changed(self):
        self.count()
        self.count()
        self.assertEqual(self.runs(), 1)

    def test_a_new_sample_is_counted_and_counts_do_not_add_up(self):
        self.count()
        (self.samples / "v02.json").write_text("{}")
        self.assertEqual(self.count().returncode, 0)
        self.assertEqual(self.runs(), 3)
        self.assertEqual((self.build / "cds/CMakeFiles/cds.dir/rules/renal_dose.cpp.gcda").read_text(), "counted\n")

    def test_a_copy_that_fails_or_counts_nothing_ends_the_build(self):
        for work, said in (("exit 3", "return code: 3"), ("true", "counted nothing")):
            with self.subTest(said):
                self.compile(work)
                done = self.count()
                self.assertNotEqual(done.returncode, 0)
                self.assertIn(said, " ".join(done.stderr.split()))


if __name__ == "__main__":
    unittest.main()
