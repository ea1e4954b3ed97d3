"""A service whose effect is deliberately not idempotent: it counts. A repeat, a loss or half a batch shows at once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path

from sqlalchemy import CheckConstraint, Column, Connection, Integer, MetaData, String, Table, select

from contracts.base import Envelope, derived_id, seal
from contracts.claims import ClaimOpened
from contracts.clock import DayClosed
from contracts.intake import ClaimFiled
from services.runtime.database.store import Database, chunks, upsert
from services.runtime.handling import Refused, State
from services.runtime.laptop.laptop import Laptop
from services.runtime.service import Service

NOON = datetime(2020, 1, 1, 12, tzinfo=UTC)
FIRST = date(2020, 1, 1)
TABLES = MetaData()
tally = Table(
    "tally",
    TABLES,
    Column("subject", String(64), primary_key=True),
    Column("claims", Integer, CheckConstraint("claims < 100"), nullable=False),
    Column("woken", Integer, nullable=False),
)


@dataclass
class Tally(State):
    claims: int = 0
    woken: int = 0


def load(connection: Connection, subjects: Sequence[str]) -> dict[str, Tally]:
    states = {subject: Tally(subject) for subject in subjects}
    for chunk in chunks(subjects):
        for row in connection.execute(select(tally).where(tally.c.subject.in_(chunk))):
            states[row.subject].claims, states[row.subject].woken = row.claims, row.woken
    return states


def save(connection: Connection, states: Sequence[Tally]) -> None:
    upsert(connection, tally, [{"subject": s.subject, "claims": s.claims, "woken": s.woken} for s in states])


def service(name: str = "claims") -> Service[Tally]:
    """A fresh counting service: claims count one each; `bad` is refused, `broken` fails, `huge` breaks a constraint."""
    counting: Service[Tally] = Service(name, TABLES, load, save)

    @counting.handles(ClaimFiled)
    def count(event: ClaimFiled, state: Tally, _cause: Envelope) -> list[ClaimOpened]:
        if event.key == "bad":
            raise Refused("unknown-scheme", "the scheme is not served here")
        if event.key == "broken":
            raise ZeroDivisionError("Jane Doe, born 1970-01-01")
        state.claims += 100 if event.key == "huge" else 1
        state.wakes["remember"] = event.filed_on
        return [ClaimOpened(claim=event.key, scheme=event.scheme, filed_on=event.filed_on)]

    def wake(state: Tally, _what: str, day: date) -> list[ClaimOpened]:
        state.woken += 1
        return [ClaimOpened(claim="woken", scheme="us/mississippi", filed_on=day)]

    counting.on_wake = wake
    return counting


def claim(person: str, key: str = "c-1", *, event: str | None = None, on: date = FIRST) -> Envelope:
    """A claim filed by a person; the same `event` gives the same id."""
    filed = ClaimFiled(
        key=key, source_version=1, recorded_at=NOON, scheme="us/mississippi", filed_on=on, unemployed_from=on
    )
    event_id = derived_id("claim", person, event or key)
    return seal(filed, subject=person, source="/intake", time=NOON, event_id=event_id)


def day_closed(day: date, partition: int) -> Envelope:
    """The end of a day for one partition."""
    closed = DayClosed(day=day, partition=partition)
    event_id = derived_id("day", day, partition)
    return seal(closed, subject=f"partition-{partition}", source="/clock", time=NOON, event_id=event_id)


def world(folder: Path) -> Laptop:
    """A laptop with the counting service alone."""
    return Laptop(folder, [service()])


def counts(database: Database) -> dict[str, tuple[int, int]]:
    """Claims counted and days woken, by person."""
    with database.begin() as connection:
        return {row.subject: (row.claims, row.woken) for row in connection.execute(select(tally))}
