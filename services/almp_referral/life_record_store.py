"""The table of what was said of referrals, and how it is loaded and saved."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from pydantic_core import from_json, to_json
from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Connection,
    Date,
    LargeBinary,
    Row,
    String,
    Table,
    select,
)

from services.almp_referral.life_records import LifeRecord, LifeRecordKind
from services.almp_referral.person import Jobseeker
from services.almp_referral.referrals import ReferralState
from services.almp_referral.tables import TABLES
from services.runtime.database.chain import current
from services.runtime.database.many_rows import among
from services.runtime.database.prepared import Prepared
from services.runtime.database.store import upsert

life_record = Table(
    "life_record",
    TABLES,
    Column("subject", String(64), primary_key=True),
    Column("kind", String(20), primary_key=True),
    Column("key", String(170), primary_key=True),
    Column("version", BigInteger, nullable=False),
    Column("stands", Boolean, nullable=False),
    Column("referral", String(80), nullable=False),
    Column("claim", String(80), nullable=False),
    Column("day", Date()),
    Column("says", String(20)),
    Column("declined_because", String(30)),
    Column("statement", String(80)),
    Column("answer_by", Date()),
    Column("meets_on", Date()),
    Column("meets_at", String(5)),
    Column("place", String(200)),
    Column("officer", String(80)),
    Column("office", String(32)),
    Column("attendance", LargeBinary, nullable=False),
    info=current(),
)
"""What was said of referrals, in its highest version; `attendance` holds the days planned and those attended."""

_RECORDS = Prepared(select(life_record).where(among(life_record.c.subject)))
_AS_NAMED = tuple(
    str(column.name) for column in life_record.columns if column.name not in {"subject", "kind", "says", "attendance"}
)


def load_records(connection: Connection, subjects: list[str], people: Mapping[str, Jobseeker]) -> None:
    """Give each of these people what was said of their referrals."""
    for row in _RECORDS.rows(connection, {"any_of": subjects}):
        record = record_of(row)
        people[row.subject].records[record.identity] = record


def save_records(connection: Connection, people: Iterable[Jobseeker]) -> None:
    """Write what changed."""
    rows = [
        _row(person.subject, person.records[identity])
        for person in people
        for identity in sorted(person.changed_records)
    ]
    upsert(connection, life_record, rows)


def record_of(row: Row[Any]) -> LifeRecord:
    """The record of a row."""
    planned, attended = from_json(row.attendance) if row.attendance else ((), ())
    return LifeRecord(
        kind=LifeRecordKind(row.kind),
        says=ReferralState(row.says) if row.says else None,
        planned=tuple(map(date.fromisoformat, planned)),
        attended=tuple(map(date.fromisoformat, attended)),
        **{name: getattr(row, name) for name in _AS_NAMED},
    )


def _row(subject: str, record: LifeRecord) -> dict[str, Any]:
    row = {name: getattr(record, name) for name in _AS_NAMED}
    attendance = to_json([record.planned, record.attended]) if record.planned else b""
    return row | {"subject": subject, "kind": record.kind, "says": record.says, "attendance": attendance}
