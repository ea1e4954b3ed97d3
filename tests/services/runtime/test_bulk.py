"""Many rows at once: what goes in is what is found, and what is refused is refused as by every other statement."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import BigInteger, Column, Connection, Index, Integer, LargeBinary, MetaData, String, Table, Uuid, text
from sqlalchemy.exc import DataError, DBAPIError, IntegrityError

from services.runtime.database import bulk
from services.runtime.database.store import Database
from tests.services.runtime.own_tables import postgresql, sqlite

TABLES = MetaData()
thing = Table(
    "thing",
    TABLES,
    Column("id", Uuid(), primary_key=True),
    Column("owner", String(40), nullable=False),
    Column("count", Integer(), nullable=False),
    Column("place", BigInteger(), nullable=False),
    Column("body", LargeBinary(), nullable=False),
    Index("thing_by_owner", "owner", "count"),
)
COLUMNS = ("id", "owner", "count", "place", "body")
IDS = [UUID(int=number << 60) for number in range(1, 6)]
ROWS = [(one, f"owner-{number % 2}", number, number << 40, bytes([0, number, 92])) for number, one in enumerate(IDS)]


def what_goes_in_is_found(database: Database) -> None:
    with database.begin() as connection:
        bulk.insert(connection, thing, COLUMNS, ROWS)
        bulk.insert(connection, thing, COLUMNS, [])
    with database.begin() as connection:
        assert sorted(bulk.find(connection, thing, {"id": [*IDS, UUID(int=7)]}, COLUMNS)) == sorted(ROWS)
        by: dict[str, list[Any]] = {"owner": ["owner-1", "owner-0", "owner-0"], "count": [3, 3, 4]}
        assert sorted(bulk.find(connection, thing, by, ("place", "id"))) == [(3 << 40, IDS[3]), (4 << 40, IDS[4])]
        found = bulk.find(
            connection, thing, {"count": [0, 1, 2]}, ("count",), where=("owner", ("owner-0", "owner-none"))
        )
        assert sorted(found) == [(0,), (2,)]
        assert bulk.find(connection, thing, {"owner": IDS}, ("id",)) == [], (
            "an id is asked for in text as it is written"
        )
        assert bulk.find(connection, thing, {"id": []}, COLUMNS) == []


def what_is_there_is_refused(database: Database) -> None:
    with database.begin() as connection:
        bulk.insert(connection, thing, COLUMNS, ROWS[:1])
    with pytest.raises(IntegrityError), database.begin() as connection:
        bulk.insert(connection, thing, COLUMNS, ROWS)
    with database.begin() as connection:
        assert len(bulk.find(connection, thing, {"id": IDS}, ("id",))) == 1, "all of it or nothing"


@pytest.mark.parametrize("story", [what_goes_in_is_found, what_is_there_is_refused])
class TestManyRows:
    def test_on_a_laptop(self, story: Callable[[Database], None], tmp_path: Path) -> None:
        with sqlite(tmp_path, TABLES) as database:
            story(database)

    def test_on_postgresql(self, story: Callable[[Database], None], database_url: str) -> None:
        with postgresql(database_url, TABLES) as database:
            story(database)


@pytest.mark.parametrize(("column", "value"), [("count", 2**31), ("count", -(2**40)), ("place", 2**63)])
def test_a_number_is_refused_where_its_column_would_cut_it_off(column: str, value: int, database_url: str) -> None:
    row = tuple(value if name == column else given for name, given in zip(COLUMNS, ROWS[0], strict=True))
    with postgresql(database_url, TABLES) as database:
        with pytest.raises(DataError, match=f"{column} is out of range"), database.begin() as connection:
            bulk.insert(connection, thing, COLUMNS, [*ROWS[1:], row])
        with database.begin() as connection:
            assert bulk.find(connection, thing, {"id": IDS}, ("id",)) == []


def test_a_line_break_is_no_identifier(database_url: str) -> None:
    with (
        postgresql(database_url, TABLES) as database,
        database.begin() as connection,
        pytest.raises(ValueError, match="line"),
    ):
        bulk.find(connection, thing, {"owner": ["one\nother"]}, ("id",))


def _insert_after_the_end(connection: Connection, database: Database) -> None:
    number = connection.scalar(text("SELECT pg_backend_pid()"))
    with database.begin() as other:
        other.execute(text("SELECT pg_terminate_backend(:number, 5000)"), {"number": number})
    bulk.insert(connection, thing, COLUMNS, ROWS)


def test_a_server_that_ends_the_connection_is_an_outage_as_everywhere(database_url: str) -> None:
    with postgresql(database_url, TABLES) as database:
        with pytest.raises(DBAPIError) as fault, database.begin() as connection:
            _insert_after_the_end(connection, database)
        assert fault.value.connection_invalidated
        with database.begin() as connection:
            bulk.insert(connection, thing, COLUMNS, ROWS)
