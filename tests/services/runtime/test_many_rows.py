"""Rows by column in one statement: every kind of value comes back as it went in, and what is refused is refused."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from pydantic_core import to_json
from sqlalchemy import (
    JSON,
    BigInteger,
    Boolean,
    Column,
    Date,
    DateTime,
    Integer,
    LargeBinary,
    MetaData,
    SmallInteger,
    String,
    Table,
    Text,
    Uuid,
    select,
)
from sqlalchemy.exc import IntegrityError, StatementError

from contracts.registry import Separation
from services.runtime.database import many_rows
from services.runtime.database.many_rows import among
from services.runtime.database.refusals import is_about_content
from services.runtime.database.store import Database
from tests.services.runtime.own_tables import postgresql, sqlite

TABLES = MetaData()
record = Table(
    "record",
    TABLES,
    Column("subject", String(8), primary_key=True),
    Column("number", Integer(), primary_key=True),
    Column("id", Uuid()),
    Column("end", Date()),
    Column("at", DateTime(timezone=True)),
    Column("body", LargeBinary()),
    Column("listed", JSON()),
    Column("holds", Boolean()),
    Column("small", SmallInteger()),
    Column("large", BigInteger()),
    Column("because", Text()),
)
HELD = Table("held", TABLES, Column("subject", String(8), primary_key=True))
FULL: dict[str, Any] = {
    "subject": "p-1",
    "number": 1,
    "id": UUID(int=5),
    "end": date(2020, 2, 29),
    "at": datetime(2020, 1, 12, 9, 0, 0, 250, tzinfo=UTC),
    "body": bytes(range(256)),
    "listed": [["2020-01-01", None, 250], {"why": 'a "word"'}],
    "holds": False,
    "small": -7,
    "large": 2**62 + 1,
    "because": "a line\n, a tab\t, a backslash \\ and Žluťoučký",
}
EMPTY: dict[str, Any] = dict.fromkeys(FULL) | {"subject": "p-2", "number": 2}


def stored(database: Database) -> list[dict[str, Any]]:
    """All rows, moments in UTC whether or not the database keeps zones."""
    with database.begin() as connection:
        rows = [dict(row) for row in connection.execute(select(record).order_by(record.c.number)).mappings()]
    return [row | {"at": row["at"] and row["at"].replace(tzinfo=UTC)} for row in rows]


def every_kind_of_value_comes_back_as_it_went_in(database: Database) -> None:
    with database.begin() as connection:
        many_rows.insert(connection, record, [FULL, EMPTY])
        many_rows.insert(connection, record, [])
    assert stored(database) == [FULL, EMPTY]


def a_row_takes_the_place_of_the_one_under_its_key(database: Database) -> None:
    with database.begin() as connection:
        many_rows.insert(connection, record, [FULL, EMPTY])
        many_rows.replace(connection, record, [EMPTY | {"holds": True}, FULL | {"number": 3}])
        many_rows.replace(connection, HELD, [{"subject": "p-1"}])
        many_rows.replace(connection, HELD, [{"subject": "p-1"}, {"subject": "p-2"}])
        assert len(connection.execute(select(HELD)).all()) == 2
    assert stored(database) == [FULL, EMPTY | {"holds": True}, FULL | {"number": 3}]


def an_inserted_row_never_takes_the_place_of_another(database: Database) -> None:
    with database.begin() as connection:
        many_rows.insert(connection, record, [FULL])
    with pytest.raises(IntegrityError), database.begin() as connection:
        many_rows.insert(connection, record, [EMPTY, FULL])
    assert stored(database) == [FULL]


def a_word_of_a_closed_list_is_stored_by_its_value(database: Database) -> None:
    with database.begin() as connection:
        many_rows.insert(connection, record, [EMPTY | {"because": Separation.LAID_OFF}])
    assert stored(database)[0]["because"] == Separation.LAID_OFF.value


def those_of_a_list_are_found(database: Database) -> None:
    with database.begin() as connection:
        many_rows.insert(connection, record, [FULL, EMPTY, FULL | {"number": 3}])
        by_subject = select(record.c.number).where(among(record.c.subject)).order_by(record.c.number)
        assert connection.scalars(by_subject, {"any_of": ["p-1", "p-3"]}).all() == [1, 3]
        assert connection.scalars(by_subject, {"any_of": []}).all() == []
        assert connection.scalars(by_subject, {"any_of": ["p-1longer-than-any"]}).all() == [], "never cut to fit"
        by_number = select(record.c.subject).where(among(record.c.number), record.c.holds.is_(None))
        assert connection.scalars(by_number, {"any_of": [2, 3]}).all() == ["p-2"]


STORIES = [
    every_kind_of_value_comes_back_as_it_went_in,
    a_row_takes_the_place_of_the_one_under_its_key,
    an_inserted_row_never_takes_the_place_of_another,
    a_word_of_a_closed_list_is_stored_by_its_value,
    those_of_a_list_are_found,
]


@pytest.mark.parametrize("story", STORIES)
class TestManyRowsByColumn:
    def test_on_a_laptop(self, story: Callable[[Database], None], tmp_path: Path) -> None:
        with sqlite(tmp_path, TABLES) as database:
            story(database)

    def test_on_postgresql(self, story: Callable[[Database], None], database_url: str) -> None:
        with postgresql(database_url, TABLES) as database:
            story(database)


@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("number", 2**31),
        ("large", 2**63),
        ("small", 2**15),
        ("because", "a NUL\0"),
        ("because", "\ud800"),
        ("subject", "p-too-long"),
    ],
)
def test_what_a_column_cannot_hold_is_refused_for_what_it_is(column: str, value: object, database_url: str) -> None:
    with postgresql(database_url, TABLES) as database:
        with pytest.raises((StatementError, ValueError)) as fault, database.begin() as connection:
            many_rows.insert(connection, record, [FULL, EMPTY | {column: value}])
        assert is_about_content(fault.value)
        assert stored(database) == []


def test_each_of_a_list_is_looked_up_by_the_index_though_nobody_has_counted_the_table(database_url: str) -> None:
    with postgresql(database_url, TABLES) as database, database.begin() as connection:
        long = EMPTY | {"because": "A sentence as long as most. " * 8}
        many_rows.insert(connection, record, [long | {"subject": f"p-{number}"} for number in range(3_000)])
        looked_up = str(select(record.c.number).where(among(record.c.subject)).compile(connection.engine))
        listed = {"any_of": to_json([f"p-{number}" for number in range(250)]).decode()}
        plan = "\n".join(connection.exec_driver_sql(f"EXPLAIN {looked_up}", listed).scalars())
    assert "Index Scan" in plan
    assert "Seq Scan" not in plan
