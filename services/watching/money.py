"""Money: payments by state and amount, sealed files, what was paid too much, and whether the books are whole."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from itertools import product

from sqlalchemy import Connection

from contracts.currencies import MINOR_DIGITS
from services.payments import views
from services.payments.views import ACCOUNTS, DECIDED_OF_OVERPAYMENTS, FileState, PaymentStage, Pile
from services.runtime.metrics.catalogue import Metric, Values
from services.watching.kept_acts import KEPT_ACTS
from services.watching.snapshot import MILLI, Snapshot

CURRENCIES = tuple(MINOR_DIGITS)
"""Every currency in which money may be paid. Shown are those of the served schemes, and those in the books."""
STANDARD = ("USD",)
"""The currencies of the schemes that are served unless others are set."""
STAGES = tuple(PaymentStage)


def _shown(*others: Sequence[str]) -> frozenset[Values]:
    """The label values that are shown from the start, the currency last."""
    return frozenset(product(*others, STANDARD))


PAYMENTS = Metric(
    "tideover_payments",
    "gauge",
    "Payments by stage.",
    "payments",
    {"stage": STAGES, "currency": CURRENCIES},
    some=_shown(STAGES),
)
AMOUNTS = Metric(
    "tideover_payments_minor_units",
    "gauge",
    "The sum of payments by stage; accounts come from the ledger, this is for trends.",
    "minor units",
    {"stage": STAGES, "currency": CURRENCIES},
    some=_shown(STAGES),
)
HELD = Metric(
    "tideover_payments_held_minor_units",
    "gauge",
    "Money that came back from the bank and waits for a named person's order.",
    "minor units",
    {"currency": CURRENCIES},
    some=_shown(),
)
FILES = Metric(
    "tideover_payment_files",
    "gauge",
    "Sealed payment files by what the bank is known to have done with them.",
    "payments",
    {"state": tuple(FileState)},
)
UNRELEASED = Metric(
    "tideover_payment_files_unreleased",
    "gauge",
    "Sealed payment files that wait for the people who must release them.",
    "1",
)
OPEN_ITEMS = Metric(
    "tideover_bank_open_items",
    "gauge",
    "What the bank said and nobody understood; it waits for a named person, or for a later word of the bank.",
    "1",
)
REMITTANCES_WAITING = Metric(
    "tideover_remittances_waiting",
    "gauge",
    "Payments to creditors that came back, or went into no file since no account is known.",
    "1",
)
OFF_THE_STATEMENTS = Metric(
    "tideover_bank_position_difference_minor_units",
    "gauge",
    "By how much our cash account moved otherwise than the bank's statements say, each day for itself.",
    "minor units",
    {"currency": CURRENCIES},
    some=_shown(),
)
RESERVE = Metric(
    "tideover_fund_reserve_seconds",
    "gauge",
    "How long that fund of a currency lasts that lasts least, by what went out a day in thirty days; -1: not known.",
    "seconds",
    {"currency": CURRENCIES},
    some=_shown(),
)
RESERVE_AFTER = Metric(
    "tideover_fund_reserve_after_orders_seconds",
    "gauge",
    "The same after everything that is due or on its way has left; -1 where it is not known.",
    "seconds",
    {"currency": CURRENCIES},
    some=_shown(),
)
RESERVE_LEAST = Metric(
    "tideover_fund_reserve_least_seconds",
    "gauge",
    "For how long the fund of a currency must last, by the institution's dated rule; -1 where there is none.",
    "seconds",
    {"currency": CURRENCIES},
    some=_shown(),
)
DAYS_WAITING = Metric(
    "tideover_certifications_waiting",
    "gauge",
    "Certifications that are due days for which another one is paid; a named person, or a correction, ends it.",
    "1",
)
AFTER_DEATH = Metric(
    "tideover_payments_after_death",
    "gauge",
    "Payments that are due and held since a death is reported; a named person says whether they are paid.",
    "payments",
)
AFTER_DEATH_OLDEST = Metric(
    "tideover_payments_after_death_oldest_seconds",
    "gauge",
    "For how long the oldest of them has been held, in closed days; 0 where there is none.",
    "seconds",
)
OVERPAID = Metric(
    "tideover_overpaid_minor_units",
    "gauge",
    "What was paid above what is due, by what was decided of it.",
    "minor units",
    {"standing": DECIDED_OF_OVERPAYMENTS, "currency": CURRENCIES},
    some=_shown(DECIDED_OF_OVERPAYMENTS),
)
BALANCES = Metric(
    "tideover_ledger_balance_minor_units",
    "gauge",
    "The balance of each account, debits above zero.",
    "minor units",
    {"account": ACCOUNTS, "currency": CURRENCIES},
    some=_shown(ACCOUNTS),
)
OFF_BALANCE = Metric(
    "tideover_ledger_off_balance_minor_units",
    "gauge",
    "By how much journals do not sum to zero; anything but 0 means that money appeared or vanished.",
    "minor units",
    {"currency": CURRENCIES},
    some=_shown(),
)
MINOR_UNITS = Metric(
    "tideover_currency_minor_units",
    "gauge",
    "How many minor units make one unit of a currency: 100 cents a dollar, one yen a yen.",
    "minor units",
    {"currency": CURRENCIES},
    some=_shown(),
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
OF_MONEY = (PAYMENTS, AMOUNTS, HELD, OVERPAID, BALANCES)
"""What is said of each currency, which is the last label, by tallies."""
OF_ALL_ENTRIES = (OFF_BALANCE, OFF_THE_STATEMENTS)
"""The same by reading every entry of the books."""
OF_FUNDS = (RESERVE, RESERVE_AFTER, RESERVE_LEAST)
NOT_KNOWN = -1
DAY_SECONDS = 86_400
WAITING = (UNRELEASED, OPEN_ITEMS, REMITTANCES_WAITING, DAYS_WAITING, AFTER_DEATH, AFTER_DEATH_OLDEST)
"""What waits for named persons."""
OF_PAYMENTS = (*OF_MONEY, FILES, *WAITING, MINOR_UNITS, KEPT_ACTS)
OF_THE_BOOKS = (*OF_ALL_ENTRIES, *OF_FUNDS, DIFFERENCES, RECONCILED)


def look_at_payments(connection: Connection, snapshot: Snapshot, currencies: Collection[str] = STANDARD) -> None:
    """What is due, on its way, paid and come back, and what the accounts say.

    `currencies`, those of the served schemes, are shown at zero from the start; others once the books know them.
    """
    piles, balances = views.payments_by_stage(connection), views.balances(connection)
    seen = _currencies(piles, balances, currencies)
    _put_zero(OF_MONEY, seen, snapshot)
    for currency in seen:
        snapshot.put(MINOR_UNITS, 10 ** MINOR_DIGITS[currency], currency)
    held = dict.fromkeys(seen, 0)
    for pile in piles:
        snapshot.put(PAYMENTS, pile.count, pile.stage, pile.currency)
        snapshot.put(AMOUNTS, pile.minor, pile.stage, pile.currency)
        held[pile.currency] += pile.held_minor
    snapshot.put_all(HELD, held)
    snapshot.put_all(FILES, dict.fromkeys(FileState, 0) | dict(views.files_by_state(connection)))
    snapshot.put(UNRELEASED, views.waiting_for_release(connection))
    snapshot.put_all(KEPT_ACTS, views.acts_of_no_payment(connection))
    snapshot.put(OPEN_ITEMS, views.open_items_waiting(connection))
    snapshot.put(REMITTANCES_WAITING, views.remittances_waiting(connection))
    snapshot.put(DAYS_WAITING, views.certifications_waiting(connection))
    waited = views.days_waited_after_death(connection)
    snapshot.put(AFTER_DEATH, len(waited))
    snapshot.put(AFTER_DEATH_OLDEST, max(waited, default=0) * DAY_SECONDS)
    for (standing, currency), minor in views.overpaid(connection).items():
        snapshot.put(OVERPAID, minor, standing, currency)
    for (account, currency), minor in balances.items():
        snapshot.put(BALANCES, minor, account, currency)


def _currencies(
    piles: Collection[Pile], balances: Collection[tuple[str, str]], served: Collection[str]
) -> frozenset[str]:
    """The currencies of the served schemes, and those in the books."""
    return frozenset({*served, *(pile.currency for pile in piles), *(currency for _, currency in balances)})


def _put_zero(metrics: Sequence[Metric], currencies: Collection[str], snapshot: Snapshot) -> None:
    for metric in metrics:
        for *others, currency in product(*list(metric.labels.values())[:-1], sorted(currencies)):
            snapshot.put(metric, 0, *others, currency)


def _look_at_funds(connection: Connection, snapshot: Snapshot, currencies: Collection[str]) -> None:
    """How long the fund lasts that lasts least, of each currency; a currency without a fund is not known."""
    lasting = sorted(views.reserves(connection), key=lambda reserve: (reserve.days is not None, -(reserve.days or 0)))
    known = {reserve.fund.currency: reserve for reserve in lasting}
    for currency in currencies:
        reserve = known.get(currency)
        days = (reserve.days, reserve.days_after_orders, reserve.least_days) if reserve else (None, None, None)
        for metric, value in zip(OF_FUNDS, days, strict=True):
            snapshot.put(metric, NOT_KNOWN if value is None else value * DAY_SECONDS, currency)


def look_at_the_books(connection: Connection, snapshot: Snapshot, currencies: Collection[str] = STANDARD) -> None:
    """Compare everything with everything; it reads every entry, so it is done seldom."""
    seen = _currencies(views.payments_by_stage(connection), views.balances(connection), currencies)
    _put_zero(OF_ALL_ENTRIES, seen, snapshot)
    snapshot.put_all(OFF_BALANCE, views.off_balance(connection))
    snapshot.put_all(OFF_THE_STATEMENTS, views.off_the_statements(connection))
    _look_at_funds(connection, snapshot, seen)
    snapshot.put(DIFFERENCES, views.faults_of_the_books(connection))
    snapshot.put(RECONCILED, snapshot.now_ms // MILLI)
