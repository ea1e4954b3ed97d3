"""The tables of debts, beside those of payments."""

from __future__ import annotations

from sqlalchemy import (
    JSON,
    BigInteger,
    Boolean,
    CheckConstraint,
    Column,
    Date,
    DateTime,
    Index,
    Integer,
    LargeBinary,
    String,
    Table,
    Uuid,
)

from services.payments.tables import TABLES
from services.runtime.database.chain import current, written_once

recovery = Table(
    "recovery",
    TABLES,
    Column("person", String(64), primary_key=True),
    Column("question", String(80), primary_key=True),
    Column("claim", String(80), nullable=False),
    Column("certification", String(80), nullable=False),
    Column("cause", Uuid(), nullable=False),
    Column("noticed_on", Date(), nullable=True),
    Column("decided_on", Date(), nullable=False),
    Column("contest_until", Date(), nullable=False),
    Column("collect_until", Date(), nullable=False),
    Column("officer", String(80), nullable=False),
    Column("confirmed_by", String(80), nullable=True),
    Column("overpayment_cause", String(40), nullable=False),
    Column("decided_minor", BigInteger(), nullable=False),
    Column("owed_minor", BigInteger(), nullable=False),
    Column("collected_minor", BigInteger(), nullable=False),
    Column("collections", JSON(), nullable=False),
    Column("instalments", JSON(none_as_null=True), nullable=True),
    Column("disputes", JSON(), nullable=False),
    Column("given_up", JSON(), nullable=False),
    Column("awaits_a_second", Boolean(), nullable=False, default=False, server_default="false"),
    CheckConstraint(
        "owed_minor >= 0 AND collected_minor >= 0 AND owed_minor + collected_minor <= decided_minor",
        name="asks_no_more_than_was_decided",
    ),
    CheckConstraint("trim(officer) <> ''", name="decided_by_a_named_person"),
    CheckConstraint("owed_minor + collected_minor = 0 OR noticed_on IS NOT NULL", name="asks_whom_it_told"),
    Index("recovery_by_position", "person", "claim", "certification"),
    Index("recovery_that_awaits", "awaits_a_second"),
    info=current(),
)
"""What named persons decided of overpayments, one row a decision: the debt, what came in for it, what ended it.

The lists: `collections` of [by, reference, day, minor, returned minor, uncounted minor, told by, confirmed by,
under which other pseudonym it was withheld];
`disputes` of [kind, key, opened, closed, whether it names new facts, whether it suspends]; `given_up` of [step, day,
officer, cause, minor]; `instalments` is [each minor, whether withheld, day, officer, cause]. `awaits_a_second` says
whether one officer's word is all that speaks for a repayment.
"""

recovery_event = Table(
    "recovery_event",
    TABLES,
    Column("cause", Uuid(), primary_key=True),
    Column("person", String(64), nullable=False),
    Column("question", String(80), nullable=False),
    Column("envelope", LargeBinary(), nullable=False),
    Index("recovery_event_by_question", "person", "question"),
    info=written_once(),
)
"""All that was said of debts, by which the audit checks them; before the decision that makes one, it waits here."""

closed_day = Table(
    "closed_day",
    TABLES,
    Column("partition", Integer(), primary_key=True, autoincrement=False),
    Column("day", Date(), nullable=False),
    info=current(),
)
"""The last closed day of each partition: what officers say of debts cannot be dated much later."""

credit_entry = Table(
    "credit_entry",
    TABLES,
    Column("reference", String(80), primary_key=True),
    Column("message", String(80), nullable=False),
    Column("amount_minor", BigInteger(), nullable=False),
    Column("currency", String(3), nullable=False),
    Column("booked_on", Date(), nullable=False),
    Column("said_at", DateTime(timezone=True), nullable=False),
    Column("told", Boolean(), nullable=False),
    info=current(),
)
"""Money that came in for another reason than as a payment of ours that came back, by the bank's own reference.

It is `told` once an officer told of it as a repayment, and the log knows that the bank shows it.
"""
