"""A service that writes down, for each person, the numbers it was told, in the order in which they took effect.

Nothing about it is idempotent: a repeat, a loss or a wrong order stands in the chronicle for ever.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime

from sqlalchemy import Column, Connection, MetaData, String, Table, Text, select

from contracts.base import Envelope, derived_id, seal
from contracts.claims import ClaimOpened
from contracts.intake import ClaimFiled
from services.runtime.database.store import Database, chunks, upsert
from services.runtime.handling import State
from services.runtime.service import Service

NOON = datetime(2020, 1, 1, 12, tzinfo=UTC)
FIRST = date(2020, 1, 1)
PUBLISHER = ClaimFiled.publisher()
FIRST_HEARER, LISTENER = "claims", "payments"
"""The service that hears claimants, and the one that hears it."""
BROKEN = 13
"""The number on which the handler fails, for the people whose name says so."""
TABLES = MetaData()
chronicle = Table(
    "chronicle", TABLES, Column("subject", String(64), primary_key=True), Column("told", Text(), nullable=False)
)


@dataclass
class Chronicle(State):
    told: list[int] = field(default_factory=list)


def load(connection: Connection, subjects: Sequence[str]) -> dict[str, Chronicle]:
    states = {subject: Chronicle(subject) for subject in subjects}
    for chunk in chunks(subjects):
        for row in connection.execute(select(chronicle).where(chronicle.c.subject.in_(chunk))):
            states[row.subject].told = [int(number) for number in row.told.split()]
    return states


def save(connection: Connection, states: Sequence[Chronicle]) -> None:
    upsert(connection, chronicle, [{"subject": s.subject, "told": " ".join(map(str, s.told))} for s in states])


def service() -> Service[Chronicle]:
    """Writes down every claim's number; fails on `BROKEN` for people called `broken-...`."""
    writing: Service[Chronicle] = Service(FIRST_HEARER, TABLES, load, save)

    @writing.handles(ClaimFiled)
    def write(event: ClaimFiled, state: Chronicle, _cause: Envelope) -> list[ClaimOpened]:
        number = int(event.key)
        if number == BROKEN and state.subject.startswith("broken"):
            raise ZeroDivisionError("a fault of the service")
        state.told.append(number)
        return [ClaimOpened(claim=event.key, scheme=event.scheme, filed_on=event.filed_on)]

    return writing


def listener() -> Service[Chronicle]:
    """Writes down the number of every claim that the first one says is open."""
    listening: Service[Chronicle] = Service(LISTENER, TABLES, load, save)

    @listening.handles(ClaimOpened)
    def write(event: ClaimOpened, state: Chronicle, _cause: Envelope) -> tuple[()]:
        state.told.append(int(event.claim))
        return ()

    return listening


def number_told(person: str, number: int) -> Envelope:
    """One number on its way to a person's chronicle."""
    filed = ClaimFiled(
        key=str(number),
        source_version=1,
        recorded_at=NOON,
        scheme="us/mississippi",
        filed_on=FIRST,
        unemployed_from=FIRST,
    )
    event_id = derived_id("number", person, number)
    return seal(filed, subject=person, source="/intake", time=NOON, event_id=event_id)


def written(database: Database) -> dict[str, list[int]]:
    """What stands in every chronicle."""
    with database.begin() as connection:
        return {row.subject: [int(one) for one in row.told.split()] for row in connection.execute(select(chronicle))}
