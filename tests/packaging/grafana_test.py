"""deploy/grafana and deploy/prometheus: what they ask is what the server tells, and promtool can read every question."""
import json
import pathlib
import re
import sys
import tempfile
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent))
from tools import DEPLOY, ROOT, need, need_yaml, run  # noqa: E402

yaml = need_yaml()

DASHBOARD = json.loads((DEPLOY / "grafana/vesicle.json").read_text())
RULES = [rule for group in yaml.safe_load((DEPLOY / "prometheus/alerts.yaml").read_text())["groups"] for rule in group["rules"]]
FAMILIES = re.findall(r"^# TYPE (\S+) (\S+)$", (ROOT / "tests/golden/admin/families.txt").read_text(), re.MULTILINE)


def told():
    """Every name that the server's families give Prometheus."""
    for name, kind in FAMILIES:
        yield from (name + end for end in ("_bucket", "_sum", "_count")) if kind == "histogram" else (name,)


def questions():
    for panel in DASHBOARD["panels"]:
        for target in panel.get("targets", []):
            yield f"panel `{panel['title']}`", target["expr"]
    for rule in RULES:
        yield f"alert `{rule['alert']}`", rule["expr"]


class Questions(unittest.TestCase):
    def test_every_metric_that_is_asked_for_is_told_by_the_server(self):
        names = set(told())
        for whose, asked in questions():
            with self.subTest(whose):
                self.assertEqual(set(re.findall(r"\b(?:vesicle|process)_\w+", asked)) - names, set())

    def test_promtool_can_read_every_question(self):
        rules = [{"record": f"question:{number}", "expr": asked} for number, (_, asked) in enumerate(questions())]
        with tempfile.TemporaryDirectory() as folder:
            path = pathlib.Path(folder) / "rules.yaml"
            path.write_text(yaml.safe_dump({"groups": [{"name": "questions", "rules": rules}]}))
            status, said = run("promtool", "check", "rules", path)
            self.assertEqual(status, 0, said)

    def test_panels_lie_beside_each_other_and_ask_the_chosen_source(self):
        taken = set()
        for panel in DASHBOARD["panels"]:
            place = panel["gridPos"]
            cells = {(x, y) for x in range(place["x"], place["x"] + place["w"]) for y in range(place["y"], place["y"] + place["h"])}
            self.assertFalse(cells & taken, panel["title"])
            self.assertLessEqual(place["x"] + place["w"], 24)
            taken |= cells
            if panel["type"] != "row":
                self.assertEqual(panel["datasource"], {"type": "prometheus", "uid": "${datasource}"})
        self.assertEqual(len({panel["id"] for panel in DASHBOARD["panels"]}), len(DASHBOARD["panels"]))


if __name__ == "__main__":
    need("promtool")
    unittest.main(argv=sys.argv[:1])
