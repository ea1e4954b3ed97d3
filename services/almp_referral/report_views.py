"""What was reported of people who take part, for who reports it."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import replace

from sqlalchemy import Connection, select

from services.almp_referral.life_record_store import life_record, record_of
from services.almp_referral.life_records import LifeRecord, LifeRecordKind
from services.runtime.database.many_rows import ANY_OF, among
from services.runtime.database.prepared import Prepared

REPORTS = (LifeRecordKind.START, LifeRecordKind.ATTENDANCE, LifeRecordKind.END)
"""The kinds of records that a provider makes."""
_OF_PEOPLE = Prepared(
    select(life_record).where(among(life_record.c.subject), life_record.c.kind.in_([kind.value for kind in REPORTS]))
)


def reports_by(connection: Connection, provider: str, people: Collection[str]) -> Mapping[str, list[LifeRecord]]:
    """By person, what a provider has reported of them, taken back or not; the keys are the provider's own."""
    reported: dict[str, list[LifeRecord]] = {person: [] for person in people}
    beginning = f"{provider}:"
    for row in _OF_PEOPLE.rows(connection, {ANY_OF: sorted(reported)}) if reported else ():
        if row.key.startswith(beginning):
            reported[row.subject].append(_under_own_key(record_of(row), beginning))
    return reported


def _under_own_key(record: LifeRecord, beginning: str) -> LifeRecord:
    return replace(record, key=record.key.removeprefix(beginning))
