"""A site of its own origin: pages, what they are to do, the chart of its patients as FHIR, and what they report."""
import http.server
import json
import pathlib
import queue
import threading
import urllib.parse

PAGES = pathlib.Path(__file__).resolve().parent / "pages"
TYPES = {".html": "text/html; charset=utf-8", ".mjs": "text/javascript"}


def codes_of(resource):
    return {coding.get("code") for coding in resource.get("code", {}).get("coding", [])}


class PageServer:
    """Serves until stop(). `origin` is what a browser will send; `plan` what its pages read first."""

    def __init__(self, charts=()):
        self.plan = {}
        self._resources = [resource for chart in charts for resource in chart]
        self._reports = queue.Queue()
        self._server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), self._handler())
        self.origin = f"http://localhost:{self._server.server_port}"
        threading.Thread(target=self._server.serve_forever, daemon=True).start()

    def report(self, seconds):
        """What the page found; queue.Empty when it says nothing in time."""
        return self._reports.get(timeout=seconds)

    def stop(self):
        self._server.shutdown()
        self._server.server_close()

    def found(self, target):
        """A read or a search, by patient and code, of the charts; None for what is not there."""
        url = urllib.parse.urlsplit(target)
        wanted = urllib.parse.parse_qs(url.query)
        kind, _, name = url.path.partition("/")
        if name:
            return next((r for r in self._resources if (r["resourceType"], r["id"]) == (kind, name)), None)
        patient = "Patient/" + wanted["patient"][0]
        entries = [r for r in self._resources if r["resourceType"] == kind and
                   patient in (r.get("subject", {}).get("reference"), r.get("patient", {}).get("reference"))]
        if "code" in wanted:
            codes = set(wanted["code"][0].split(","))
            entries = [r for r in entries if codes & codes_of(r)]
        return {"resourceType": "Bundle", "type": "searchset", "total": len(entries), "entry": [{"resource": r} for r in entries]}

    def _answer_to(self, target):
        """Body and media type, or None."""
        if target == "/plan":
            return json.dumps(self.plan).encode(), "application/json"
        if target.startswith("/fhir/"):
            found = self.found(target.removeprefix("/fhir/"))
            return found and (json.dumps(found).encode(), "application/fhir+json")
        page = PAGES / pathlib.PurePosixPath(target).name
        return (page.read_bytes(), TYPES[page.suffix]) if page.suffix in TYPES and page.exists() else None

    def _handler(self):
        site = self

        class Handler(http.server.BaseHTTPRequestHandler):
            def send(self, status, body=b"", kind="text/plain"):
                self.send_response(status)
                self.send_header("Content-Type", kind)
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            def do_GET(self):
                answer = site._answer_to(self.path)
                self.send(200, *answer) if answer else self.send(404)

            def do_POST(self):
                site._reports.put(json.loads(self.rfile.read(int(self.headers["Content-Length"]))))
                self.send(204)

            def log_message(self, *ignored):
                pass

        return Handler
