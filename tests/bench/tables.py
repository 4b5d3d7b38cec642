"""What tests/bench/run measured, as tables for people: medians, their spread, and ratios to the bare echo of the same rounds."""
import os
import statistics


class Cell:
    """The rounds of one server with one body and one number of connections."""

    def __init__(self):
        self.rounds = []

    def add(self, told):
        self.rounds.append(told)

    def values(self, name):
        return [one[name] for one in self.rounds]

    def median(self, name):
        return statistics.median(self.values(name))

    def spread(self, name):
        """Half of the distance between the least and the most, in percent of the median."""
        values = self.values(name)
        return (max(values) - min(values)) / 2 / max(statistics.median(values), 1e-9) * 100

    def ratio_to(self, other, name):
        """Median, least and most of the ratios round by round."""
        ratios = [mine[name] / theirs[name] for mine, theirs in zip(self.rounds, other.rounds)]
        return statistics.median(ratios), min(ratios), max(ratios)


def table(head, rows):
    lines = ["| " + " | ".join(head) + " |", "|" + "---|" * len(head)]
    return "\n".join(lines + ["| " + " | ".join(row) + " |" for row in rows])


def ratio_text(ratio):
    return "{:.2f} ({:.2f} to {:.2f})".format(*ratio)


def row_of(key, cell, cells):
    label, body, connections = key
    echo = cells.get(("echo", body, connections))
    same = label == "echo" or echo is None or len(echo.rounds) != len(cell.rounds)
    return [label, body, str(connections), f"{cell.median('rate'):,.0f} ±{cell.spread('rate'):.0f} %",
            "1" if label == "echo" else "" if same else ratio_text(cell.ratio_to(echo, "rate")), f"{cell.median('cpu_us'):.0f}",
            f"{cell.median('p50_us'):,.0f}", f"{cell.median('p99_us'):,.0f}", f"{cell.median('resident_mb'):.0f}"]


def goals(cells):
    full, echo, dom = (cells[(label, "typical", 16)] for label in ("vesicle", "echo", "dom"))
    large = cells[("vesicle", "large", 16)]
    calm = cells[("vesicle at 70 %", "typical", 64)]
    sizes = {body: cells[("vesicle", body, 16)].rounds[0]["body_bytes"] for body in ("typical", "large")}
    per_byte = (large.median("cpu_us") / sizes["large"]) / (full.median("cpu_us") / sizes["typical"])
    trust = {name: cells[(name, "typical", 16)].median("cpu_us") - full.median("cpu_us") for name in ("RS384", "ES256")}
    busiest = max(connections for label, _, connections in cells if label == "vesicle")
    rows = [
        ["P1", "typical, 16 connections: rate against the bare echo", "at least 0.45", ratio_text(full.ratio_to(echo, "rate"))],
        ["P1", "the same against a trivial rule on a DOM", "at least 1", ratio_text(full.ratio_to(dom, "rate"))],
        ["P3", "p99 against p50, closed loop, 16 connections", "at most 2.5", f"{full.median('p99_us') / full.median('p50_us'):.2f}"],
        ["P3", "p99 at 70 % of the peak, open loop", "under 2 ms", f"{calm.median('p99_us') / 1000:.2f} ms"],
        ["P4", "processor time for each byte, large against typical", "at most 1.2", f"{per_byte:.2f}"],
        ["P6", "what RS384 adds", "at most 30 us", f"{trust['RS384']:.0f} us"],
        ["P6", "what ES256 adds", "at most 75 us", f"{trust['ES256']:.0f} us"],
        ["P7", f"resident at {busiest} busy connections, typical", "under 25 MB",
         f"{cells[('vesicle', 'typical', busiest)].median('resident_mb'):.0f} MB"],
    ]
    return table(["", "what", "goal", "here"], rows)


def report(cells, wish):
    rows = [row_of(key, cell, cells) for key, cell in cells.items()]
    sizes = {body: cell.rounds[0]["body_bytes"] for (_, body, _), cell in cells.items()}
    bodies = ", ".join(f"{body} {size / 1000:.0f} KB" for body, size in sizes.items())
    return f"""# Results

Written by `tests/bench/run --write`: {wish.rounds} rounds of {wish.seconds:g} s for each cell, server and load on one processor each of
{os.cpu_count()}, release build, TLS 1.3 with an ECDSA P-256 certificate, keep-alive. Medians with half of their spread; ratios round by round as median (least to
most). Read them as ratios: the machine is shared.

## Goals

{goals(cells)}

## All cells

`echo`: Beast reads the request and answers with as many bytes; `dom`: the same with a Boost.JSON DOM and one trivial rule;
`vesicle`: the whole service with every rule, decisions kept; `RS384` and `ES256`: the same with a token in each call. Bodies: {bodies}. Rate: answers in a second of one processor.

{table(["server", "body", "connections", "rate", "of the echo", "CPU us each", "p50 us", "p99 us", "resident MB"], rows)}
"""
