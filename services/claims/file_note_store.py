"""The tables of what officers note in a file: written once, and read by pages alone."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import UTC
from typing import Any

from sqlalchemy import BigInteger, Column, Connection, Date, DateTime, Index, String, Table, Text, Uuid

from contracts.assignments import Assigned
from contracts.contacts import ContactNoted
from services.claims.file_notes import FileNote
from services.claims.person import Applicant
from services.claims.tables import TABLES
from services.runtime.database import chain

assignment = Table(
    "assignment",
    TABLES,
    Column("event", Uuid(), primary_key=True),
    Column("subject", String(64), nullable=False),
    Column("kind", String(20), nullable=False),
    Column("record", String(80), nullable=False),
    Column("staff", String(80)),
    Column("role", String(80)),
    Column("office", String(32)),
    Column("by_staff", String(80), nullable=False),
    Column("by_role", String(80), nullable=False),
    Column("assigned_at", DateTime(timezone=True), nullable=False),
    Column("because", String(20), nullable=False),
    Column("reasons", Text()),
    Index("assignment_by_record", "record"),
    Index("assignment_by_staff", "staff"),
    info=chain.written_once(),
)
"""One row an assignment; of those of one record the latest counts. `staff` is empty where it is nobody's."""

contact = Table(
    "contact",
    TABLES,
    Column("event", Uuid(), primary_key=True),
    Column("subject", String(64), nullable=False),
    Column("key", String(80), nullable=False),
    Column("version", BigInteger, nullable=False),
    Column("claim", String(80), nullable=False),
    Column("staff", String(80), nullable=False),
    Column("role", String(80), nullable=False),
    Column("office", String(32)),
    Column("contacted_on", Date(), nullable=False),
    Column("channel", String(20), nullable=False),
    Column("direction", String(20), nullable=False),
    Column("about", String(200), nullable=False),
    Column("statement", String(80)),
    Index("contact_by_subject", "subject"),
    info=chain.written_once(),
)
"""One row a version of a contact; `about` holds its topics, told apart by blanks."""


def save_notes(connection: Connection, people: Iterable[Applicant]) -> None:
    """Write what was noted."""
    notes = [(person.subject, note) for person in people for note in person.notes]
    assigned = [_assignment(subject, note, note.noted) for subject, note in notes if isinstance(note.noted, Assigned)]
    contacts = [_contact(subject, note, note.noted) for subject, note in notes if isinstance(note.noted, ContactNoted)]
    chain.insert(connection, assignment, assigned)
    chain.insert(connection, contact, contacts)


def _assignment(subject: str, note: FileNote, event: Assigned) -> Mapping[str, Any]:
    return {
        "event": note.event,
        "subject": subject,
        "kind": event.kind.value,
        "record": event.record,
        "staff": event.to.staff if event.to else None,
        "role": event.to.role if event.to else None,
        "office": event.to.office if event.to else None,
        "by_staff": event.by.staff,
        "by_role": event.by.role,
        "assigned_at": event.assigned_at.astimezone(UTC),  # SQLite keeps no zone
        "because": event.because.value,
        "reasons": event.reasons,
    }


def _contact(subject: str, note: FileNote, event: ContactNoted) -> Mapping[str, Any]:
    return {
        "event": note.event,
        "subject": subject,
        "key": event.key,
        "version": event.source_version,
        "claim": event.claim,
        "staff": event.officer.staff,
        "role": event.officer.role,
        "office": event.officer.office,
        "contacted_on": event.contacted_on,
        "channel": event.channel.value,
        "direction": event.direction.value,
        "about": " ".join(topic.value for topic in event.about),
        "statement": event.statement,
    }
