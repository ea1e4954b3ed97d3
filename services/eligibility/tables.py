"""The tables of eligibility: every fact, determination and assessment, all versions kept."""

from __future__ import annotations

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Date,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    Text,
    Uuid,
)

from services.runtime.database.chain import current, written_once
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
    Column("arrived", BigInteger, nullable=True),
    Index("fact_once", "subject", "kind", "key", "source_version", unique=True),
    info=written_once(but=("number", "arrived")),
)
"""Every version of every fact, in the order we came to know them; never changed, never deleted.

`arrived` is when the log took it in, as `Message.arrival` says: nothing for what is kept in bulk of people without a
claim, and before this was noted. Such a fact was known when the next one of the person came, at the latest.
"""

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
    Column("facts_known", Integer, nullable=True),
    Index("determination_once", "subject", "claim", "number", unique=True),
    Index("determination_latest", "subject", "latest"),
    info=written_once(but=("latest",)),
)
"""Numbered determinations, each with its derivation as compressed JSON down to the facts.

`facts_known` says how many facts of the person were known, the first that came: with them and the archived sheets the
decision is computed again. Nothing for what was decided before the engine kept it.
"""

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
    Column("facts_known", Integer, nullable=True),
    Index("assessment_once", "subject", "claim", "certification", "number", unique=True),
    Index("assessment_latest", "subject", "latest"),
    info=written_once(but=("latest",)),
)
"""Numbered assessments of certified periods."""

sheet = Table(
    "sheet",
    TABLES,
    Column("digest", String(64), primary_key=True),
    Column("scheme", String(160), nullable=False),
    Column("text", Text(), nullable=False),
    info=written_once(),
)
"""Every sheet by which a claim was determined: whole, as it was written when a decision first cited its digest."""

heard_registry = Table(
    "heard_registry",
    TABLES,
    Column("partition", Integer, primary_key=True),
    Column("source", String(200), primary_key=True),
    Column("day", Date(), primary_key=True),
    Column("facts", BigInteger, nullable=False),
    info=current(),
)
"""How many facts came of a registry each day, of those with which it is agreed how often they send."""

closing_audit = Table(
    "closing_audit",
    TABLES,
    Column("subject", String(64), primary_key=True),
    Column("audit", String(80), primary_key=True),
    Column("ordered_on", Date(), nullable=False),
    Column("drawn", Integer, nullable=False),
    Column("looked_at", Integer, nullable=False),
    Column("settled", Boolean, nullable=False),
    info=current(),
)
"""Closing audits of employers, each as it stands: how many lines were drawn, and at how many somebody has looked."""

replay_sample = Table(
    "replay_sample",
    TABLES,
    Column("number", Position, primary_key=True, autoincrement=True),
    Column("taken_at", BigInteger, nullable=False),
    Column("equal", Integer, nullable=False),
    Column("differing", Integer, nullable=False),
    Column("not_replayable", Integer, nullable=False),
    Column("first_differing", Uuid(), nullable=True),
    info=written_once(but=("number",)),
)
"""What came of decisions drawn at random and computed again: how many of each; `taken_at` is in unix seconds."""
