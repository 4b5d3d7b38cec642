"""Servers on Node with a trivial rule, which npm installs into the build as a committed lock has them."""
import sys

from servers import ROOT, SIDE_BY_SIDE, Server

sys.path.insert(0, str(ROOT / "tests/support"))
import npm  # noqa: E402

KINDS = ("node", "fastify")
INSTALLED = SIDE_BY_SIDE / "node"


def missing():
    """Why they cannot be had; empty when they are there."""
    return npm.install(ROOT / "tests/server/side_by_side/node", INSTALLED)


def start(place, kind, answer_bytes):
    return Server(kind, "node", INSTALLED / "peer.mjs", kind, *place.certificate(), answer_bytes)
