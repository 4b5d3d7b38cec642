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


def write_export(requests, folder):
    """The charts of requests as a Bulk Data export, with their draft orders of medicines signed; gives the number of those. Patients are the
    requests' own, ids are made to differ."""
    types = {"Patient", "Condition", "MedicationRequest", "MedicationDispense", "MedicationAdministration", "Observation", "ServiceRequest",
             "AllergyIntolerance"}
    lines = {name: [] for name in sorted(types)}
    orders = 0
    for request in requests:
        signed = [dict(entry["resource"], status="active") for entry in request["context"]["draftOrders"]["entry"]] \
            if "draftOrders" in request["context"] else []
        orders += sum(resource["resourceType"] == "MedicationRequest" for resource in signed)
        for resource in [*chart_of(request), *signed]:
            if resource["resourceType"] in types:
                lines[resource["resourceType"]].append(json.dumps(resource))
    folder.mkdir()
    for name, resources in lines.items():
        (folder / f"{name}.ndjson").write_text("".join(line + "\n" for line in resources), encoding="utf-8")
    return orders
