"""deploy/README.md keeps its word: the walk with a token, command by command as it is printed, from a key to the feedback's row."""
import os
import pathlib
import re
import shlex
import subprocess
import sys
import tempfile
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent / "support"))
from running import ROOT, Vesicle, make_certificates  # noqa: E402

README = (ROOT / "deploy" / "README.md").read_text(encoding="utf-8")
VESICLE = ""  # the program under test, from the command line


def commands():
    """Those before the server, the server, those after it."""
    section = README[README.index("## A token to try with"):].split("\n## ")[0]
    lines = "\n".join(re.findall(r"^    (.*)$", section, re.MULTILINE)).replace("\\\n", "").splitlines()
    at = next(number for number, line in enumerate(lines) if line.startswith("vesicle serve"))
    return lines[:at], lines[at], lines[at + 1:]


class Walk(unittest.TestCase):
    """A folder in which `vesicle`, deploy/ and certs/dev/ are, and where curl finds the README's port at the one that was free."""

    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.here = pathlib.Path(folder.name)
        (self.here / "bin").mkdir()
        (self.here / "bin" / "vesicle").symlink_to(pathlib.Path(VESICLE).resolve())
        (self.here / "deploy").symlink_to(ROOT / "deploy")
        make_certificates(self.here / "certs" / "dev")

    def shell(self, lines):
        environment = os.environ | {"PATH": f"{self.here}/bin:{os.environ['PATH']}", "CURL_HOME": str(self.here)}
        done = subprocess.run(["bash", "-c", "set -euo pipefail\n" + "\n".join(lines)], cwd=self.here, capture_output=True, text=True,
                              env=environment)
        self.assertEqual(done.returncode, 0, done.stderr)
        return done.stdout

    def serve(self, line):
        """As it is printed, but for the port, and with every path from this folder."""
        words = shlex.split(line)
        self.assertEqual(words[:2], ["vesicle", "serve"])
        given = dict(zip(words[2::2], words[3::2]))
        for option in ("--certificate", "--key"):
            self.assertEqual(pathlib.Path(given.pop(option)).parent, pathlib.Path("certs/dev"))
        for option in ("--clients", "--data"):
            given[option] = str(self.here / given[option])
        server = Vesicle(VESICLE, self.here / "certs" / "dev", self.here / "log", *[word for pair in given.items() for word in pair])
        self.addCleanup(server.stop)
        port = server.address.rpartition(":")[2]
        (self.here / ".curlrc").write_text(f'connect-to = "127.0.0.1:8443:127.0.0.1:{port}"\nnoproxy = "*"\nfail-with-body\n')

    def test_it_ends_with_the_row_of_the_feedback(self):
        before, serving, after = commands()
        self.assertIn("ok: 1 clients without fault", self.shell(before))
        self.serve(serving)
        said = self.shell(after)
        self.assertIn("[WARNING] Day 12 of valacyclovir", said)
        self.assertRegex(said.splitlines()[-1], r'^"treatment-failure",.*"yes","overridden",.*"trial","antiviral-order-sign"')

    def test_without_its_token_the_call_is_refused(self):
        before, serving, after = commands()
        self.shell(before)
        self.serve(serving)
        call = next(line for line in after if "as-of-today" in line)
        bare = [after[0], re.sub(r'--header "Authorization: [^"]*" ', "", call) + " --write-out '%{http_code}' || true"]
        self.assertEqual(self.shell(bare), "401")


if __name__ == "__main__":
    VESICLE = sys.argv.pop()
    unittest.main()
