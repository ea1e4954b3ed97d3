"""What others may read of a file's notes: who has a matter in hand, what somebody has, and the contacts of a person."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

from sqlalchemy import Connection, Row, select

from contracts.assignments import AssignedBecause, MatterKind
from contracts.casework import Officer
from contracts.contacts import ContactDirection, ContactTopic
from contracts.intake import Channel
from services.claims.file_note_store import assignment, contact
from services.runtime.database.many_rows import ANY_OF, among
from services.runtime.database.prepared import Prepared
from services.runtime.database.store import chunks


@dataclass(frozen=True, slots=True)
class MatterInHand:
    """Who has a matter; `to` is None where it was given back."""

    person: str
    kind: MatterKind
    record: str
    to: Officer | None
    by: str
    assigned_at: datetime
    because: AssignedBecause
    reasons: str | None


_OF_RECORDS = Prepared(select(assignment).where(among(assignment.c.record)))


def in_hand(connection: Connection, kind: MatterKind, records: Collection[str]) -> Mapping[str, MatterInHand]:
    """Who has each of these, by its key; what nobody has or had is left out."""
    latest: dict[str, MatterInHand] = {}
    for chunk in chunks(sorted(records)):
        rows = [row for row in _OF_RECORDS.rows(connection, {ANY_OF: chunk}) if row.kind == kind.value]
        for row in sorted(rows, key=_moment):
            latest[row.record] = _matter(row)
    return {record: matter for record, matter in latest.items() if matter.to is not None}


def hands_of(connection: Connection, kind: MatterKind, record: str) -> Sequence[MatterInHand]:
    """Through whose hands a matter went, the latest first."""
    rows = [row for row in _OF_RECORDS.rows(connection, {ANY_OF: [record]}) if row.kind == kind.value]
    return [_matter(row) for row in sorted(rows, key=_moment, reverse=True)]


def assigned_to(connection: Connection, staff: str) -> Sequence[MatterInHand]:
    """Everything that was given to somebody and is still theirs, the oldest first."""
    rows = connection.execute(select(assignment.c.kind, assignment.c.record).where(assignment.c.staff == staff))
    kinds: dict[MatterKind, set[str]] = {}
    for row in rows:
        kinds.setdefault(MatterKind(row.kind), set()).add(row.record)
    found = [matter for kind, records in kinds.items() for matter in in_hand(connection, kind, records).values()]
    own = [matter for matter in found if matter.to is not None and matter.to.staff == staff]
    return sorted(own, key=lambda matter: (matter.assigned_at, matter.record))


def _moment(row: Row[Any]) -> tuple[datetime, str]:
    """The latest counts; of two of one moment the one with the greater id, in whatever order they were heard."""
    return _in_utc(row.assigned_at), str(row.event)


def _in_utc(moment: datetime) -> datetime:
    return moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)


def _matter(row: Row[Any]) -> MatterInHand:
    return MatterInHand(
        person=row.subject,
        kind=MatterKind(row.kind),
        record=row.record,
        to=Officer(staff=row.staff, role=row.role, office=row.office) if row.staff else None,
        by=row.by_staff,
        assigned_at=_in_utc(row.assigned_at),
        because=AssignedBecause(row.because),
        reasons=row.reasons,
    )


@dataclass(frozen=True, slots=True)
class ContactInLog:
    """One contact in its highest version."""

    key: str
    version: int
    claim: str
    officer: Officer
    contacted_on: date
    channel: Channel
    direction: ContactDirection
    about: tuple[ContactTopic, ...]
    statement: str | None


def contacts_of(connection: Connection, person: str) -> Sequence[ContactInLog]:
    """The contacts of a person, the latest first."""
    rows = connection.execute(select(contact).where(contact.c.subject == person)).all()
    highest = {row.key: row for row in sorted(rows, key=lambda row: (row.version, str(row.event)))}
    found = [
        ContactInLog(
            key=row.key,
            version=row.version,
            claim=row.claim,
            officer=Officer(staff=row.staff, role=row.role, office=row.office),
            contacted_on=row.contacted_on,
            channel=Channel(row.channel),
            direction=ContactDirection(row.direction),
            about=tuple(ContactTopic(topic) for topic in row.about.split()),
            statement=row.statement,
        )
        for row in highest.values()
    ]
    return sorted(found, key=lambda one: (one.contacted_on, one.key), reverse=True)
