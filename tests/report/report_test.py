"""The clinical validation report: well-formed, whole, and nothing of the chart becomes markup."""
import json
import pathlib
import subprocess
import sys
import tempfile
import unittest
import xml.etree.ElementTree

PROGRAM = sys.argv.pop(1)
HERE = pathlib.Path(__file__).resolve().parent
VIGNETTES = HERE.parent / "vignettes"
HOSTILE = '<script>alert("&amp;")</script>'


def report(folder, *more):
    out = pathlib.Path(folder) / "report" / "page.html"
    done = subprocess.run([sys.executable, HERE / "report.py", PROGRAM, out, *more], capture_output=True, text=True)
    return done, out.read_text(encoding="utf-8") if out.exists() else ""


class Report(unittest.TestCase):
    def test_the_page_is_whole(self):
        with tempfile.TemporaryDirectory() as folder:
            done, page = report(folder)
        self.assertEqual((done.returncode, done.stderr), (0, ""))
        root = xml.etree.ElementTree.fromstring(page)  # XHTML: any unclosed or stray element is an error
        sections = {one.get("id"): one for one in root.iter("section")}
        names = {path.name.split(".")[0] for path in VIGNETTES.glob("*.request.json")}
        self.assertEqual(set(sections), names)
        for name, one in sections.items():
            with self.subTest(vignette=name):
                golden = json.loads((HERE.parent / "golden/vignettes" / f"{name}.answer.json").read_text(encoding="utf-8"))
                heads = [card.findtext("h4") for card in one.iter("div")]
                self.assertEqual(heads, [f'{card["indicator"]}: {card["summary"]}' for card in golden["cards"]])
                self.assertEqual(len(list(one.iter("svg"))), 1)
                self.assertGreaterEqual(len(list(one.iter("tr"))), 13)
                self.assertIn("signed ____", "".join(one.itertext()))
        self.assertNotIn("http://", page.replace("http://www.w3.org", ""), "the page loads nothing from elsewhere")

    def test_text_of_the_chart_is_escaped(self):
        with tempfile.TemporaryDirectory() as folder:
            for path in VIGNETTES.glob("v01.*.json"):
                told = json.loads(path.read_text(encoding="utf-8"))
                if "patient" in told:
                    told["patient"] = HOSTILE
                else:
                    drug = told["context"]["draftOrders"]["entry"][0]["resource"]["medicationCodeableConcept"]
                    drug["coding"][0]["display"] = HOSTILE
                (pathlib.Path(folder) / path.name).write_text(json.dumps(told), encoding="utf-8")
            done, page = report(folder, folder)
        self.assertEqual(done.returncode, 0, done.stderr)
        root = xml.etree.ElementTree.fromstring(page)
        self.assertEqual(list(root.iter("script")), [])
        self.assertGreaterEqual("".join(root.itertext()).count(HOSTILE), 2)

    def test_what_cannot_be_evaluated_is_said(self):
        with tempfile.TemporaryDirectory() as folder:
            done, page = report(folder, folder)
        self.assertEqual((done.returncode, page), (1, ""))
        self.assertIn("no vignette", done.stderr)


if __name__ == "__main__":
    unittest.main(argv=sys.argv[:1])
