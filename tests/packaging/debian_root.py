"""A Debian of its own: made once from the mirror this machine uses, copied for each test, run in a container with its own systemd."""
import contextlib
import fcntl
import os
import pathlib
import re
import shutil
import subprocess
import time

from tools import run, skip

INCLUDED = "systemd,systemd-sysv,ca-certificates"
DAYS_KEPT = 7  # an older one names packages that the mirror no longer has
# Runs at every start of a Debian and is nothing to a server.
MASKED = ("apt-daily.timer", "apt-daily-upgrade.timer", "dpkg-db-backup.timer", "e2scrub_all.timer", "console-getty.service", "getty.target")

OF_NSPAWN = "Attempted to remove disk file system"  # said where /run is no file system of its own


def debian_sources():
    """The files that tell apt where this machine's Debian comes from, without other people's."""
    places = [pathlib.Path("/etc/apt/sources.list"), *sorted(pathlib.Path("/etc/apt/sources.list.d").glob("*"))]
    found = [place for place in places if place.is_file() and re.search(r"https?://\S+/debian(-security)?/?(\s|$)", place.read_text())]
    return found or skip("apt's sources name no Debian mirror")


def apt_options():
    """What this machine says about reaching mirrors."""
    said = subprocess.run(["apt-config", "dump"], check=True, capture_output=True, text=True).stdout
    kept = re.findall(r'^(Acquire::(?:Check-\S+|https?::(?:Proxy|CaInfo)\S*) ".+");$', said, re.MULTILINE)
    return [f"--aptopt={line}" for line in kept]


def codename():
    return re.search(r"^VERSION_CODENAME=(\S+)$", pathlib.Path("/etc/os-release").read_text(), re.MULTILINE)[1]


def base(cache):
    """The folder of the Debian that copies are taken from."""
    cache.mkdir(parents=True, exist_ok=True)
    with open(cache / "lock", "w", encoding="utf-8") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        root, made = cache / "base", cache / "base.made"
        if made.exists() and made.read_text() == INCLUDED and time.time() - made.stat().st_mtime < DAYS_KEPT * 86400:
            return root
        made.unlink(missing_ok=True)
        shutil.rmtree(root, ignore_errors=True)
        status, said = run("mmdebstrap", "--mode=root", "--variant=minbase", "--skip=cleanup/apt/lists", "--dpkgopt=force-unsafe-io",
                           f"--include={INCLUDED}", *apt_options(), codename(), root, *debian_sources())
        if status != 0:
            raise RuntimeError(said)
        made.write_text(INCLUDED)
        return root


class DebianRoot:
    """A copy of the base under `folder`; inside() runs a command in it, with its systemd once boot() was called."""

    def __init__(self, cache, folder):
        self.root, self._archives, self._container, self._leader = folder / "root", cache / "archives", None, None
        self._name, self._log = f"vesicle-{os.getpid()}", folder / "console"
        self._archives.mkdir(parents=True, exist_ok=True)
        subprocess.run(["cp", "-a", "--reflink=auto", base(cache), self.root], check=True)
        for unit in MASKED:
            (self.root / "etc/systemd/system" / unit).symlink_to("/dev/null")

    def _nspawn(self, *words):
        return ["systemd-nspawn", "--quiet", "--register=no", "--keep-unit", f"--machine={self._name}", f"--directory={self.root}", *words]

    def inside(self, *command, **how):
        """(status, all that was said)"""
        if self._leader:
            return run("nsenter", f"--target={self._leader}", "--mount", "--uts", "--ipc", "--net", "--pid", "--root", "--wd", *command, **how)
        status, said = run(*self._nspawn("--pipe", f"--bind={self._archives}:/var/cache/apt/archives", *command), **how)
        return status, "".join(line for line in said.splitlines(True) if not line.startswith(OF_NSPAWN))

    def must(self, *command, **how):
        status, said = self.inside(*command, **how)
        if status != 0:
            raise AssertionError(f"{command}: {status}\n{said}")
        return said

    def beside(self, *command, **how):
        """A program of this machine in the container's network."""
        return run("nsenter", f"--target={self._leader}", "--net", *command, **how)

    def boot(self, seconds=60):
        """False where no container can be started here."""
        with open(self._log, "wb") as log:
            self._container = subprocess.Popen(self._nspawn("--private-network", "--boot"), stdin=subprocess.DEVNULL, stdout=log, stderr=log)
        deadline = time.monotonic() + seconds
        while time.monotonic() < deadline and self._container.poll() is None:
            with contextlib.suppress(OSError):
                children = pathlib.Path(f"/proc/{self._container.pid}/task/{self._container.pid}/children").read_text().split()
                self._leader = int(children[0]) if children else None
            if self._leader and self.inside("systemctl", "is-system-running", "--wait")[1].strip().split("\n")[-1] in ("running", "degraded"):
                return True
            time.sleep(0.1)
        self._leader = None
        return False

    def console(self):
        return self._log.read_text(errors="replace")

    def close(self):
        if self._container and self._container.poll() is None:
            if self._leader:
                self.inside("systemctl", "poweroff", "--force")
            try:
                self._container.wait(timeout=20)
            except subprocess.TimeoutExpired:
                self._container.kill()
                self._container.wait()
