"""Requests of the tests as if they had been written today, and the charts in them."""
import datetime
import json
import runpy

from running import ROOT

moved = runpy.run_path(str(ROOT / "deploy" / "sample" / "as-of-today"))["moved"]  # every date so many days later


def request_of_today(name, then):
    """A request that was written for the day `then`, as if that were today."""
    written = json.loads((ROOT / name).read_text(encoding="utf-8"))
    today = datetime.datetime.now(datetime.timezone.utc).date()
    return moved(written, (today - datetime.date.fromisoformat(then)).days)


def chart_of(request):
    """Every resource that was prefetched, one by one."""
    for value in request["prefetch"].values():
        if value:
            yield from [entry["resource"] for entry in value.get("entry", [])] if value["resourceType"] == "Bundle" else [value]
