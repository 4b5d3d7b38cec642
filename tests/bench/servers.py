"""The servers that are measured, one thread each on the first processor, and the load on the last one."""
import importlib.machinery
import importlib.util
import json
import os
import pathlib
import subprocess

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
BUILD = pathlib.Path(os.environ.get("VESICLE_BUILD_DIR", ROOT / "build")).resolve() / "release"
BODIES = ("small", "typical", "large")
URL = "https://127.0.0.1:8443"  # what tokens are for; nobody connects to it
CPUS = sorted(os.sched_getaffinity(0))
SIDE_BY_SIDE = BUILD / "tests/server/side_by_side"
BEGUN_IN_ORDER = ("main", "log", "store", "worker")  # Vesicle's threads


def build(*targets):
    subprocess.run(["cmake", "--preset", "release", "-B", BUILD, "-DVESICLE_TESTS=ON"], cwd=ROOT, check=True, stdout=subprocess.DEVNULL)
    subprocess.run(["cmake", "--build", BUILD, "--target", *targets], cwd=ROOT, check=True, stdout=subprocess.DEVNULL)


def make_inputs(folder, tokens):
    subprocess.run([ROOT / "certs" / "make-development", "--out", folder / "certs"], check=True, stdout=subprocess.DEVNULL)
    subprocess.run([SIDE_BY_SIDE / "bench_inputs", folder, URL, str(tokens)], check=True)
    loader = importlib.machinery.SourceFileLoader("as_of_today", str(ROOT / "deploy/sample/as-of-today"))
    module = importlib.util.module_from_spec(importlib.util.spec_from_loader("as_of_today", loader))
    loader.exec_module(module)
    for body in BODIES:
        file = folder / f"{body}.json"
        file.write_text(json.dumps(module.as_of_today(json.loads(file.read_text())), separators=(",", ":")))


def on_processor(number, *words):
    """A command that runs on that processor alone."""
    return ["taskset", "--cpu-list", str(number), *map(str, words)]


class Server:
    """A program on the first processor, and what it uses."""

    def __init__(self, name, *words):
        self.name = name
        self._process = subprocess.Popen(on_processor(CPUS[0], *words), stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
        said = next((line for line in self._process.stdout if line.startswith("listening on ")), "")
        if not said:
            raise SystemExit(f"{name} did not start")
        self.port = int(said.rpartition(":")[2])
        self._proc = pathlib.Path(f"/proc/{self._process.pid}")
        self.rest_mb = self.resident_mb()

    def threads(self):
        """Nanoseconds that each ran, and waited for the processor. Threads without a name of their own are told by their order."""
        own = (self._proc / "comm").read_text()
        tasks = sorted((self._proc / "task").iterdir(), key=lambda task: int(task.name))
        used = {}
        for place, task in enumerate(tasks):
            comm = (task / "comm").read_text()
            name = comm.strip() if comm != own else BEGUN_IN_ORDER[place] if place < len(BEGUN_IN_ORDER) else "others"
            ran, waited = (int(word) for word in (task / "schedstat").read_text().split()[:2])
            before = used.get(name, (0, 0))
            used[name] = (before[0] + ran, before[1] + waited)
        return used

    def kernel_us(self):
        """Of all threads, those that ended too."""
        ticks = int((self._proc / "stat").read_text().rpartition(")")[2].split()[12])
        return ticks / os.sysconf("SC_CLK_TCK") * 1e6

    def resident_mb(self):
        pages = int((self._proc / "statm").read_text().split()[1])
        return pages * os.sysconf("SC_PAGE_SIZE") / 1e6

    def mapped_mb(self):
        """Of the resident memory what is the program and its libraries."""
        return int((self._proc / "statm").read_text().split()[2]) * os.sysconf("SC_PAGE_SIZE") / 1e6

    def stop(self):
        self._process.terminate()
        self._process.communicate()


class Place:
    """A folder with the inputs, where servers keep what they keep."""

    def __init__(self, folder):
        self.folder = folder

    def body(self, name):
        return self.folder / f"{name}.json"

    def vesicle(self, name, *more, config=""):
        """One thread, the default limits but for what `config` says, and records kept in a folder of its own."""
        file = self.folder / f"{name}.toml"
        file.write_text("threads = 1\n" + config)
        return Server(name, BUILD / "server/vesicle", "serve", "--config", file, "--listen", "127.0.0.1:0", *self.certificate(named=True),
                      "--data", self.data(name), *more)

    def peer(self, kind, answer_bytes):
        return Server(kind, SIDE_BY_SIDE / "bench_peer", kind, *self.certificate(), answer_bytes)

    def data(self, name):
        return self.folder / f"data-{name}"

    def certificate(self, named=False):
        certificate, key = self.folder / "certs/localhost.pem", self.folder / "certs/localhost.key"
        return ("--certificate", certificate, "--key", key) if named else (certificate, key)


def drive(server, subject, connections, seconds, *more):
    """What the load saw, and what the server used meanwhile for each answer. `subject`: a file, or what bench_load takes for one."""
    before, kernel_before = server.threads(), server.kernel_us()
    done = subprocess.run(on_processor(CPUS[-1], SIDE_BY_SIDE / "bench_load", server.port, subject, connections, seconds, *more),
                          capture_output=True, text=True)
    if done.returncode != 0:
        raise SystemExit(f"{server.name}: {done.stderr.strip()}")
    told = json.loads(done.stdout)
    if told["not_200"]:
        raise SystemExit(f"{server.name}: {told['not_200']} of {told['answers']} answers were no 200")
    answers = max(told["answers"], 1)
    after = server.threads()
    told["kernel_us"] = (server.kernel_us() - kernel_before) / answers
    for name, (ran, waited) in after.items():
        ran_before, waited_before = before.get(name, (0, 0))
        told[f"{name}_us"] = (ran - ran_before) / answers / 1000
        told[f"{name}_waited_us"] = (waited - waited_before) / answers / 1000
    told["cpu_us"] = sum(told[f"{name}_us"] for name in after)
    told["resident_mb"], told["mapped_mb"], told["rest_mb"] = server.resident_mb(), server.mapped_mb(), server.rest_mb
    return told
