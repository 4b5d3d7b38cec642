#!/usr/bin/env python3
"""Writes the clinical validation report: every vignette, what the program answers, and a line to sign.

usage: tests/report/report.py PROGRAM OUT.html [VIGNETTES]

PROGRAM is a built `vesicle`; VIGNETTES is tests/vignettes unless said otherwise. Exit: 0 written, 1 not, 2 usage.
"""
import datetime
import html
import json
import pathlib
import re
import subprocess
import sys

import timeline

HERE = pathlib.Path(__file__).resolve().parent
OUTCOME = re.compile(r"^  ([a-z-]+): (fired|negative|not applicable|not evaluable): (.*)$")
EXPOSURE = re.compile(r"^exposure: [a-z]+, day (\d+)", re.MULTILINE)


def text(value):
    return html.escape(str(value), quote=True)


def markdown(detail):
    """The little Markdown that cards use: paragraphs, bullets, bold and escaped signs."""
    out, listed = [], False
    for line in filter(None, detail.splitlines()):
        shown = re.sub(r"\*\*(.+?)\*\*", r"<b>\1</b>", text(re.sub(r"\\([^\w\s])", r"\1", line.removeprefix("- "))))
        if line.startswith("- ") != listed:
            listed = not listed
            out.append("<ul>" if listed else "</ul>")
        out.append(f"<li>{shown}</li>" if listed else f"<p>{shown}</p>")
    return "".join(out) + ("</ul>" if listed else "")


def card(of):
    suggestions = "".join(
        f'<li>☐ {text(s["label"])}{" <em>recommended</em>" if s.get("isRecommended") else ""}<ul>'
        + "".join(f'<li>{text(a["type"])}: {text(a["description"])}</li>' for a in s["actions"]) + "</ul></li>"
        for s in of.get("suggestions", []))
    return (f'<div class="card {text(of["indicator"])}"><h4>{text(of["indicator"])}: {text(of["summary"])}</h4>'
            f'{markdown(of.get("detail", ""))}' + (f'<ul class="offers">{suggestions}</ul>' if suggestions else "")
            + f'<p class="source">Source: {text(of["source"]["label"])}</p></div>')


def outcomes(explained):
    rows = [OUTCOME.match(line) for line in explained.splitlines()]
    cells = "".join(f'<tr class="{row[2].split()[0]}"><td>{text(row[1])}</td><td>{text(row[2])}</td><td>{text(row[3])}</td></tr>'
                    for row in rows if row)
    return f"<table><tr><th>rule</th><th>outcome</th><th>because</th></tr>{cells}</table>"


def evaluate(program, vignette, now):
    done = subprocess.run([program, "evaluate", "--explain", "--now", now, vignette], capture_output=True, text=True)
    if done.returncode != 0:
        raise RuntimeError(f"{vignette.name}: `evaluate` ended with {done.returncode}")
    return json.loads(done.stdout)["cards"], done.stderr


def section(program, path):
    name = path.name.removesuffix(".request.json")
    expected = json.loads(path.with_name(f"{name}.expect.json").read_text(encoding="utf-8"))
    request = json.loads(path.read_text(encoding="utf-8"))
    cards, explained = evaluate(program, path, expected["now"])
    run = EXPOSURE.search(explained)
    today = datetime.date.fromisoformat(expected["now"][:10])
    order = request["context"]["draftOrders"]["entry"][0]["resource"]
    ordered = f'{timeline.name_of(order["medicationCodeableConcept"])}: {order["dosageInstruction"][0].get("text", "")}'
    shown = "".join(map(card, cards)) or '<p class="quiet">No card: everything that applies was checked and nothing was found.</p>'
    return (f'<section id="{text(name)}"><h2>{text(name.upper())}</h2><p>{text(expected["patient"])}</p>'
            f'<p><b>Being signed</b> {text(ordered)}, at {text(expected["now"])}</p>'
            f'{timeline.svg(request, today, int(run[1]) if run else None)}<h3>Cards</h3>{shown}'
            f'<h3>Rules</h3>{outcomes(explained)}'
            '<p class="sign">As it should be ☐ &#160; not as it should be ☐ &#160; because ______________________________ &#160; signed __________________</p></section>')


def identity(program):
    return subprocess.run([program, "--version"], capture_output=True, text=True).stdout.strip()


def knowledge_version():
    found = re.search(r'^version = "([^"]+)"', (HERE.parent.parent / "cds/knowledge/thresholds.toml").read_text(), re.MULTILINE)
    return found[1] if found else "not stated"


def page(program, vignettes):
    paths = sorted(vignettes.glob("*.request.json"))
    if not paths:
        raise RuntimeError(f"no vignette in {vignettes}")
    body = "".join(section(program, path) for path in paths)
    contents = " · ".join(f'<a href="#{text(p.name.split(".")[0])}">{text(p.name.split(".")[0].upper())}</a>' for p in paths)
    style = (HERE / "report.css").read_text(encoding="utf-8")
    about = (HERE / "about.html").read_text(encoding="utf-8")
    return ('<!DOCTYPE html>\n<html lang="en"><head><meta charset="utf-8"/><title>Vesicle: clinical validation report</title>'
            f"<style>{style}</style></head><body><h1>Vesicle: clinical validation report</h1>"
            f"<p>Program {text(identity(program))}, knowledge {text(knowledge_version())}.</p>{about}<p>{contents}</p>{body}"
            '<p class="sign">Reviewed as a whole by ______________________________ on __________________</p></body></html>\n')


def main():
    if not 3 <= len(sys.argv) <= 4:
        print("usage: tests/report/report.py PROGRAM OUT.html [VIGNETTES]", file=sys.stderr)
        return 2
    vignettes = pathlib.Path(sys.argv[3]) if len(sys.argv) == 4 else HERE.parent / "vignettes"
    try:
        written = page(sys.argv[1], vignettes)
    except (RuntimeError, OSError, ValueError, KeyError) as fault:
        print(f"report: {fault}", file=sys.stderr)
        return 1
    out = pathlib.Path(sys.argv[2])
    out.parent.mkdir(parents=True, exist_ok=True)
    out.write_text(written, encoding="utf-8")
    print(f"report: {out}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
