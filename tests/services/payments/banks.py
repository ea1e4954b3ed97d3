"""Two banks behind one set of strings: our small one, and mock-bank, which others wrote."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from datetime import date
from http.client import HTTPConnection
from threading import Thread
from typing import Any, Protocol

from mockbank.server import Config, make_server  # type: ignore[import-untyped]

from services.demo.bank.server import bank_on_loopback


class Bank(Protocol):
    """What the stories ask of a bank."""

    @property
    def url(self) -> str: ...

    def advance_to(self, day: date) -> None: ...

    def close_account(self, account: str) -> None: ...

    def return_later(self, account: str) -> None: ...


@dataclass
class MockBank:
    """mock-bank on loopback. It returns by payer, not by payee: `return_later` holds for all that it pays."""

    port: int

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def ask(self, method: str, path: str, body: Any = None) -> None:
        connection = HTTPConnection("127.0.0.1", self.port)
        connection.request(method, path, None if body is None else json.dumps(body))
        answer = connection.getresponse()
        assert answer.status < 300, answer.read()
        connection.close()

    def advance_to(self, day: date) -> None:
        self.ask("POST", f"/_mock/advance?to={day}", {})

    def close_account(self, account: str) -> None:
        held = {"id": "CLOSED", "iban": "NL30MOCK0000000005", "currency": "USD", "behaviour": "closed-account"}
        self.ask("POST", "/_mock/accounts", held | {"account_number": account.rpartition(":")[2]})

    def return_later(self, account: str) -> None:
        del account
        returning = {"behaviour": "return-later", "parameters": {"days": 2, "reason": "AC04"}}
        self.ask("PATCH", "/_mock/accounts/ACME", returning)


@contextmanager
def mock_bank(today: date) -> Iterator[MockBank]:
    """Run mock-bank for the length of a `with` block."""
    server = make_server(Config(port=0, quiet=True, clock=f"{today}T09:00"))
    thread = Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        bank = MockBank(server.server_address[1])
        bank.ask("PATCH", "/_mock/accounts/ACME", {"currency": "USD", "balance": 10**12})
        yield bank
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


Opening = Callable[[date], AbstractContextManager[Bank]]

BANKS: dict[str, Opening] = {
    "small-bank": bank_on_loopback,
    "mock-bank": mock_bank,
}
