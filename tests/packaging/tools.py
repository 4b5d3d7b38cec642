"""What the tests of packages and deployment files share: other people's programs, and how a test is skipped where one is missing."""
import os
import pathlib
import shutil
import subprocess
import sys

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
DEPLOY = ROOT / "deploy"
SKIPPED = 77  # as CMakeLists.txt tells ctest


def need(*programs):
    """Ends the test as skipped unless all of these can be run. Each entry may be a tuple of programs of which one will do."""
    for entry in programs:
        names = (entry,) if isinstance(entry, str) else entry
        if not any(shutil.which(name) for name in names):
            skip(f"this machine has no {' or '.join(names)} (deploy/install-packages packaging)")


def need_root(what):
    if os.geteuid() != 0:
        skip(f"only root can {what}")


def skip(why):
    print(f"skipped: {why}")
    sys.exit(SKIPPED)


def run(*command, **how):
    """(status, all that was said) of a program."""
    done = subprocess.run([str(word) for word in command], stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, errors="replace", **how)
    return done.returncode, done.stdout


def listed(*endings):
    """The files of the tree that are, or are about to be, committed, whose names end so."""
    asked = ["git", "-C", ROOT, "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    names = subprocess.run(asked, check=True, capture_output=True, text=True).stdout.split("\0")
    return sorted(ROOT / name for name in names if name.endswith(tuple(endings)) and (ROOT / name).is_file())
