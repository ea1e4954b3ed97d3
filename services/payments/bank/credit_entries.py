"""Money that came in: kept by the bank's reference, and told once an officer says that it repays a debt."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Connection, Row, select, update

from contracts.bank import CreditReported
from contracts.base import Envelope, derived_id, seal
from contracts.values import Money
from services.payments.bank.evidence import BankMessage, Flow
from services.payments.recovery_rows import as_recovery
from services.payments.recovery_tables import credit_entry, recovery
from services.payments.tables import position
from services.runtime.database import chain
from services.runtime.database.prepared import Prepared
from services.runtime.database.store import chunks

CAME_IN = frozenset({Flow.IN, Flow.UNEXPLAINED})
REFERENCE_MAX = 80


def keep(connection: Connection, messages: Iterable[BankMessage]) -> None:
    """Note what came in; an entry that another message told of stays as it is."""
    rows: dict[str, dict[str, object]] = {}
    for message in messages:
        for booking in message.booked:
            reference, money = booking.reference, booking.amount
            if booking.flow in CAME_IN and money is not None and reference and len(reference) <= REFERENCE_MAX:
                sums = {"amount_minor": money.minor, "currency": money.currency}
                said = {"message": message.id, "booked_on": booking.booked_on, "said_at": message.created_at}
                rows.setdefault(reference, {"reference": reference, **sums, **said, "told": False})
    for chunk in chunks(rows):
        known = select(credit_entry.c.reference).where(credit_entry.c.reference.in_(chunk))
        stored = set(connection.scalars(known))
        chain.insert(connection, credit_entry, [rows[reference] for reference in chunk if reference not in stored])


def to_be_told(connection: Connection) -> dict[str, Envelope]:
    """What the bank shows of repayments that wait for a second word, by reference; after a crash, the same."""
    waiting = {
        (money.reference, money.minor + money.uncounted_minor, row.currency): row
        for row in _WAITING.rows(connection)
        for money in as_recovery(row).collections
        if money.is_unconfirmed
    }
    if not waiting:
        return {}
    entries = connection.execute(select(credit_entry).where(credit_entry.c.told.is_(False)))
    return {
        entry.reference: _envelope(entry, debt)
        for entry in entries
        if (debt := waiting.get((entry.reference, entry.amount_minor, entry.currency))) is not None
    }


def mark_told(connection: Connection, references: Iterable[str]) -> None:
    """Note that these stand in the log."""
    for chunk in chunks(references):
        connection.execute(update(credit_entry).where(credit_entry.c.reference.in_(chunk)).values(told=True))
        chain.note_stored(connection, credit_entry, "reference", chunk)


_SAME = (
    (recovery.c.person == position.c.person)
    & (recovery.c.claim == position.c.claim)
    & (recovery.c.certification == position.c.certification)
)
_WAITING = Prepared(
    select(recovery, position.c.currency).join(position, _SAME).where(recovery.c.awaits_a_second.is_(True))
)


def _envelope(entry: Row[Any], debt: Any) -> Envelope:
    at: datetime = entry.said_at if entry.said_at.tzinfo else entry.said_at.replace(tzinfo=UTC)
    event = CreditReported(
        question=debt.question,
        payment=entry.reference,
        amount=Money(minor=entry.amount_minor, currency=entry.currency),
        booked_on=entry.booked_on,
        message=entry.message,
    )
    identity = derived_id("bank-credit", debt.person, debt.question, entry.reference)
    return seal(event, subject=debt.person, source="/bank", time=at, event_id=identity)
