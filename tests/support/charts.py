"""Requests of the tests as if they had been written today, and the charts in them."""
import datetime
import json
import re

from running import ROOT

DAY = re.compile(r"^(\d{4}-\d{2}-\d{2})(T.*)?$")


def moved(value, days):
    """The same with every date so many days later."""
    if isinstance(value, dict):
        return {name: moved(member, days) for name, member in value.items()}
    if isinstance(value, list):
        return [moved(item, days) for item in value]
    found = DAY.match(value) if isinstance(value, str) else None
    if not found:
        return value
    return (datetime.date.fromisoformat(found[1]) + datetime.timedelta(days=days)).isoformat() + (found[2] or "")


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
