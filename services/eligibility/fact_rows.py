"""Facts as rows: person, kind, key and source version first, for one place holds one statement."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from pydantic_core import from_json, to_json
from sqlalchemy import Connection

from contracts.base import EVENTS, UPCASTS, Event, read_body
from contracts.intake import ClaimFiled
from services.eligibility.person import place_of_event
from services.eligibility.tables import fact
from services.runtime.database import bulk
from services.runtime.database.bulk import Row

PLACE = ("subject", "kind", "key", "source_version")
COLUMNS = (*PLACE, "event_id", "event_version", "body")
IN_PLACE = len(PLACE)


def fact_row(subject: str, event: Event, event_id: UUID) -> Row:
    """A fact as it is stored. Raises `TypeError` if the event states none."""
    kind, key, source_version = place_of_event(event)
    return subject, kind, key, source_version, event_id, event.version, to_json(event, exclude_none=True)


def place_of(row: Row) -> Row:
    """Where a fact belongs: what may be stated once."""
    return row[:IN_PLACE]


def stated_in(row: Row) -> Event:
    """The fact in a row."""
    _, kind, _, _, _, event_version, body = row
    return stated_as(kind, event_version, body)


def stated_as(kind: str, event_version: int, body: bytes) -> Event:
    """The fact of a kind as it was stored, raised to its newest version."""
    name, _, _ = kind.partition(":")
    if (name, event_version) in UPCASTS:
        return read_body(name, event_version, from_json(body))
    return EVENTS[name, event_version].model_validate_json(body)


def add_facts(connection: Connection, rows: Sequence[Row]) -> None:
    """Append facts."""
    bulk.insert(connection, fact, COLUMNS, rows)


def with_claim(connection: Connection, people: Sequence[str]) -> set[str]:
    """Those who ever filed a claim."""
    found = bulk.find(connection, fact, {"subject": people}, ("subject",), where=("kind", ClaimFiled.name))
    return {row[0] for row in found}


def in_place_of(connection: Connection, rows: Sequence[Row]) -> dict[Row, Event]:
    """What was stated before, under other ids, in the places of these facts."""
    if not rows:
        return {}
    by = dict(zip(PLACE, zip(*map(place_of, rows), strict=True), strict=True))
    return {place_of(row): stated_in(row) for row in bulk.find(connection, fact, by, COLUMNS)}
