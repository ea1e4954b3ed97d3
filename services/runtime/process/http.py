"""The web server of every process: `/metrics`, `/health` and `/ready`."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from contextlib import contextmanager
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any, ClassVar

from prometheus_client import CollectorRegistry
from prometheus_client.exposition import choose_encoder

from services.runtime.metrics.catalogue import REGISTRY
from services.runtime.process.health import Health, ProbeAnswer
from services.runtime.process.settings import WrongSetting

PLAIN = "text/plain; charset=utf-8"


class _Answers(BaseHTTPRequestHandler):
    """Answers for one process; subclasses carry what is answered from."""

    health: ClassVar[Health]
    registry: ClassVar[CollectorRegistry]
    protocol_version = "HTTP/1.1"
    server_version = "tideover"
    sys_version = ""
    timeout = 10

    def do_GET(self) -> None:
        match self.path.partition("?")[0]:
            case "/metrics":
                encode, content_type = choose_encoder(self.headers.get("Accept", ""))
                self._answer(HTTPStatus.OK, encode(self.registry), content_type)
            case "/health":
                self._say(self.health.alive_state())
            case "/ready":
                self._say(self.health.ready_state())
            case _:
                self._answer(HTTPStatus.NOT_FOUND, b"There are /metrics, /health and /ready.\n", PLAIN)

    do_HEAD = do_GET  # noqa: N815 - the library calls it so

    def _say(self, state: ProbeAnswer) -> None:
        status = HTTPStatus.OK if state.good else HTTPStatus.SERVICE_UNAVAILABLE
        self._answer(status, f"{state.says}\n".encode(), PLAIN)

    def _answer(self, status: HTTPStatus, body: bytes, content_type: str) -> None:
        self.send_response(status)
        self.send_header("Content-Type", content_type)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(body)

    def log_message(self, *_: Any) -> None:
        """Probes come every few seconds and say nothing worth keeping."""


class _Server(ThreadingHTTPServer):
    daemon_threads = True

    def server_bind(self) -> None:
        """Bind without asking a name server for our own name.

        A process that was killed while somebody looked must find its port when it is started again.
        """
        self.socket.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        self.socket.bind(self.server_address)
        self.server_address = self.socket.getsockname()
        self.server_name, self.server_port = str(self.server_address[0]), self.server_address[1]


@contextmanager
def serving(
    health: Health, *, host: str = "127.0.0.1", port: int = 0, registry: CollectorRegistry = REGISTRY
) -> Iterator[str]:
    """Serve from a thread of its own for the length of the block; gives the address, `host:port`.

    Port 0 takes a free one. Raises `WrongSetting` when the place is taken or not ours to bind.
    """
    answers = type("Answers", (_Answers,), {"health": health, "registry": registry})
    try:
        server = _Server((host, port), answers)
    except OSError as fault:
        why = fault.strerror or "no such host"
        raise WrongSetting(f"Cannot serve metrics on {host}:{port}: {why}. TIDEOVER_HTTP_PORT sets the port.") from None
    thread = Thread(target=server.serve_forever, name="http", daemon=True)
    thread.start()
    try:
        yield f"{host}:{server.server_port}"
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
