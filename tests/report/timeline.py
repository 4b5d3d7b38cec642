"""One vignette's exposure as an SVG timeline: courses, lesions, tests, the days that matter, and now."""
import datetime
import html

ANTIVIRAL = ("aciclovir", "acyclovir", "valacyclovir", "famciclovir", "foscarnet", "cidofovir")
HERPES_CODES = ("B00", "1475003", "235058001", "57920007")
THRESHOLD_DAYS = (7, 10, 14, 21)
WIDTH, LEFT, ROW = 900, 190, 22


def day_of(text):
    return datetime.date.fromisoformat(text[:10]) if text and len(text) >= 10 else None


def name_of(concept):
    coding = (concept or {}).get("coding") or [{}]
    return coding[0].get("display") or (concept or {}).get("text") or coding[0].get("code", "")


def resources(request, key):
    for entry in request["prefetch"].get(key, {}).get("entry", []):
        yield entry["resource"]


def is_antiviral(resource):
    return any(word in name_of(resource.get("medicationCodeableConcept")).lower() for word in ANTIVIRAL)


def courses(request):
    """(label, first day, last day) of each antiviral; doses that were given one by one are one bar."""
    given = {}
    for dose in filter(is_antiviral, resources(request, "administrations")):
        given.setdefault(name_of(dose["medicationCodeableConcept"]), []).append(day_of(dose.get("effectiveDateTime")))
    for drug, days in given.items():
        yield f"given: {drug}", min(days), max(days)
    for supply in filter(is_antiviral, resources(request, "dispenses")):
        first = day_of(supply.get("whenHandedOver"))
        yield "dispensed: " + name_of(supply["medicationCodeableConcept"]), first, \
            first + datetime.timedelta(days=supply.get("daysSupply", {}).get("value", 1) - 1)
    for order in filter(is_antiviral, resources(request, "medications")):
        first = day_of(order.get("authoredOn"))
        yield "ordered: " + name_of(order["medicationCodeableConcept"]), first, first


def lesions(request, now):
    for condition in resources(request, "conditions"):
        code = condition["code"]["coding"][0].get("code", "")
        first = day_of(condition.get("onsetDateTime") or condition.get("recordedDate"))
        if first and code.startswith(HERPES_CODES):
            yield "lesion: " + name_of(condition["code"]), first, day_of(condition.get("abatementDateTime")) or now


def tests(request):
    for result in resources(request, "labs"):
        name = name_of(result["code"])
        if any(word in name.lower() for word in ("suscept", "herpes", "creatinine")):
            value = name_of(result.get("valueCodeableConcept")) or result.get("valueQuantity", {}).get("value", "")
            day = day_of(result.get("effectiveDateTime"))
            yield f"{name.split(' [')[0]} {value}", day, day


def rows_of(request, now):
    found = [("course", *row) for row in courses(request)]
    found += [("lesion", *row) for row in lesions(request, now)]
    found += [("test", *row) for row in tests(request)]
    return [row for row in found if row[2] and (now - row[3]).days <= 400]


def mark(x, height, css, text):
    label = html.escape(text)
    return f'<line class="{css}" x1="{x:.1f}" x2="{x:.1f}" y1="16" y2="{height - 4}"/><text class="{css}" x="{x:.1f}" y="11">{label}</text>'


def svg(request, now, exposure_days):
    """`exposure_days`: days since the first dose of the run that reaches to now; None without one."""
    rows = rows_of(request, now)
    first = min([row[2] for row in rows] + [now - datetime.timedelta(days=14)])
    last = now + datetime.timedelta(days=3)
    height = 24 + ROW * max(1, len(rows))

    def x_of(day):
        return LEFT + (WIDTH - LEFT - 12) * (day - first).days / (last - first).days

    parts = [f'<svg viewBox="0 0 {WIDTH} {height}" role="img" aria-label="timeline from {first} to {now}">']
    for number, (kind, label, start, end) in enumerate(rows):
        y = 22 + ROW * number
        begin, finish = x_of(max(start, first)), x_of(min(end, last))
        title = html.escape(f"{label}: {start} to {end}" if end != start else f"{label}: {start}")
        short = html.escape(label if len(label) <= 32 else label[:31] + "…")
        parts.append(f'<g><title>{title}</title><text class="label" x="0" y="{y + 11}">{short}</text>'
                     f'<rect class="{kind}" x="{begin:.1f}" y="{y}" width="{max(4.0, finish - begin):.1f}" height="13"/></g>')
    if exposure_days is not None and exposure_days < 90:
        start = now - datetime.timedelta(days=exposure_days)
        for threshold in THRESHOLD_DAYS:
            day = start + datetime.timedelta(days=threshold)
            if day <= last:
                parts.append(mark(x_of(day), height, "threshold", str(threshold)))
    parts.append(mark(x_of(now), height, "now", "now"))
    return "".join(parts) + "</svg>"
