"""deploy/compose: docker-compose finds no fault in it, nothing in it may do more than it has to, and secrets are files."""
import pathlib
import re
import sys
import tempfile
import tomllib
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent))
from tools import DEPLOY, lacks, need_yaml, run  # noqa: E402

yaml = need_yaml()

HERE = DEPLOY / "compose"
FILE = HERE / "compose.yaml"
SERVICES = yaml.safe_load(FILE.read_text())["services"]


def targets(service):
    """Where a service finds its secrets."""
    for secret in service["secrets"]:
        name, target = (secret, secret) if isinstance(secret, str) else (secret["source"], secret["target"])
        yield name, target if target.startswith("/") else "/run/secrets/" + target


class Compose(unittest.TestCase):
    def test_docker_compose_finds_no_fault(self):
        if lacks("docker-compose"):
            self.skipTest("this machine has no docker-compose")
        status, said = run("docker-compose", "--file", FILE, "config", "--quiet")
        self.assertEqual(status, 0, said)
        with tempfile.TemporaryDirectory() as folder:
            broken = pathlib.Path(folder) / "compose.yaml"
            broken.write_text(FILE.read_text().replace("cap_drop:", "cap_dorp:"))
            self.assertNotEqual(run("docker-compose", "--file", broken, "config", "--quiet")[0], 0)

    def test_nothing_may_do_more_than_it_has_to(self):
        for name, service in SERVICES.items():
            with self.subTest(name):
                self.assertIs(service["read_only"], True)
                self.assertEqual(service["cap_drop"], ["ALL"])
                self.assertIn("no-new-privileges:true", service["security_opt"])
                self.assertRegex(service["user"], r"^[1-9]\d*:[1-9]\d*$")
                self.assertRegex(service["image"], r":\d+\.\d+[^:]*$")
                self.assertIn("healthcheck", service)
                self.assertNotIn("privileged", service)

    def test_only_the_proxy_is_reached_from_outside(self):
        self.assertEqual([name for name, service in SERVICES.items() if "ports" in service], ["haproxy"])

    def test_every_file_that_is_named_is_brought_or_a_secret(self):
        for name, service in SERVICES.items():
            for volume in service.get("volumes", []):
                source = volume.split(":")[0]
                self.assertTrue(not source.startswith(".") or (HERE / source).exists(), (name, source))
        for node in ("vesicle-1", "vesicle-2"):
            config = tomllib.loads((HERE / "vesicle.toml").read_text())
            there = {target for _, target in targets(SERVICES[node])} | {"/etc/vesicle/clients.toml"}
            named = {config["certificate"], config["key"], config["clients"], config["database"]["password_file"],
                     *re.findall(r"sslrootcert=(\S+)", config["database"]["url"])}
            self.assertEqual(named - there, set())

    def test_each_secret_is_told_in_the_readme_and_none_is_committed(self):
        text = (HERE / "README.md").read_text()
        for service in SERVICES.values():
            for name, _ in targets(service):
                self.assertIn(f"`{name}`", text)
        self.assertEqual(run("git", "-C", HERE, "ls-files", "secrets")[1], "")


if __name__ == "__main__":
    unittest.main(argv=sys.argv[:1])
