"""Stand-in of the URSSAF service, for tests and the demo, over real HTTP.

It follows the public contract, keeps its state in memory, and can be told to fail:
see :meth:`Service.fail`. Standard library only, listens on this machine only.

``/_simulator`` is no part of the contract: it shows the state, moves statuses and
plans faults.
"""

import json
import threading
import time
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, urlsplit

from .answers import Answer
from .service import Service

HOST = "127.0.0.1"
LARGEST = 2_000_000
ROOT = "/atp/v1/tiersPrestations"


class _Handler(BaseHTTPRequestHandler):
    """One connection; which answer it gets is the service's affair."""

    protocol_version = "HTTP/1.1"
    service: Service

    def do_GET(self):  # noqa: N802  # the name the standard library calls
        """Answer a GET."""
        self._answer("GET")

    def do_POST(self):  # noqa: N802  # the name the standard library calls
        """Answer a POST."""
        self._answer("POST")

    def log_message(self, format, *args):  # noqa: A002  # theirs
        """Say nothing: requests hold people's names."""

    def _answer(self, method):
        parts = urlsplit(self.path)
        body = self.rfile.read(
            min(int(self.headers.get("Content-Length") or 0), LARGEST)
        )
        answer = self._found(method, parts, body)
        if answer.wait:
            time.sleep(answer.wait)
        if answer.drop:
            self.close_connection = True
            self.connection.close()
            return
        content = json.dumps(answer.body).encode()
        self.send_response(answer.status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(content)))
        if answer.status == HTTPStatus.FOUND:
            self.send_header("Location", "/_simulator")
        self.end_headers()
        # Half of it: the line breaks while the answer is on its way.
        self.wfile.write(content[: len(content) // 2] if answer.cut else content)
        if answer.cut:
            self.close_connection = True

    def _found(self, method, parts, body):
        token = (self.headers.get("Authorization") or "").removeprefix("Bearer ")
        path = parts.path
        if path == "/_simulator":
            return (
                self.service.control(_json(body))
                if method == "POST"
                else Answer(HTTPStatus.OK, self.service.shown())
            )
        if (method, path) == ("POST", "/api/oauth/v1/token"):
            return self.service.token(parse_qs(body.decode()))
        query = {key: values[0] for key, values in parse_qs(parts.query).items()}
        route = path.removeprefix(ROOT)
        return self.service.call(method, route, token, _json(body), query)


def _json(body):
    try:
        return json.loads(body or b"null")
    except ValueError:
        return None


class Simulator:
    """The server: ``with Simulator() as simulator: … simulator.url``."""

    def __init__(self, port: int = 0, *, auto: bool = False) -> None:
        self.service = Service(auto=auto)
        handler = type("Handler", (_Handler,), {"service": self.service})
        self._server = ThreadingHTTPServer((HOST, port), handler)
        self._server.daemon_threads = True
        self._thread = threading.Thread(target=self._server.serve_forever, daemon=True)

    @property
    def url(self) -> str:
        """Its address, as it goes into the settings of a company."""
        return f"http://{HOST}:{self._server.server_address[1]}"

    def start(self) -> "Simulator":
        """Serve in the background."""
        self._thread.start()
        return self

    def serve(self) -> None:
        """Serve here, until the process is stopped."""
        self._server.serve_forever()

    def stop(self) -> None:
        """Stop serving and free the port."""
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()

    def __enter__(self) -> "Simulator":
        return self.start()

    def __exit__(self, *error) -> None:
        self.stop()
