"""Money: payments by state and amount, sealed files, what was paid too much, and whether the books are whole."""

from __future__ import annotations

from sqlalchemy import Connection

from services.payments import views
from services.payments.views import ACCOUNTS, DECIDED_OF_OVERPAYMENTS, FileState, PaymentStage
from services.runtime.metrics.catalogue import Metric
from services.watching.snapshot import MILLI, Snapshot

CURRENCIES = ("USD",)
"""The currencies of the schemes that are served."""
STAGES = tuple(PaymentStage)

PAYMENTS = Metric(
    "tideover_payments",
    "gauge",
    "Payments by stage.",
    "payments",
    {"stage": STAGES, "currency": CURRENCIES},
)
AMOUNTS = Metric(
    "tideover_payments_minor_units",
    "gauge",
    "The sum of payments by stage; accounts come from the ledger, this is for trends.",
    "minor units",
    {"stage": STAGES, "currency": CURRENCIES},
)
HELD = Metric(
    "tideover_payments_held_minor_units",
    "gauge",
    "Money that came back from the bank and waits for a named person's order.",
    "minor units",
    {"currency": CURRENCIES},
)
FILES = Metric(
    "tideover_payment_files",
    "gauge",
    "Sealed payment files by what the bank is known to have done with them.",
    "payments",
    {"state": tuple(FileState)},
)
OVERPAID = Metric(
    "tideover_overpaid_minor_units",
    "gauge",
    "What was paid above what is due, by what was decided of it.",
    "minor units",
    {"standing": DECIDED_OF_OVERPAYMENTS, "currency": CURRENCIES},
)
BALANCES = Metric(
    "tideover_ledger_balance_minor_units",
    "gauge",
    "The balance of each account, debits above zero.",
    "minor units",
    {"account": ACCOUNTS, "currency": CURRENCIES},
)
OFF_BALANCE = Metric(
    "tideover_ledger_off_balance_minor_units",
    "gauge",
    "By how much journals do not sum to zero; anything but 0 means that money appeared or vanished.",
    "minor units",
    {"currency": CURRENCIES},
)
DIFFERENCES = Metric(
    "tideover_reconciliation_differences",
    "gauge",
    "Differences between the books, the payments and the sealed files.",
    "1",
)
RECONCILED = Metric(
    "tideover_reconciled_timestamp_seconds", "gauge", "When the books were last compared.", "unix seconds"
)
OF_PAYMENTS = (PAYMENTS, AMOUNTS, HELD, FILES, OVERPAID, BALANCES, OFF_BALANCE)
OF_THE_BOOKS = (DIFFERENCES, RECONCILED)


def look_at_payments(connection: Connection, snapshot: Snapshot) -> None:
    """What is due, on its way, paid and come back, and what the accounts say."""
    for metric in OF_PAYMENTS:
        for labels in metric.combinations():
            snapshot.put(metric, 0, *labels)
    held = dict.fromkeys(CURRENCIES, 0)
    for pile in views.payments_by_stage(connection):
        snapshot.put(PAYMENTS, pile.count, pile.stage, pile.currency)
        snapshot.put(AMOUNTS, pile.minor, pile.stage, pile.currency)
        held[pile.currency] = held.get(pile.currency, 0) + pile.held_minor
    snapshot.put_all(HELD, held)
    snapshot.put_all(FILES, views.files_by_state(connection))
    for (standing, currency), minor in views.overpaid(connection).items():
        snapshot.put(OVERPAID, minor, standing, currency)
    for (account, currency), minor in views.balances(connection).items():
        snapshot.put(BALANCES, minor, account, currency)
    snapshot.put_all(OFF_BALANCE, views.off_balance(connection))


def look_at_the_books(connection: Connection, snapshot: Snapshot) -> None:
    """Compare everything with everything; it reads every position, so it is done seldom."""
    snapshot.put(DIFFERENCES, views.faults_of_the_books(connection))
    snapshot.put(RECONCILED, snapshot.now_ms // MILLI)
