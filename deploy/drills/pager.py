"""A pager on loopback: keeps what Alertmanager sends to it, as the people who are called would read it."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Lock, Thread
from typing import Any

HOST = "127.0.0.1"
FIRING = "firing"


@dataclass(frozen=True, slots=True)
class Call:
    """One alert as it reached somebody."""

    at: float
    """In seconds of the monotonic clock."""
    receiver: str
    alert: str
    state: str
    says: str
    runbook: str


@dataclass
class Pager:
    """Everybody's pagers in one place."""

    address: str
    calls: list[Call] = field(default_factory=list)
    lock: Lock = field(default_factory=Lock)

    def since(self, moment: float) -> list[Call]:
        """Who was called since then, in order; what only says that something is over is not a call."""
        with self.lock:
            return [call for call in self.calls if call.at >= moment and call.state == FIRING]

    def takes(self, receiver: str, told: dict[str, Any]) -> None:
        """Keep what Alertmanager sends, one alert each."""
        with self.lock:
            for alert in told["alerts"]:
                labels, says = alert["labels"], alert["annotations"]
                call = (receiver, labels["alertname"], alert["status"], says.get("summary", ""), says["runbook_url"])
                self.calls.append(Call(time.monotonic(), *call))


@contextmanager
def pager() -> Iterator[Pager]:
    """Listens for the length of the block."""
    there = Pager("")

    class Door(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            told = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            there.takes(self.path.removeprefix("/"), told)
            self.send_response(HTTPStatus.OK)
            self.end_headers()

        def log_message(self, *_: Any) -> None:
            """What matters is kept."""

    server = ThreadingHTTPServer((HOST, 0), Door)
    there.address = f"http://{HOST}:{server.server_address[1]}"
    thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.1}, daemon=True)
    thread.start()
    try:
        yield there
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
