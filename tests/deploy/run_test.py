"""deploy/run: from a program to the sample's card, and what it says when that cannot be."""
import os
import pathlib
import signal
import socket
import subprocess
import sys
import tempfile
import textwrap
import unittest

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
RUN = ROOT / "deploy" / "run"
VESICLE = ""  # the program under test, from the command line

# A server that answers everything with one status and body.
WRONG_SERVER = '''
    import http.server, ssl, sys
    status, body = {status}, {body!r}
    class Answer(http.server.BaseHTTPRequestHandler):
        def do_POST(self):
            self.rfile.read(int(self.headers["Content-Length"]))
            self.send_response(status)
            self.end_headers()
            self.wfile.write(body)
        def log_message(self, *ignored): pass
    given = dict(zip(sys.argv[3::2], sys.argv[4::2]))
    server = http.server.HTTPServer(("127.0.0.1", 0), Answer)
    tls = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    tls.load_cert_chain(given["--certificate"], given["--key"])
    server.socket = tls.wrap_socket(server.socket, server_side=True)
    print(f"listening on https://127.0.0.1:{{server.server_port}}", flush=True)
    server.serve_forever()
'''


class DeployRun(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = pathlib.Path(folder.name)
        self.environment = os.environ | {"VESICLE_BUILD_DIR": str(self.folder / "build")}

    def program(self, text):
        """A program that does what the text says."""
        file = self.folder / "program"
        file.write_text(text)
        file.chmod(0o755)
        return file

    def recorded_vesicle(self):
        return self.program(f'#!/bin/sh\necho $$ >"{self.folder}/pid"\nexec "{VESICLE}" "$@"\n')

    def server_is_gone(self):
        try:
            os.kill(int((self.folder / "pid").read_text()), 0)
        except ProcessLookupError:
            return True
        return False

    def run_it(self, *arguments, **options):
        return subprocess.run([RUN, *arguments], capture_output=True, text=True, env=self.environment, **options)

    def test_the_sample_gets_its_card_and_the_server_stops(self):
        done = self.run_it("--port", "0", "--stop-after-sample", "--program", self.recorded_vesicle(), cwd="/")
        self.assertEqual(done.returncode, 0, done.stdout + done.stderr)
        self.assertIn("[WARNING] Day 12 of valacyclovir", done.stdout)
        self.assertTrue(self.server_is_gone())

    def test_it_serves_until_it_is_interrupted(self):
        started = subprocess.Popen([RUN, "--port", "0", "--program", self.recorded_vesicle()], stdout=subprocess.PIPE,
                                   stderr=subprocess.DEVNULL, text=True, env=self.environment)
        with started:
            said = next((line for line in started.stdout if line.startswith("Serving on https://127.0.0.1:")), None)
            self.assertIsNotNone(said)
            self.assertFalse(self.server_is_gone())
            started.send_signal(signal.SIGINT)
            started.stdout.read()
            self.assertEqual(started.wait(), 0)
        self.assertTrue(self.server_is_gone())

    def test_a_taken_port_is_told(self):
        with socket.create_server(("127.0.0.1", 0)) as taken:
            port = str(taken.getsockname()[1])
            done = self.run_it("--port", port, "--stop-after-sample", "--program", VESICLE)
        self.assertEqual(done.returncode, 3, done.stderr)
        self.assertIn(f"port {port} is taken", done.stderr)

    def test_a_server_that_does_not_start_is_told(self):
        done = self.run_it("--port", "0", "--stop-after-sample", "--program", "/bin/false")
        self.assertEqual(done.returncode, 1)
        self.assertIn("the server did not start", done.stderr)

    def test_a_wrong_answer_fails(self):
        for status, body, told in ((200, b'{"cards": []}', "the sample did not get the card it should"),
                                   (200, b"garbage", "the sample did not get the card it should"),
                                   (412, b"{}", "the sample was answered with 412 instead of 200")):
            with self.subTest(status=status, body=body):
                server = textwrap.dedent(WRONG_SERVER.format(status=status, body=body))
                done = self.run_it("--port", "0", "--stop-after-sample", "--program", self.program(f"#!{sys.executable}\n{server}"))
                self.assertEqual(done.returncode, 1, done.stdout)
                self.assertIn(told, done.stderr)

    def test_wrong_usage_is_told(self):
        for arguments in (["--port"], ["--port", "x"], ["--port", "65536"], ["--program"], ["--fast"], ["8443"]):
            done = self.run_it(*arguments)
            self.assertEqual((done.returncode, done.stdout), (2, ""), arguments)
            self.assertIn("usage: deploy/run", done.stderr)
        self.assertEqual(self.run_it("--program", "/nowhere/vesicle").returncode, 2)


if __name__ == "__main__":
    VESICLE = sys.argv.pop()
    unittest.main()
