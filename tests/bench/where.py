"""Where the time of one call goes: each part from what the same run measured."""
from tables import table

STAGES = (("read_json", "strict JSON"), ("read_request", "the request's own members"), ("read_facts", "the facts in the FHIR resources"),
          ("decide", "every rule"), ("write_answer", "the cards"))


class Parts:
    """Of the typical body at 16 connections, microseconds of the processor for each call."""

    def __init__(self, run):
        self.whole = run.median("vesicle", "cpu_us")
        self.transport = run.median("echo", "cpu_us")
        self.answer = run.stages["answer"].us
        self.store = run.median("vesicle", "store_us")
        self.log = run.median("vesicle", "log_us")
        self.worker = run.median("vesicle", "worker_us")
        self.rest = self.worker - self.transport - self.answer
        self.waited = run.median("vesicle", "worker_waited_us")
        self.dom = run.median("dom", "cpu_us")

    def text(self):
        return (f"a call takes {self.whole:.0f} us of the processor: {self.transport:.0f} for what the echo does too, {self.answer:.0f} from the body's bytes to the "
                f"answer's text, {self.store:.0f} on the store's thread, {self.log:.0f} on the log's, {self.rest:.0f} for the rest of the worker")


def _rows(run, parts):
    def row(what, us, how):
        return [what, f"{us:.0f}", f"{us / parts.whole * 100:.0f} %", how]

    kernel = run.median("echo", "kernel_us")
    yield row("bytes, TLS and HTTP", parts.transport, f"what the bare echo takes for a call; {kernel:.0f} us of it in the kernel")
    for stage, what in STAGES:
        yield row(what, run.stages[stage].us, f"`{stage}` by itself, least time")
    between = parts.answer - sum(run.stages[stage].us for stage, _ in STAGES)
    yield row("the record of the decision, and what lies between the stages", between, "`answer` less the stages")
    yield row("the rest of the worker", parts.rest, "its thread, less all of the above: gate, counts, hand-over to other threads, caches that other work has emptied")
    yield row("the store", parts.store, "its thread")
    yield row("the log", parts.log, "its thread")
    yield row("all other threads", max(parts.whole - parts.worker - parts.store - parts.log, 0), "what they used meanwhile")
    yield ["**a call**", f"**{parts.whole:.0f}**", "", f"all threads; {run.median('vesicle', 'kernel_us'):.0f} us of it in the kernel"]


def section(run):
    """The chapter of RESULTS.md."""
    parts = Parts(run)
    return f"""## Where a call's time goes

The typical body at 16 connections, microseconds of the one processor that all threads of the server share. For each call its worker waits {parts.waited:.0f} us more
for that processor, which the other threads, or other programs of this machine, have meanwhile. To hold it against: a Boost.JSON DOM and one trivial rule cost
{parts.dom - parts.transport:.0f} us above the echo.

{table(["part", "us", "of the call", "measured as"], list(_rows(run, parts)))}
"""
