"""deploy/sample: the request moves to today as a whole, and its answer is shown and judged."""
import datetime
import json
import pathlib
import re
import subprocess
import sys
import tempfile
import unittest

SAMPLE = pathlib.Path(__file__).resolve().parent.parent.parent / "deploy" / "sample"
DATE = re.compile(r"\d{4}-\d{2}-\d{2}")


def dates_of(text):
    return [datetime.date.fromisoformat(day) for day in DATE.findall(text)]


def as_of_today(*arguments):
    return subprocess.run([sys.executable, SAMPLE / "as-of-today", *arguments], capture_output=True, text=True, check=True).stdout


def show_cards(answer, *arguments):
    return subprocess.run([sys.executable, SAMPLE / "show-cards", *arguments], input=answer, capture_output=True, text=True)


CARD = {
    "uuid": "u", "summary": "day 12", "detail": "**Why**\n- because", "indicator": "warning", "selectionBehavior": "any",
    "source": {"label": "a label", "url": "https://example.org/label", "topic": {"code": "treatment-failure"}},
    "suggestions": [{"label": "culture", "uuid": "v", "isRecommended": True,
                     "actions": [{"type": "create", "description": "take it", "resource": {"resourceType": "ServiceRequest"}},
                                 {"type": "delete", "description": "cancel it", "resourceId": "MedicationRequest/x"}]}],
    "links": [{"label": "a survey", "url": "https://example.org/survey", "type": "absolute"}],
    "overrideReasons": [{"code": "c", "display": "patient refuses"}],
}


class AsOfToday(unittest.TestCase):
    def setUp(self):
        # The day may change between the program's clock and ours; then both are asked again.
        before = None
        while before != datetime.datetime.now(datetime.timezone.utc).date():
            before = datetime.datetime.now(datetime.timezone.utc).date()
            self.text = as_of_today()
        self.today = before

    def test_the_order_is_written_today(self):
        draft = json.loads(self.text)["context"]["draftOrders"]["entry"][0]["resource"]
        self.assertEqual(draft["authoredOn"], self.today.isoformat())

    def test_every_date_moves_by_the_same_days(self):
        written, moved = dates_of((SAMPLE / "order-sign.json").read_text()), dates_of(self.text)
        self.assertEqual(len(written), len(moved))
        self.assertEqual(len({after - before for before, after in zip(written, moved)}), 1)

    def test_nothing_but_dates_changes(self):
        written = json.loads((SAMPLE / "order-sign.json").read_text())
        moved = json.loads(self.text)
        self.assertEqual(DATE.sub("", json.dumps(written)), DATE.sub("", json.dumps(moved)))

    def test_text_that_only_looks_like_a_date_stays(self):
        with tempfile.NamedTemporaryFile("w", suffix=".json") as file:
            request = {"context": {"draftOrders": {"entry": [{"resource": {"authoredOn": "2026-01-20", "note": "2026-01-20 or so"}}]}},
                       "n": [1.50, None, True, "2026"]}
            json.dump(request, file)
            file.flush()
            moved = json.loads(as_of_today(file.name))
        self.assertEqual(moved["context"]["draftOrders"]["entry"][0]["resource"]["note"], "2026-01-20 or so")
        self.assertEqual(moved["n"], request["n"])

    def test_the_last_dose_was_given_before_today(self):
        given = [entry["resource"]["effectiveDateTime"] for entry in json.loads(self.text)["prefetch"]["administrations"]["entry"]]
        self.assertEqual(len(given), 24)
        self.assertLess(max(given), self.today.isoformat())
        self.assertEqual(dates_of(min(given))[0], self.today - datetime.timedelta(days=12))


class ShowCards(unittest.TestCase):
    def test_a_card_is_shown_with_all_a_clinician_sees(self):
        done = show_cards(json.dumps({"cards": [CARD]}))
        self.assertEqual(done.returncode, 0)
        for shown in ("[WARNING] day 12", "- because", "[ ] culture (recommended)", "create ServiceRequest: take it",
                      "delete MedicationRequest/x: cancel it", "Source: a label https://example.org/label",
                      "See also: a survey https://example.org/survey", "patient refuses"):
            self.assertIn(shown, done.stdout)

    def test_the_expected_card_decides(self):
        for cards, expected, code in (
                ([CARD], "treatment-failure:warning", 0),
                ([CARD], "treatment-failure:critical", 1),
                ([CARD], "resistant-virus:warning", 1),
                ([], "treatment-failure:warning", 1)):
            with self.subTest(expected=expected, cards=len(cards)):
                self.assertEqual(show_cards(json.dumps({"cards": cards}), "--expect", expected).returncode, code)

    def test_no_cards_are_said_aloud(self):
        done = show_cards('{"cards": []}')
        self.assertEqual((done.returncode, done.stdout), (0, "no cards: everything that applies was checked and nothing was found\n"))

    def test_what_is_no_answer_is_refused(self):
        for answer in ("", "[]", "{}", "garbage", '{"resourceType": "OperationOutcome"}'):
            with self.subTest(answer=answer):
                done = show_cards(answer)
                self.assertEqual((done.returncode, done.stdout), (2, ""))
                self.assertIn("no CDS Hooks answer", done.stderr)


class FeedbackOn(unittest.TestCase):
    def feedback_on(self, answer, *arguments):
        return subprocess.run([sys.executable, SAMPLE / "feedback-on", *arguments], input=answer, capture_output=True, text=True)

    def test_the_first_card_is_overridden_or_accepted(self):
        answer = json.dumps({"cards": [CARD, CARD | {"uuid": "w"}]})
        for arguments, said in (([], {"outcome": "overridden", "overrideReason": {"reason": CARD["overrideReasons"][0]}}),
                                (["--accept"], {"outcome": "accepted", "acceptedSuggestions": [{"id": "v"}]})):
            (item,) = json.loads(self.feedback_on(answer, *arguments).stdout)["feedback"]
            self.assertRegex(item.pop("outcomeTimestamp"), r"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$")
            self.assertEqual(item, {"card": "u"} | said)

    def test_an_answer_without_such_a_card_is_told(self):
        bare = {name: value for name, value in CARD.items() if name != "suggestions"}
        for answer, *arguments in (("no json",), ("{}",), ('{"cards": []}',), (json.dumps({"cards": [bare]}), "--accept")):
            done = self.feedback_on(answer, *arguments)
            self.assertEqual((done.returncode, done.stdout, done.stderr), (2, "", "feedback-on: this answer has no such card\n"), answer)


if __name__ == "__main__":
    unittest.main(argv=sys.argv[:1])
