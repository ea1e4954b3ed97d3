"""After an outage of the clock a notice is dated by the day on which it is made, and nobody's window is cut."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

import pytest

from contracts.base import Envelope, read
from contracts.claims import NoticeIssued
from contracts.clock import DayClosed
from services.claims.handlers import make_service
from services.runtime.database.store import Database
from services.runtime.delivery import outbox
from services.runtime.delivery.delivery import deliver
from services.runtime.delivery.messages import Message
from services.runtime.handling import State
from services.runtime.service import Service
from tests.services.claims.telling import SCHEME, TOLD, determined, fact, filed, finding

WINDOW = timedelta(days=4 + 14)
TEN_DAYS_LATER = TOLD + timedelta(days=10)
BEFORE = TOLD - timedelta(days=1)


def at(day: date, hour: int, minute: int = 0) -> datetime:
    return datetime(day.year, day.month, day.day, hour, minute, tzinfo=UTC)


@dataclass
class Office:
    """Claims, with a log that notes when each event came."""

    database: Database
    service: Service[State]
    came: int = 0

    def hears(self, event: Envelope, when: datetime) -> Office:
        topic, moment = event.type.split(".")[1], int(when.timestamp() * 1000)
        deliver([Message(event.to_bytes(), topic, 0, self.came, moment)], self.service, self.database)
        self.came += 1
        return self

    def closes(self, day: date, when: datetime) -> Office:
        return self.hears(fact(DayClosed(day=day, partition=0), day, person="partition-0"), when)

    def notice(self) -> NoticeIssued:
        with self.database.reading() as connection:
            said = [read(Envelope.from_bytes(one.raw)) for one in outbox.read(connection, "claims", 0, 0, 100)]
        [notice] = [event for event in said if isinstance(event, NoticeIssued)]
        return notice


@contextmanager
def office_of(service: Service[State]) -> Iterator[Office]:
    database = Database.in_memory("claims office", service.tables, partitions=1)
    yield Office(database, service)
    database.close()


@pytest.fixture
def office() -> Iterator[Office]:
    with office_of(make_service(schemes=(SCHEME,))) as one:
        yield one.hears(filed(), at(BEFORE, 12)).closes(BEFORE, at(TOLD, 0, 5))


def test_a_notice_of_the_same_day_bears_that_day(office: Office) -> None:
    office.hears(determined(1, finding()), at(TOLD, 23, 30))
    assert office.notice().issued_on == TOLD


def test_a_notice_made_after_days_that_nobody_closed_bears_the_day_on_which_it_is_made(office: Office) -> None:
    office.hears(determined(1, finding()), at(TEN_DAYS_LATER, 9))
    notice = office.notice()
    assert (notice.issued_on, notice.reply_by) == (TEN_DAYS_LATER, TEN_DAYS_LATER + WINDOW)


def test_so_does_one_that_is_made_while_the_missing_days_are_closed_one_by_one(office: Office) -> None:
    office.closes(TOLD, at(TEN_DAYS_LATER, 9)).closes(TOLD + timedelta(days=1), at(TEN_DAYS_LATER, 9, 1))
    office.hears(determined(1, finding()), at(TEN_DAYS_LATER, 9, 2))
    assert office.notice().issued_on == TEN_DAYS_LATER


def test_no_notice_is_dated_ahead_where_clocks_are_put_back(office: Office) -> None:
    office.hears(determined(1, finding()), at(TEN_DAYS_LATER, 1, 30))
    assert office.notice().issued_on == TEN_DAYS_LATER - timedelta(days=1)


def test_days_that_are_closed_faster_than_they_pass_are_counted_by_the_last_of_them() -> None:
    long_after = TOLD + timedelta(days=3_000)
    with office_of(make_service(schemes=(SCHEME,))) as office:
        office.hears(filed(), at(long_after, 11))
        for number in range(20):
            office.closes(TOLD + timedelta(days=number), at(long_after, 12, number))
        office.hears(determined(1, finding()), at(long_after, 13))
        assert office.notice().issued_on == TOLD + timedelta(days=20)


def test_in_a_simulation_the_times_of_the_log_are_not_those_of_its_days() -> None:
    service = make_service(schemes=(SCHEME,))
    service.simulation = True
    with office_of(service) as office:
        office.hears(filed(), at(BEFORE, 12)).closes(BEFORE, at(TOLD, 0, 5))
        office.hears(determined(1, finding()), at(TEN_DAYS_LATER, 9))
        assert office.notice().issued_on == TOLD
