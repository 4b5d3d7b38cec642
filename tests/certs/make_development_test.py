"""certs/make-development: what it makes verifies, is kept while good, is renewed in time, and is never committed."""
import os
import pathlib
import re
import stat
import subprocess
import tempfile
import unittest

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
MAKE = ROOT / "certs" / "make-development"


def run(*command, **options):
    return subprocess.run([str(part) for part in command], capture_output=True, text=True, **options)


class MakeDevelopment(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.out = pathlib.Path(folder.name, "made here")

    def make(self, *arguments):
        done = run(MAKE, "--out", self.out, *arguments)
        self.assertEqual(done.returncode, 0, done.stderr)
        return {name: (self.out / name).read_text() for name in ("ca.pem", "ca.key", "localhost.pem", "localhost.key")}

    def openssl(self, *arguments):
        done = run("openssl", *arguments)
        self.assertEqual(done.returncode, 0, done.stderr)
        return done.stdout

    def verified(self, *arguments):
        return run("openssl", "verify", "-x509_strict", "-purpose", "sslserver", *arguments, "-CAfile", self.out / "ca.pem",
                   self.out / "localhost.pem").returncode == 0

    def replace_leaf(self, days):
        """A certificate of the same key and CA that is valid for so many days from now."""
        request = self.out / "request.csr"
        self.openssl("req", "-new", "-subj", "/CN=localhost", "-key", self.out / "localhost.key", "-out", request)
        self.openssl("x509", "-req", "-in", request, "-CA", self.out / "ca.pem", "-CAkey", self.out / "ca.key", "-days", days,
                     "-out", self.out / "localhost.pem")

    def test_the_certificate_verifies_for_each_name_of_this_machine(self):
        self.make()
        for names in (["-verify_hostname", "localhost"], ["-verify_ip", "127.0.0.1"], ["-verify_ip", "::1"]):
            self.assertTrue(self.verified(*names), names)
        for names in (["-verify_hostname", "example.org"], ["-verify_ip", "10.0.0.1"]):
            self.assertFalse(self.verified(*names), names)

    def test_the_certificate_is_p256_and_no_authority(self):
        self.make()
        text = self.openssl("x509", "-in", self.out / "localhost.pem", "-noout", "-text")
        for told in ("prime256v1", "CA:FALSE", "TLS Web Server Authentication", "Digital Signature"):
            self.assertIn(told, text)

    def test_the_authority_vouches_for_this_machine_only(self):
        self.make()
        request, elsewhere, names = (self.out / name for name in ("x.csr", "x.pem", "x.cnf"))
        names.write_text("subjectAltName = DNS:example.org\n")
        self.openssl("req", "-new", "-subj", "/CN=x", "-key", self.out / "localhost.key", "-out", request)
        self.openssl("x509", "-req", "-in", request, "-CA", self.out / "ca.pem", "-CAkey", self.out / "ca.key", "-days", "30",
                     "-extfile", names, "-out", elsewhere)
        done = run("openssl", "verify", "-CAfile", self.out / "ca.pem", elsewhere)
        self.assertNotEqual(done.returncode, 0)
        self.assertIn("permitted subtree violation", done.stdout + done.stderr)

    def test_keys_are_for_their_owner_only(self):
        os.umask(0)
        self.make()
        for name in ("ca.key", "localhost.key"):
            self.assertEqual(stat.S_IMODE((self.out / name).stat().st_mode), 0o600, name)
        self.assertEqual(sorted(path.name for path in self.out.iterdir()), ["ca.key", "ca.pem", "localhost.key", "localhost.pem"])

    def test_what_is_good_is_kept(self):
        first = self.make()
        (self.out / "localhost.key").chmod(0o644)
        self.assertEqual(self.make(), first)
        self.assertEqual(stat.S_IMODE((self.out / "localhost.key").stat().st_mode), 0o600)

    def test_force_makes_everything_anew(self):
        first = self.make()
        second = self.make("--force")
        for name in first:
            self.assertNotEqual(first[name], second[name], name)
        self.assertTrue(self.verified("-verify_hostname", "localhost"))

    def test_a_certificate_in_its_last_week_is_renewed_and_the_authority_kept(self):
        first = self.make()
        for days, renewed in (("6", True), ("8", False)):
            with self.subTest(days=days):
                self.replace_leaf(days)
                before = (self.out / "localhost.pem").read_text()
                after = self.make()
                self.assertEqual(after["localhost.pem"] != before, renewed)
                self.assertEqual(after["ca.pem"], first["ca.pem"])

    def test_another_authority_means_another_certificate(self):
        first = self.make()
        (self.out / "ca.pem").unlink()
        second = self.make()
        self.assertNotEqual(first["localhost.pem"], second["localhost.pem"])
        self.assertTrue(self.verified("-verify_hostname", "localhost"))

    def test_a_key_that_does_not_belong_to_its_certificate_is_replaced(self):
        self.make()
        self.openssl("genpkey", "-algorithm", "EC", "-pkeyopt", "ec_paramgen_curve:P-256", "-out", self.out / "localhost.key")
        self.make()
        public = self.openssl("x509", "-in", self.out / "localhost.pem", "-noout", "-pubkey")
        self.assertEqual(self.openssl("pkey", "-in", self.out / "localhost.key", "-pubout"), public)

    def test_wrong_usage_is_told(self):
        for arguments in (["--out"], ["--out", ""], ["--days", "3"], ["here"]):
            done = run(MAKE, *arguments)
            self.assertEqual((done.returncode, done.stderr), (2, "usage: certs/make-development [--out DIR] [--force]\n"), arguments)


class NothingSecret(unittest.TestCase):
    def test_the_default_folder_is_ignored_by_git(self):
        default = re.search(r'^out="\$here/(\w+)"$', MAKE.read_text(), re.MULTILINE)[1]
        self.assertIn(f"/certs/{default}/", (ROOT / ".gitignore").read_text().splitlines())

    def test_no_key_is_committed(self):
        if not (ROOT / ".git").exists():
            self.skipTest("no git here: this is an archive")
        tracked = run("git", "-C", ROOT, "ls-files").stdout.splitlines()
        marker = "-----BEGIN "
        for path in tracked:
            text = (ROOT / path).read_text(encoding="utf-8", errors="replace") if (ROOT / path).is_file() else ""
            self.assertIsNone(re.search(marker + r"[A-Z ]*PRIVATE KEY", text), path)
            self.assertFalse(path.endswith(".key"), path)


if __name__ == "__main__":
    unittest.main()
