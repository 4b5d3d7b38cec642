"""What is to be reached, whether it is, and where it is not what the same run shows of the reason."""
import os
import statistics
from dataclasses import dataclass

import durable
from node_servers import KINDS
from tables import ratio_text, table
from where import Parts

NOT_HAD = """Of P2, cds-hooks-go, sero and CQL Services were not run: `--peers` brings servers on Node alone. Each needs a server on a port of loopback with the same certificate,
one process, the same trivial rule and an answer of the same length; the goals are 8, 25 and 1,000 times their rates."""


@dataclass
class Goal:
    number: str
    what: str
    wanted: str
    here: str
    met: bool | None  # None: not measured
    why: str = ""  # told where it is not met

    def row(self):
        return [self.number, self.what, self.wanted, self.here, {True: "yes", False: "**no**", None: "not measured"}[self.met]]


def _rates(run, parts):
    full = run.cell("vesicle")
    echo, dom = (full.ratio_to(run.cell(label), "rate") for label in ("echo", "dom"))
    allowed = parts.transport / 0.45
    yield Goal("P1", "typical, 16 connections: rate against the bare echo", "at least 0.45", ratio_text(echo), echo[0] >= 0.45,
               f"{parts.text()}. The goal leaves {allowed:.0f}.")
    yield Goal("P1", "the same against a trivial rule on a DOM", "at least 1", ratio_text(dom), dom[0] >= 1, f"{parts.text()}. The trivial rule takes {parts.dom:.0f}.")
    if run.without_node:
        yield Goal("P2", "the same against the fastest server on Node", "at least 3", f"not run: {run.without_node}", None)
        return
    fastest = max(KINDS, key=lambda kind: run.median(kind, "rate"))
    ratio = full.ratio_to(run.cell(fastest), "rate")
    bare = run.median("echo", "rate") / run.median(fastest, "rate")
    yield Goal("P2", f"the same against the fastest server on Node (`{fastest}`)", "at least 3", ratio_text(ratio), ratio[0] >= 3,
               f"{parts.text()}. `{fastest}` takes {run.median(fastest, 'cpu_us'):.0f}. The bare echo is {bare:.1f} times as fast as it on this machine, "
               f"so the goal is {3 / bare:.2f} of the echo.")


def _waiting(run, connections, label):
    others = run.median(label, "store_us", connections=connections) + run.median(label, "log_us", connections=connections)
    return (f"the store's and the log's thread take {others:.0f} us of the same processor for each call, and the worker waits "
            f"{run.median(label, 'worker_waited_us', connections=connections):.0f} us for it.")


def _times(run, _):
    ratio = run.median("vesicle", "p99_us") / run.median("vesicle", "p50_us")
    calm, bare = (run.median(label, "p99_us", connections=64) / 1000 for label in ("vesicle at 70 %", "echo at that rate"))
    busy = 0.7 * run.median("vesicle", "rate") / run.median("echo", "rate")
    yield Goal("P3", "p99 against p50, closed loop, 16 connections", "at most 2.5", f"{ratio:.2f}", ratio <= 2.5, _waiting(run, 16, "vesicle"))
    yield Goal("P3", "p99 at 70 % of the peak, open loop", "under 2 ms", f"{calm:.2f} ms", calm < 2,
               f"{_waiting(run, 64, 'vesicle at 70 %')} The bare echo, at the same rate and so {busy * 100:.0f} % busy, needs {bare:.2f} ms in the same rounds.")


def _bytes(run, _):
    def each(body):
        return run.median("vesicle", "cpu_us", body) / run.cell("vesicle", body).rounds[0]["body_bytes"]

    ratio = each("large") / each("typical")
    yield Goal("P4", "processor time for each byte, large against typical", "at most 1.2", f"{ratio:.2f}", ratio <= 1.2,
               f"{each('large') * 1000:.1f} ns for each byte, {each('typical') * 1000:.1f} of the typical body.")
    if run.counts is None:
        return
    large, typical = (run.counts[("answer", body)] for body in ("large", "typical"))
    counted = (large.instructions / large.body_bytes) / (typical.instructions / typical.body_bytes)
    yield Goal("P4", "instructions for each byte, the same", "at most 1.2", f"{counted:.2f}", counted <= 1.2, "see the stages below.")


