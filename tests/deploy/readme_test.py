"""The top README keeps its word: its commands run, its card is the real one, its table of settings is the server's."""
import os
import pathlib
import re
import subprocess
import sys
import tempfile
import unittest

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")
VESICLE = ""  # the program under test, from the command line
PROGRAM = "build/release/server/vesicle"
ADDRESS = "https://127.0.0.1:8443"
ROW = re.compile(r"^\| `([a-z_.]+)` \| `([^`]+)` \|", re.MULTILINE)


def blocks(language):
    return re.findall(rf"^```{language}\n(.*?)^```$", README, re.MULTILINE | re.DOTALL)


def commands(start):
    """The commands of the README that start so, continuation lines joined and remarks left out."""
    lines = "".join(blocks("sh")).replace("\\\n", "").splitlines()
    return [line.split("  #")[0].strip() for line in lines if line.startswith(start)]


def settings():
    """`limits.body_bytes` and its default, as the table has them."""
    return ROW.findall(README[README.index("## Configuration"):])


class Readme(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        folder = tempfile.TemporaryDirectory()
        cls.addClassCleanup(folder.cleanup)
        cls.folder = pathlib.Path(folder.name)
        subprocess.run([ROOT / "certs" / "make-development", "--out", cls.folder / "certs"], check=True, stdout=subprocess.DEVNULL)
        cls.server = subprocess.Popen(cls.serve_command("--config", cls.config_of(settings())), stdout=subprocess.PIPE, text=True)
        cls.addClassCleanup(cls.stop)
        said = next((line for line in cls.server.stdout if line.startswith("listening on ")), "")
        cls.address = said.removeprefix("listening on ").strip()

    @classmethod
    def stop(cls):
        cls.server.terminate()
        cls.server.communicate()

    @classmethod
    def serve_command(cls, *more):
        return [VESICLE, "serve", "--no-auth", "--listen", "127.0.0.1:0", "--certificate", cls.folder / "certs/localhost.pem", "--key",
                cls.folder / "certs/localhost.key", "--data", cls.folder / "data", *more]

    @classmethod
    def config_of(cls, rows):
        """A configuration file with these settings."""
        given = [(name, value) for name, value in rows if value != "none"]
        top = [f"{name} = {value}" for name, value in given if "." not in name]
        tables = {}
        for name, value in given:
            if "." in name:
                tables.setdefault(name.split(".")[0], []).append(f"{name.split('.')[1]} = {value}")
        text = "\n".join(top) + "".join(f"\n[{table}]\n" + "\n".join(lines) for table, lines in tables.items()) + "\n"
        file = cls.folder / "vesicle.toml"
        file.write_text(text, encoding="utf-8")
        return file

    def shell(self, command):
        for said, here in ((PROGRAM, VESICLE), (ADDRESS, self.address), ("certs/dev/", f"{self.folder}/certs/"),
                           ("build/data", f"{self.folder}/data"), ("build/sample-answer.json", f"{self.folder}/sample-answer.json")):
            command = command.replace(said, here)
        return subprocess.run(["bash", "-c", "set -o pipefail; " + command], cwd=ROOT, capture_output=True, text=True)

    def test_it_opens_with_the_two_commands(self):
        self.assertEqual([line.split("  #")[0].strip() for line in blocks("sh")[0].splitlines()], ["deploy/run", "tests/run"])
        for program in ("deploy/run", "tests/run"):
            self.assertTrue(os.access(ROOT / program, os.X_OK), program)

    def test_its_commands_run(self):
        elsewhere = ["deploy/run", "tests/run"] + commands("deploy/sample/feedback-on") + commands(PROGRAM + " feedback")
        tried = [command for command in commands("") if command and command not in elsewhere]
        self.assertGreaterEqual(len(tried), 3)
        for command in tried:
            with self.subTest(command=command):
                done = self.shell(command)
                self.assertEqual(done.returncode, 0, done.stderr)
                self.assertTrue(done.stdout)

    def test_what_became_of_the_card_can_be_told_and_read_back(self):
        signing = next(line for line in commands("deploy/sample/as-of-today") if line.endswith("antiviral-order-sign"))
        (self.folder / "sample-answer.json").write_text(self.shell(signing).stdout)
        telling, export = commands("deploy/sample/feedback-on")[0], commands(PROGRAM + " feedback")[0]
        self.assertEqual(self.shell(telling).stdout, "{}")
        head, row = self.shell(export).stdout.splitlines()
        self.assertIn('"rule","rule_version","card","known_card","action"', head)
        self.assertRegex(row, r'^"treatment-failure","[0-9.]+","[0-9a-f-]{36}","yes","overridden"')

    def test_its_card_is_the_real_one(self):
        command = next(line for line in commands(PROGRAM) if line.endswith("deploy/sample/show-cards"))
        done = self.shell(command)
        self.assertEqual(done.returncode, 0, done.stderr)
        if os.environ.get("UPDATE_GOLDEN") == "1":
            (ROOT / "README.md").write_text(README.replace(blocks("text")[0], done.stdout), encoding="utf-8")
        else:
            self.assertEqual(done.stdout, blocks("text")[0], "UPDATE_GOLDEN=1 rewrites the card of the README")

    def test_its_settings_are_those_of_the_server(self):
        self.assertTrue(self.address, "the server did not start with the settings of the table")
        file = self.folder / "unknown.toml"
        tables = {name.split(".")[0] for name, _ in settings() if "." in name}
        file.write_text("nothing = 1\n" + "".join(f"[{table}]\nnothing = 1\n" for table in sorted(tables)))
        told = subprocess.run(self.serve_command("--config", file), capture_output=True, text=True).stderr
        known = set()
        for table, names in re.findall(r"unknown key `([a-z_]+\.)?nothing`, known here: (.*)", told):
            known |= {table + name for name in re.findall(r"`(\w+)`", names)}
        self.assertEqual(known - tables, {name for name, _ in settings()})

    def test_its_promises_are_proved_by_tests_that_exist(self):
        table = README[README.index("## What it promises"):].split("\n## ")[0]
        named = set(re.findall(r"`([A-Z]\w+\.[A-Z]\w+)`", table))
        written = {".".join(found) for file in (ROOT / "tests").rglob("*.cpp")
                   for found in re.findall(r"^TEST(?:_[FP])?\((\w+),\s*(\w+)\)", file.read_text(encoding="utf-8"), re.MULTILINE)}
        self.assertGreater(len(named), 15)
        self.assertEqual(named - written, set())

    def test_its_links_lead_somewhere(self):
        for target in re.findall(r"\]\(([^)#:]+)\)", README):
            self.assertTrue((ROOT / target).exists(), target)


if __name__ == "__main__":
    VESICLE = sys.argv.pop()
    unittest.main()
