"""What ends TLS in front of a real PostgreSQL, as a pooler of connections does: the wheel's own is built without it."""

from __future__ import annotations

import socket
import ssl
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from select import select
from socketserver import BaseRequestHandler, ThreadingTCPServer
from threading import Thread

from deploy.postgres.server import Server
from services.watching.certificates import TLS_FOLLOWS, TLS_REQUEST

HOST = "127.0.0.1"
READ_MAX = 65_536


@contextmanager
def tls_in_front(server: Server, shown: Path) -> Iterator[int]:
    """The port at which the server answers who asks for TLS, by the key and certificate of a file."""
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.load_cert_chain(shown)

    class EndsTls(BaseRequestHandler):
        def handle(self) -> None:
            if self.request.recv(len(TLS_REQUEST)) != TLS_REQUEST:
                return
            self.request.sendall(TLS_FOLLOWS)
            with (
                suppress(OSError),  # who only looks at the certificate hangs up
                context.wrap_socket(self.request, server_side=True) as outside,
                socket.create_connection((HOST, server.port)) as inside,
            ):
                _carry(outside, inside)

    with ThreadingTCPServer((HOST, 0), EndsTls) as front:
        Thread(target=front.serve_forever, daemon=True).start()
        yield front.server_address[1]
        front.shutdown()


def _carry(outside: ssl.SSLSocket, inside: socket.socket) -> None:
    """Hand on what either side says, until one of them has ended."""
    other: dict[socket.socket, socket.socket] = {outside: inside, inside: outside}
    while True:
        for speaking in [outside] if outside.pending() else select([outside, inside], [], [])[0]:
            said = speaking.recv(READ_MAX)
            if not said:
                return
            other[speaking].sendall(said)
