"""What npm installs into the build for tests and benchmarks: as a committed lock has it, nothing else."""
import json
import pathlib
import re
import shutil
import subprocess

SECONDS = 300  # for an installation
OLDEST_NODE = 18


def missing():
    """Why nothing can be installed here; empty when it can."""
    npm, node = shutil.which("npm"), shutil.which("node")
    if npm is None or node is None:
        return "this machine has no npm or no node"
    version = subprocess.run([node, "--version"], check=True, capture_output=True, text=True).stdout
    return "" if int(re.match(r"v(\d+)", version)[1]) >= OLDEST_NODE else f"node is older than {OLDEST_NODE}"


def install(sources, place):
    """Why it cannot be had; empty when `place` has what the lock in `sources` names, with the .mjs files of `sources` beside it."""
    why = missing()
    if why:
        return why
    place = pathlib.Path(place)
    place.mkdir(parents=True, exist_ok=True)
    lock, done = (sources / "package-lock.json").read_bytes(), place / "done"
    if not done.exists() or done.read_bytes() != lock:
        for name in ("package.json", "package-lock.json"):
            shutil.copy(sources / name, place)
        try:
            subprocess.run(["npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund"], cwd=place, check=True, timeout=SECONDS, capture_output=True)
        except (subprocess.CalledProcessError, subprocess.TimeoutExpired):
            return "npm cannot install " + ", ".join(sorted(dependencies(sources)))
        done.write_bytes(lock)
    for path in sources.glob("*.mjs"):
        shutil.copy(path, place / path.name)
    return ""


def dependencies(sources):
    return json.loads((sources / "package.json").read_text()).get("dependencies", {})
