"""Holds every stored deduction against its rule, and every remittance against the books: all as they were told."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction
from math import floor
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, func, select

from contracts.base import Envelope
from contracts.payments import DeductionMade
from services.payments.accounts import PAYABLE
from services.payments.deduction_tables import deduction, remittance
from services.payments.deductions.remitting import REMITTED
from services.payments.model import PaymentStage
from services.payments.tables import instruction, journal, position, posting
from services.runtime.database.store import outbox

Period = tuple[str, str, str]
"""Person, claim and certification."""


def unlawful_deductions(connection: Connection, *, reads_words: bool = True) -> tuple[int, list[str]]:
    """How many deductions there are, and every fault of one in words.

    Without `reads_words` nobody looks at what was told: who only counts may not read it.
    """
    rows = list(connection.execute(select(deduction).order_by(deduction.c.person, deduction.c.id)))
    told = _told(connection) if reads_words else None
    faults = [fault for row in rows for fault in _of_one(row, told)]
    by_period: defaultdict[Period, list[Any]] = defaultdict(list)
    for row in rows:
        by_period[row.person, row.claim, row.certification].append(row)
    for held in connection.execute(select(position)):
        own = by_period.pop((held.person, held.claim, held.certification), [])
        faults += [f"of certification {held.certification} {fault}" for fault in _of_a_period(connection, held, own)]
    faults += [f"of certification {key[2]} something was taken, and it was never assessed" for key in sorted(by_period)]
    faults += _of_remittances(connection)
    return len(rows), faults


def _of_remittances(connection: Connection) -> Iterator[str]:
    """Each against its payment, and against what the books turned into it."""
    booked = (
        select(journal.c.cause, func.sum(-posting.c.amount_minor).label("minor"))
        .join(posting, posting.c.journal == journal.c.id)
        .where(journal.c.kind == REMITTED, posting.c.account == PAYABLE)
        .group_by(journal.c.cause)
        .subquery()
    )
    query = (
        select(remittance, instruction.c.amount_minor.label("sent"), booked.c.minor.label("booked"))
        .outerjoin(instruction, instruction.c.id == remittance.c.instruction)
        .outerjoin(booked, booked.c.cause == remittance.c.instruction)
        .order_by(remittance.c.creditor, remittance.c.reference, remittance.c.until)
    )
    for row in connection.execute(query):
        of = f"what was taken under {row.reference} until {row.until} was ordered as {row.amount_minor}"
        if row.sent != row.amount_minor:
            yield f"{of}, and its payment is {row.sent or 'not there'}"
        if row.booked != row.amount_minor:
            yield f"{of}, and the books have {row.booked or 'nothing'}"


def _of_one(row: Any, told: Mapping[UUID, int] | None) -> Iterator[str]:
    if row.amount_minor != sum(minor for _, _, minor in row.days):
        yield f"deduction {row.id} is {row.amount_minor}, and its days make another sum"
    if told is not None and told.get(row.id) != row.amount_minor:
        yield f"deduction {row.id} is {row.amount_minor}, and {told.get(row.id, 'nothing')} was told"
    is_chosen = not row.is_corrected and not row.order_key
    if is_chosen and row.amount_minor > floor(Fraction(row.share) * row.gross_minor):
        yield f"deduction {row.id} takes {row.amount_minor} of {row.gross_minor}, more than its share of {row.share}"


def _of_a_period(connection: Connection, held: Any, rows: Sequence[Any]) -> Iterator[str]:
    """What is taken of a whole period against its shares and floors."""
    for rule in sorted({row.rule for row in rows if row.is_corrected}):
        own = [row for row in rows if row.rule == rule]
        taken, most = sum(row.amount_minor for row in own), max(Fraction(row.share) for row in own)
        if taken > floor(most * held.target_minor):
            yield f"{rule} takes {taken} of {held.target_minor}, more than its share of {most}"
    ordered = [row for row in rows if row.order_key and row.amount_minor]
    if not ordered or held.lent_minor:  # days that moved were measured where they were paid
        return
    gross = _gross(connection, held, rows)
    taken, most = sum(row.amount_minor for row in ordered), max(Fraction(row.share) for row in ordered)
    if taken > floor(most * gross):
        yield f"third parties have {taken} of {gross}, more than their share of {most}"
    kept = min(row.kept_minor or 0 for row in ordered)
    if gross - sum(row.amount_minor for row in rows) < kept:
        yield f"less than the floor of {kept} is left of {gross}"


def _gross(connection: Connection, held: Any, rows: Sequence[Any]) -> int:
    """All that was paid of a period and taken from it, each sum once.

    What was kept back for a debt belongs to it though it was given back to the debt later, as long as what was paid
    with it stands: shares were taken of both.
    """
    names = ("person", "claim", "certification")
    columns = (instruction.c[name] for name in ("amount_minor", "kind", "stage", "assessment"))
    own = select(*columns).where(
        *(instruction.c[name] == getattr(held, name) for name in names),
        instruction.c.kind != "refund",
        instruction.c.attempt == 1,
    )
    payments = connection.execute(own).all()
    standing = [payment for payment in payments if payment.stage != PaymentStage.CANCELLED.value]
    assessments = {payment.assessment for payment in standing}
    given_back = [
        payment
        for payment in payments
        if payment.kind == "offset" and payment not in standing and payment.assessment in assessments
    ]
    taken = sum(int(row.amount_minor) for row in rows)
    return taken + sum(int(payment.amount_minor) for payment in (*standing, *given_back))


def _told(connection: Connection) -> Mapping[UUID, int]:
    """What was last told of each deduction, in minor units."""
    query = select(outbox.c.body).where(outbox.c.type == DeductionMade.type_()).order_by(outbox.c.position)
    told: dict[UUID, int] = {}
    for body in connection.scalars(query):
        event = DeductionMade.model_validate(Envelope.from_bytes(body).data)
        told[event.deduction] = event.amount.minor
    return told
