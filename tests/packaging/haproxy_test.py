"""deploy/haproxy: HAProxy finds no fault in it, and with it two real nodes answer as one."""
import json
import pathlib
import re
import socket
import ssl
import subprocess
import sys
import tempfile
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent))
sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent / "support"))
from running import Vesicle, make_certificates  # noqa: E402
from tools import DEPLOY, need, run  # noqa: E402

VESICLE = ""  # the program under test, from the command line
CONFIGURATION = (DEPLOY / "haproxy/haproxy.cfg").read_text()


def laid_out(folder):
    """The configuration with its certificates under `folder`."""
    make_certificates(folder)
    (folder / "public.pem").write_text((folder / "localhost.pem").read_text() + (folder / "localhost.key").read_text())
    (folder / "nodes-ca.pem").write_text((folder / "ca.pem").read_text())
    return CONFIGURATION.replace("-base /etc/haproxy/vesicle", f"-base {folder}")


class Proxy:
    """HAProxy on a free port before these nodes."""

    def __init__(self, folder, nodes):
        text = re.sub(r"^  server .*\n", "", laid_out(folder), flags=re.MULTILINE)
        lines = "".join(f"  server n{i} {address} port {admin} verifyhost localhost sni str(localhost) check-sni localhost\n"
                        for i, (address, admin) in enumerate(nodes))
        text = text.replace("\nresolvers system", lines + "\nresolvers system", 1)
        with socket.socket() as listening:
            listening.bind(("127.0.0.1", 0))
            listening.listen()
            self.port = listening.getsockname()[1]
            (folder / "haproxy.cfg").write_text(text.replace("bind :443 ", f"bind fd@{listening.fileno()} "))
            self.log = open(folder / "haproxy.log", "w+", encoding="utf-8")  # pylint: disable=consider-using-with
            self._process = subprocess.Popen(["haproxy", "-db", "-f", folder / "haproxy.cfg"], pass_fds=[listening.fileno()], stdout=self.log,
                                             stderr=self.log)
        self._trust = ssl.create_default_context(cafile=folder / "ca.pem")

    def exchange(self, text):
        """What one connection hears after these bytes."""
        with socket.create_connection(("127.0.0.1", self.port), timeout=20) as plain, self._trust.wrap_socket(
                plain, server_hostname="localhost") as open_socket:
            open_socket.sendall(text.encode())
            heard = b""
            while chunk := open_socket.recv(65536):
                heard += chunk
            return heard.decode()

    def status_of(self, start, *fields, body=""):
        heard = self.exchange("\r\n".join([start, "Host: localhost", *fields, "Connection: close", "", body]))
        return int(heard.split(" ", 2)[1])

    def stop(self):
        self._process.terminate()
        self._process.wait()
        self.log.close()


class Haproxy(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.here = pathlib.Path(folder.name)

    def node(self, name):
        node = Vesicle(VESICLE, self.here, self.here / name, "--no-auth", "--admin", "127.0.0.1:0")
        self.addCleanup(node.stop)
        return node

    def test_the_configuration_has_no_fault(self):
        text = re.sub(r"(?<= vesicle-\d )vesicle-\d:", "127.0.0.1:", laid_out(self.here))  # names are the deployment's
        (self.here / "haproxy.cfg").write_text(text)
        status, said = run("haproxy", "-c", "-f", self.here / "haproxy.cfg")
        self.assertEqual(status, 0, said)
        self.assertNotIn("WARNING", said)
        (self.here / "haproxy.cfg").write_text(text.replace("mode http", "mode htpt"))
        self.assertNotEqual(run("haproxy", "-c", "-f", self.here / "haproxy.cfg")[0], 0)

    def test_two_nodes_answer_as_one_until_none_is_left(self):
        make_certificates(self.here)
        nodes = [self.node("a"), self.node("b")]
        proxy = Proxy(self.here, [(node.address.removeprefix("https://"), node.admin.rpartition(":")[2]) for node in nodes])
        self.addCleanup(proxy.stop)
        get = "GET /cds-services HTTP/1.1"
        self.assertEqual(proxy.status_of(get), 200)

        order = subprocess.run([DEPLOY / "sample/as-of-today"], check=True, capture_output=True, text=True).stdout
        answer = proxy.exchange(f"POST /cds-services/antiviral-order-sign HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
                                f"Content-Length: {len(order.encode())}\r\nConnection: close\r\n\r\n{order}")
        self.assertIn("treatment-failure", answer)

        for start, fields, body, status in (
                ("GET /metrics HTTP/1.1", (), "", 404), ("GET /readyz HTTP/1.1", (), "", 404),
                ("DELETE /cds-services HTTP/1.1", (), "", 405),
                ("POST /cds-services/a HTTP/1.1", ("Content-Length: 2000000",), "", 413),
                ("POST /cds-services/a HTTP/1.1", ("Content-Length: 2", "Content-Length: 3"), "{}", 400),
                ("POST /cds-services/a HTTP/1.1", ("Transfer-Encoding: gzip, chunked",), "0\r\n\r\n", 422),
                ("POST /cds-services/a HTTP/1.0", ("Transfer-Encoding: chunked",), "0\r\n\r\n", 400),
                ("GET /cds-services HTTP/1.1", ("Content_Length: 2",), "", 403),
                ("GET /cds-services HTTP/1.1", ("Host: elsewhere",), "", 400)):
            with self.subTest(start, fields=fields):
                self.assertEqual(proxy.status_of(start, *fields, body=body), status)

        nodes[0].stop()
        self.assertEqual({proxy.status_of(get) for _ in range(20)}, {200})
        nodes[1].stop()
        heard = proxy.exchange(f"{get}\r\nHost: localhost\r\nConnection: close\r\n\r\n")
        self.assertIn(" 503 ", heard.split("\r\n")[0])
        self.assertIn("retry-after: 1", heard.lower())
        self.assertEqual(json.loads(heard.partition("\r\n\r\n")[2])["resourceType"], "OperationOutcome")


if __name__ == "__main__":
    need("haproxy", "openssl")
    VESICLE = sys.argv.pop()
    unittest.main(argv=sys.argv[:1])
