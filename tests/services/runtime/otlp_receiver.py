"""A receiver of OTLP on loopback: keeps every span that is sent to it, with the resource that sent it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread

from opentelemetry.proto.collector.trace.v1.trace_service_pb2 import (
    ExportTraceServiceRequest,
    ExportTraceServiceResponse,
)
from opentelemetry.proto.common.v1.common_pb2 import KeyValue
from opentelemetry.proto.trace.v1.trace_pb2 import Span


@dataclass
class Receiver:
    """What came: the spans in the order of their arrival, and the paths that were asked for."""

    url: str
    spans: list[Span] = field(default_factory=list)
    senders: list[dict[str, str]] = field(default_factory=list)
    """The resource of each span, in the same order."""
    paths: set[str] = field(default_factory=set)


def values(attributes: Iterator[KeyValue] | list[KeyValue]) -> dict[str, str | int]:
    """Attributes by name."""
    return {one.key: one.value.int_value or one.value.string_value or 0 for one in attributes}


@contextmanager
def receiving() -> Iterator[Receiver]:
    """A receiver for the length of the block."""

    class Takes(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            request = ExportTraceServiceRequest.FromString(self.rfile.read(int(self.headers["Content-Length"])))
            receiver.paths.add(self.path)
            for sent in request.resource_spans:
                for scope in sent.scope_spans:
                    receiver.spans += scope.spans
                    receiver.senders += [values(list(sent.resource.attributes))] * len(scope.spans)
            body = ExportTraceServiceResponse().SerializeToString()
            self.send_response(200)
            self.send_header("Content-Type", "application/x-protobuf")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            """Nobody reads it."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Takes)
    server.daemon_threads = True
    receiver = Receiver(f"http://127.0.0.1:{server.server_port}")
    thread = Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield receiver
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
