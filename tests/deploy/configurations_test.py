"""What deploy/ holds to try with: sandbox.toml starts and warns, clients.example.toml has no fault."""
import pathlib
import re
import shlex
import subprocess
import sys
import tempfile
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent / "support"))
from running import ROOT, Vesicle, make_certificates  # noqa: E402

VESICLE = ""  # the program under test, from the command line


class Configurations(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.here = pathlib.Path(folder.name)

    def test_the_one_for_the_sandbox_starts_and_says_what_it_opens(self):
        text = (ROOT / "deploy" / "sandbox.toml").read_text(encoding="utf-8")
        said = shlex.split(re.search(r"^#   (vesicle serve .*)$", text, re.MULTILINE)[1])
        self.assertEqual(said[2:5], ["--no-auth", "--config", "deploy/sandbox.toml"])
        make_certificates(self.here)
        server = Vesicle(VESICLE, self.here, self.here / "log", "--no-auth", "--config", ROOT / "deploy" / "sandbox.toml")
        self.addCleanup(server.stop)
        for warning in ("--no-auth: every program on this machine can ask", "resources are read from any https server"):
            self.assertIn(f'"level":"warning","event":"{warning}', server.said(warning))
        for origin in ("https://sandbox.cds-hooks.org", "http://localhost:8080", "https://elsewhere.example"):
            head = subprocess.run(["curl", "--silent", "--show-error", "--noproxy", "*", "--cacert", self.here / "ca.pem", "--header",
                                   f"Origin: {origin}", "--dump-header", "-", "--output", "/dev/null", server.address + "/cds-services"],
                                  check=True, capture_output=True, text=True).stdout
            self.assertEqual(f"Access-Control-Allow-Origin: {origin}" in head, origin != "https://elsewhere.example", head)

    def test_the_example_of_clients_is_without_fault_and_warns_of_the_sandbox(self):
        done = subprocess.run([VESICLE, "clients", "check", ROOT / "deploy" / "clients.example.toml"], capture_output=True, text=True)
        self.assertEqual(done.returncode, 0, done.stdout + done.stderr)
        *warnings, last = done.stdout.splitlines()
        self.assertEqual(last, "ok: 5 clients without fault")
        self.assertTrue(any(line.startswith("warning: ") and "sandbox" in line for line in warnings), warnings)


if __name__ == "__main__":
    VESICLE = sys.argv.pop()
    unittest.main()
