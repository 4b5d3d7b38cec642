"""Memory of kept connections that say nothing, and how many the default limits hold."""
import statistics
import subprocess
import time

from plot import Plot
from servers import CPUS, SIDE_BY_SIDE, on_processor
from tables import table

COUNTS = (500, 1_000, 2_000)
TOO_MANY = 5_000  # more than the default limit
SETTLES_S = 1  # what was freed goes back to the system within it
CONFIG = "[timeouts]\nidle_ms = 600000\nanswer_ms = 10000\n"  # a slow machine may take long to open them all; limits are the default ones


class Idle:
    """Of one server: megabytes by open connections, the first of them 0, and why it took no more."""

    def __init__(self, name, resident, refused):
        self.name = name
        self.resident = resident
        self.refused = refused

    def kb_each(self):
        """The slope from the first count that is not 0 on: what the first call needs is no connection's."""
        counts = [count for count in self.resident if count in COUNTS]
        return statistics.linear_regression(counts, [self.resident[count] for count in counts]).slope * 1000

    def most(self):
        return max(self.resident)


def _measured(server, body, counts):
    resident, refused = {0: server.resident_mb()}, ""
    opening = subprocess.Popen(on_processor(CPUS[-1], SIDE_BY_SIDE / "bench_idle", server.port, body, ",".join(map(str, counts))),
                               stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
    with opening:
        for line in opening.stdout:
            time.sleep(SETTLES_S)
            count, _, refused = line.strip().partition(" ")
            resident[int(count)] = server.resident_mb()
            opening.stdin.write("\n")
            opening.stdin.flush()
    if not all(count in resident for count in COUNTS):
        raise SystemExit(f"{server.name} did not keep {COUNTS[-1]} connections: {', '.join(map(str, resident))} {refused}")
    return Idle(server.name, resident, refused)


def measure(place):
    """Vesicle, then the bare echo."""
    told = []
    for begin, counts in ((lambda: place.vesicle("idle", "--no-auth", config=CONFIG), (*COUNTS, TOO_MANY)), (lambda: place.peer("echo", 4000), COUNTS)):
        server = begin()
        try:
            told.append(_measured(server, place.body("typical"), counts))
        finally:
            server.stop()
    return told


def plot(vesicle, echo):
    drawn = Plot("Resident memory of idle TLS connections", "idle connections", "KB above those of none")
    for one in (vesicle, echo):
        drawn.add("vesicle" if one is vesicle else one.name, [(count, (mb - one.resident[0]) * 1000) for count, mb in one.resident.items()])
    return drawn.svg()


def section(vesicle, echo, svg_name):
    """The chapter of RESULTS.md."""
    rows = [[f"{count:,}", f"{mb:.1f}", f"{echo.resident[count]:.1f}" if count in echo.resident else ""] for count, mb in vesicle.resident.items()]
    return f"""## Idle connections

Kept TLS connections that say nothing after one answered order of the typical length. One costs {vesicle.kb_each():.0f} KB (the slope from {COUNTS[0]:,} to
{COUNTS[-1]:,}), one of the bare echo {echo.kb_each():.0f} KB. Asked for {TOO_MANY:,}, the default limits held {vesicle.most():,}, then {vesicle.refused}.

{table(["connections", "vesicle, resident MB", "echo, resident MB"], rows)}

![idle connections]({svg_name})
"""
