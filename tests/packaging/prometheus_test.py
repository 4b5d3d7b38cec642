"""deploy/prometheus: promtool finds no fault, every alert is tried both ways, and each leads to a runbook."""
import pathlib
import re
import sys
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent))
from tools import DEPLOY, need, need_yaml, run  # noqa: E402

yaml = need_yaml()

HERE = DEPLOY / "prometheus"
TESTS = sorted(HERE.glob("*_test.yaml"))
ALERTS = [rule for group in yaml.safe_load((HERE / "alerts.yaml").read_text())["groups"] for rule in group["rules"]]


def anchors():
    """The anchors of the incidents' headings in the administrator's guide: `### incident: no ready node` is #incident-no-ready-node."""
    text = (DEPLOY / "README.md").read_text()
    return {"incident-" + name.replace(" ", "-") for name in re.findall(r"^### incident: (.+)$", text, re.MULTILINE)}


class Prometheus(unittest.TestCase):
    def test_the_configuration_and_the_rules_have_no_fault(self):
        for part, *arguments in (("config", "--syntax-only", HERE / "prometheus.yml"), ("rules", HERE / "alerts.yaml")):
            status, said = run("promtool", "check", part, *arguments)
            self.assertEqual(status, 0, said)

    def test_each_alert_speaks_when_it_should_and_not_before(self):
        status, said = run("promtool", "test", "rules", *TESTS)
        self.assertEqual(status, 0, said)

    def test_each_alert_is_tried(self):
        tried = "".join(path.read_text() for path in TESTS)
        self.assertEqual([rule["alert"] for rule in ALERTS if f'alertname="{rule["alert"]}"' not in tried], [])

    def test_each_alert_says_how_urgent_it_is_what_happened_and_where_to_read_on(self):
        for rule in ALERTS:
            with self.subTest(rule["alert"]):
                self.assertIn(rule["labels"]["severity"], ("page", "ticket"))
                self.assertEqual(set(rule["annotations"]), {"summary", "description", "runbook_url"})
                self.assertRegex(rule["annotations"]["runbook_url"], r"^deploy/README\.md#incident-[a-z-]+$")

    def test_each_alert_has_its_incident_in_the_guide_and_each_incident_its_alert(self):
        self.assertEqual({rule["annotations"]["runbook_url"].partition("#")[2] for rule in ALERTS}, anchors())


if __name__ == "__main__":
    need("promtool")
    unittest.main(argv=sys.argv[:1])
