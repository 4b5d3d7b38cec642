"""How the cost of an answer grows: with the length of the body, the drafts, the registered clients. A table and a plot."""
from instructions import can_count, count
from plot import Plot
from tables import table
from timed import timed

SIZES = (1_000, 4_000, 10_000, 25_000, 50_000, 100_000, 200_000, 400_000, 1_000_000, 2_000_000, 4_000_000)
DRAFTS = (1, 10, 25, 50, 100, 200)
CLIENTS = (1, 10, 100, 1_000, 10_000)


def _instructions(program, stage, subject):
    return count(program, stage, subject).instructions if can_count() else None


def _row(program, subject, per):
    told = timed(program, "answer", subject)
    instructions = _instructions(program, "answer", subject)
    each = told.body_bytes if per == "byte" else int(str(subject).rpartition("/")[2])
    return {"subject": subject, "body": told.body_bytes, "each": each, "us": told.us, "instructions": instructions,
            "allocations": told.allocations, "heap": told.heap_bytes, "resident": told.resident_mb}


def _cells(row, first):
    instructions = row["instructions"]
    counted = ["", ""] if instructions is None else [f"{instructions / 1000:,.0f}", f"{instructions / row['each']:,.1f}"]
    return [first, f"{row['us']:,.0f}", *counted, f"{row['allocations']:,}", f"{row['heap'] / 1000:,.0f}", f"{row['resident']:.1f}"]


HEAD = ["least us", "thousand instructions", "for each", "allocations", "KB asked for", "resident MB of the program"]


def _sizes(program):
    rows = [_row(program, size, "byte") for size in SIZES]
    return rows, "### Length of the body\n\nMore and more history. The shortest bodies tell of no history at all. `for each`: byte.\n\n" + table(
        ["body bytes", *HEAD], [_cells(row, f"{row['body']:,}") for row in rows])


def _drafts(program):
    rows = [_row(program, f"v11/{number}", "draft") for number in DRAFTS]
    return rows, "### Draft orders\n\nThe typical body with its draft repeated; 200 is the most that is read. `for each`: draft.\n\n" + table(
        ["drafts", *HEAD], [_cells(row, str(row["each"])) for row in rows])


def _clients(program):
    rows = []
    for number in CLIENTS:
        us = timed(program, "find_client", number).us
        counted = _instructions(program, "find_client", number)
        rows.append([f"{number:,}", f"{us:.2f}", "" if counted is None else f"{counted:,}"])
    return "### Registered clients\n\nFinding one by its issuer, as each call with a token does.\n\n" + table(["clients", "least us", "instructions"], rows)


def _plot(sizes, drafts):
    plot = Plot("Cost of one answer", "bytes of the body", "thousand instructions, KB")
    if can_count():
        plot.add("instructions (thousand), with history", [(row["body"], row["instructions"] / 1000) for row in sizes])
        plot.add("instructions (thousand), with drafts", [(row["body"], row["instructions"] / 1000) for row in drafts])
    plot.add("memory asked for (KB), with history", [(row["body"], row["heap"] / 1000) for row in sizes])
    plot.add("memory asked for (KB), with drafts", [(row["body"], row["heap"] / 1000) for row in drafts])
    plot.add("time (us), with history", [(row["body"], row["us"]) for row in sizes])
    return plot.svg()


def section(program, svg_file, more=()):
    """The chapter of RESULTS.md; writes the plot beside it. `more`: further tables, each with its heading, as text."""
    sizes, of_sizes = _sizes(program)
    drafts, of_drafts = _drafts(program)
    svg_file.write_text(_plot(sizes, drafts), encoding="utf-8")
    parts = [of_sizes, of_drafts, _clients(program), *more]
    return f"""## Growth

Both axes of the plot are logarithmic: what is linear rises at 45 degrees. Instructions tell how the work grows; the times of bodies
that are longer than the processor's cache tell of that, too.

![growth]({svg_file.name})

""" + "\n\n".join(parts) + "\n"