def _engine(run, _):
    v11 = run.v11
    counted = "" if run.counts is None else f"{run.counts[('decide', 'v11')].instructions / 1000:,.0f} thousand instructions, "
    yield Goal("P5", "every rule on V11, alone", "under 15 us", f"{v11.us:.1f} us", v11.us < 15,
               f"{counted}{v11.allocations} allocations.")
    yield Goal("P5", "its allocations", "under 30", str(v11.allocations), v11.allocations < 30,
               f"they ask for {v11.heap_bytes / 1000:.1f} KB, {v11.heap_bytes / max(v11.allocations, 1):.0f} bytes each on average.")


def _floor(run, name):
    known = [us for us in run.floors[name] if us is not None]
    return statistics.median(known) if known else None


def _trust(run, _):
    adds = {name: run.cell(name).more_than(run.cell("no token"), "cpu_us") for name in run.floors}
    for name, most in (("RS384", 30), ("ES256", 75)):
        floor = _floor(run, name)
        alone = "" if floor is None else f"OpenSSL alone takes {floor:.0f} us for the signature, what is around it {adds[name] - floor:.0f}."
        yield Goal("P6", f"what {name} adds", f"at most {most} us", f"{adds[name]:.0f} us", adds[name] <= most, alone)
    floor = _floor(run, "ES384")
    if floor is None:
        yield Goal("P6", "what ES384 adds", "the library's floor and 3 %", f"{adds['ES384']:.0f} us; `openssl` is not installed", None)
        return
    above = adds["ES384"] / floor - 1
    spread = (max(run.floors["ES384"]) - min(run.floors["ES384"])) / 2 / floor
    yield Goal("P6", "what ES384 adds", "the library's floor and 3 %", f"{adds['ES384']:.0f} us, {above * 100:+.1f} % of OpenSSL's {floor:.0f} us", above <= 0.03,
               f"{adds['ES384'] - floor:.0f} us are around the signature; OpenSSL's own time varied by ±{spread * 100:.0f} % in this run.")


def _memory(run, _):
    busiest = max(connections for label, _, connections in run.cells if label == "vesicle")
    cell = run.cell("vesicle", connections=busiest)
    resident, rest = cell.median("resident_mb"), cell.median("rest_mb")
    vesicle, echo = run.idle
    yield Goal("P7", f"resident at {busiest} busy connections, typical", "under 25 MB", f"{resident:.0f} MB", resident < 25,
               f"{rest:.0f} MB before the first call (of all, {cell.median('mapped_mb'):.0f} MB are the program and its libraries); "
               f"what came after is {(resident - rest) / busiest * 1000:.0f} KB for each connection.")
    yield Goal("P7", "for each idle connection", "at most 60 KB", f"{vesicle.kb_each():.0f} KB", vesicle.kb_each() <= 60, f"the bare echo needs {echo.kb_each():.0f} KB.")


def _store(run, _):
    shape = durable.THE_GOAL
    ready, items = run.startup.ready_ms(), run.durable.items(shape)
    yield Goal("P8", "start to ready", "under 100 ms", f"{ready:.0f} ms", ready < 100, f"a start takes {run.startup.parts()}.")
    yield Goal("P8", f"feedback acknowledged durable, one item in a request, {shape[0]} connections", "at least 5,000 a second", f"{items:,.0f}", items >= 5000,
               f"an item takes {run.durable.cpu_us(shape):.0f} us of the one processor, and writing and syncing one page alone {run.durable.sync_us:,.0f} us.")


def all_goals(run):
    parts = Parts(run)
    return [goal for part in (_rates, _times, _bytes, _engine, _trust, _memory, _store) for goal in part(run, parts)]


def section(run):
    """The chapter of RESULTS.md."""
    goals = all_goals(run)
    missed = [f"- **{goal.number}, {goal.what}**: {goal.why}" for goal in goals if goal.met is False]
    reasons = "Not reached, and what the same run shows of the reason:\n\n" + "\n".join(missed) if missed else "All that was measured is reached."
    return f"""## Goals

{table(["", "what", "goal", "here", "reached"], [goal.row() for goal in goals])}

{reasons}

{NOT_HAD}
"""


def beginning(wish):
    return f"""# Results

Written by `tests/bench/run --write`: {wish.rounds} rounds of {wish.seconds:g} s for each cell, server and load on one processor each of
{os.cpu_count()}, release build, TLS 1.3 with an ECDSA P-256 certificate, keep-alive. Medians with half of their spread; ratios round by round as median (least to
most). Read them as ratios: the machine is shared.
"""
