"""Feedback that is acknowledged once it is on disk: how many items a second the embedded store takes."""
import os
import sqlite3
import statistics
import subprocess
import time

from comparison import FOR_LOAD
from servers import drive
from tables import Cell, table

SHAPES = ((1, 1), (16, 1), (64, 1), (256, 1), (256, 8))  # connections, items in each request
THE_GOAL = (256, 1)
SYNCS = 100


class Durable:
    """The rounds of each shape, and what was found in the store afterwards."""

    def __init__(self):
        self.cells = {shape: Cell() for shape in SHAPES}
        self.acknowledged = 0
        self.found = 0
        self.sync_us = 0.0
        self.file_system = ""

    def items(self, shape):
        return self.cells[shape].median("rate") * shape[1]

    def cpu_us(self, shape):
        return self.cells[shape].median("cpu_us") / shape[1]


def _sync_us(folder):
    """The least that one group waits for: a page written and synced, nothing else on that disk."""
    took = []
    with open(folder / "sync", "wb", buffering=0) as file:
        for _ in range(SYNCS):
            began = time.monotonic()
            file.write(bytes(4096))
            os.fdatasync(file.fileno())
            took.append(time.monotonic() - began)
    return statistics.median(took) * 1e6


def _rows_in(folder):
    with sqlite3.connect(f"file:{folder / 'vesicle.db'}?mode=ro", uri=True) as store:
        return store.execute("SELECT COUNT(*) FROM feedback").fetchone()[0]


def measure(place, wish):
    told = Durable()
    told.sync_us = _sync_us(place.folder)
    told.file_system = subprocess.run(["stat", "--file-system", "--format", "%T", place.folder], capture_output=True, text=True, check=True).stdout.strip()
    server = place.vesicle("durable", "--no-auth", config=FOR_LOAD)
    try:
        for _ in range(wish.rounds):
            for connections, items in SHAPES:
                one = drive(server, f"feedback/{items}", connections, wish.seconds)
                told.cells[(connections, items)].add(one)
                told.acknowledged += one["answers"] * items
    finally:
        server.stop()
    told.found = _rows_in(place.data("durable"))
    if told.found != told.acknowledged:
        raise SystemExit(f"{told.acknowledged} items of feedback were acknowledged, {told.found} are in the store")
    return told


def section(startup, told):
    """The chapter of RESULTS.md about P8."""
    rows = [[str(connections), str(items), f"{told.items((connections, items)):,.0f} ±{cell.spread('rate'):.0f} %", f"{told.cpu_us((connections, items)):.0f}",
             f"{cell.median('p50_us'):,.0f}", f"{cell.median('p99_us'):,.0f}"] for (connections, items), cell in told.cells.items()]
    return f"""## Start and feedback

{startup.text()}

Feedback about cards of their own, answered once it is synced by the embedded store with its default groups, on {told.file_system}, where writing and syncing
one page alone takes {told.sync_us:,.0f} us. All {told.acknowledged:,} acknowledged items were found in the store afterwards.

{table(["connections", "items in a request", "items in a second", "CPU us for each", "p50 us", "p99 us"], rows)}
"""
