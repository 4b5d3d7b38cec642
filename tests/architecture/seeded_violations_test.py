"""Each check must see the violation it is there for: a small clean tree passes, the same tree with one fault does not."""
import importlib.machinery
import importlib.util
import pathlib
import subprocess
import sys
import tempfile
import unittest

HERE = pathlib.Path(__file__).resolve().parent
sys.dont_write_bytecode = True
loader = importlib.machinery.SourceFileLoader("architecture_check", str(HERE / "check"))
check = importlib.util.module_from_spec(importlib.util.spec_from_loader(loader.name, loader))
loader.exec_module(check)

import layout  # noqa: E402
from tree import Tree  # noqa: E402

CLEAN = {
    "cds/engine.hpp": "#pragma once\n#include <vector>\nnamespace cds {}\n",
    "cds/engine.cpp": '#include "cds/engine.hpp"\nnamespace cds {}\n',
    "cds/rule.cpp": "namespace cds {\nnamespace {\nbool holds(int) { return true; }\n} // namespace\n} // namespace cds\n",
    "cds/CMakeLists.txt": "add_room(cds SOURCES engine.cpp rule.cpp)\n",
    "cds/knowledge/read.cpp": '#include <toml++/toml.h>\n#include <filesystem>\n#include "cds/engine.hpp"\nnamespace cds_knowledge {}\n',
    "cds/knowledge/CMakeLists.txt": "add_room(cds_knowledge SOURCES read.cpp)\n",
    "fhir/issue.hpp": "#pragma once\nnamespace fhir {}\n",
    "fhir/facts.cpp": '#include <boost/json.hpp>\n#include <fmt/format.h>\n#include "cds/engine.hpp"\nnamespace fhir {}\n',
    "fhir/json/document.cpp": '#include <tl/expected.hpp>\n#include "fhir/issue.hpp"\nnamespace fhir::json {}\n',
    "fhir/CMakeLists.txt": "add_room(fhir SOURCES facts.cpp)\nadd_room(fhir_json SOURCES json/document.cpp)\n",
    "hooks/endpoint.cpp": '#include "fhir/issue.hpp"\n#include "cds/engine.hpp"\nnamespace hooks {}\n',
    "hooks/CMakeLists.txt": "add_room(hooks SOURCES endpoint.cpp)\n",
    "server/session.cpp": '#include <boost/asio.hpp>\n#include <openssl/ssl.h>\n#include "hooks/endpoint.hpp"\nnamespace server {}\n',
    "server/CMakeLists.txt": "add_room(server SOURCES session.cpp)\n",
    "tests/cds/engine_test.cpp": '#include <gtest/gtest.h>\n#include "cds/engine.hpp"\n#include "tests/support/chart.hpp"\n',
    "tests/server/session_test.cpp": '#include <openssl/ssl.h>\n#include "server/session.hpp"\n',
    "tests/CMakeLists.txt": "add_room_tests(cds SOURCES cds/engine_test.cpp)\nadd_room_tests(server SOURCES server/session_test.cpp)\n",
}
CLEAN |= {path: "text\n" for path in layout.REQUIRED if path not in CLEAN}
CLEAN |= {f"{room}/README.md": "text\n" for room in layout.WITH_README}

