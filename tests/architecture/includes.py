"""Who may include what: the arrows between rooms and the libraries each room may know."""
import pathlib
import re

# A room and the rooms it may include; every room may include itself.
ARROWS = {
    "cds": set(),
    "cds_knowledge": {"cds"},
    "fhir_json": set(),
    "fhir": {"fhir_json", "cds"},
    "hooks": {"fhir", "fhir_json", "cds"},
    "server": {"hooks", "fhir", "fhir_json", "cds", "cds_knowledge"},
}
# What faults look like is told by this one header, which the JSON reader under room fhir shares with it.
SHARED = {"fhir_json": {"fhir/issue.hpp"}}

JSON_AND_TEXT = ("boost/json", "boost/url", "boost/system/", "boost/core/", "fmt/", "tl/")
LIBRARIES = {
    "cds": (),
    "cds_knowledge": ("toml++/", "fmt/", "tl/"),
    "fhir_json": JSON_AND_TEXT,
    "fhir": JSON_AND_TEXT,
    "hooks": JSON_AND_TEXT,
    "server": ("boost/", "openssl/", "CLI/", "spdlog/", "toml++/", "fmt/", "tl/", "sys/", "unistd.h", "malloc.h", "fcntl.h", "signal.h",
               "netinet/", "arpa/", "sqlite3.h", "libpq-fe.h", "poll.h", "pthread.h", "prometheus/", "cjose/", "systemd/",
               "zlib.h"),
}
OF_THE_SERVER = ("boost/asio", "boost/beast", "openssl/", "CLI/", "spdlog/")
# The engine is a function of its arguments: no files, threads, randomness or environment.
IMPURE = {"fstream", "iostream", "filesystem", "thread", "mutex", "shared_mutex", "condition_variable", "future", "random", "cstdio",
          "csignal", "stop_token", "semaphore", "latch", "barrier", "syncstream", "print"}
WITHOUT_CLOCK = {"cds", "cds_knowledge", "fhir_json", "fhir", "hooks"}

# Tests of a room may use what the room may use, and any room below that only tests need to build its input.
TESTS_MAY_ALSO_USE = {"cds": {"cds_knowledge"}, "fhir": {"cds_knowledge"}, "fhir_json": {"fhir"}, "hooks": {"cds_knowledge"}}

INCLUDE = re.compile(r'^\s*#\s*include\s*([<"])([^>"]+)[>"]')
CLOCK = re.compile(r"\b\w*_clock::now\b|\bgetenv\s*\(|\brandom_device\b|\btime\s*\(\s*(nullptr|NULL|0)\s*\)")
STANDARD = re.compile(r"^[a-z_0-9]+$")
CODE = (".hpp", ".cpp", ".h", ".ipp")


def room_of(path):
    """The room a file of the tree belongs to; none for files outside the rooms."""
    parts = pathlib.PurePosixPath(path).parts
    if parts[:2] == ("cds", "knowledge"):
        return "cds_knowledge"
    if parts[:2] == ("fhir", "json"):
        return "fhir_json"
    return parts[0] if parts and parts[0] in ARROWS else None


def tested_room(path):
    return room_of(path.removeprefix("tests/"))


def check_own(path, number, room, target):
    """An include in quotes: a file of a room, spelled from the top of the tree."""
    other = room_of(target)
    if other is None:
        yield f"{path}:{number}: `{target}` is not spelled from the top of the tree, like \"room/name.hpp\""
    elif other != room and other not in ARROWS[room] and target not in SHARED.get(room, ()):
        yield f"{path}:{number}: {room} must not include `{target}` of {other}"


def check_foreign(path, number, room, target):
    """An include in angle brackets: the standard library or a library."""
    if STANDARD.match(target):
        if room == "cds" and target in IMPURE:
            yield f"{path}:{number}: cds is pure and must not include <{target}>"
    elif not target.startswith(LIBRARIES[room]):
        yield f"{path}:{number}: {room} must not know <{target}>"


def check_room_file(path, text):
    room = room_of(path)
    for number, line in enumerate(text.splitlines(), 1):
        found = INCLUDE.match(line)
        if found and found[1] == '"':
            yield from check_own(path, number, room, found[2])
        elif found:
            yield from check_foreign(path, number, room, found[2])
        elif room in WITHOUT_CLOCK and CLOCK.search(line.split("//")[0]):
            yield f"{path}:{number}: only server reads clocks, randomness and the environment"


def check_test_file(path, text):
    """Tests of a room stay at its level: what they need from above would hide a wrong arrow."""
    room = tested_room(path)
    allowed = {room} | ARROWS.get(room, set(ARROWS)) | TESTS_MAY_ALSO_USE.get(room, set())
    for number, line in enumerate(text.splitlines(), 1):
        found = INCLUDE.match(line)
        if not found:
            continue
        if found[1] == "<" and found[2].startswith(OF_THE_SERVER) and room != "server":
            yield f"{path}:{number}: only server and its tests may know <{found[2]}>"
        other = room_of(found[2]) if found[1] == '"' else None
        if other is not None and other not in allowed:
            yield f"{path}:{number}: tests of {room} must not include `{found[2]}` of {other}"


def check(tree):
    """Every wrong include of the tree, as `path:line: what is wrong`."""
    for path, text in tree.texts(CODE):
        if room_of(path):
            yield from check_room_file(path, text)
        elif path.startswith("tests/"):
            yield from check_test_file(path, text)
