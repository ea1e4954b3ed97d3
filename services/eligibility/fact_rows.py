"""Facts as rows: first the person, kind, key and source version, which no two rows share."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from pydantic_core import from_json, to_json
from sqlalchemy import Connection

from contracts.base import EVENTS, UPCASTS, Event, read_body
from contracts.eligibility import PersonsLinked
from contracts.intake import ClaimFiled
from contracts.merged_persons import PersonsMerged
from contracts.short_time import ShortTimeReported
from services.eligibility.model import ReceivedFact, fact_version
from services.eligibility.tables import fact
from services.runtime.database import bulk
from services.runtime.database.driver import Row

KEY = ("subject", "kind", "key", "source_version")
COLUMNS = (*KEY, "event_id", "event_version", "body")
WRITTEN = (*COLUMNS, "arrived")
KEY_COLUMNS = len(KEY)


def fact_row(subject: str, event: Event, event_id: UUID, written: bytes | None = None) -> Row:
    """A fact as it is kept in bulk; `written` is the event in its one form, where somebody has written it already.

    When it came is not noted. Raises `TypeError` if the event states none.
    """
    kind, key, source_version = fact_version(event)
    body = to_json(event, exclude_none=True) if written is None else written
    return subject, kind, key, source_version, event_id, event.version, body, None


def received_row(subject: str, fact: ReceivedFact) -> Row:
    """A fact as it is stored, under the key under which it is kept."""
    body = to_json(fact.event, exclude_none=True)
    return subject, fact.kind, fact.key, fact.source_version, fact.event_id, fact.event.version, body, fact.arrived


def key_of(row: Row) -> Row:
    """Whose fact it is and which version of which: what may be stated once."""
    return row[:KEY_COLUMNS]


def stated_in(row: Row) -> Event:
    """The fact in a row."""
    _, kind, _, _, _, event_version, body = row[: len(COLUMNS)]
    return stated_as(kind, event_version, body)


def stated_as(kind: str, event_version: int, body: bytes) -> Event:
    """The fact of a kind as it was stored, raised to its newest version."""
    name, _, _ = kind.partition(":")
    if (name, event_version) in UPCASTS:
        return read_body(name, event_version, from_json(body))
    return EVENTS[name, event_version].model_validate_json(body)


def add_facts(connection: Connection, rows: Sequence[Row]) -> None:
    """Append facts."""
    bulk.insert(connection, fact, WRITTEN, rows)


def of_consequence(connection: Connection, people: Sequence[str]) -> set[str]:
    """Those of whose facts something follows: who filed a claim, worked short time, or is one person with another."""
    kinds = (ClaimFiled.name, PersonsMerged.name, PersonsLinked.name, ShortTimeReported.name)
    rows = bulk.find(connection, fact, {"subject": people}, ("subject",), where=("kind", kinds))
    return {row[0] for row in rows}


def stated_before(connection: Connection, rows: Sequence[Row]) -> dict[Row, Event]:
    """What was stated before under the keys of these rows, in events of other ids."""
    if not rows:
        return {}
    columns = dict(zip(KEY, zip(*map(key_of, rows), strict=True), strict=True))
    return {key_of(row): stated_in(row) for row in bulk.find(connection, fact, columns, COLUMNS)}