# What is added to the file of the clean tree, and the fault that must be told.
ADDED_LINES = (
    ("cds/engine.cpp", '#include "fhir/issue.hpp"', "cds must not include `fhir/issue.hpp` of fhir"),
    ("cds/engine.cpp", '#include "cds/knowledge/read.hpp"', "cds must not include `cds/knowledge/read.hpp` of cds_knowledge"),
    ("cds/engine.cpp", '#include "hooks/call.hpp"', "cds must not include `hooks/call.hpp` of hooks"),
    ("cds/engine.cpp", "#include <boost/json.hpp>", "cds must not know <boost/json.hpp>"),
    ("cds/engine.cpp", "#include <fmt/format.h>", "cds must not know <fmt/format.h>"),
    ("cds/engine.cpp", "#include <unistd.h>", "cds must not know <unistd.h>"),
    ("cds/engine.cpp", "#  include <fstream>", "cds is pure and must not include <fstream>"),
    ("cds/engine.cpp", "#include <thread>", "cds is pure and must not include <thread>"),
    ("cds/engine.cpp", '#include "engine.hpp"', "`engine.hpp` is not spelled from the top of the tree"),
    ("cds/engine.cpp", '#include "../fhir/issue.hpp"', "`../fhir/issue.hpp` is not spelled from the top of the tree"),
    ("cds/engine.cpp", "auto now = std::chrono::system_clock::now();", "only server reads clocks"),
    ("cds/knowledge/read.cpp", '#include "fhir/issue.hpp"', "cds_knowledge must not include `fhir/issue.hpp` of fhir"),
    ("cds/knowledge/read.cpp", "#include <boost/json.hpp>", "cds_knowledge must not know <boost/json.hpp>"),
    ("cds/knowledge/read.cpp", 'auto home = std::getenv("HOME");', "only server reads clocks"),
    ("fhir/facts.cpp", '#include "cds/knowledge/read.hpp"', "fhir must not include `cds/knowledge/read.hpp` of cds_knowledge"),
    ("fhir/facts.cpp", '#include "hooks/call.hpp"', "fhir must not include `hooks/call.hpp` of hooks"),
    ("fhir/facts.cpp", "#include <boost/asio.hpp>", "fhir must not know <boost/asio.hpp>"),
    ("fhir/facts.cpp", "#include <toml++/toml.h>", "fhir must not know <toml++/toml.h>"),
    ("fhir/json/document.cpp", '#include "cds/engine.hpp"', "fhir_json must not include `cds/engine.hpp` of cds"),
    ("fhir/json/document.cpp", '#include "fhir/facts.hpp"', "fhir_json must not include `fhir/facts.hpp` of fhir"),
    ("hooks/endpoint.cpp", '#include "server/session.hpp"', "hooks must not include `server/session.hpp` of server"),
    ("hooks/endpoint.cpp", '#include "cds/knowledge/read.hpp"', "hooks must not include `cds/knowledge/read.hpp` of cds_knowledge"),
    ("hooks/endpoint.cpp", "#include <boost/beast.hpp>", "hooks must not know <boost/beast.hpp>"),
    ("hooks/endpoint.cpp", "#include <openssl/rand.h>", "hooks must not know <openssl/rand.h>"),
    ("hooks/endpoint.cpp", "std::random_device seed;", "only server reads clocks"),
    ("hooks/endpoint.cpp", "auto now = std::time(nullptr);", "only server reads clocks"),
    ("server/session.cpp", "#include <rapidjson/document.h>", "server must not know <rapidjson/document.h>"),
    ("server/session.cpp", "struct session_manager {};", "a type is named from the clinic"),
    ("tests/cds/engine_test.cpp", '#include "hooks/endpoint.hpp"', "tests of cds must not include `hooks/endpoint.hpp` of hooks"),
    ("tests/cds/engine_test.cpp", "#include <boost/asio.hpp>", "only server and its tests may know <boost/asio.hpp>"),
    ("cds/engine.hpp", "\n" * layout.MOST_LINES, f"lines, more than {layout.MOST_LINES}"),
    ("cds/engine.hpp", "bool holds(long number);", "cds/rule.cpp:3: `holds` hides what cds/engine.hpp declares"),
    ("cds/engine.cpp", "namespace {\nbool holds(long number);\n} // namespace", "cds/rule.cpp:3: `holds` is also cds/engine.cpp's own"),
    ("README.md", "see /wo" + "rk/notes", "README.md:2: a path of one machine"),
    ("README.md", "see /ho" + "me/somebody/notes", "README.md:2: a path of one machine"),
    ("README.md", "see ../sha" + "red/notes", "README.md:2: a path outside the tree"),
    ("hooks/endpoint.cpp", "// TO" + "DO later", "unfinished work"),
    ("certs/README.md", "-----BEGIN EC PRIV" + "ATE KEY-----", "a private key"),
    ("certs/README.md", "-----BEGIN PRIV" + "ATE KEY-----", "a private key"),
    ("tests/README.md", '{"kty": "EC", "d": "' + "A" * 43 + '"}', "the private part of a JSON web key"),
)

# Files that are added to the clean tree (None: a file of it that is taken away).
CHANGED_FILES = (
    ("notes.md", "text\n", "notes.md: not an entry of the top level"),
    ("src/engine.hpp", "#pragma once\n", "src: not an entry of the top level"),
    ("fhir/README.md", None, "fhir/README.md: missing"),
    ("deploy/run", None, "deploy/run: missing"),
    ("LICENSE", None, "LICENSE: missing"),
    ("cds/lonely.cpp", "namespace cds {}\n", "cds/lonely.cpp: no CMakeLists.txt names it"),
    ("tests/cds/lonely_test.cpp", "\n", "tests/cds/lonely_test.cpp: no CMakeLists.txt names it"),
    ("cds/json_utils.hpp", "#pragma once\nnamespace cds {}\n", "cds/json_utils.hpp: the name says how"),
    ("cds/other.hpp", "#pragma once\nnamespace fhir {}\n", "cds/other.hpp: declares nothing in namespace cds"),
    ("cds/other.hpp", "namespace cds {}\n", "cds/other.hpp: lacks #pragma once"),
    ("certs/localhost.key", "text\n", "certs/localhost.key: a key must never be committed"),
)


def faults_with(files):
    with tempfile.TemporaryDirectory() as folder:
        for path, text in files.items():
            file = pathlib.Path(folder, path)
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(text, encoding="utf-8")
        return check.faults_of(Tree(folder))


class SeededViolations(unittest.TestCase):
    def test_a_clean_tree_has_no_fault(self):
        self.assertEqual(faults_with(CLEAN), [])

    def expect_only(self, faults, told):
        self.assertEqual(len(faults), 1, faults)
        self.assertIn(told, faults[0])

    def test_a_wrong_line_is_told(self):
        for path, line, told in ADDED_LINES:
            with self.subTest(path=path, line=line[:60]):
                self.expect_only(faults_with(CLEAN | {path: CLEAN[path] + line + "\n"}), told)

    def test_a_wrong_file_is_told(self):
        for path, text, told in CHANGED_FILES:
            with self.subTest(path=path, text=text):
                files = CLEAN | {path: text} if text is not None else {name: CLEAN[name] for name in CLEAN if name != path}
                self.expect_only(faults_with(files), told)

    def test_ignored_files_are_no_part_of_the_tree(self):
        with tempfile.TemporaryDirectory() as folder:
            subprocess.run(["git", "init", "-q", folder], check=True)
            pathlib.Path(folder, ".gitignore").write_text("/build/\n")
            pathlib.Path(folder, "build").mkdir()
            pathlib.Path(folder, "build", "made.cpp").write_text("\n")
            pathlib.Path(folder, "notes.md").write_text("\n")
            self.assertEqual(Tree(folder).paths(), [".gitignore", "notes.md"])

    def test_the_program_fails_on_faults_and_names_them(self):
        with tempfile.TemporaryDirectory() as folder:
            done = subprocess.run([sys.executable, str(HERE / "check"), folder], capture_output=True, text=True)
            self.assertEqual(done.returncode, 1)
            self.assertIn("LICENSE: missing\n", done.stdout)


if __name__ == "__main__":
    unittest.main()
