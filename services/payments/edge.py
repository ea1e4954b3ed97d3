"""What passes the edge of payments beside the log: accounts come in, sealed files go out, the bank answers."""

from __future__ import annotations

from services.payments.bank.bank_details import register_accounts
from services.payments.bank.gateway import BankGateway, BankNotLocal
from services.payments.bank.interlock import held_files, match
from services.payments.bank.sealed_files import SealBroken

__all__ = ["BankGateway", "BankNotLocal", "SealBroken", "held_files", "match", "register_accounts"]
