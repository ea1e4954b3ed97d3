"""A program that meets tables of another version ends with one sentence; it parks nobody's events."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest
from sqlalchemy import Connection, text

from services.runtime.database.misfits import SchemaMisfit
from services.runtime.database.store import Database
from services.runtime.delivery.messages import Message
from services.runtime.delivery.retry import UNAVAILABLE, Carrier
from services.runtime.process.health import Health
from tests.services.runtime.door import Door, on_postgresql, on_sqlite
from tests.services.runtime.tally import FIRST, Tally, claim, counts, day_closed, save, service

pytestmark = pytest.mark.usefixtures("postgresql")  # half of the tests ask for it only when they run
A_NEW_COLUMN = "a column that must be given, which the program does not know"
STEPS = {
    A_NEW_COLUMN: "ALTER TABLE {} ADD COLUMN place integer NOT NULL",
    "a column that the program needs is gone": "ALTER TABLE {} RENAME COLUMN woken TO called",
    "a table that the program needs is gone": "ALTER TABLE {} RENAME TO reckoning",
}
WITHOUT_A_DEFAULT = "CREATE TABLE {} (subject text PRIMARY KEY, claims integer, woken integer, place integer NOT NULL)"
"""SQLite adds no such column to a table."""
KINDS = ["postgresql", "sqlite"]


@pytest.fixture
def database(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Database]:
    on_laptop = request.param == "sqlite"
    with on_sqlite(tmp_path) if on_laptop else on_postgresql(request.getfixturevalue("database_url")) as opened:
        yield opened


def moves_on(connection: Connection, step: str) -> None:
    """A step of the next version is taken while the program of this one runs."""
    if step == A_NEW_COLUMN and connection.dialect.name == "sqlite":
        connection.execute(text("DROP TABLE tally"))
        connection.execute(text(WITHOUT_A_DEFAULT.format("tally")))
    else:
        connection.execute(text(STEPS[step].format("tally")))


@pytest.mark.parametrize("step", STEPS)
@pytest.mark.parametrize("database", KINDS, indirect=True)
def test_old_code_that_cannot_write_under_a_new_step_parks_nobody(database: Database, step: str) -> None:
    with database.begin() as connection:
        moves_on(connection, step)
    door = Door(database)
    with pytest.raises(SchemaMisfit, match="This program and the tables that it meets do not fit"):
        door.takes(service("tally"), claim("ann"), claim("bob"))
    assert door.parked() == []


@pytest.mark.parametrize("database", KINDS, indirect=True)
def test_neither_does_the_end_of_a_day(database: Database) -> None:
    door = Door(database)
    door.takes(service("tally"), claim("ann"), claim("bob"))
    with database.begin() as connection:
        connection.execute(text("ALTER TABLE tally RENAME TO reckoning"))
        connection.execute(text(WITHOUT_A_DEFAULT.format("tally")))
    with pytest.raises(SchemaMisfit, match="place"):
        door.takes(service("tally"), day_closed(FIRST, 0), topic="clock")
    assert door.parked() == []


@pytest.mark.parametrize("database", KINDS, indirect=True)
def test_a_column_that_the_program_itself_left_empty_stops_its_person_alone(database: Database) -> None:
    ours, door = service("tally"), Door(database)

    def save_all(connection: Connection, states: Sequence[Tally]) -> None:
        for state in states:
            if state.subject == "ann":
                state.claims = None  # type: ignore[assignment]  # as a mistake in a handler would
        save(connection, states)

    ours.save = save_all
    door.takes(ours, claim("ann"), claim("bob"))
    assert [(whose, code) for whose, code, _ in door.parked()] == [("ann", "refused-by-database")]
    assert counts(database) == {"bob": (1, 0)}


@pytest.mark.parametrize("database", KINDS, indirect=True)
def test_a_constraint_of_a_newer_schema_parks_nobody_either(database: Database) -> None:
    database.schema_fault = lambda _: "The schema tally is at tally_0002, which this program does not know."
    door = Door(database)
    with pytest.raises(SchemaMisfit, match="tally_0002"):
        door.takes(service("tally"), claim("ann", "huge"), claim("bob"))
    assert door.parked() == []


@pytest.mark.parametrize("database", ["postgresql"], indirect=True)
def test_the_process_ends_with_one_sentence_that_says_what_to_do(database: Database) -> None:
    with database.begin() as connection:
        moves_on(connection, A_NEW_COLUMN)
    ended: list[int] = []

    def end(status: int) -> None:
        ended.append(status)
        raise SystemExit(status)

    health = Health()
    health.ready(True, "The loop goes round.")
    carrier = Carrier(service("tally"), database, health, end=end)
    with pytest.raises(SystemExit):
        carrier.carry([Message(claim("ann").to_bytes(), "intake", 0, 0)])
    assert ended == [UNAVAILABLE]
    says = health.ready_state().says
    assert says == (
        'Ending: This program and the tables that it meets do not fit (null value in column "place" of relation "tally"'
        " violates not-null constraint): stop every process, run tideover migrate, and start the version that belongs"
        " to the tables."
    )
