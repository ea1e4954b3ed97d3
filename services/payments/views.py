"""What others may read of payments: sums and counts without a name, the books, and the tables that are compared."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import Connection, func, select

from services.payments import days_waiting, ledger
from services.payments.accounts import (
    BENEFIT,
    CASH,
    CHARGES,
    CLEARING,
    CORRECTION,
    DEDUCTED,
    FUND,
    PAYABLE,
    RECEIVABLE,
    RETURNS,
    WAIVED,
    WRITTEN_OFF,
    collected_under,
)
from services.payments.acts_of_no_payment import KEEPABLE, acts_of_no_payment
from services.payments.bank.daily_position import days_stated
from services.payments.bank.daily_position import differences_by_currency as off_the_statements
from services.payments.bank.open_items import ItemState
from services.payments.bank.sealed_files import FileState
from services.payments.books import beancount
from services.payments.deductions.audit import unlawful_deductions
from services.payments.deductions.listing import (
    ListedDeduction,
    ListedRemittance,
    count_needing_somebody,
    deductions,
    remittances_ordered,
)
from services.payments.deductions.remittances import Remittance, remittances
from services.payments.deductions.remitting import creditor_subject
from services.payments.deductions.terms import deductions_in as terms_of_deduction
from services.payments.fund_rows import FundMovement, movement_told
from services.payments.funds.named import fund_named
from services.payments.funds.reserve import Reserve, reserves
from services.payments.held import days_waited as days_waited_after_death
from services.payments.held import waiting as payments_of_the_dead
from services.payments.ledger import trial_balance
from services.payments.model import PaymentStage
from services.payments.reconcile import differences, reconcile
from services.payments.recoveries.audit import unlawful
from services.payments.recoveries.listing import (
    ListedRecovery,
    count_recoveries,
    page_of_recoveries,
    recoveries,
)
from services.payments.recovery import DisputeKind
from services.payments.recovery_tables import credit_entry, recovery, recovery_event
from services.payments.release.of_person import PersonsRelease, releases_for
from services.payments.release.standing import sent_unreleased, waiting_for_release
from services.payments.release_tables import batch_act, release_rule
from services.payments.stopped import (
    StoppedPayment,
    StopReason,
    WantedAccount,
    count_stopped,
    stopped_payment,
    stopped_payments,
    wanted_accounts,
)
from services.payments.tables import (
    bank_account,
    bank_message,
    instruction,
    journal,
    left_out,
    open_item,
    payment_file,
    position,
    posting,
    reissue_order,
    statement_day,
    told_entry,
    waiting_settled,
)
from services.payments.tallies import (
    AMOUNTS,
    BALANCES,
    DECIDED_OF_OVERPAYMENTS,
    FILES,
    HELD,
    ON_ITS_WAY,
    OVERPAID,
    PAYMENTS,
    TALLIES,
)

__all__ = [
    "ACCOUNTS",
    "DECIDED_OF_OVERPAYMENTS",
    "KEEPABLE",
    "DisputeKind",
    "FileState",
    "FundMovement",
    "ListedDeduction",
    "ListedRecovery",
    "ListedRemittance",
    "PaymentStage",
    "PersonsRelease",
    "Pile",
    "Remittance",
    "Reserve",
    "StopReason",
    "StoppedPayment",
    "WantedAccount",
    "acts_of_no_payment",
    "balances",
    "bank_account",
    "bank_message",
    "batch_act",
    "beancount",
    "certifications_waiting",
    "count_recoveries",
    "count_stopped",
    "credit_entry",
    "creditor_subject",
    "days_stated",
    "days_waited_after_death",
    "deductions",
    "differences",
    "faults_of_the_books",
    "files_by_state",
    "fund_named",
    "journal",
    "left_out",
    "movement_told",
    "off_balance",
    "off_the_statements",
    "open_item",
    "open_items_waiting",
    "overpaid",
    "overpaid_by_period",
    "page_of_recoveries",
    "payment_file",
    "payments_beginning_with",
    "payments_by_stage",
    "payments_found",
    "payments_of_the_dead",
    "posting",
    "reconcile",
    "recoveries",
    "recovery",
    "recovery_event",
    "reissue_order",
    "release_rule",
    "releases_for",
    "remittances",
    "remittances_ordered",
    "remittances_waiting",
    "reserves",
    "sent_unreleased",
    "statement_day",
    "stopped_payment",
    "stopped_payments",
    "terms_of_deduction",
    "told_entry",
    "trial_balance",
    "unlawful",
    "unlawful_deductions",
    "waiting_for_release",
    "waiting_settled",
    "wanted_accounts",
]

ACCOUNTS = (
    CASH,
    PAYABLE,
    RECEIVABLE,
    BENEFIT,
    CORRECTION,
    RETURNS,
    WAIVED,
    WRITTEN_OFF,
    CHARGES,
    CLEARING,
    *DEDUCTED,
    FUND,
    ON_ITS_WAY,
)
"""Every account that has a balance; what is on its way, what third parties are owed and funds are one account each."""


@dataclass(frozen=True, slots=True)
class Pile:
    """Payments of one stage and currency, with their sums."""

    stage: str
    currency: str
    count: int
    minor: int
    held_minor: int
    """What came back and waits for a named person's order."""


