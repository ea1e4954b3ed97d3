"""The committee's read model as tables."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Any

from pydantic_core import to_json
from sqlalchemy import (
    JSON,
    BigInteger,
    Boolean,
    Column,
    Connection,
    Date,
    Index,
    Integer,
    MetaData,
    String,
    Table,
    Text,
    select,
)

from contracts.about import SHORT_MAX
from services.oversight.model import ClaimView, PaymentView, PeriodView, QuestionView, ReferralView, Watched
from services.oversight.observation import Observation
from services.runtime.database.chain import current, insert, written_once
from services.runtime.database.many_rows import among
from services.runtime.database.prepared import Prepared
from services.runtime.database.store import Position, chunks, upsert

TABLES = MetaData()


def _table(name: str, *columns: Column[Any]) -> Table:
    """A view whose keys are a person's own: two people may have claims of one key."""
    return Table(name, TABLES, Column("subject", String(64), primary_key=True), *columns, info=current())


claim_view = _table(
    "claim_view",
    Column("claim", String(80), primary_key=True),
    Column("scheme", String(80)),
    Column("filed_on", Date()),
    Column("outcome", String(20)),
    Column("determination_number", Integer()),
    Column("automatic", Boolean()),
    Column("rate_minor", BigInteger()),
    Column("currency", String(3)),
    Column("unmet", JSON()),
    Column("ground", String(30)),
    Column("decided_on", Date()),
    Column("sex", String(8)),
    Column("age_band", String(12)),
    Column("region", String(80)),
    Column("nationality", String(8)),
    Column("channel", String(8)),
    Column("contract", String(12)),
    Column("industry", String(23)),
    Column("occupation", String(23)),  # the fields stand in the order of the view's
)
period_view = _table(
    "period_view",
    Column("claim", String(80), primary_key=True),
    Column("certification", String(80), primary_key=True),
    Column("number", Integer()),
    Column("weeks_paid", Integer()),
    Column("amount_minor", BigInteger()),
    Column("first_due_end", Date()),
)
payment_view = _table(
    "payment_view",
    Column("instruction", String(40), primary_key=True),
    Column("claim", String(80)),
    Column("amount_minor", BigInteger()),
    Column("currency", String(3)),
    Column("due_on", Date()),
    Column("settled_on", Date()),
    Column("returned_on", Date()),
    Column("bank_code", String(4)),
)
referral_view = _table(
    "referral_view",
    Column("referral", String(80), primary_key=True),
    Column("claim", String(80)),
    Column("programme", String(80)),
    Column("occasion", String(20)),
    Column("answer", String(12)),
    Column("outcome", String(20)),
)
question_view = _table(
    "question_view",
    Column("question", String(80), primary_key=True),
    Column("about", String(SHORT_MAX)),
    Column("opened_on", Date()),
    Column("decided_on", Date()),
    Column("verdict", String(20)),
)
closing = Table(
    "closing",
    TABLES,
    Column("partition", Integer(), primary_key=True, autoincrement=False),
    Column("day", Date(), primary_key=True),
    Column("arrived", BigInteger(), nullable=False),
    info=current(),
)
"""When the closing of each day reached the log, as `Message.arrival` says."""

decision_arrival = Table(
    "decision_arrival",
    TABLES,
    Column("subject", String(64), primary_key=True),
    Column("what", String(8), primary_key=True),
    Column("key", String(80), primary_key=True),
    Column("partition", Integer(), nullable=False),
    Column("arrived", BigInteger(), nullable=False),
    Index("decision_in_order", "partition", "arrived"),
    info=current(),
)
"""When the decision on a claim or a question reached the log."""

observation = Table(
    "observation",
    TABLES,
    Column("position", Position, primary_key=True, autoincrement=True),
    Column("subject", String(64), nullable=False),
    Column("partition", Integer(), nullable=False),
    Column("arrived", BigInteger(), nullable=False),
    Column("counted", Text(), nullable=False),
    Index("observation_of_subject", "subject", "arrived", "position"),
    info=written_once(but=("position",)),
)
"""What the figures keep of each event (`observation.Observation` as JSON), and when the event reached the log."""

kept_figures = Table(
    "kept_figures",
    TABLES,
    Column("day", Date(), primary_key=True),
    Column("counted", Text(), nullable=False),
    Column("receipt", Text(), nullable=False),
    info=current(),
)
"""The figures of a closed day as they were first told, so that they are the same tomorrow."""

_VIEWS: tuple[tuple[Table, Callable[..., Any], str], ...] = (
    (claim_view, ClaimView, "claims"),
    (period_view, PeriodView, "periods"),
    (payment_view, PaymentView, "payments"),
    (referral_view, ReferralView, "referrals"),
    (question_view, QuestionView, "questions"),
)


_OF_SUBJECTS = {table.name: Prepared(select(table).where(among(table.c.subject))) for table, _, _ in _VIEWS}


def load(connection: Connection, subjects: Sequence[str]) -> dict[str, Watched]:
    """All rows of the subjects, one query a table."""
    states = {subject: Watched(subject) for subject in subjects}
    for table, view, kept_in in _VIEWS:
        keys = len(table.primary_key.columns) - 1  # the first is the subject
        for chunk in chunks(subjects):
            for subject, *fields in _OF_SUBJECTS[table.name].rows(connection, {"any_of": chunk}):
                key = fields[0] if keys == 1 else tuple(fields[:keys])
                getattr(states[subject], kept_in)[key] = view(*fields)
    return states


def save(connection: Connection, states: Sequence[Watched]) -> None:
    """Write the rows that were touched, one statement a table."""
    tables = {kept_in: table for table, _, kept_in in _VIEWS}
    rows: dict[str, list[dict[str, Any]]] = {kept_in: [] for kept_in in tables}
    for state in states:
        for kept_in, key in sorted(state.touched, key=str):
            rows[kept_in].append({"subject": state.subject, **vars(getattr(state, kept_in)[key])})
    for kept_in, table in tables.items():
        upsert(connection, table, rows[kept_in])


def note(connection: Connection, rows: Iterable[tuple[str, int, int, Observation]]) -> None:
    """Keep observations, each with its subject, partition and arrival."""
    insert(
        connection,
        observation,
        [
            {"subject": subject, "partition": partition, "arrived": arrived, "counted": to_json(seen).decode()}
            for subject, partition, arrived, seen in rows
        ],
    )
