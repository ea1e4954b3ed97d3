"""The tables of eligibility: every fact, determination and assessment, all versions kept."""

from __future__ import annotations

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    Uuid,
)

from services.runtime.database.chain import written_once
from services.runtime.database.store import Position

TABLES = MetaData()

fact = Table(
    "fact",
    TABLES,
    Column("number", Position, primary_key=True, autoincrement=True),
    Column("subject", String(64), nullable=False),
    Column("kind", String(160), nullable=False),
    Column("key", String(160), nullable=False),
    Column("source_version", BigInteger, nullable=False),
    Column("event_id", Uuid(), nullable=False),
    Column("event_version", Integer, nullable=False),
    Column("body", LargeBinary(), nullable=False),
    Index("fact_once", "subject", "kind", "key", "source_version", unique=True),
    info=written_once(but=("number",)),
)
"""Every version of every fact, in the order we came to know them; never changed, never deleted."""

determination = Table(
    "determination",
    TABLES,
    Column("determination", Uuid(), primary_key=True),
    Column("subject", String(64), nullable=False),
    Column("claim", String(80), nullable=False),
    Column("number", Integer, nullable=False),
    Column("latest", Boolean, nullable=False),
    Column("content", LargeBinary(), nullable=False),
    Column("derivation", LargeBinary(), nullable=False),
    Index("determination_once", "subject", "claim", "number", unique=True),
    Index("determination_latest", "subject", "latest"),
    info=written_once(but=("latest",)),
)
"""Numbered determinations, each with its derivation as compressed JSON down to the facts."""

assessment = Table(
    "assessment",
    TABLES,
    Column("assessment", Uuid(), primary_key=True),
    Column("subject", String(64), nullable=False),
    Column("claim", String(80), nullable=False),
    Column("certification", String(80), nullable=False),
    Column("number", Integer, nullable=False),
    Column("latest", Boolean, nullable=False),
    Column("content", LargeBinary(), nullable=False),
    Column("derivation", LargeBinary(), nullable=False),
    Index("assessment_once", "subject", "claim", "certification", "number", unique=True),
    Index("assessment_latest", "subject", "latest"),
    info=written_once(but=("latest",)),
)
"""Numbered assessments of certified periods."""
