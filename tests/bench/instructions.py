"""How many instructions each stage of an answer takes: counted by valgrind, so that a busy machine gives the same figures."""
import pathlib
import re
import shutil
import subprocess

STAGES = ("read_json", "read_request", "read_facts", "decide", "write_answer", "answer")
BODIES = ("small", "typical", "large")
TIMES = 8  # of a stage in the longer of two runs: what start-up costs falls out of the difference


class Count:
    """One stage with one body: instructions of the processor, and what it asks of the heap."""

    def __init__(self, instructions, allocations, heap_bytes, body_bytes):
        self.instructions = instructions
        self.allocations = allocations
        self.heap_bytes = heap_bytes
        self.body_bytes = body_bytes


def _run(program, stage, body, times):
    done = subprocess.run(["valgrind", "--tool=callgrind", "--callgrind-out-file=/dev/null", program, stage, body, str(times)],
                          capture_output=True, text=True, check=True)
    collected = int(re.search(r"Collected : (\d+)", done.stderr).group(1))
    return collected, [int(word) for word in done.stdout.split()]


def count(program, stage, body):
    """`program` is bench_count, `body` what it calls a subject."""
    without, _ = _run(program, stage, str(body), 0)
    with_work, (allocations, heap_bytes, body_bytes) = _run(program, stage, str(body), TIMES)
    return Count((with_work - without) // TIMES, allocations, heap_bytes, body_bytes)
