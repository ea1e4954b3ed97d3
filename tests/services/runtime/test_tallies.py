"""Tallies: whatever is written, changed or taken away in any way, they are what the rows add up to."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractContextManager, closing
from pathlib import Path
from random import Random
from sqlite3 import connect
from threading import Barrier

import pytest
from sqlalchemy import (
    BigInteger,
    Column,
    Connection,
    Integer,
    MetaData,
    String,
    Table,
    delete,
    func,
    select,
    text,
    update,
)
from sqlalchemy.exc import IntegrityError

from services.runtime.database import many_rows
from services.runtime.database.store import Database, upsert
from services.runtime.database.tallies import KeptTally, Tallies, by
from tests.services.runtime.own_tables import postgresql, sqlite

Opens = Callable[[], AbstractContextManager[Database]]

pytestmark = pytest.mark.usefixtures("postgresql")  # half of the tests ask for it only when they run

TABLES = MetaData()
LETTER = Table(
    "letter",
    TABLES,
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("state", String(10), nullable=False),
    Column("office", String(10)),
    Column("cents", BigInteger, nullable=False),
)
TALLIES = Tallies(
    TABLES,
    [
        KeptTally("letters", LETTER, by("{r}.state", "{r}.office")),
        KeptTally("cents", LETTER, by("{r}.state"), "{r}.cents"),
        KeptTally("without_office", LETTER, "CASE WHEN {r}.office IS NULL THEN '' END"),
    ],
)


@pytest.fixture(params=["sqlite", "postgresql"])
def database(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Database]:
    if request.param == "sqlite":
        with sqlite(tmp_path, TABLES) as own:
            yield own
    else:
        with postgresql(request.getfixturevalue("database_url"), TABLES) as own:
            yield own


def letter(number: int, state: str = "sent", office: str | None = "north", cents: int = 100) -> dict[str, object]:
    return {"number": number, "state": state, "office": office, "cents": cents}


def kept(database: Database, name: str) -> dict[str, int]:
    with database.reading() as connection:
        return TALLIES.of(connection, name)


def test_what_is_written_is_added_up_by_label(database: Database) -> None:
    with database.begin() as connection:
        many_rows.insert(connection, LETTER, [letter(1), letter(2, office="south"), letter(3, office=None, cents=7)])

    assert kept(database, "letters") == {"sent|north": 1, "sent|south": 1}
    assert kept(database, "cents") == {"sent": 207}
    assert kept(database, "without_office") == {"": 1}


def test_what_moves_leaves_one_label_and_enters_another(database: Database) -> None:
    with database.begin() as connection:
        many_rows.insert(connection, LETTER, [letter(number) for number in range(4)])
    with database.begin() as connection:
        connection.execute(update(LETTER).where(LETTER.c.number < 3).values(state="opened", cents=LETTER.c.cents + 1))
        connection.execute(delete(LETTER).where(LETTER.c.number == 3))

    assert kept(database, "letters") == {"opened|north": 3}
    assert kept(database, "cents") == {"opened": 303}


def test_a_row_that_takes_the_place_of_another_is_counted_once(database: Database) -> None:
    for state in ("sent", "sent", "opened"):
        with database.begin() as connection:
            upsert(connection, LETTER, [letter(1, state), letter(2, "sent")])

    assert kept(database, "letters") == {"opened|north": 1, "sent|north": 1}


def test_what_is_rolled_back_was_never_counted(database: Database) -> None:
    def writes_twice() -> None:
        with database.begin() as connection:
            many_rows.insert(connection, LETTER, [letter(1)])
            many_rows.insert(connection, LETTER, [letter(1)])

    with pytest.raises(IntegrityError):
        writes_twice()
    assert kept(database, "letters") == {}


@pytest.mark.parametrize("seed", range(3))
def test_any_order_of_acts_ends_in_what_the_rows_add_up_to(seed: int, database: Database) -> None:
    chance = Random(seed)
    for _ in range(40):
        with database.begin() as connection:
            _act(connection, chance)

    with database.reading() as connection:
        assert connection.scalar(select(func.count()).select_from(LETTER)), "something is there to be counted"
        assert list(TALLIES.wrong(connection)) == []


def _act(connection: Connection, chance: Random) -> None:
    some = LETTER.c.number.in_(chance.sample(range(20), 5))
    match chance.randrange(4):
        case 0:
            connection.execute(delete(LETTER).where(some))
        case 1:
            connection.execute(update(LETTER).where(some).values(state=chance.choice(["sent", "opened"])))
        case _:
            offices = ["north", "south", None]
            rows = [
                letter(number, chance.choice(["sent", "back"]), chance.choice(offices), chance.randrange(9))
                for number in chance.sample(range(20), 6)
            ]
            upsert(connection, LETTER, rows)


def test_a_tally_that_somebody_changed_is_named_with_what_the_rows_add_up_to(database: Database) -> None:
    with database.begin() as connection:
        many_rows.insert(connection, LETTER, [letter(1), letter(2)])
        connection.execute(text("UPDATE tally SET value = value + 5 WHERE name = 'cents'"))
        connection.execute(text("DELETE FROM tally WHERE name = 'letters'"))

    with database.reading() as connection:
        words = [wrong.in_words() for wrong in TALLIES.wrong(connection)]
    assert words == [
        "the tally letters of sent, north says 0, and the rows add up to 2",
        "the tally cents of sent says 205, and the rows add up to 200",
    ]


def test_two_transactions_write_the_same_labels_and_neither_waits_for_the_other(database_url: str) -> None:
    with postgresql(database_url, TABLES) as own:
        both_wrote = Barrier(2, timeout=20)

        def writes(number: int) -> None:
            with own.begin() as connection:
                many_rows.insert(connection, LETTER, [letter(number)])
                connection.execute(update(LETTER).where(LETTER.c.number == number).values(state="opened"))
                both_wrote.wait()  # broken if one of them waits for the commit of the other

        with ThreadPoolExecutor(2) as threads:
            list(threads.map(writes, range(2)))

        assert kept(own, "letters") == {"opened|north": 2}
        with own.reading() as connection:
            assert connection.scalar(text("SELECT count(DISTINCT slot) FROM tally")) == 2


def test_a_file_of_before_there_were_tallies_is_counted_when_it_is_opened(tmp_path: Path) -> None:
    with sqlite(tmp_path, TABLES) as own, own.begin() as connection:
        many_rows.insert(connection, LETTER, [letter(1), letter(2, "opened")])
    with closing(connect(tmp_path / "own.db")) as older:
        names = older.execute("SELECT name FROM sqlite_master WHERE type = 'trigger' AND name LIKE 'tally%'").fetchall()
        for statement in (*(f"DROP TRIGGER {name}" for (name,) in names), "DROP TABLE tally"):
            older.execute(statement)

    with sqlite(tmp_path, TABLES) as own:
        assert kept(own, "letters") == {"opened|north": 1, "sent|north": 1}
        with own.begin() as connection:
            many_rows.insert(connection, LETTER, [letter(3)])
        assert kept(own, "letters") == {"opened|north": 1, "sent|north": 2}
