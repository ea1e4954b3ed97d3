"""The tables of payments that are held because the person has died."""

from __future__ import annotations

from sqlalchemy import CheckConstraint, Column, Date, ForeignKey, Index, Integer, String, Table, Text, Uuid

from services.payments.tables import TABLES
from services.runtime.database.chain import current, written_once
from services.runtime.database.partial_index import only_where

deceased = Table(
    "deceased",
    TABLES,
    Column("person", String(64), primary_key=True),
    Column("died_on", Date(), nullable=True),
    Column("number", Integer(), nullable=False),
    info=current(),
)
"""Of whom a death was reported; without a day, where the report was denied. `number` orders what was said."""

held_payment = Table(
    "held_payment",
    TABLES,
    Column("instruction", Uuid(), ForeignKey("instruction.id"), primary_key=True),
    Column("person", String(64), nullable=False),
    Column("held_on", Date(), nullable=False),
    Column("died_on", Date(), nullable=False),
    Column("let_go_on", Date(), nullable=True),
    Index("held_payment_by_person", "person"),
    Index("held_payment_that_waits", "held_on", **only_where(Column("let_go_on", Date()).is_(None))),
    info=current(),
)
"""Payments that were due and went into no file, since the person had died; and when they were let go after all."""

paid_after_death = Table(
    "paid_after_death",
    TABLES,
    Column("question", String(80), primary_key=True),
    Column("person", String(64), primary_key=True),
    Column("claim", String(80), nullable=False),
    Column("died_on", Date(), nullable=False),
    Column("officer", String(80), nullable=False),
    Column("decided_on", Date(), nullable=False),
    CheckConstraint("trim(officer) <> ''", name="decided_by_a_named_person"),
    Index("paid_after_death_by_person", "person", "claim"),
    info=written_once(),
)
"""Named persons' decisions that all that is due under a claim for days before a death is paid; claims asked them."""

payment_release = Table(
    "payment_release",
    TABLES,
    Column("instruction", Uuid(), primary_key=True),
    Column("person", String(64), primary_key=True),
    Column("officer", String(80), nullable=False),
    Column("role", String(80), nullable=False),
    Column("released_on", Date(), nullable=False),
    Column("because", Text(), nullable=False),
    CheckConstraint("trim(officer) <> '' AND trim(because) <> ''", name="released_by_a_named_person_who_says_why"),
    info=written_once(),
)
"""Named persons' orders to pay after a death all the same, such as to the estate; one may name no payment of theirs."""
