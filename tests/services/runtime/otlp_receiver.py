"""A receiver of OTLP on loopback: reads what is sent to it with OpenTelemetry's own classes, and keeps the spans."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Event, Thread

from opentelemetry.proto.collector.trace.v1.trace_service_pb2 import ExportTraceServiceRequest
from opentelemetry.proto.common.v1.common_pb2 import KeyValue

PATIENCE_SECONDS = 60


@dataclass
class Sent:
    """One span as it was sent; ids in hexadecimal digits, and no digits where there is none."""

    name: str
    trace: str
    id: str
    parent: str
    attributes: dict[str, str | int]
    sender: dict[str, str | int]
    began_ns: int
    ended_ns: int

    @property
    def service(self) -> object:
        return self.attributes["tideover.service"]

    @property
    def event(self) -> object:
        return self.attributes["tideover.event"]

    @property
    def became(self) -> object:
        return self.attributes["tideover.became"]


@dataclass
class Receiver:
    """What came, and whether it answers."""

    url: str = ""
    spans: list[Sent] = field(default_factory=list)
    raw: bytes = b""
    asked: Event = field(default_factory=Event)
    answers: Event = field(default_factory=Event)

    def take(self, body: bytes) -> None:
        """Keep the spans of a request."""
        self.raw += body
        for of_resource in ExportTraceServiceRequest.FromString(body).resource_spans:
            sender = _values(of_resource.resource.attributes)
            for scope in of_resource.scope_spans:
                self.spans += [
                    Sent(
                        span.name,
                        span.trace_id.hex(),
                        span.span_id.hex(),
                        span.parent_span_id.hex(),
                        _values(span.attributes),
                        sender,
                        span.start_time_unix_nano,
                        span.end_time_unix_nano,
                    )
                    for span in scope.spans
                ]


def _values(attributes: Iterable[KeyValue]) -> dict[str, str | int]:
    return {one.key: getattr(one.value, one.value.WhichOneof("value") or "") for one in attributes}


@contextmanager
def receiving(*, at_once: bool = True) -> Iterator[Receiver]:
    """A receiver for the length of the block; where not at once, it answers when its `answers` is set."""
    receiver = Receiver()
    if at_once:
        receiver.answers.set()

    class Takes(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            receiver.asked.set()
            receiver.answers.wait(PATIENCE_SECONDS)
            if self.path == "/v1/traces":
                receiver.take(body)
            self.send_response(200 if self.path == "/v1/traces" else 404)
            self.send_header("Content-Length", "0")
            self.end_headers()

        def log_message(self, *_: object) -> None:
            """Nobody reads it."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Takes)
    server.daemon_threads = True
    receiver.url = f"http://127.0.0.1:{server.server_port}"
    thread = Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield receiver
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
