"""What the tests of packages and deployment files share: other people's programs, and how a test is skipped where one is missing."""
import os
import pathlib
import shutil
import subprocess
import sys

try:
    import yaml
except ImportError:
    yaml = None

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
DEPLOY = ROOT / "deploy"
SKIPPED = 77  # as CMakeLists.txt tells ctest


def need(*programs):
    """Ends the test as skipped unless all of these can be run."""
    for name in programs:
        if lacks(name):
            skip(f"this machine has no {name} (deploy/install-packages packaging)")


def lacks(program):
    return shutil.which(program) is None


def need_yaml():
    """The library that reads YAML; Debian's Python has it, others may not."""
    return yaml or skip("this Python has no yaml (python3-yaml)")


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
