"""What was not prefetched is read from a FHIR server of other people's, and the card is the one that the prefetch would have brought."""
import datetime
import json
import pathlib
import ssl
import subprocess
import sys
import tempfile
import unittest
import urllib.error
import urllib.request

HERE = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent / "support"))
import npm  # noqa: E402
from answers import comparable, evaluated  # noqa: E402
from charts import chart_of, request_of_today  # noqa: E402
from running import Vesicle, make_certificates  # noqa: E402

VESICLE = ""  # the program under test, from the command line
INSTALLED = pathlib.Path()  # where npm puts the server
SKIPPED = 77
TOKEN = "of-this-test"


class FhirServer:
    """The server of the package, until stop(); asked() is what it was asked for since the last time."""

    def __init__(self, certificates, log):
        with open(log, "wb") as out:
            self._process = subprocess.Popen(["node", "serve.mjs", certificates / "localhost.pem", certificates / "localhost.key", TOKEN],
                                             cwd=INSTALLED, stdout=subprocess.PIPE, stderr=out, text=True)
        said = self._process.stdout.readline()
        self.base = said.removeprefix("listening on ").strip()
        if not self.base:
            self.stop()
            raise RuntimeError("the FHIR server did not start: " + log.read_text())

    def asked(self):
        """A request of our own marks the end of what came before it."""
        lines = []
        while not (lines and "/end-of-what-was-asked" in lines[-1]):
            lines.append(self._process.stdout.readline().strip())
        return lines[:-1]

    def stop(self):
        self._process.terminate()
        self._process.stdout.close()
        self._process.wait()


class Fetching(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        folder = tempfile.TemporaryDirectory()
        cls.addClassCleanup(folder.cleanup)
        here = pathlib.Path(folder.name)
        make_certificates(here)
        cls.trust = ssl.create_default_context(cafile=here / "ca.pem")
        cls.request = request_of_today("tests/vignettes/v01.request.json", "2026-01-20")
        cls.fhir = FhirServer(here, here / "node.log")
        cls.addClassCleanup(cls.fhir.stop)
        for resource in chart_of(cls.request):
            status, _ = cls.send("PUT", f"{cls.fhir.base}/{resource['resourceType']}/{resource['id']}", resource)
            assert status in (200, 201), resource["id"]
        cls.here = here
        cls.server = cls.serve(f'servers = ["{cls.fhir.base}"]\n', "--no-auth")

    @classmethod
    def serve(cls, fetching, *more):
        """Vesicle with time enough for a server that is slow on a busy machine."""
        config = cls.here / "vesicle.toml"
        config.write_text(f'[fetch]\n{fetching}authorities = "{cls.here}/ca.pem"\n[timeouts]\nanswer_ms = 10000\nfetch_ms = 9000\n')
        server = Vesicle(VESICLE, cls.here, cls.here / "log", "--config", config, *more)
        cls.addClassCleanup(server.stop)
        return server

    def vesicle_says(self, *words):
        return subprocess.run([VESICLE, *words], cwd=self.here, check=True, capture_output=True, text=True).stdout

    @classmethod
    def send(cls, method, url, body, token=TOKEN):
        headers = {"Content-Type": "application/json", "Authorization": f"Bearer {token}"}
        asked = urllib.request.Request(url, method=method, headers=headers, data=body and json.dumps(body).encode())
        opener = urllib.request.build_opener(urllib.request.ProxyHandler({}), urllib.request.HTTPSHandler(context=cls.trust))
        try:
            with opener.open(asked, timeout=60) as answer:
                return answer.status, json.load(answer)
        except urllib.error.HTTPError as refused:
            return refused.code, json.load(refused)

    def asked(self):
        self.send("GET", f"{self.fhir.base}/Patient/end-of-what-was-asked", None)
        return self.fhir.asked()

    def sign(self, base, token, server=None, own=""):
        """The order without its prefetch, to be read from `base` with `token`, by a client that may have a token of its own.
        Status, answer, and what the FHIR server was asked for."""
        self.asked()
        body = {name: value for name, value in self.request.items() if name != "prefetch"}
        body |= {"fhirServer": base, "fhirAuthorization": {"access_token": token, "token_type": "Bearer", "expires_in": 300,
                                                           "scope": "patient/*.read", "subject": "a-client"}}
        status, answer = self.send("POST", (server or self.server).address + "/cds-services/antiviral-order-sign", body, own)
        return status, answer, self.asked()

    def check_card(self, status, answer, asked):
        self.assertEqual(status, 200, answer)
        self.assertEqual([(card["source"]["topic"]["code"], card["indicator"]) for card in answer["cards"]],
                         [("treatment-failure", "warning")])
        now = datetime.datetime.now(datetime.timezone.utc).strftime("%Y-%m-%dT%H:%M:%SZ")
        self.assertEqual(comparable(answer["cards"]), comparable(evaluated(VESICLE, self.request, now)["cards"]))
        self.assertEqual(len(asked), len(self.request["prefetch"]), asked)
        self.assertTrue(all(line.startswith("GET ") and line.endswith(" 200") for line in asked), asked)

    def test_the_order_without_prefetch_gets_the_card_of_the_one_with_it(self):
        status, answer, asked = self.sign(self.fhir.base, TOKEN)
        self.check_card(status, answer, asked)

    def test_a_client_that_is_known_by_its_token_is_read_for_from_its_own_base(self):
        (self.here / "keys.json").write_text(self.vesicle_says("clients", "key", "try.pem"))
        self.vesicle_says("clients", "add", "clients.toml", "--name", "trial", "--iss", "urn:trial", "--keys", "keys.json",
                          "--fhir-server", self.fhir.base)
        server = self.serve("", "--clients", self.here / "clients.toml", "--public-url", "https://cds.example")
        for base, found in ((self.fhir.base, 200), (self.fhir.base + "/elsewhere", 412)):
            own = self.vesicle_says("clients", "token", "try.pem", "--iss", "urn:trial", "--aud",
                                    "https://cds.example/cds-services/antiviral-order-sign").strip()
            status, answer, asked = self.sign(base, TOKEN, server, own)
            self.assertEqual(status, found, answer)
            if found == 200:
                self.check_card(status, answer, asked)
            else:
                self.assertEqual(asked, [])

    def test_a_token_that_the_server_does_not_take_is_a_412(self):
        status, answer, asked = self.sign(self.fhir.base, "another")
        self.assertEqual((status, answer["resourceType"]), (412, "OperationOutcome"))
        self.assertTrue(asked and all(line.endswith(" 401") for line in asked), asked)

    def test_a_base_that_is_not_registered_is_never_asked(self):
        status, answer, asked = self.sign(self.fhir.base + "/elsewhere", TOKEN)
        self.assertEqual((status, answer["resourceType"], asked), (412, "OperationOutcome", []))


if __name__ == "__main__":
    VESICLE = pathlib.Path(sys.argv.pop()).resolve()
    INSTALLED = pathlib.Path(sys.argv.pop())
    why = npm.install(HERE, INSTALLED)
    if why:
        print("skipped: " + why)
        sys.exit(SKIPPED)
    unittest.main()
