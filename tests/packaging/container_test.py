"""deploy/container: the image is built on a Debian of its own and answers, as an unnamed user; its build stage is read and not run."""
import json
import pathlib
import re
import subprocess
import sys
import tempfile
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent))
sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent / "support"))
from debian_package import build_package  # noqa: E402
from debian_root import base  # noqa: E402
from running import make_certificates  # noqa: E402
from tools import DEPLOY, ROOT, need, need_root, run  # noqa: E402

BUILD, CACHE = pathlib.Path(), pathlib.Path()  # from the command line
TEXT = (DEPLOY / "container/Containerfile").read_text()
DEBIAN, IMAGE = "localhost/debian-of-the-test", "localhost/vesicle-of-the-test"


def buildah(*words):
    store = CACHE / "containers"
    return run("buildah", "--root", store / "store", "--runroot", store / "run", "--storage-driver", "overlay", *words)


def must(*words):
    status, said = buildah(*words)
    if status != 0:
        raise AssertionError(f"{words}: {status}\n{said}")
    return said.strip().splitlines()[-1] if said.strip() else ""


def make_debian():
    """The image to build on, from the same Debian that the package is tried in; made again when that was."""
    root, made = base(CACHE), CACHE / "image.made"
    of = str((CACHE / "base.made").stat().st_mtime)
    if made.exists() and made.read_text() == of and buildah("inspect", "--type", "image", DEBIAN)[0] == 0:
        return
    container = must("from", "scratch")
    must("copy", "--quiet", container, root, "/")
    must("commit", "--quiet", "--rm", container, DEBIAN)
    made.write_text(of)


class Container(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        folder = tempfile.TemporaryDirectory()
        cls.addClassCleanup(folder.cleanup)
        cls.here = pathlib.Path(folder.name)
        package = build_package(BUILD, cls.here)
        make_debian()
        # The stage that compiles would take longer than all other tests together: the package is there already.
        brought = f"ARG DEBIAN\nFROM ${{DEBIAN}} AS build\nCOPY {package.name} /package/\n\nFROM ${{DEBIAN}}\n"
        (cls.here / "Containerfile").write_text(brought + TEXT.partition("\n\nFROM ${DEBIAN}\n")[2])
        must("bud", "--quiet", "--isolation", "chroot", "--format", "docker", "--build-arg", f"DEBIAN={DEBIAN}", "--tag", IMAGE, "--file",
             cls.here / "Containerfile", cls.here)
        cls.container = must("from", IMAGE)
        cls.addClassCleanup(buildah, "rmi", "--force", IMAGE)
        cls.addClassCleanup(buildah, "rm", cls.container)

    def test_the_build_stage_makes_the_package_of_the_release(self):
        stage = TEXT.partition("AS build\n")[2].partition("\nFROM")[0]
        for said in ("deploy/install-packages build package", "cmake --preset release", "cpack -G DEB"):
            self.assertIn(said, stage)

    def test_what_the_build_is_given_is_the_sources_and_nothing_else(self):
        (self.here / "Everything").write_text("FROM scratch\nCOPY . /\n")
        must("bud", "--quiet", "--ignorefile", DEPLOY / "container/Containerfile.dockerignore", "--tag", IMAGE + "-context", "--file",
             self.here / "Everything", ROOT)
        self.addCleanup(buildah, "rmi", "--force", IMAGE + "-context")
        container = must("from", IMAGE + "-context")
        self.addCleanup(buildah, "rm", container)
        given = {path.name for path in pathlib.Path(must("mount", container)).iterdir()}
        rooms = set(re.findall(r"add_subdirectory\((\w+)\)", (ROOT / "CMakeLists.txt").read_text())) - {"tests"}
        self.assertEqual(given, rooms | {"CHANGELOG.md", "CMakeLists.txt", "CMakePresets.json", "LICENSE", "README.md", "deploy"})

    def test_the_image_says_who_runs_it_how_it_is_stopped_and_asked(self):
        said = json.loads(buildah("inspect", "--type", "image", IMAGE)[1])["Docker"]["config"]
        self.assertEqual(said["User"], "10001:10001")
        self.assertEqual((said["Entrypoint"], said["Cmd"]), (["/usr/bin/vesicle"], ["serve", "--config", "/etc/vesicle/vesicle.toml"]))
        self.assertEqual(set(said["ExposedPorts"]), {"8443/tcp", "9443/tcp"})
        self.assertEqual(said["StopSignal"], "SIGTERM")
        self.assertEqual(said["Healthcheck"]["Test"][:2], ["CMD", "curl"])

    def test_it_answers_as_an_unnamed_user(self):
        certificates = self.here / "certificates"
        make_certificates(certificates)
        for path in (certificates, certificates / "localhost.key"):
            subprocess.run(["chown", "10001:10001", path], check=True)
        self.here.chmod(0o755)
        store = CACHE / "containers"
        server = subprocess.Popen(
            ["buildah", "--root", store / "store", "--runroot", store / "run", "--storage-driver", "overlay", "run", "--isolation", "chroot",
             "--volume", f"{certificates}:/run/secrets:ro", self.container, "--", "/usr/bin/vesicle", "serve", "--no-auth", "--listen",
             "127.0.0.1:0", "--certificate", "/run/secrets/localhost.pem", "--key", "/run/secrets/localhost.key"],
            stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
        try:
            line = next((line for line in server.stdout if line.startswith("listening on ")), "")
            self.assertTrue(line, line or server.stderr.read())
            address = line.removeprefix("listening on ").strip()
            status, answer = run("curl", "--silent", "--noproxy", "*", "--cacert", certificates / "ca.pem", address + "/cds-services")
            self.assertEqual(status, 0)
            self.assertIn("antiviral-order-sign", answer)
            # The image's own question about its health, to the port that this test has.
            asked = json.loads(buildah("inspect", "--type", "image", IMAGE)[1])["Docker"]["config"]["Healthcheck"]["Test"][1:-1]
            must("run", "--isolation", "chroot", self.container, "--", *asked, address + "/cds-services")
        finally:
            server.terminate()
            server.communicate()
        self.assertEqual(must("run", "--isolation", "chroot", self.container, "--", "id", "-u"), "10001")


if __name__ == "__main__":
    need("buildah", "mmdebstrap", "cpack", "dpkg-shlibdeps", "curl", "openssl")
    need_root("make a Debian and build an image on it")
    CACHE, BUILD = pathlib.Path(sys.argv.pop()), pathlib.Path(sys.argv.pop())
    unittest.main(argv=sys.argv[:1])
