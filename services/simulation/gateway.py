"""The real gateway on a line to the bank in memory; the line may break before or after the bank has heard."""

from __future__ import annotations

from services.payments.edge import BankGateway
from services.runtime.privacy.cipher import Cipher
from services.simulation.bank import Bank


class GatewayInMemory(BankGateway):
    """Sends and collects as the gateway does; only the request itself goes to an object instead of a socket."""

    def __init__(self, bank: Bank, cipher: Cipher) -> None:
        super().__init__("http://127.0.0.1:1", cipher)
        self.bank = bank
        self.line = "good"

    def _call(self, method: str, path: str, body: bytes | None = None) -> tuple[int, bytes]:
        if method == "POST" and self.line == "broken_before":
            raise ConnectionResetError
        answer = self.bank.call(method, path, body)
        if method == "POST" and self.line == "broken_after":
            raise TimeoutError
        return answer
