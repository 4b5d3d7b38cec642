"""A page of another origin in a real browser: what it can read, what it gets, and what is kept of what it says."""
import json
import pathlib
import queue
import subprocess
import sys
import tempfile
import unittest

HERE = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent / "support"))
from answers import comparable, evaluated  # noqa: E402
from charts import chart_of, request_of_today  # noqa: E402
from chromium import CERTUTIL, PROGRAM, Chromium  # noqa: E402
from page_server import PageServer  # noqa: E402
from running import Vesicle, make_certificates  # noqa: E402

VESICLE = ""  # the program under test, from the command line
SKIPPED = 77
SECONDS = 90  # for all that a page does; it needs about three
PUBLIC_URL = "https://cds.example"
STRANGER = {"discovery": {"fault": "TypeError"}, "refusal": {"fault": "TypeError"}, "hook": {"fault": "TypeError"},
            "hookAsText": {"fault": "TypeError"}, "feedback": {"fault": "TypeError"},
            "opaque": {"type": "opaque", "status": 0, "text": ""}}


class Browser(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        folder = tempfile.TemporaryDirectory()
        cls.addClassCleanup(folder.cleanup)
        cls.certificates = pathlib.Path(folder.name) / "certs"
        make_certificates(cls.certificates)
        cls.signing = request_of_today("deploy/sample/order-sign.json", "2026-01-20")
        cls.viewing = request_of_today("tests/vignettes/v11.request.json", "2026-02-24")

    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.here = pathlib.Path(folder.name)
        self.site = self.page_server(chart_of(self.signing), chart_of(self.viewing))

    def page_server(self, *charts):
        site = PageServer(charts)
        self.addCleanup(site.stop)
        return site

    def serve(self, *more):
        server = Vesicle(VESICLE, self.certificates, self.here / "log", "--data", self.here / "data", *more)
        self.addCleanup(server.stop)
        return server

    def serve_to_the_site(self):
        (self.here / "vesicle.toml").write_text(f'[cors]\norigins = ["{self.site.origin}"]\n')
        return self.serve("--no-auth", "--config", self.here / "vesicle.toml")

    def serve_to_a_client(self):
        """The server, and what the page signs its tokens with."""
        made = subprocess.run([VESICLE, "clients", "key", self.here / "try.pem"], check=True, capture_output=True, text=True)
        (self.here / "keys.json").write_text(made.stdout)
        subprocess.run([VESICLE, "clients", "add", self.here / "clients.toml", "--name", "trial", "--iss", "urn:trial", "--keys",
                        "keys.json", "--origin", self.site.origin], check=True, capture_output=True)
        lines = (self.here / "try.pem").read_text().splitlines()
        trust = {"iss": "urn:trial", "kid": json.loads(made.stdout)["keys"][0]["kid"],
                 "key": "".join(line for line in lines if not line.startswith("-"))}
        return self.serve("--clients", self.here / "clients.toml", "--public-url", PUBLIC_URL), trust

    def opened(self, site, page, plan, believes=True):
        """What the page reported."""
        site.plan = plan
        browser = Chromium(f"{site.origin}/{page}", self.certificates / "ca.pem" if believes else None)
        try:
            return site.report(SECONDS)
        except queue.Empty:
            self.fail("the page reported nothing: " + browser.said())
        finally:
            browser.close()

    def plan(self, server, **more):
        signed = self.signing["context"]
        selected = signed | {"selections": ["MedicationRequest/draft-valacyclovir"]}
        viewed = {name: self.viewing["context"][name] for name in ("userId", "patientId", "encounterId")}
        hooks = (("order-select", selected), ("order-sign", signed), ("patient-view", viewed))
        return {"server": server.address, "comment": "seen", "hooks": [{"hook": hook, "context": context} for hook, context in hooks]} | more

    def feedback_kept(self):
        command = [VESICLE, "feedback", "export", "--data", self.here / "data", "--format", "ndjson"]
        return [json.loads(line) for line in subprocess.run(command, check=True, capture_output=True, text=True).stdout.splitlines()]

    def check_cards(self, report):
        self.assertNotIn("fault", report)
        self.assertEqual((report["discovery"]["status"], len(report["discovery"]["answer"]["services"])), (200, 3))
        rules = {call["hook"]: [card["source"]["topic"]["code"] for card in call["answer"]["cards"]] for call in report["calls"]}
        self.assertEqual(rules, {"order-select": ["treatment-failure"], "order-sign": ["treatment-failure"],
                                 "patient-view": ["foscarnet-dose", "foscarnet-safety", "foscarnet-course"]})
        for call in report["calls"]:
            with self.subTest(hook=call["hook"]):
                self.assertEqual((call["status"], call["type"]), (200, "application/json"))
                self.assertEqual(comparable(call["answer"]), comparable(evaluated(VESICLE, call["body"], call["sent"][:19] + "Z")))

    def check_feedback(self, report, client):
        """Each item of the page is kept, with the rule of the card it is about."""
        told = {}
        for call in report["calls"]:
            self.assertEqual(call["feedback"]["status"], 200, call["hook"])
            rule_of = {card["uuid"]: card["source"]["topic"]["code"] for card in call["answer"]["cards"]}
            told |= {item["card"]: (item["outcome"], rule_of[item["card"]], call["service"]) for item in call["told"]}
        self.assertEqual({outcome for outcome, *_ in told.values()}, {"accepted", "overridden"})
        kept = self.feedback_kept()
        self.assertEqual({row["intervention"]["card"]: (row["action"]["outcome"], row["intervention"]["rule"], row["service"])
                          for row in kept}, told)
        self.assertEqual({row["location"]["client"] for row in kept}, {client})
        self.assertEqual({row["feedback"]["comment"] for row in kept if row["action"]["outcome"] == "overridden"}, {"seen"})

    def check_refusal(self, refusal, status):
        self.assertEqual((refusal["status"], refusal["answer"]["resourceType"]), (status, "OperationOutcome"))

    def test_a_page_of_an_allowed_origin_gets_cards_and_tells_what_became_of_them(self):
        server = self.serve_to_the_site()
        report = self.opened(self.site, "client.html", self.plan(server))
        self.check_cards(report)
        self.check_refusal(report["refusals"]["empty"], 400)
        self.assertEqual(server.stop(), 0)
        self.check_feedback(report, "anybody")

    def test_a_page_that_signs_its_own_tokens_is_a_client(self):
        server, trust = self.serve_to_a_client()
        report = self.opened(self.site, "client.html", self.plan(server, publicUrl=PUBLIC_URL, trust=trust))
        self.check_cards(report)
        for name, status in (("empty", 400), ("unsigned", 401), ("first", 400), ("again", 401)):
            self.check_refusal(report["refusals"][name], status)
        self.assertEqual(server.stop(), 0)
        self.check_feedback(report, "trial")

    def test_a_page_of_another_origin_can_read_nothing(self):
        elsewhere = self.page_server()
        for server in (self.serve_to_the_site(), self.serve_to_a_client()[0]):
            self.assertEqual(self.opened(elsewhere, "stranger.html", self.plan(server)), STRANGER)

    def test_the_same_page_can_read_much_where_it_is_allowed(self):
        report = self.opened(self.site, "stranger.html", self.plan(self.serve_to_the_site()))
        self.assertEqual({name: got.get("status") for name, got in report.items()},
                         {"discovery": 200, "refusal": 404, "hook": 400, "hookAsText": 415, "feedback": 400, "opaque": 0})

    def test_a_browser_that_does_not_believe_the_authority_gets_nothing(self):
        report = self.opened(self.site, "client.html", self.plan(self.serve_to_the_site()), believes=False)
        self.assertIn("Failed to fetch", report["fault"])


if __name__ == "__main__":
    VESICLE = sys.argv.pop()
    if PROGRAM is None or CERTUTIL is None:
        print("skipped: this machine has no chromium or no certutil; `deploy/install-packages browser` installs them")
        sys.exit(SKIPPED)
    unittest.main()
