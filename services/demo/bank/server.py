"""A real HTTP server on 127.0.0.1 in front of the small bank, on a free port, with a clock that we move."""

from __future__ import annotations

import json
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any
from urllib.parse import parse_qs, urlsplit

from lxml import etree

from services.demo.bank.bank import CLOSED, SmallBank

HOST = "127.0.0.1"
LONGEST = 9
"""Up to so many digits has the length of what is sent here."""


@dataclass(frozen=True, slots=True)
class BankOnLoopback:
    """A running bank: where it listens, and the strings a demonstration pulls."""

    url: str
    bank: SmallBank

    def advance_to(self, day: date) -> None:
        """Let the bank's clock reach a day: what is due until then is booked."""
        self.bank.advance_to(day)

    def state_each_day(self) -> None:
        """Tell of each day by one statement with its balances, instead of notifications."""
        self.bank.tells_balances, self.bank.notifies = True, False

    def close_account(self, account: str) -> None:
        """Payments to this account are refused from now on (AC04)."""
        self.bank.closed.add(_number(account))

    def reopen_account(self, account: str) -> None:
        """Payments to this account go through again, and stay."""
        self.bank.closed.discard(_number(account))
        self.bank.returning.pop(_number(account), None)

    def return_later(self, account: str, *, days: int = 3, code: str = CLOSED) -> None:
        """Payments to this account settle and come back some days later."""
        self.bank.returning[_number(account)] = (days, code)


def _number(account: str) -> str:
    """The account as the bank reads it: without the routing number in front."""
    return account.rpartition(":")[2].replace(" ", "").upper()


@contextmanager
def bank_on_loopback(today: date, port: int = 0) -> Iterator[BankOnLoopback]:
    """Run the small bank for the length of a `with` block, at a free port unless one is given; it starts at `today`."""
    bank = SmallBank(today)
    handler = type("Door", (_Door,), {"bank": bank})
    server = _Server((HOST, port), handler)
    thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
    thread.start()
    try:
        yield BankOnLoopback(f"http://{HOST}:{server.server_address[1]}", bank)
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


class _Server(ThreadingHTTPServer):
    daemon_threads = True

    def server_bind(self) -> None:
        """Bind without asking a name server what this machine is called."""
        self.socket.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)  # who went away comes back to its port
        self.socket.bind(self.server_address)
        self.server_address = self.socket.getsockname()
        self.server_name, self.server_port = self.server_address[:2]  # type: ignore[assignment]


class _Door(BaseHTTPRequestHandler):
    """The same paths as mock-bank's, so that one gateway speaks to both."""

    bank: SmallBank
    wbufsize = -1  # one packet an answer

    def do_POST(self) -> None:
        """Take a payment file, or move the clock."""
        body = self._body()
        if body is None:
            self.close_connection = True  # where the next request begins is not known
            self._answer(400, {"error": "the length of the content is not said in digits"})
            return
        parts = urlsplit(self.path)
        if parts.path == "/payments":
            self._receive(body)
        elif parts.path == "/_mock/advance" and (to := parse_qs(parts.query).get("to")):
            self._advance(to[0])
        else:
            self._answer(404, {"error": "no such path"})

    def do_GET(self) -> None:
        """Hand out messages."""
        parts = urlsplit(self.path)
        if parts.path == "/_mock/mailbox":
            leave = "leave" in parse_qs(parts.query, keep_blank_values=True)
            self._answer(200, self.bank.take(leave=leave))
        elif parts.path == "/_mock/messages":
            self._answer(200, self.bank.archive)
        else:
            self._answer(404, {"error": "no such path"})

    def _body(self) -> bytes | None:
        """What was sent, as long as it says it is; None if it does not say so."""
        length = self.headers.get("Content-Length", "0").strip()
        if not (length.isascii() and length.isdigit() and len(length) <= LONGEST):
            return None
        return self.rfile.read(int(length))

    def _advance(self, to: str) -> None:
        try:
            self.bank.advance_to(date.fromisoformat(to))
        except ValueError:
            self._answer(400, {"error": "not a day"})
            return
        self._answer(200, {"today": self.bank.today.isoformat()})

    def _receive(self, body: bytes) -> None:
        try:
            accepted = self.bank.receive(body)
        except (etree.XMLSyntaxError, ArithmeticError, ValueError):
            self._answer(400, {"error": "not a payment file"})
            return
        self._answer(202 if accepted else 422, {"accepted": accepted})

    def _answer(self, status: int, content: Any) -> None:
        body = json.dumps(content).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002 - the base class names it so
        """Say nothing: requests hold accounts."""
