"""What files that are compiled as one text would hide from each other without a word of the compiler's.

The presets join the SOURCES of a room. A name in one file's unnamed namespace is then seen by those after it, before the one of the same
name that a header declares: a call means another function, and still compiles.
"""
import posixpath
import re

LISTS = re.compile(r"add_(?:room|room_tests)\(\s*(\w+)(.*?)\)\s*$", re.DOTALL | re.MULTILINE)
KEYWORDS = {"class", "if", "for", "while", "switch", "return", "catch", "sizeof", "static_assert", "noexcept", "alignas", "decltype", "operator"}
FUNCTION = re.compile(r"^(?:template<.*>\s*)?(?:[\w:<>,&*\[\]. ]+?[ &*>])(\w+)\(")
VARIABLE = re.compile(r"^(?:inline |static |thread_local )*(?:constexpr|const)\b[^=({;]*?(\w+)(?:\[\w*\])?\s*[={;]")
TYPE = re.compile(r"^(?:struct|class|enum|enum class|union) (\w+)\b")
ALIAS = re.compile(r"^using (\w+) =")


MEND = "rename it, or list the file under APART"


def named_in(line):
    for pattern in (TYPE, ALIAS, VARIABLE, FUNCTION):
        found = pattern.match(line)
        if found:
            return None if found.group(1) in KEYWORDS else found.group(1)
    return None


def unnamed_parts(text):
    """(number, line) of what stands in unnamed namespaces, of lines that begin at the margin."""
    inside = False
    for number, line in enumerate(text.splitlines(), 1):
        if line.startswith("namespace {"):
            inside = True
        elif line.startswith("}") and line.rstrip() == "} // namespace":
            inside = False
        elif inside and line[:1] not in ("", " ", "}", "/", "#", ")"):
            yield number, line


def own_names(text):
    return {name: number for number, line in unnamed_parts(text) if (name := named_in(line))}


def declared_names(tree):
    """What headers declare at the margin: functions, types and constants of a room's namespaces."""
    names = {}
    for path, text in tree.texts((".hpp",)):
        for line in text.splitlines():
            if line[:1] not in ("", " ", "}", "/", "#") and (name := named_in(line)):
                names.setdefault((path.split("/")[0], name), path)
    return names


def joined_sources(tree):
    """(room, its paths) of what is compiled as one text."""
    for path, text in tree.texts(("CMakeLists.txt",)):
        for room, rest in LISTS.findall(text):
            if re.search(rf"set_target_properties\({room} PROPERTIES UNITY_BUILD OFF", text):
                continue
            sources = re.search(r"\bSOURCES\b(.*?)(?=\b[A-Z]{4,}\b|$)", rest, re.DOTALL)
            if path.startswith("tests/"):
                continue  # what a test means instead fails or does not compile
            files = re.findall(r"[\w./-]+\.cpp", sources.group(1)) if sources else []
            yield room, [posixpath.normpath(posixpath.join(posixpath.dirname(path), name)) for name in files]


def check(tree):
    texts = dict(tree.texts((".cpp",)))
    declared = declared_names(tree)
    for _, paths in joined_sources(tree):
        first = {}
        for path in paths:
            for name, number in own_names(texts.get(path, "")).items():
                if name in first:
                    yield f"{path}:{number}: `{name}` is also {first[name]}'s own, and both are compiled as one text: {MEND}"
                elif header := declared.get((path.split("/")[0], name)):
                    yield f"{path}:{number}: `{name}` hides what {header} declares from the files compiled with it: {MEND}"
                first.setdefault(name, path)
