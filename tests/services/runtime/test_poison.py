"""What a database refuses for its content stops its person alone; what does not answer is waited for."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

import pytest
from sqlalchemy import Connection
from sqlalchemy.exc import (
    DataError,
    DBAPIError,
    IntegrityError,
    InterfaceError,
    InternalError,
    OperationalError,
    ProgrammingError,
    StatementError,
    TimeoutError,  # noqa: A004 - SQLAlchemy's own
)

from services.runtime.database.refusals import is_about_content
from services.runtime.service import Service
from tests.services.runtime.door import Door, on_postgresql, on_sqlite
from tests.services.runtime.tally import FIRST, Tally, claim, counts, day_closed, load, save, service

VAST = 2**70
"""No column of whole numbers holds it: SQLite's driver raises OverflowError, PostgreSQL a DataError."""


def counting(*, vast: str = "", unreadable: str = "", vast_when_woken: str = "") -> Service[Tally]:
    """The counting service, in which one person's row cannot be written, or cannot be read."""
    ours = service("tally")

    def save_all(connection: Connection, states: Sequence[Tally]) -> None:
        for state in states:
            if state.subject == vast or (state.woken and state.subject == vast_when_woken):
                state.claims = VAST
        save(connection, states)

    def load_all(connection: Connection, subjects: Sequence[str]) -> dict[str, Tally]:
        if unreadable in subjects:
            raise ValueError("Jane Doe, born 1970-01-01")
        return load(connection, subjects)

    ours.save, ours.load = save_all, load_all
    return ours


def a_row_that_cannot_be_written(door: Door) -> None:
    ours = counting(vast="ann")
    people = [claim("bob"), claim("ann"), claim("ann", "c-2"), claim("cyd")]
    assert door.takes(ours, *people).done == len(["bob", "cyd"])
    assert counts(door.database) == {"bob": (1, 0), "cyd": (1, 0)}
    refused = "the database refused what follows from this event"
    assert door.parked() == [
        ("ann", "refused-by-database", refused),
        ("ann", "behind-parked", "an earlier event of the same subject is parked"),
    ]
    assert door.takes(ours, claim("dan"), claim("ann", "c-3"), claim("bob", "c-2")).done == len(["dan", "bob"])


def a_row_that_cannot_be_read(door: Door) -> None:
    assert door.takes(counting(unreadable="ann"), claim("bob"), claim("ann")).done == 1
    [(whose, code, reason)] = door.parked()
    assert (whose, code) == ("ann", "handler-failed")
    assert reason == "ValueError where the state is loaded or saved"


def a_row_that_cannot_be_written_when_a_day_ends(door: Door) -> None:
    ours = counting(vast_when_woken="ann")
    door.takes(ours, claim("ann"), claim("bob"), claim("cyd"))
    door.takes(ours, day_closed(FIRST, 0), topic="clock")
    assert counts(door.database) == {"ann": (1, 0), "bob": (1, 1), "cyd": (1, 1)}
    assert [(whose, code) for whose, code, _ in door.parked()] == [("ann", "refused-by-database")]


@pytest.mark.parametrize(
    "story", [a_row_that_cannot_be_written, a_row_that_cannot_be_read, a_row_that_cannot_be_written_when_a_day_ends]
)
class TestOnePersonStopsAlone:
    def test_on_a_laptop(self, story: Callable[[Door], None], tmp_path: Path) -> None:
        with on_sqlite(tmp_path) as database:
            story(Door(database))

    def test_on_postgresql(self, story: Callable[[Door], None], database_url: str) -> None:
        with on_postgresql(database_url) as database:
            story(Door(database))


class _Said(Exception):
    """A driver's error with its SQLSTATE."""

    def __init__(self, sqlstate: str) -> None:
        super().__init__(sqlstate)
        self.sqlstate = sqlstate


def raised(kind: type[DBAPIError], sqlstate: str, *, gone: bool = False) -> DBAPIError:
    return kind("INSERT", None, _Said(sqlstate), connection_invalidated=gone)


@pytest.mark.parametrize(
    ("fault", "about_content"),
    [
        (raised(DataError, "22003"), True),
        (raised(DataError, "22021"), True),
        (raised(IntegrityError, "23514"), True),
        (raised(OperationalError, "54000"), True),
        (StatementError("no day", "INSERT", None, ValueError()), True),
        (OverflowError(), True),
        (UnicodeEncodeError("utf-8", "\udcff", 0, 1, "surrogates not allowed"), True),
        (raised(DataError, "22003", gone=True), False),
        (raised(OperationalError, "40001"), False),
        (raised(OperationalError, "40P01"), False),
        (raised(OperationalError, "55P03"), False),
        (raised(OperationalError, "57P01", gone=True), False),
        (raised(OperationalError, "53100"), False),
        (raised(InterfaceError, "08006"), False),
        (raised(InternalError, "25P02"), False),
        (raised(ProgrammingError, "42501"), False),
        (raised(ProgrammingError, "42P01"), False),
        (TimeoutError(), False),
        (OSError(28, "No space left on device"), False),
        (MemoryError(), False),
    ],
)
def test_only_what_is_refused_for_what_it_is_may_be_parked(fault: Exception, *, about_content: bool) -> None:
    assert is_about_content(fault) is about_content
