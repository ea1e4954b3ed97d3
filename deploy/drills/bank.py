"""The bank of a drill, which goes away and comes back to the same address."""

from __future__ import annotations

from contextlib import ExitStack
from datetime import date

from deploy.ports import free_ports
from services.demo.bank.server import HOST, bank_on_loopback


class Bank:
    """A bank on loopback; it answers between `comes` and `goes`."""

    def __init__(self, today: date) -> None:
        self._today = today
        [self._port] = free_ports(1)
        self._open = ExitStack()
        self.url = f"http://{HOST}:{self._port}"

    def comes(self) -> None:
        """It answers from now on."""
        self._open.enter_context(bank_on_loopback(self._today, self._port))

    def goes(self) -> None:
        """Nobody answers at its address from now on."""
        self._open.close()
