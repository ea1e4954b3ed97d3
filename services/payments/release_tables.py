"""The tables of the release of payment files by named officers, beside those of payments."""

from __future__ import annotations

from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    Column,
    Date,
    DateTime,
    ForeignKey,
    Index,
    Integer,
    String,
    Table,
    Text,
    Uuid,
)

from services.payments.tables import TABLES
from services.runtime.database.chain import current, written_once

batch_act = Table(
    "batch_act",
    TABLES,
    Column("cause", Uuid(), primary_key=True),
    Column("kind", String(10), nullable=False),
    Column("day", Date(), nullable=False),
    Column("currency", String(3), nullable=False),
    Column("payments", Integer(), nullable=False),
    Column("total_minor", BigInteger(), nullable=False),
    Column("officer", String(80), nullable=False),
    Column("role", String(80), nullable=False),
    Column("acted_on", Date(), nullable=False),
    Column("recorded_at", DateTime(timezone=True), nullable=False),
    Column("reasons", Text(), nullable=False),
    CheckConstraint("kind IN ('proposed', 'released', 'stopped')", name="proposes_releases_or_stops"),
    CheckConstraint("trim(officer) <> '' AND trim(reasons) <> ''", name="acted_by_a_named_person_who_says_why"),
    Index("batch_act_by_day", "day", "currency"),
    info=written_once(),
)
"""What named officers did with sealed files, every act as it was told, whether or not it counts."""

batch_file = Table(
    "batch_file",
    TABLES,
    Column("act", Uuid(), ForeignKey("batch_act.cause"), primary_key=True),
    Column("file", String(35), primary_key=True),
    Column("sha256", String(64), primary_key=True),
    Index("batch_file_by_file", "file"),
    info=written_once(),
)
"""The files that an act covers, each by its name and the digest of the bytes that the officer saw."""

release_rule = Table(
    "release_rule",
    TABLES,
    Column("first_day", Date(), primary_key=True),
    Column("people", Integer(), nullable=False),
    Column("officer", String(80), nullable=False),
    Column("because", Text(), nullable=False),
    CheckConstraint("people BETWEEN 0 AND 9", name="a_number_of_people"),
    CheckConstraint("trim(officer) <> '' AND trim(because) <> ''", name="said_by_a_named_person_who_says_why"),
    info=current(scripts="officer = 'migration'"),
)
"""From which day on files need the release of how many people, where it is not two: on a laptop alone.

On the stack nobody may write it but the migration that began with releases.
"""
