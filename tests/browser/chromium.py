"""A real browser without a window: a new profile each time, that believes one authority, and reaches nothing by itself."""
import os
import pathlib
import shutil
import signal
import subprocess
import tempfile

PROGRAM = shutil.which("chromium")
CERTUTIL = shutil.which("certutil")
QUIET = ("--headless", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--no-first-run", "--no-default-browser-check",
         "--disable-background-networking", "--disable-component-update", "--disable-sync", "--disable-extensions",
         "--disable-default-apps", "--metrics-recording-only", "--no-proxy-server", "--remote-debugging-port=0",
         "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE localhost, EXCLUDE 127.0.0.1")


def believe(database, authority):
    """Makes a browser whose home holds this database believe an authority, a PEM file."""
    database.mkdir(parents=True)
    for command in (["-N", "--empty-password"], ["-A", "-t", "C,,", "-n", "test", "-i", authority]):
        subprocess.run([CERTUTIL, "-d", f"sql:{database}", *command], check=True, stdout=subprocess.DEVNULL)


class Chromium:
    """Opens one page and stays until it is closed. `authority`: a PEM file, or None for a browser that believes nobody new."""

    def __init__(self, url, authority):
        self._home = tempfile.TemporaryDirectory(ignore_cleanup_errors=True)
        home = pathlib.Path(self._home.name)
        if authority is not None:
            believe(home / ".pki" / "nssdb", authority)
        environment = {"PATH": os.environ["PATH"]} | {name: str(home) for name in ("HOME", "TMPDIR", "XDG_RUNTIME_DIR")}
        with open(home / "log", "wb") as log:
            self._process = subprocess.Popen([PROGRAM, *QUIET, f"--user-data-dir={home}/profile", url], env=environment, stdout=log,
                                             stderr=log, start_new_session=True)

    def said(self):
        """The end of what it wrote, for a test that failed."""
        return (pathlib.Path(self._home.name) / "log").read_text(errors="replace")[-3000:]

    def close(self):
        """The browser is many processes, all in the group that it was started as."""
        try:
            os.killpg(self._process.pid, signal.SIGKILL)
        except ProcessLookupError:
            pass
        self._process.wait()
        self._home.cleanup()
