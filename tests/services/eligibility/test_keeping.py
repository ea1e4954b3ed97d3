"""Facts that are only kept end in the same rows as facts that each pass their handler, whatever arrives together."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import Phase, example, given, settings
from sqlalchemy import Connection, text

from services.eligibility import bulk_keeping
from services.eligibility.person import InsuredPerson
from services.eligibility.tables import TABLES
from services.runtime.database.store import METADATA, Database
from services.runtime.delivery.batch_result import BatchResult
from services.runtime.service import Service
from tests.services.eligibility.registry import batches, delivered, held, keeping_service, message, one_by_one
from tests.stories.town import born, files_claim, wages

NO_SHRINKING = (Phase.explicit, Phase.reuse, Phase.generate)
Batches = Sequence[Sequence[bytes]]
CONTRADICTION = [
    [message(wages(1), "p-ann"), message(wages(2), "p-ann")],
    [message(born(), "p-ann"), message(wages(1, 90_000), "p-ann"), message(wages(3), "p-ann")],
]


@contextmanager
def on_sqlite() -> Iterator[Database]:
    with tempfile.TemporaryDirectory() as folder:
        database = Database.on_sqlite(Path(folder) / "eligibility.db", TABLES)
        try:
            yield database
        finally:
            database.close()


@contextmanager
def on_postgresql(url: str) -> Iterator[Database]:
    database = Database.on_postgresql(url, "eligibility", TABLES)
    try:
        with database.begin() as connection:
            connection.execute(text("CREATE SCHEMA eligibility"))
            METADATA.create_all(connection)
            TABLES.create_all(connection)
        yield database
    finally:
        database.close()


def emptied(database: Database) -> Database:
    tables = ", ".join([*METADATA.tables, *TABLES.tables])
    with database.begin() as connection:
        connection.execute(text(f"TRUNCATE {tables} RESTART IDENTITY"))
    return database


def ends(
    arriving: Batches, way: Service[InsuredPerson], database: Database
) -> tuple[list[BatchResult], dict[str, Any]]:
    """What the door said of each batch, and what the database holds in the end."""
    return delivered(arriving, way, database), held(database)


def check(arriving: Batches, ways: Sequence[tuple[Service[InsuredPerson], Database]]) -> None:
    with on_sqlite() as ordinary:
        expected = ends(arriving, one_by_one(), ordinary)
    for way, database in ways:
        receipts, rows = ends(arriving, way, database)
        assert receipts == expected[0]
        for table, expected_rows in expected[1].items():
            assert rows[table] == expected_rows, table


@settings(max_examples=100, phases=NO_SHRINKING)
@given(arriving=batches)
def test_the_rows_are_those_of_one_fact_at_a_time(arriving: Batches) -> None:
    with on_sqlite() as database:
        check(arriving, [(keeping_service(), database)])


def test_the_rows_are_the_same_on_postgresql(database_url: str) -> None:
    with on_postgresql(database_url) as postgresql:

        @settings(max_examples=40, phases=NO_SHRINKING)
        @given(arriving=batches)
        def holds(arriving: Batches) -> None:
            check(arriving, [(keeping_service(), emptied(postgresql))])
            check(arriving, [(one_by_one(), emptied(postgresql))])

        holds()


def test_most_of_what_arrives_is_kept_without_a_handler() -> None:
    """Else the two ways would be one, and their agreement would say nothing."""
    service = keeping_service()
    handled: set[str] = set()

    def load(connection: Connection, people: Sequence[str]) -> Mapping[str, InsuredPerson]:
        handled.update(people)
        return service.load(connection, people)

    watched = replace(service, load=load)
    ann, cyd = message(wages(1), "p-ann"), message(wages(1), "p-cyd")
    with on_sqlite() as database:
        delivered([[ann, message(born(), "p-ann"), cyd]], watched, database)
        assert not handled
        delivered([[message(wages(2), "p-ann"), message(files_claim(), "p-cyd")]], watched, database)
        assert handled == {"p-cyd"}


@pytest.mark.parametrize(
    ("name", "blind"),
    [
        ("stated_before", lambda _connection, _rows: {}),
        ("_contradicts", lambda _row, _before: False),
        ("of_consequence", lambda _connection, _people: set()),
        ("_all_in", lambda _currencies, _event: True),
    ],
)
def test_the_check_bites(monkeypatch: pytest.MonkeyPatch, name: str, blind: Callable[..., Any]) -> None:
    """Each question that keeping asks is needed: forgotten, the rows differ from those of one fact at a time."""

    @settings(max_examples=300, phases=NO_SHRINKING)
    @given(arriving=batches)
    @example(arriving=CONTRADICTION)
    def holds(arriving: Batches) -> None:
        with on_sqlite() as database:
            check(arriving, [(keeping_service(), database)])

    monkeypatch.setattr(bulk_keeping, name, blind)
    with pytest.raises(AssertionError):
        holds()
