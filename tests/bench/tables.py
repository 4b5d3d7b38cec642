"""What tests/bench/run measured, as tables for people: medians, their spread, and ratios to the bare echo of the same rounds."""
import statistics


class Cell:
    """The rounds of one server with one body and one number of connections."""

    def __init__(self):
        self.rounds = []

    def add(self, told):
        self.rounds.append(told)

    def values(self, name):
        return [one.get(name, 0) for one in self.rounds]

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

    def more_than(self, other, name):
        """The median of the differences round by round."""
        return statistics.median(mine[name] - theirs[name] for mine, theirs in zip(self.rounds, other.rounds))


def table(head, rows):
    lines = ["| " + " | ".join(head) + " |", "|" + "---|" * len(head)]
    return "\n".join(lines + ["| " + " | ".join(row) + " |" for row in rows])


def ratio_text(ratio):
    return "{:.2f} ({:.2f} to {:.2f})".format(*ratio)


def _row(key, cell, cells):
    label, body, connections = key
    echo = cells.get(("echo", body, connections))
    same = label == "echo" or echo is None or len(echo.rounds) != len(cell.rounds)
    return [label, body, str(connections), f"{cell.median('rate'):,.0f} ±{cell.spread('rate'):.0f} %",
            "1" if label == "echo" else "" if same else ratio_text(cell.ratio_to(echo, "rate")), f"{cell.median('cpu_us'):.0f}",
            f"{cell.median('p50_us'):,.0f}", f"{cell.median('p99_us'):,.0f}", f"{cell.median('resident_mb'):.0f}"]


def all_cells(cells, without_node):
    """The chapter of RESULTS.md that leaves nothing out."""
    sizes = {body: cell.rounds[0]["body_bytes"] for (_, body, _), cell in cells.items()}
    bodies = ", ".join(f"{body} {size / 1000:.0f} KB" for body, size in sizes.items())
    others = f"Servers on Node were not run: {without_node}." if without_node else "`node` (`node:https` alone) and `fastify`: one process each, the same trivial rule."
    rows = [_row(key, cell, cells) for key, cell in cells.items()]
    return f"""## All cells

`echo`: Beast reads the request and answers with as many bytes; `dom`: the same with a Boost.JSON DOM and one trivial rule;
`vesicle`: the whole service with every rule, decisions kept; `RS384`, `ES256` and `ES384`: the same with a token in each call, `no token`: the same
beside them without one. {others} Bodies: {bodies}. Rate: answers in a second of one processor.

{table(["server", "body", "connections", "rate", "of the echo", "CPU us each", "p50 us", "p99 us", "resident MB"], rows)}
"""
