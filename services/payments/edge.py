"""What passes the edge of payments beside the log: accounts in, files out, what the bank and named persons say."""

from __future__ import annotations

from services.payments import days_waiting
from services.payments.bank import daily_position, open_items, taking_in
from services.payments.bank.bank_details import account_fault, register_accounts, register_accounts_of_file
from services.payments.bank.gateway import BankGateway, BankNotLocal
from services.payments.bank.interlock import held_files, match
from services.payments.bank.sealed_files import SealBroken
from services.payments.batch_checks import look, outliers
from services.payments.closed_days import over_until
from services.payments.recoveries.of_person import DebtInHand, debt_in_hand, why_no_effect_on_debt
from services.payments.release import acting, batches, release_rule

__all__ = [
    "BankGateway",
    "BankNotLocal",
    "DebtInHand",
    "SealBroken",
    "account_fault",
    "acting",
    "batches",
    "daily_position",
    "days_waiting",
    "debt_in_hand",
    "held_files",
    "look",
    "match",
    "open_items",
    "outliers",
    "over_until",
    "register_accounts",
    "register_accounts_of_file",
    "release_rule",
    "taking_in",
    "why_no_effect_on_debt",
]