def payments_by_stage(connection: Connection) -> list[Pile]:
    """How many payments are where, and how much money that is."""
    counts, amounts, held = (TALLIES.by_parts(connection, name) for name in (PAYMENTS, AMOUNTS, HELD))
    return [
        Pile(stage, currency, count, amounts[stage, currency], held.get((stage, currency), 0))
        for (stage, currency), count in counts.items()
    ]


def files_by_state(connection: Connection) -> Mapping[str, int]:
    """How many sealed files the bank has been told of, or not."""
    return TALLIES.of(connection, FILES)


def open_items_waiting(connection: Connection) -> int:
    """How many entries of the bank nobody understood yet."""
    waits = open_item.c.state == ItemState.WAITING.value
    return connection.scalar(select(func.count()).where(waits)) or 0


def remittances_waiting(connection: Connection) -> int:
    """How many payments to creditors go on only by somebody's act: an account that is missing, or an order anew."""
    return count_needing_somebody(connection)


def certifications_waiting(connection: Connection) -> int:
    """How many certifications are due days for which another one is paid, and no person has spoken."""
    return days_waiting.how_many(connection)


def overpaid(connection: Connection) -> Mapping[tuple[str, str], int]:
    """What was paid above what is due, in minor units, by what was decided of it or came back of it, and currency."""
    return {
        (standing, currency): minor
        for standing in DECIDED_OF_OVERPAYMENTS
        for currency, minor in TALLIES.of(connection, f"{standing}_{OVERPAID}").items()
    }


def overpaid_by_period(connection: Connection) -> Mapping[tuple[str, str, str], tuple[int, int]]:
    """What is proposed, and what was decided, of every sum overpaid, by person, claim and certification."""
    one = position.c
    decided = one.final_minor + one.waived_minor + one.written_off_minor
    query = select(one.person, one.claim, one.certification, one.proposed_minor, decided)
    rows = connection.execute(query.where(one.proposed_minor + decided > 0))
    return {(row[0], row[1], row[2]): (int(row[3]), int(row[4])) for row in rows}


def balances(connection: Connection) -> Mapping[tuple[str, str], int]:
    """Every account's balance in minor units by account and currency, accounts as `ACCOUNTS` has them."""
    sums: Counter[tuple[str, str]] = Counter()
    for (account, currency), minor in TALLIES.by_parts(connection, BALANCES).items():
        sums[collected_under(account), currency] += minor
    return sums


def off_balance(connection: Connection) -> Mapping[str, int]:
    """By how many minor units journals do not sum to zero, per currency, no two faults cancelling out."""
    sums: Counter[str] = Counter()
    for _, currency, off in ledger.unbalanced(connection):
        sums[currency] += abs(off)
    return sums


def faults_of_the_books(connection: Connection) -> int:
    """How many differences reconciliation finds, and faults of debts and deductions; it reads all rows: ask seldom."""
    debts, taken = unlawful(connection, reads_words=False), unlawful_deductions(connection, reads_words=False)
    return len(differences(connection)) + len(debts[1]) + len(taken[1])


def payments_beginning_with(connection: Connection, beginning: str) -> set[str]:
    """The people of whom a payment's id, or the bank's name for it, begins so; at most two tell whether it is one."""
    digits = beginning.replace("-", "").lower()
    query = select(instruction.c.person).distinct().limit(2)
    try:
        first, last = UUID(f"{digits:0<32}"), UUID(f"{digits:f<32}")
    except ValueError:
        return set(connection.scalars(query.where(instruction.c.end_to_end.startswith(beginning, autoescape=True))))
    return set(connection.scalars(query.where(instruction.c.id.between(first, last))))


def payments_found(connection: Connection, beginning: str, most: int) -> list[tuple[str, UUID]]:
    """The payments of which the id, or the bank's name for it, begins so, each with its person."""
    digits = beginning.replace("-", "").lower()
    query = select(instruction.c.person, instruction.c.id).order_by(instruction.c.id).limit(most)
    try:
        first, last = UUID(f"{digits:0<32}"), UUID(f"{digits:f<32}")
    except ValueError:
        query = query.where(instruction.c.end_to_end.startswith(beginning, autoescape=True))
    else:
        query = query.where(instruction.c.id.between(first, last))
    return [(row.person, row.id) for row in connection.execute(query)]
