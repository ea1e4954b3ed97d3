"""What passes the edge of payments beside the log: accounts in, files out, what the bank and named persons say."""

from __future__ import annotations

from services.payments.bank import open_items
from services.payments.bank.bank_details import register_accounts
from services.payments.bank.gateway import BankGateway, BankNotLocal
from services.payments.bank.sealed_files import SealBroken

__all__ = ["BankGateway", "BankNotLocal", "SealBroken", "open_items", "register_accounts"]
