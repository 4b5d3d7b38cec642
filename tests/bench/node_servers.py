"""Servers on Node with a trivial rule, which npm installs into the build as a committed lock has them."""
import shutil
import subprocess

from servers import ROOT, SIDE_BY_SIDE, Server

KINDS = ("node", "fastify")
SOURCES = ROOT / "tests/server/side_by_side/node"
INSTALLED = SIDE_BY_SIDE / "node"
SECONDS = 300  # for an installation


def missing():
    """Why they cannot be had; empty when they are there."""
    npm = shutil.which("npm")
    if npm is None or shutil.which("node") is None:
        return "this machine has no npm or no node"
    lock, done = (SOURCES / "package-lock.json").read_bytes(), INSTALLED / "done"
    if not done.exists() or done.read_bytes() != lock:
        INSTALLED.mkdir(parents=True, exist_ok=True)
        for name in ("package.json", "package-lock.json"):
            shutil.copy(SOURCES / name, INSTALLED)
        try:
            subprocess.run([npm, "ci", "--ignore-scripts", "--no-audit", "--no-fund"], cwd=INSTALLED, check=True, timeout=SECONDS, capture_output=True)
        except (subprocess.CalledProcessError, subprocess.TimeoutExpired):
            return "npm cannot install them"
        done.write_bytes(lock)
    shutil.copy(SOURCES / "peer.mjs", INSTALLED)
    return ""


def start(place, kind, answer_bytes):
    return Server(kind, "node", INSTALLED / "peer.mjs", kind, *place.certificate(), answer_bytes)
