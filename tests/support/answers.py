"""Answers to hooks: what `vesicle evaluate` says, and whether two say the same."""
import json
import re
import subprocess

UUID = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[47][0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}")
INSTANT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ")


def comparable(answer):
    """What an answer says, whatever its identifiers and the second it was given in."""
    seen = {}
    text = UUID.sub(lambda found: seen.setdefault(found[0], f"uuid {len(seen)}"), json.dumps(answer))
    return json.loads(INSTANT.sub("now", text))


def evaluated(program, request, now):
    """The answer to a request without any server."""
    command = [program, "evaluate", "--now", now, "-"]
    return json.loads(subprocess.run(command, input=json.dumps(request), check=True, capture_output=True, text=True).stdout)
