"""The console in a real browser, with the real program and its store over TLS: starts them, has them asked and told, runs console/run.mjs."""
import contextlib
import json
import os
import pathlib
import ssl
import subprocess
import sys
import tempfile
import urllib.error
import urllib.request

HERE = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent / "support"))
import npm  # noqa: E402
from charts import request_of_today  # noqa: E402
from chromium import CERTUTIL, PROGRAM, believe  # noqa: E402
from running import Vesicle, make_certificates  # noqa: E402

SKIPPED = 77
SECONDS = 1500
PUBLIC_URL = "https://cds.example"
SERVICE = "/cds-services/antiviral-order-sign"
CALLS, ACCEPTED = 6, 2
PATIENT = "".join(f"{name}_ms = 60000\n" for name in ("handshake", "header", "body", "write", "idle")) + "answer_ms = 10000\n"  # with a browser on a busy machine
COMMENT = "agreed with infectious disease by phone"


class World:
    """A server with a registered client that has called it, accepted and overridden cards; and a token of each role."""

    def __init__(self, program, here):
        self.program, self.here = program, here
        make_certificates(here)
        (here / "data").mkdir(mode=0o700)
        keys = self.run("clients", "key", here / "try.pem")
        (here / "keys.json").write_text(keys)
        self.run("clients", "add", here / "clients.toml", "--name", "trial", "--iss", "urn:trial", "--keys", "keys.json")
        self.tokens = {role: self.run("admin", "token", "--tokens", here / "data" / "admin-tokens.toml", "--name", f"a-{role}", "--role", role).strip()
                       for role in ("tester", "reviewer", "admin")}
        (here / "vesicle.toml").write_text("[timeouts]\n" + PATIENT)
        self.server = Vesicle(program, here, here / "log", "--config", here / "vesicle.toml", "--data", here / "data", "--clients", here / "clients.toml", "--public-url", PUBLIC_URL,
                              "--admin", "127.0.0.1:0")
        self.trust = ssl.create_default_context(cafile=str(here / "ca.pem"))

    def run(self, *arguments):
        return subprocess.run([self.program, *arguments], check=True, capture_output=True, text=True).stdout

    def post(self, path, body, signed=True):
        headers = {"Content-Type": "application/json"}
        if signed:
            token = self.run("clients", "token", self.here / "try.pem", "--iss", "urn:trial", "--aud", PUBLIC_URL + path).strip()
            headers["Authorization"] = f"Bearer {token}"
        asked = urllib.request.Request(self.server.address + path, json.dumps(body).encode(), headers)
        with urllib.request.urlopen(asked, context=self.trust) as answer:
            return json.loads(answer.read() or b"null")

    def tell(self, vectors):
        """Calls, feedback about their cards, comments; what the pages must show of it."""
        request = request_of_today("tests/vignettes/v01.request.json", "2026-01-20")
        cards = [self.post(SERVICE, request)["cards"][0] for _ in range(CALLS)]
        overridden = [{"card": cards[-1]["uuid"], "outcome": "overridden", "outcomeTimestamp": "2026-01-20T12:00:00Z",
                       "overrideReason": {"reason": {key: cards[-1]["overrideReasons"][0][key] for key in ("code", "system")}, "userComment": comment}}
                      for comment in (*vectors, COMMENT)]
        for card in cards[:ACCEPTED]:
            self.post(SERVICE + "/feedback", {"feedback": [{"card": card["uuid"], "outcome": "accepted", "outcomeTimestamp": "2026-01-20T12:00:00Z",
                                                            "acceptedSuggestions": [{"id": card["suggestions"][0]["uuid"]}]}]})
        for start in range(0, len(overridden), 50):
            self.post(SERVICE + "/feedback", {"feedback": overridden[start:start + 50]})
        with contextlib.suppress(urllib.error.HTTPError):
            self.post(SERVICE, request, signed=False)
        return {"calls": CALLS, "accepted": ACCEPTED, "overridden": 1, "comment": COMMENT}


def vectors_of(place):
    script = "import('./vectors.mjs').then((all) => console.log(JSON.stringify(all.VECTORS)))"
    return json.loads(subprocess.run(["node", "-e", script], cwd=place, check=True, capture_output=True, text=True).stdout)


def main(program, place):
    missing = "this machine has no chromium or no certutil" if PROGRAM is None or CERTUTIL is None else npm.install(HERE / "console", place)
    if missing:
        print(f"skipped: {missing}; `deploy/install-packages browser` and Debian's npm bring what is needed")
        return SKIPPED
    pictures = place / "pictures"
    pictures.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        here = pathlib.Path(folder)
        world = World(program, here)
        try:
            told = world.tell(vectors_of(place))
            believe(here / ".pki" / "nssdb", here / "ca.pem")
            known = {"admin": world.server.admin, "tokens": world.tokens, "client": "trial", "told": told, "chromium": PROGRAM, "home": str(here), "pictures": str(pictures)}
            environment = os.environ | {"VESICLE_CONSOLE_WORLD": json.dumps(known), "NODE_EXTRA_CA_CERTS": str(here / "ca.pem")}
            return subprocess.run(["node", *os.environ.get("VESICLE_NODE_OPTIONS", "").split(), "run.mjs"], cwd=place, env=environment, timeout=SECONDS).returncode
        finally:
            world.server.stop()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1], pathlib.Path(sys.argv[2])))
