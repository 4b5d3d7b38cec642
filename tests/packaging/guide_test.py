"""deploy/README.md keeps its word: every command of the administrator's guide, in its order, on a Debian that holds nothing else."""
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
from debian_package import build_package  # noqa: E402
from debian_root import DebianRoot  # noqa: E402
from tools import DEPLOY, need, need_root  # noqa: E402

README = (DEPLOY / "README.md").read_text(encoding="utf-8")
HOST = "cds.hospital.example"
BUILD, CACHE = pathlib.Path(), pathlib.Path()  # from the command line
EXTENSION = f"""[req]
distinguished_name = name
[name]
[ca]
basicConstraints = critical, CA:TRUE
keyUsage = critical, keyCertSign
[leaf]
basicConstraints = critical, CA:FALSE
keyUsage = critical, digitalSignature
extendedKeyUsage = serverAuth
subjectAltName = DNS:{HOST}
"""


def sections():
    """(heading, its commands) in the order of the page; a command that goes on on the next line is one."""
    guide = README[README.index("## The administrator's guide"):].split("\n## ")[0]
    for part in guide.split("\n### ")[1:]:
        heading, text = part.split("\n", 1)
        lines = "\n".join(re.findall(r"^    (.*)$", text, re.MULTILINE)).replace("\\\n", "").splitlines()
        if lines:
            yield heading, lines


def make_certificates(folder):
    """ca.pem, server.pem and server.key, as an authority of the hospital would give them."""
    (folder / "extensions").write_text(EXTENSION)
    for command in (f"req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -keyout ca.key -out ca.pem -days 30 -subj /CN=Authority -config extensions -extensions ca",
                    f"req -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -keyout server.key -out server.csr -subj /CN={HOST} -config extensions",
                    "x509 -req -in server.csr -CA ca.pem -CAkey ca.key -CAcreateserial -days 60 -out server.pem -extfile extensions -extensions leaf"):
        subprocess.run(["openssl", *shlex.split(command)], cwd=folder, check=True, capture_output=True)


class Guide(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        folder = tempfile.TemporaryDirectory()
        cls.addClassCleanup(folder.cleanup)
        here = pathlib.Path(folder.name)
        cls.machine = DebianRoot(CACHE, here)
        cls.addClassCleanup(cls.machine.close)
        work = cls.machine.root / "root"
        (work / "vesicle_0.1.0-1_amd64.deb").write_bytes(build_package(BUILD, here).read_bytes())
        make_certificates(work)
        sample = subprocess.run([DEPLOY / "sample/as-of-today"], check=True, capture_output=True, text=True).stdout
        (work / "order-sign.json").write_text(sample)
        write_export([json.loads(sample)], work / "export")
        cls.only_what_the_guide_installs_needs()

    @classmethod
    def only_what_the_guide_installs_needs(cls):
        """A container has no network, so what apt would bring is brought before, and the package itself taken out again."""
        install = next(line for heading, lines in sections() if heading == "Install" for line in lines)
        cls.machine.must("sh", "-c", f"cd /root && DEBIAN_FRONTEND=noninteractive {install} --no-install-recommends -o Dpkg::Options::=--force-unsafe-io")
        cls.machine.must("dpkg", "--purge", "vesicle")
        if not cls.machine.boot():
            raise unittest.SkipTest("no container can be started here: " + cls.machine.console()[-500:])
        with open(cls.machine.root / "etc/hosts", "a", encoding="utf-8") as hosts:
            hosts.write(f"127.0.0.1 localhost {HOST}\n")

    def follow(self, heading, lines):
        script = "set -euo pipefail\nexport DEBIAN_FRONTEND=noninteractive\ncd /root\n" + "\n".join(lines)
        status, said = self.machine.inside("bash", "-c", script)
        journal = self.machine.inside("journalctl", "--no-pager", "--output", "cat", "--unit", "vesicle")[1]
        self.assertEqual(status, 0, f"{heading}:\n{said}\n{journal}")
        return said

    def test_every_command_in_its_order(self):
        said = {heading: self.follow(heading, lines) for heading, lines in sections()}
        expected = {
            "Install": "not started yet",
            "Certificate, address, first check": "public_url",
            "What it would have said": "index.html",
            "Silent first": "antiviral-order-sign",
            "Reviewing the content": "limits it uses",
            "Registering at the EHR": "Day 12 of valacyclovir",
            "Watching and stopping": "vesicle_requests_total",
            "Backup and restore": "treatment-failure                1",
            "Upgrade": "vesicle 0.1.0",
        }
        for heading, text in expected.items():
            with self.subTest(heading=heading):
                self.assertIn(text, said[heading])


if __name__ == "__main__":
    need("cpack", "dpkg-shlibdeps", "mmdebstrap", "systemd-nspawn", "openssl")
    need_root("make a Debian and start a container")
    CACHE, BUILD = pathlib.Path(sys.argv.pop()), pathlib.Path(sys.argv.pop())
    unittest.main(argv=sys.argv[:1])
