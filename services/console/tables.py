"""The console's own tables: who is signed in, what was done with a form, who looked at whom.

What the console says of it stands in its outbox, as that of every service does.
"""

from __future__ import annotations

from sqlalchemy import BigInteger, Column, Date, Index, MetaData, String, Table, Text, Uuid

from services.runtime.database.chain import written_once
from services.runtime.database.store import Position

TABLES = MetaData()

DIGEST = String(64)
"""The SHA-256 of a secret that a browser holds, in hexadecimal signs: who reads the table cannot sign in with it."""

session = Table(
    "session",
    TABLES,
    Column("token", DIGEST, primary_key=True),
    Column("staff", String(80), nullable=False),
    Column("name", String(200), nullable=False),
    Column("roles", String(400), nullable=False),
    Column("office", String(32)),
    Column("person", String(64)),
    Column("provider", String(80)),
    Column("csrf", String(64), nullable=False),
    Column("begun_ms", BigInteger, nullable=False),
    Column("seen_ms", BigInteger, nullable=False),
)
"""Who is signed in; taken away at sign-out, or when it is too old."""

act = Table(
    "act",
    TABLES,
    Column("form", String(64), primary_key=True),
    Column("event", Uuid(), nullable=False),
    Column("what", String(120), nullable=False),
    Column("subject", String(64), nullable=False),
    Column("staff", String(80), nullable=False),
    Column("role", String(80), nullable=False),
    Column("office", String(32)),
    Column("done_ms", BigInteger, nullable=False),
    Column("reasons", Text()),
    Index("act_by_subject", "subject", "done_ms"),
    Index("act_by_staff", "staff", "done_ms"),
    info=written_once(),
)
"""What officers did, one row a form that was sent: the same form acts once."""

person_view = Table(
    "person_view",
    TABLES,
    Column("event", Uuid(), primary_key=True),
    Column("subject", String(64), nullable=False),
    Column("staff", String(80), nullable=False),
    Column("role", String(80), nullable=False),
    Column("office", String(32)),
    Column("purpose", String(20), nullable=False),
    Column("page", String(80), nullable=False),
    Column("record", String(80)),
    Column("viewed_ms", BigInteger, nullable=False),
    Column("reasons", Text()),
    Index("person_view_by_subject", "subject", "viewed_ms"),
    Index("person_view_by_purpose", "purpose", "viewed_ms"),
    info=written_once(),
)
"""Who looked at whom, as what, what for and where."""

broken_glass = Table(
    "broken_glass",
    TABLES,
    Column("staff", String(80), primary_key=True),
    Column("subject", String(64), primary_key=True),
    Column("until_ms", BigInteger, nullable=False),
    Column("reasons", Text(), nullable=False),
    Column("broken_on", Date(), nullable=False),
)
"""For how long an officer may look at somebody without a right to, and why; the views are in `person_view`."""

parked_order = Table(
    "parked_order",
    TABLES,
    Column("number", Position, primary_key=True, autoincrement=True),
    Column("form", String(64), nullable=False, unique=True),
    Column("service", String(40), nullable=False),
    Column("parked", BigInteger, nullable=False),
    Column("act", String(12), nullable=False),
    Column("subject", String(64)),
    Column("staff", String(80), nullable=False),
    Column("role", String(80), nullable=False),
    Column("office", String(32)),
    Column("ordered_ms", BigInteger, nullable=False),
    Column("reasons", Text(), nullable=False),
    Index("parked_order_by_service", "service", "number"),
    Index("parked_order_by_subject", "service", "subject", "number"),
    info=written_once(but=("number",)),
)
"""What an administrator ordered of a parked event; the service that parked it reads it here, and carries it out."""

list_taken = Table(
    "list_taken",
    TABLES,
    Column("event", Uuid(), primary_key=True),
    Column("staff", String(80), nullable=False),
    Column("role", String(80), nullable=False),
    Column("office", String(32)),
    Column("page", String(80), nullable=False),
    Column("filters", Text(), nullable=False),
    Column("rows", BigInteger, nullable=False),
    Column("taken_ms", BigInteger, nullable=False),
    Index("list_taken_by_time", "taken_ms"),
    info=written_once(),
)
"""Who took a list of people along as a file: one row a list."""
