"""Prometheus's own tool reads the metrics of the running program and finds nothing to complain of."""
import pathlib
import shutil
import subprocess
import sys
import tempfile
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[2] / "support"))
from running import ROOT, Vesicle, make_certificates  # noqa: E402

VESICLE = ""  # the program under test, from the command line


class Promtool(unittest.TestCase):
    def test_finds_nothing_to_complain_of(self):
        with tempfile.TemporaryDirectory() as folder:
            here = pathlib.Path(folder)
            make_certificates(here)
            server = Vesicle(VESICLE, here, here / "log", "--no-auth", "--admin", "127.0.0.1:0", "--data", here / "data")
            self.addCleanup(server.stop)
            ask = ["curl", "--silent", "--show-error", "--fail", "--noproxy", "*", "--cacert", here / "ca.pem"]
            sample = (ROOT / "deploy" / "sample" / "order-sign.json").read_bytes()
            subprocess.run([*ask, "--header", "Content-Type: application/json", "--data-binary", "@-", "--output", "/dev/null",
                            server.address + "/cds-services/antiviral-order-sign"], input=sample, check=True)
            text = subprocess.run([*ask, server.admin + "/metrics"], check=True, capture_output=True).stdout
            self.assertIn(b"vesicle_", text)
            read = subprocess.run(["promtool", "check", "metrics"], input=text, capture_output=True)
            self.assertEqual((read.returncode, read.stdout + read.stderr), (0, b""))
            broken = subprocess.run(["promtool", "check", "metrics"], input=text.replace(b"_total", b"_count"), capture_output=True)
            self.assertNotEqual(broken.returncode, 0)


if __name__ == "__main__":
    VESICLE = sys.argv.pop()
    if shutil.which("promtool") is None:
        sys.exit(77)
    unittest.main()
