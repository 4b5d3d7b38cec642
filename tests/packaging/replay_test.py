"""A replay in parts, as deploy/ spreads it, is the replay of one run: the Jobs' own commands and the README's, with the real program."""
import json
import pathlib
import re
import shlex
import subprocess
import sys
import tempfile
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent))
sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent / "support"))
from charts import write_export  # noqa: E402
from tools import DEPLOY, ROOT, need_yaml  # noqa: E402

yaml = need_yaml()

VESICLE = ""  # the program under test, from the command line
README = (DEPLOY / "README.md").read_text(encoding="utf-8")


def job(part):
    return yaml.safe_load((DEPLOY / "kubernetes/replay" / part / "job.yaml").read_text())["spec"]


def command_of(part):
    container = job(part)["template"]["spec"]["containers"][0]
    return [*container["command"], *container["args"]]


class Replay(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.here = pathlib.Path(folder.name)
        (self.here / "replay").mkdir()
        requests = [json.loads(path.read_text(encoding="utf-8")) for path in sorted((ROOT / "tests/vignettes").glob("v*.request.json"))]
        self.orders = write_export(requests, self.here / "export")
        self.run_in(VESICLE, "replay", self.here / "export", "--out", self.here / "whole", "--threads", "1")

    def run_in(self, *command, **how):
        done = subprocess.run([str(word) for word in command], capture_output=True, text=True, **how)
        self.assertEqual(done.returncode, 0, done.stderr)
        return done

    def moved(self, words):
        """The same words where this test has the program and the directories."""
        here = {"/export": self.here / "export", "/replay": self.here / "replay", "vesicle": VESICLE}
        return [re.sub(r"(?<![\w.-])(/export|/replay|vesicle)(?= |/|$|\")", lambda found: str(here[found[1]]), word) for word in words]

    def expect_the_whole(self, report):
        files = {path.name: path.read_bytes() for path in report.iterdir()}
        self.assertEqual(files, {path.name: path.read_bytes() for path in (self.here / "whole").iterdir()})

    def test_the_export_holds_every_order(self):
        counts = json.loads((self.here / "whole" / "report.json").read_text())["run"]["counts"]
        self.assertGreaterEqual(counts["orders"], self.orders)
        self.assertGreater(self.orders, 20)

    def test_the_jobs_of_kubernetes(self):
        for index in range(job("shards")["completions"]):
            self.run_in(*self.moved(command_of("shards")), env={"JOB_COMPLETION_INDEX": str(index)})
        self.run_in(*self.moved(command_of("merge")))
        self.expect_the_whole(self.here / "replay" / "report")

    def test_the_pipe_of_spark(self):
        """PySpark splits the command like a shell, gives it no environment and every element of a part as a line."""
        [command] = re.findall(r'^ {8}"(xargs [^"]+)", checkCode=True', README, re.MULTILINE)
        [merge] = re.findall(r"then `(vesicle replay merge [^`]+)`", README)
        for number in range(1, 9):
            self.run_in(*self.moved(shlex.split(command)), env={}, input=f"{number}/8 {number}\n")
        self.run_in("sh", "-c", *self.moved([merge]))
        self.expect_the_whole(self.here / "replay" / "report")


if __name__ == "__main__":
    VESICLE = sys.argv.pop()
    unittest.main(argv=sys.argv[:1])
