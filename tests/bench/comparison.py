"""Every server after the other, round after round, so that what disturbs the machine disturbs all of them."""
import library_floor
import node_servers
from servers import BODIES, URL, drive
from tables import Cell

ALGORITHMS = ("RS384", "ES256", "ES384")
# One thread is given more than its share: 256 large bodies at once, and more calls on a connection than anybody makes.
FOR_LOAD = "[limits]\nrequests_per_connection = 1000000\nbodies_bytes = 536870912\n[timeouts]\nanswer_ms = 10000\n"


class Comparison:
    def __init__(self, place, wish):
        self.place = place
        self.wish = wish
        self.cells = {}
        self.floors = {}  # microseconds that the library alone takes for a signature, round by round
        self.without_node = node_servers.missing() if wish.peers else "`--peers` was not given"

    def run(self):
        everybody = self.place.vesicle("vesicle", "--no-auth", config=FOR_LOAD)
        try:
            self._closed_loop(everybody)
            self._open_loop(everybody)
            known = self.place.vesicle("trusting", "--clients", self.place.folder / "clients.toml", "--public-url", URL, config=FOR_LOAD)
            try:
                self._trust(known, everybody)
            finally:
                known.stop()
        finally:
            everybody.stop()

    def _measure(self, server, label, body, connections, *more):
        file = self.place.body(body)
        told = drive(server, file, connections, self.wish.seconds, *more)
        told["body_bytes"] = file.stat().st_size
        self.cells.setdefault((label, body, connections), Cell()).add(told)

    def _beside(self, body, connections, answer_bytes):
        """Servers of other people's, for the typical body alone."""
        if body != "typical" or connections != 16 or self.without_node:
            return []
        return [node_servers.start(self.place, kind, answer_bytes) for kind in node_servers.KINDS]

    def _closed_loop(self, everybody):
        for body in BODIES:
            size = drive(everybody, self.place.body(body), 1, 0.2)["answer_bytes"]
            peers = [self.place.peer("echo", size), self.place.peer("dom", size)]
            try:
                for connections in self.wish.connections:
                    self._rounds(body, connections, [*peers, everybody], self._beside(body, connections, size))
            finally:
                for server in peers:
                    server.stop()

    def _rounds(self, body, connections, always, beside):
        try:
            for _ in range(self.wish.rounds):
                for server in (*always, *beside):
                    self._measure(server, server.name, body, connections)
        finally:
            for server in beside:
                server.stop()

    def _open_loop(self, everybody):
        """At seven tenths of the most that the closed loop reached, and the echo at the same rate: what this machine adds by itself."""
        peak = self.cells[("vesicle", "typical", 16)]
        echo = self.place.peer("echo", peak.rounds[0]["answer_bytes"])
        try:
            for _ in range(self.wish.rounds):
                for server, label in ((echo, "echo at that rate"), (everybody, "vesicle at 70 %")):
                    self._measure(server, label, "typical", 64, "--rate", 0.7 * peak.median("rate"))
        finally:
            echo.stop()

    def _trust(self, known, everybody):
        """Tokens are used up: each round takes the next part of them. Each round asks without any first, to tell what a token adds."""
        tokens = {name: (self.place.folder / f"{name}.tokens").read_text().splitlines() for name in ALGORITHMS}
        part = self.place.folder / "part.tokens"
        for number in range(self.wish.rounds):
            self._measure(everybody, "no token", "typical", 16)
            for name, lines in tokens.items():
                share = len(lines) // self.wish.rounds
                part.write_text("\n".join(lines[number * share:(number + 1) * share]) + "\n")
                self.floors.setdefault(name, []).append(library_floor.microseconds(name))
                self._measure(known, name, "typical", 16, "--tokens", part)
