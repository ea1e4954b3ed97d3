"""Whoever is shown something about a person is written down before it is shown, and the person can be told."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from sqlalchemy import Connection, func, select

from contracts.base import derived_id, seal
from contracts.casework import Officer
from contracts.console import ListTaken, PersonViewed, ViewPurpose
from services.console.acts.writing import SOURCE, moment_of
from services.console.officers.officer import SignedIn
from services.console.officers.roles import Role
from services.console.officers.rules import CaseAtHand
from services.console.secrets import new_secret
from services.console.tables import broken_glass, list_taken, person_view
from services.console.world import ConsoleWorld
from services.runtime.database import chain
from services.runtime.database.store import upsert
from services.runtime.delivery.outbox import publish
from services.runtime.process.stopwatch import MILLI

_SUBJECT = re.compile(r"[A-Za-z0-9][A-Za-z0-9:_.\-]{0,63}")
"""What a subject of events is written with."""
FILTERS_MAX = 500
GLASS_MS = 60 * 60_000
"""For so long somebody may look who said why."""


@dataclass(frozen=True, slots=True)
class PersonLook:
    """An officer looks at a page about a person."""

    officer: SignedIn
    role: Role
    purpose: ViewPurpose
    page: str
    matter: CaseAtHand
    reasons: str | None = None


def note(world: ConsoleWorld, look: PersonLook) -> None:
    """Write down that somebody looked: a row, and an event for the person's story."""
    at = datetime.fromtimestamp(world.now_ms() / MILLI, UTC)
    officer = look.officer.acting(look.role)
    event = PersonViewed(
        officer=officer,
        purpose=look.purpose,
        page=look.page,
        record=look.matter.record,
        viewed_at=at,
        reasons=look.reasons,
    )
    event_id = derived_id("viewed", officer.staff, look.matter.person, look.page, new_secret())
    envelope = seal(event, subject=look.matter.person, source=SOURCE, time=moment_of(world), event_id=event_id)
    row = {
        "event": event_id,
        "subject": look.matter.person,
        "staff": officer.staff,
        "role": officer.role,
        "office": officer.office,
        "purpose": look.purpose.value,
        "page": look.page,
        "record": look.matter.record,
        "viewed_ms": world.now_ms(),
        "reasons": look.reasons,
    }
    with world.own.begin() as connection:
        chain.insert(connection, person_view, [row])
        publish(connection, [envelope])


@dataclass(frozen=True, slots=True)
class TakenList:
    """A list of people that an officer takes along as a file; `filters` are what the page's address says."""

    officer: SignedIn
    role: Role
    page: str
    filters: str
    rows: int


def note_list(world: ConsoleWorld, taken: TakenList) -> None:
    """Write down that somebody took a list along: a row and an event for the list, none for each person in it."""
    at = datetime.fromtimestamp(world.now_ms() / MILLI, UTC)
    officer = taken.officer.acting(taken.role)
    filters = taken.filters[:FILTERS_MAX]
    event = ListTaken(officer=officer, page=taken.page, filters=filters or None, rows=taken.rows, taken_at=at)
    event_id = derived_id("taken", officer.staff, taken.page, new_secret())
    subject = officer.staff if _SUBJECT.fullmatch(officer.staff) else str(derived_id("officer", officer.staff))
    envelope = seal(event, subject=subject, source=SOURCE, time=moment_of(world), event_id=event_id)
    row = {
        "event": event_id,
        "staff": officer.staff,
        "role": officer.role,
        "office": officer.office,
        "page": taken.page,
        "filters": filters,
        "rows": taken.rows,
        "taken_ms": world.now_ms(),
    }
    with world.own.begin() as connection:
        chain.insert(connection, list_taken, [row])
        publish(connection, [envelope])


def break_glass(world: ConsoleWorld, officer: SignedIn, person: str, reasons: str) -> None:
    """Let an officer look at a person for a while, for reasons that an auditor reads."""
    row = {
        "staff": officer.staff,
        "subject": person,
        "until_ms": world.now_ms() + GLASS_MS,
        "reasons": reasons,
        "broken_on": world.today(),
    }
    with world.own.begin() as connection:
        upsert(connection, broken_glass, [row])


def reasons_behind_glass(world: ConsoleWorld, officer: SignedIn, person: str) -> str | None:
    """Why an officer may look at a person now without a right to; None if they did not say."""
    columns = broken_glass.c
    query = select(columns.reasons).where(
        columns.staff == officer.staff, columns.subject == person, columns.until_ms > world.now_ms()
    )
    with world.own.reading() as connection:
        reasons: str | None = connection.scalar(query)
    return reasons


@dataclass(frozen=True, slots=True)
class WhoLooked:
    """One look at a person."""

    at: datetime
    officer: Officer
    purpose: ViewPurpose
    page: str
    record: str | None
    reasons: str | None
    person: str


@dataclass(frozen=True, slots=True)
class TakenListRow:
    """A list that was taken along."""

    officer: Officer
    page: str
    filters: str
    rows: int


LOOKS_MAX = 500
"""So many are shown, the newest first."""


def looks_at(connection: Connection, person: str) -> Iterator[WhoLooked]:
    """Who looked at a person, the newest look first."""
    yield from _looks(connection, person_view.c.subject == person)


def broken(connection: Connection) -> Iterator[WhoLooked]:
    """Who looked without a right to, the newest look first."""
    yield from _looks(connection, person_view.c.purpose == ViewPurpose.BREAK_GLASS.value)


def _looks(connection: Connection, which: object) -> Iterator[WhoLooked]:
    query = select(person_view).where(which).order_by(person_view.c.viewed_ms.desc()).limit(LOOKS_MAX)  # type: ignore[arg-type]
    for row in connection.execute(query):
        at = datetime(1970, 1, 1, tzinfo=UTC) + timedelta(milliseconds=row.viewed_ms)
        officer = Officer(staff=row.staff, role=row.role, office=row.office)
        yield WhoLooked(at, officer, ViewPurpose(row.purpose), row.page, row.record, row.reasons, row.subject)


def clock_day(world: ConsoleWorld) -> date:
    """The day of the machine's clock, by which looks are told."""
    return datetime.fromtimestamp(world.now_ms() / MILLI, UTC).date()


def count_lists_taken(connection: Connection) -> int:
    """How many lists were taken along."""
    return connection.scalar(select(func.count()).select_from(list_taken)) or 0


def lists_taken(connection: Connection, start: int, most: int) -> Iterator[tuple[datetime, TakenListRow]]:
    """Who took lists along, the newest first."""
    query = select(list_taken).order_by(list_taken.c.taken_ms.desc(), list_taken.c.event).offset(start).limit(most)
    for row in connection.execute(query):
        at = datetime(1970, 1, 1, tzinfo=UTC) + timedelta(milliseconds=row.taken_ms)
        officer = Officer(staff=row.staff, role=row.role, office=row.office)
        yield at, TakenListRow(officer, row.page, row.filters, row.rows)
