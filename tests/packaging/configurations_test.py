"""Every configuration under deploy/ is one the server takes, once the files it names are there."""
import pathlib
import re
import sys
import tempfile
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent))
sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent / "support"))
from running import make_certificates  # noqa: E402
from tools import DEPLOY, need, run  # noqa: E402

VESICLE = ""  # the program under test, from the command line
# A file that a configuration names, by its ending, and what is put there.
BROUGHT = {".pem": "localhost.pem", ".crt": "localhost.pem", ".key": "localhost.key"}


class Configurations(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.here = pathlib.Path(folder.name)
        make_certificates(self.here)
        (self.here / "password").write_text("of the test\n")
        (self.here / "password").chmod(0o600)
        (self.here / "data").mkdir()

    def brought(self, path, clients):
        """The same file at a place of this test."""
        if path.endswith("clients.toml"):
            return str(clients)
        if path.startswith("/var/lib/"):
            return str(self.here / "data")
        return str(self.here / BROUGHT.get(pathlib.PurePosixPath(path).suffix, "password"))

    def check(self, configuration, clients, change=lambda text: text):
        text = change(re.sub(r'(?<=["=])/(?:etc|run|var)/[^"\s]+', lambda found: self.brought(found[0], clients), configuration.read_text()))
        (self.here / "vesicle.toml").write_text(text)
        return run(VESICLE, "check-config", self.here / "vesicle.toml")

    def test_each_is_in_order_and_a_fault_in_it_is_found(self):
        for configuration, clients in ((DEPLOY / "compose/vesicle.toml", DEPLOY / "compose/clients.toml"),
                                       (DEPLOY / "kubernetes/base/vesicle.toml", DEPLOY / "kubernetes/base/clients.toml"),
                                       (DEPLOY / "kubernetes/base/vesicle.toml", DEPLOY / "kubernetes/overlays/example/clients.toml"),
                                       (DEPLOY / "debian/vesicle.toml", DEPLOY / "debian/clients.toml")):
            with self.subTest(configuration=configuration, clients=clients):
                status, said = self.check(configuration, clients)
                self.assertEqual(status, 0, said)
                self.assertEqual(self.check(configuration, clients, lambda text: "lsiten = \"127.0.0.1:1\"\n" + text)[0], 1)

    def test_what_is_commented_out_for_debian_would_be_in_order_too(self):
        status, said = self.check(DEPLOY / "debian/vesicle.toml", DEPLOY / "debian/clients.toml",
                                  lambda text: re.sub(r"^#(?=public_url|\[fetch\]|authorities)", "", text, flags=re.MULTILINE))
        self.assertEqual(status, 0, said)
        self.assertNotIn("public_url", said)


if __name__ == "__main__":
    need("openssl")
    VESICLE = sys.argv.pop()
    unittest.main(argv=sys.argv[:1])
