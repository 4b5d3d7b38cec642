"""The files of a source tree: those that are, or are about to be, committed."""
import pathlib
import subprocess

NOT_SOURCE = {"build", ".git", "__pycache__"}


class Tree:
    def __init__(self, root):
        self.root = pathlib.Path(root).resolve()
        self._paths = sorted(path for path in self._listed() if (self.root / path).is_file())

    def _listed(self):
        """Git knows what is ignored; a tree without git (an unpacked archive) is walked."""
        if (self.root / ".git").exists():
            asked = ["git", "-C", str(self.root), "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
            return {path for path in subprocess.run(asked, check=True, capture_output=True, text=True).stdout.split("\0") if path}
        found = (path.relative_to(self.root) for path in self.root.rglob("*"))
        return {path.as_posix() for path in found
                if not NOT_SOURCE.intersection(path.parts) and path.parts[:2] != ("certs", "dev")}

    def paths(self):
        """Relative paths, sorted, with forward slashes."""
        return self._paths

    def texts(self, endings=("",)):
        """(path, text) of each file whose name ends so; files that are not UTF-8 text are read as far as they are."""
        for path in self._paths:
            if path.endswith(tuple(endings)):
                yield path, (self.root / path).read_text(encoding="utf-8", errors="replace")
