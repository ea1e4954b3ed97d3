"""What Kafka would not take is refused where it is said: its person stops, and no partition waits behind it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import select

from services.runtime.database.store import Database, outbox
from services.runtime.delivery import outbox as outboxes
from tests.services.runtime.door import Door, on_postgresql, on_sqlite
from tests.services.runtime.tally import FIRST, claim, counts, day_closed, service

pytestmark = pytest.mark.usefixtures("postgresql")  # half of the tests ask for it only when they run
LONG = "somebody-whose-number-is-so-long-that-her-events-are-too-large"
LARGE = 500
"""Bytes; between the sizes of what follows for her and for others."""


@pytest.fixture(params=["sqlite", "postgresql"])
def door(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Door]:
    on_laptop = request.param == "sqlite"
    with on_sqlite(tmp_path) if on_laptop else on_postgresql(request.getfixturevalue("database_url")) as opened:
        yield Door(opened)


def numbers(database: Database) -> list[int]:
    with database.reading() as connection:
        return list(connection.scalars(select(outbox.c.number).order_by(outbox.c.number)))


def test_an_event_that_is_too_large_parks_the_person_whom_it_is_about(
    door: Door, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(outboxes, "EVENT_BYTES_MAX", LARGE)
    assert door.takes(service("tally"), claim("bob"), claim(LONG), claim("cyd")).done == len(["bob", "cyd"])
    [(whose, code, reason)] = door.parked()
    assert (whose, code) == (LONG, "too-large")
    assert reason == "what follows is an event of 531 bytes, and 500 may be sent"
    assert numbers(door.database) == [0, 1]


def test_so_does_one_at_the_end_of_a_day(door: Door, monkeypatch: pytest.MonkeyPatch) -> None:
    door.takes(service("tally"), claim("bob"), claim(LONG), claim("cyd"))
    monkeypatch.setattr(outboxes, "EVENT_BYTES_MAX", LARGE)
    door.takes(service("tally"), day_closed(FIRST, 0), topic="clock")
    assert counts(door.database) == {"bob": (1, 1), LONG: (1, 0), "cyd": (1, 1)}
    assert [(whose, code) for whose, code, _ in door.parked()] == [(LONG, "too-large")]
    assert numbers(door.database) == [0, 1, 2, 3, 4]
