"""Stages as they run by themselves: what bench_count tells of time and memory."""
import subprocess

RUNS = 5  # of the program; the least time of all counts


class Timed:
    def __init__(self, runs):
        self.allocations, self.heap_bytes, self.body_bytes = runs[0][:3]
        self.us = min(run[3] for run in runs) / 1000
        self.resident_mb = max(run[4] for run in runs) / 1000


def timed(program, stage, subject, times=5):
    """`program` is bench_count, `subject` what it takes for one, `times` how often it does the stage in each run."""
    runs = []
    for _ in range(RUNS):
        done = subprocess.run([program, stage, str(subject), str(times)], capture_output=True, text=True, check=True)
        runs.append([int(word) for word in done.stdout.split()])
    return Timed(runs)
