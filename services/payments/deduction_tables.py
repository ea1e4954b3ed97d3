"""The tables of deductions, orders and choices, beside those of payments."""

from __future__ import annotations

from sqlalchemy import (
    JSON,
    BigInteger,
    Boolean,
    CheckConstraint,
    Column,
    Date,
    Index,
    Integer,
    LargeBinary,
    String,
    Table,
    Text,
    Uuid,
)

from services.payments.tables import TABLES
from services.runtime.database.chain import current, written_once

deduction = Table(
    "deduction",
    TABLES,
    Column("person", String(64), nullable=False),
    Column("id", Uuid(), primary_key=True),
    Column("claim", String(80), nullable=False),
    Column("certification", String(80), nullable=False),
    Column("payment", Uuid(), nullable=False),
    Column("creditor", String(16), nullable=False),
    Column("rule", String(80), nullable=False),
    Column("order_key", String(80), nullable=False),
    Column("share", String(40), nullable=False),
    Column("is_corrected", Boolean(), nullable=False),
    Column("kept_minor", BigInteger(), nullable=True),
    Column("cites", Text(), nullable=False),
    Column("gross_minor", BigInteger(), nullable=False),
    Column("days", JSON(), nullable=False),
    Column("amount_minor", BigInteger(), nullable=False),
    Column("currency", String(3), nullable=False),
    Column("deducted_on", Date(), nullable=False),
    CheckConstraint("amount_minor BETWEEN 0 AND gross_minor", name="takes_no_more_than_the_payment"),
    CheckConstraint("(creditor = 'third_party') = (order_key <> '')", name="third_parties_have_an_order"),
    Index("deduction_by_person", "person"),
    Index("deduction_by_creditor", "creditor", "deducted_on"),
    info=current(),
)
"""What was taken from payments for others, one row for each payment, rule and order; nothing where it was undone.

`days` is a list of [first day, first day after, minor units] that adds up to the amount. `share` is that of the rule,
and `kept_minor` what the floor left to the person of the whole period.
"""

attachment_order = Table(
    "attachment_order",
    TABLES,
    Column("person", String(64), primary_key=True),
    Column("order_key", String(80), primary_key=True),
    Column("made", LargeBinary(), nullable=True),
    Column("lifted", LargeBinary(), nullable=True),
    CheckConstraint("made IS NOT NULL OR lifted IS NOT NULL", name="says_something"),
    info=current(),
)
"""Orders of courts and agencies, as the latest version of each fact says."""

tax_choice = Table(
    "tax_choice",
    TABLES,
    Column("person", String(64), primary_key=True),
    Column("tax", String(80), primary_key=True),
    Column("filed_on", Date(), primary_key=True),
    Column("withhold", Boolean(), primary_key=True),
    info=current(),
)
"""What people chose of taxes, and when."""

remittance = Table(
    "remittance",
    TABLES,
    Column("instruction", Uuid(), primary_key=True),
    Column("creditor", String(64), nullable=False),
    Column("kind", String(16), nullable=False),
    Column("reference", String(80), nullable=False),
    Column("amount_minor", BigInteger(), nullable=False),
    Column("currency", String(3), nullable=False),
    Column("period_start", Date(), nullable=False),
    Column("until", Date(), nullable=False),
    Column("ordered_on", Date(), nullable=False),
    CheckConstraint("amount_minor > 0", name="remits_something"),
    Index("one_remittance_each", "creditor", "reference", "currency", "until", unique=True),
    info=written_once(),
)
"""What was ordered to be paid to creditors of what was taken for them before a day, by the payment's first attempt.

`creditor` is the subject of its events, and `reference` the rule or order it was taken under.
"""

remitted_until = Table(
    "remitted_until",
    TABLES,
    Column("partition", Integer(), primary_key=True, autoincrement=False),
    Column("kind", String(16), primary_key=True),
    Column("until", Date(), nullable=False),
    info=current(),
)
"""Up to which day a partition has remitted to its creditors of a kind."""
