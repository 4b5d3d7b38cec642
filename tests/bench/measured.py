"""Everything that one whole run measures, for the goals to be held against."""
import pathlib
import tempfile
from dataclasses import dataclass, field

import durable
import idle
import instructions
import startup
from comparison import Comparison
from servers import BUILD, Place, make_inputs
from timed import Timed, timed

COUNTER = BUILD / "tests/bench/bench_count"


@dataclass
class Measured:
    cells: dict
    floors: dict  # of signatures, by algorithm: microseconds, or None, of each round
    without_node: str  # why Node's servers were not run
    idle: tuple  # Vesicle's, the echo's
    startup: startup.Startup
    durable: durable.Durable
    counts: dict | None  # instructions; None where they cannot be counted
    stages: dict = field(default_factory=dict)  # of the typical body
    v11: Timed | None = None  # deciding alone

    def cell(self, label, body="typical", connections=16):
        return self.cells[(label, body, connections)]

    def median(self, label, name, body="typical", connections=16):
        return self.cell(label, body, connections).median(name)


def measure(wish):
    with tempfile.TemporaryDirectory() as folder:
        place = Place(pathlib.Path(folder))
        make_inputs(place.folder, wish.rounds * wish.tokens)
        comparison = Comparison(place, wish)
        comparison.run()
        return Measured(cells=comparison.cells, floors=comparison.floors, without_node=comparison.without_node, idle=tuple(idle.measure(place)),
                        startup=startup.measure(place), durable=durable.measure(place, wish), counts=instructions.counted(COUNTER),
                        stages={stage: timed(COUNTER, stage, "typical", 50) for stage in instructions.STAGES}, v11=timed(COUNTER, "decide", "v11", 50))
