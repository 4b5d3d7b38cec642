"""The real program, running: what tests in Python start it with, ask it and stop it by."""
import pathlib
import subprocess
import time

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent


def make_certificates(folder):
    """A new CA and a certificate of it for localhost: ca.pem, localhost.pem, localhost.key."""
    subprocess.run([ROOT / "certs" / "make-development", "--out", folder], check=True, stdout=subprocess.DEVNULL)


class Vesicle:
    """`vesicle serve` on a free port until stop(); `address` is where, `admin` where operators ask when that was wished for, `log` the file
    of what it says on standard error."""

    def __init__(self, program, certificates, log, *more):
        self.log = log
        with open(log, "wb") as errors:
            self._process = subprocess.Popen(
                [program, "serve", "--listen", "127.0.0.1:0", "--certificate", certificates / "localhost.pem", "--key",
                 certificates / "localhost.key", *more], stdout=subprocess.PIPE, stderr=errors, text=True)
        self.admin = self.address = ""
        for line in self._process.stdout:
            self.admin = self.admin or self._after("admin on ", line)
            self.address = self._after("listening on ", line)
            if self.address:
                break
        if not self.address:
            self.stop()
            raise RuntimeError("the server did not start: " + log.read_text())

    def said(self, words):
        """The log once it holds these words, or as it is after ten seconds: it is written beside what the server does."""
        until = time.monotonic() + 10
        while words not in (text := self.log.read_text()) and time.monotonic() < until:
            time.sleep(0.01)
        return text

    @staticmethod
    def _after(words, line):
        return line.removeprefix(words).strip() if line.startswith(words) else ""

    def stop(self):
        """Its exit status; a second time too."""
        self._process.terminate()
        self._process.stdout.close()
        return self._process.wait()
