"""What npm installs into the build for tests that are written in JavaScript: as a committed lock has it, nothing else."""
import pathlib
import re
import shutil
import subprocess

SECONDS = 300  # for an installation
OLDEST_NODE = 18


def installed(sources, place):
    """Why it cannot be had; empty when it is there, with the .mjs files of `sources` beside it."""
    npm, node = shutil.which("npm"), shutil.which("node")
    if npm is None or node is None:
        return "this machine has no npm or no node"
    version = subprocess.run([node, "--version"], check=True, capture_output=True, text=True).stdout
    if int(re.match(r"v(\d+)", version)[1]) < OLDEST_NODE:
        return f"node is older than {OLDEST_NODE}"
    place.mkdir(parents=True, exist_ok=True)
    lock, done = (sources / "package-lock.json").read_bytes(), place / "done"
    if not done.exists() or done.read_bytes() != lock:
        for name in ("package.json", "package-lock.json"):
            shutil.copy(sources / name, place)
        try:
            subprocess.run([npm, "ci", "--ignore-scripts", "--no-audit", "--no-fund"], cwd=place, check=True, timeout=SECONDS, capture_output=True)
        except (subprocess.CalledProcessError, subprocess.TimeoutExpired):
            return "npm cannot install what drives the browser"
        done.write_bytes(lock)
    for path in sources.glob("*.mjs"):
        shutil.copy(path, pathlib.Path(place) / path.name)
    return ""
