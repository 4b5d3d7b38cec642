"""How many instructions each stage of an answer takes: counted by valgrind, so that a busy machine gives the same figures as a quiet one."""
import re
import shutil
import subprocess

from tables import table

STAGES = ("read_json", "read_request", "read_facts", "decide", "write_answer", "answer")
BODIES = ("small", "typical", "large")
TIMES = 4  # of a stage in the longer of two runs: what the program's start costs falls out of the difference


class Count:
    """One stage with one body: instructions, and what it asks of the heap."""

    def __init__(self, instructions, allocations, heap_bytes, body_bytes):
        self.instructions = instructions
        self.allocations = allocations
        self.heap_bytes = heap_bytes
        self.body_bytes = body_bytes


def can_count():
    return shutil.which("valgrind") is not None


def _run(program, stage, subject, times):
    done = subprocess.run(["valgrind", "--tool=callgrind", "--callgrind-out-file=/dev/null", program, stage, str(subject), str(times)],
                          capture_output=True, text=True, check=True)
    collected = int(re.search(r"Collected : (\d+)", done.stderr).group(1))
    return collected, [int(word) for word in done.stdout.split()]


def count(program, stage, subject):
    """`program` is bench_count, `subject` what it takes for one."""
    without, _ = _run(program, stage, subject, 0)
    collected, (allocations, heap_bytes, body_bytes, _, _) = _run(program, stage, subject, TIMES)
    return Count((collected - without) // TIMES, allocations, heap_bytes, body_bytes)


def _rows(counts):
    for stage in STAGES:
        row = [f"`{stage}`"]
        for body in BODIES:
            one = counts[(stage, body)]
            row += [f"{one.instructions / 1000:,.0f}", f"{one.instructions / one.body_bytes:.1f}", f"{one.allocations:,}", f"{one.heap_bytes / 1000:,.1f}"]
        yield row


def counted(program):
    """Every stage with every body, and deciding V11; None where they cannot be counted."""
    if not can_count():
        return None
    subjects = [(stage, body) for stage in STAGES for body in BODIES] + [("decide", "v11")]
    return {subject: count(program, *subject) for subject in subjects}


def section(counts):
    """The chapter of RESULTS.md about them."""
    title = "## Instructions of each stage\n\n"
    if counts is None:
        return title + "Not counted: `valgrind` is not installed (`deploy/install-packages bench`).\n"
    vignette = counts[("decide", "v11")]
    sizes = ", ".join(f"{body} {counts[('answer', body)].body_bytes / 1000:.0f} KB" for body in BODIES)
    head = ["stage"]
    for body in BODIES:
        head += [f"{body}: thousand", "for a byte", "allocations", "KB asked for"]
    large, typical = counts[("answer", "large")], counts[("answer", "typical")]
    per_byte = (large.instructions / large.body_bytes) / (typical.instructions / typical.body_bytes)
    return title + f"""Counted by callgrind in the release build, from the body's bytes to the answer's text, with a record of the decision. The same code gives the
same counts on a busy machine. Bodies: {sizes}.

{table(head, _rows(counts))}

Every rule on V11 (P5): {vignette.instructions / 1000:,.0f} thousand instructions, {vignette.allocations} allocations. A byte of the large body takes {per_byte:.2f} times the
instructions of one of the typical body (P4).
"""
