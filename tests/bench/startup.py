"""From starting the program to listening, and to the operators' listener saying that it is ready."""
import http.client
import os
import pathlib
import ssl
import statistics
import subprocess
import time

from servers import BUILD

TIMES = 10
# As a service is started: with the system's authorities where the system has them, not in one large file that a developer's shell names.
ENVIRONMENT = {name: value for name, value in os.environ.items() if name not in ("SSL_CERT_FILE", "SSL_CERT_DIR")}


def _is_ready(port, trust):
    try:
        asking = http.client.HTTPSConnection("127.0.0.1", port, context=trust, timeout=5)
        asking.request("GET", "/readyz")
        return asking.getresponse().status == 200
    except OSError:
        return False


def _processor_ms(process):
    """What its threads have used so far."""
    tasks = pathlib.Path(f"/proc/{process.pid}/task").iterdir()
    return sum(int((task / "schedstat").read_text().split()[0]) for task in tasks) / 1e6


def _once(place, trust, keeping):
    """Milliseconds to listening and to ready, and of the processor until then."""
    began = time.monotonic()
    process = subprocess.Popen([BUILD / "server/vesicle", "serve", "--no-auth", "--listen", "127.0.0.1:0", "--admin", "127.0.0.1:0",
                                *place.certificate(named=True), *keeping],
                               stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True, env=ENVIRONMENT)
    try:
        admin = 0
        for line in process.stdout:
            if line.startswith("admin on "):
                admin = int(line.rpartition(":")[2])
            if line.startswith("listening on "):
                break
        listening = time.monotonic() - began
        while not _is_ready(admin, trust):
            if process.poll() is not None:
                raise SystemExit("vesicle did not start")
        return listening * 1000, (time.monotonic() - began) * 1000, _processor_ms(process)
    finally:
        process.terminate()
        process.communicate()


class Startup:
    """Starts that open a store, and starts without one."""

    def __init__(self, keeping, without):
        self.listening = [one[0] for one in keeping]
        self.ready = [one[1] for one in keeping]
        self._processor = statistics.median(one[2] for one in keeping)
        self._without_store = statistics.median(one[1] for one in without)

    def ready_ms(self):
        return statistics.median(self.ready)

    def parts(self):
        return f"{self._processor:.0f} ms of the processor; without a store it is ready after {self._without_store:.0f} ms"

    def text(self):
        return (f"Of {TIMES} starts with every default, the first of them into an empty folder: listening after {statistics.median(self.listening):.0f} ms "
                f"({min(self.listening):.0f} to {max(self.listening):.0f}),\n`/readyz` says 200 after {self.ready_ms():.0f} ms ({min(self.ready):.0f} to "
                f"{max(self.ready):.0f}; the TLS handshake of whoever asks is part of it). They take {self.parts()}.")


def measure(place):
    trust = ssl.create_default_context(cafile=place.folder / "certs/ca.pem")
    keeping = [_once(place, trust, ("--data", place.data("startup"))) for _ in range(TIMES)]
    return Startup(keeping, [_once(place, trust, ()) for _ in range(TIMES)])
