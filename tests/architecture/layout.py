"""What the tree looks like: its top level, its rooms, the size of its files and their place in the build."""
import pathlib
import posixpath
import re

ROOMS = ("cds", "fhir", "hooks", "server")
WITH_README = ROOMS + ("cds/knowledge", "tests", "certs", "deploy")
TOP_LEVEL = set(ROOMS) | {
    "tests", "certs", "deploy", "CMakeLists.txt", "CMakePresets.json", "README.md", "LICENSE", "CONTRIBUTING.md", "CHANGELOG.md",
    ".clang-format", ".clang-tidy", ".gitignore", ".gitattributes", ".ci",
}
REQUIRED = ("CMakeLists.txt", "CMakePresets.json", "README.md", "LICENSE", "CONTRIBUTING.md", "CHANGELOG.md", "deploy/run", "tests/run",
            ".ci/run", "certs/make-development")
MOST_LINES = 400
CODE = (".hpp", ".cpp")
VAGUE = {"manager", "helper", "helpers", "util", "utils", "base", "impl", "misc", "common"}
VAGUE_TYPE = re.compile(r"\b(?:class|struct|namespace)\s+\w*(?:manager|helper|utils?|impl)\b", re.IGNORECASE)


def check_top_level(tree):
    for name in sorted({pathlib.PurePosixPath(path).parts[0] for path in tree.paths()}):
        if name not in TOP_LEVEL:
            yield f"{name}: not an entry of the top level; it belongs into a room"


def check_required(tree):
    there = set(tree.paths())
    for path in REQUIRED:
        if path not in there:
            yield f"{path}: missing"
    for room in WITH_README:
        if f"{room}/README.md" not in there:
            yield f"{room}/README.md: missing; a room says what it is for, what flows in and out, where to add the next thing"


def check_sizes(tree):
    for path, text in tree.texts(CODE):
        lines = len(text.splitlines())
        if lines > MOST_LINES:
            yield f"{path}: {lines} lines, more than {MOST_LINES}"


def check_names(tree):
    for path in tree.paths():
        words = set(re.split(r"[/_.-]", path))
        if path.endswith(CODE) and VAGUE.intersection(words):
            yield f"{path}: the name says how, not what it is for"
    for path, text in tree.texts(CODE):
        for number, line in enumerate(text.splitlines(), 1):
            if VAGUE_TYPE.search(line):
                yield f"{path}:{number}: a type is named from the clinic or the specification, not from the pattern"


def check_namespaces(tree):
    for path, text in tree.texts(CODE):
        room = pathlib.PurePosixPath(path).parts[0]
        if room in ROOMS and not path.endswith("/main.cpp") and f"namespace {room}" not in text:
            yield f"{path}: declares nothing in namespace {room}, the name of its room"
        if path.endswith(".hpp") and "#pragma once" not in text:
            yield f"{path}: lacks #pragma once"


def named_in_lists(tree):
    """Every path that some CMakeLists.txt names, relative to the top of the tree."""
    for path, text in tree.texts(("CMakeLists.txt",)):
        folder = posixpath.dirname(path)
        for word in re.split(r'[\s()";]+', re.sub(r"#.*", "", text)):
            top = word.removeprefix("${PROJECT_SOURCE_DIR}/")
            yield top if top != word else posixpath.normpath(posixpath.join(folder, word))


def check_built(tree):
    """A source that no CMakeLists.txt names is never compiled, and its tests never run."""
    named = set(named_in_lists(tree))
    for path in tree.paths():
        if path.endswith(".cpp") and path not in named:
            yield f"{path}: no CMakeLists.txt names it"


def check(tree):
    """Everything out of place, as `path: what is wrong`."""
    for part in (check_top_level, check_required, check_sizes, check_names, check_namespaces, check_built):
        yield from part(tree)
