"""A statement that SQLAlchemy has written once gives, changes and refuses what SQLAlchemy's own execution does."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path
from uuid import UUID

import pytest
from sqlalchemy import (
    JSON,
    Boolean,
    Column,
    Date,
    DateTime,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    Uuid,
    bindparam,
    func,
    select,
    update,
)
from sqlalchemy.exc import IntegrityError, StatementError

from services.runtime.database import many_rows
from services.runtime.database.many_rows import among
from services.runtime.database.prepared import Prepared
from services.runtime.database.store import Database
from services.simulation.crashes import crashing
from tests.services.runtime.own_tables import postgresql, sqlite

TABLES = MetaData()
record = Table(
    "record",
    TABLES,
    Column("number", Integer(), primary_key=True, autoincrement=False),
    Column("owner", String(8), nullable=False),
    Column("id", Uuid()),
    Column("end", Date()),
    Column("at", DateTime(timezone=True)),
    Column("body", LargeBinary()),
    Column("listed", JSON()),
    Column("holds", Boolean()),
)
IDS = [UUID(int=number) for number in (1, 2, 3)]
ROWS = [
    {
        "number": number,
        "owner": f"p-{number % 2}",
        "id": identity,
        "end": date(2020, 2, 29) if number else None,
        "at": datetime(2020, 1, 12, 9, tzinfo=UTC),
        "body": bytes(range(number)),
        "listed": [["2020-01-01", number]],
        "holds": number == 1,
    }
    for number, identity in enumerate(IDS)
]
OWN = record.c
ALL = select(record).where(OWN.owner == bindparam("of"), OWN.number.in_((0, 1, 2, 7))).order_by(OWN.number)
BY_IDS = select(OWN.number, OWN.listed).where(among(OWN.id)).order_by(OWN.number)
COUNTS = select(OWN.owner, func.count()).group_by(OWN.owner).order_by(OWN.owner)
CHANGE = Prepared(update(record).where(OWN.owner == bindparam("of")).values(end=bindparam("last"), holds=False))
ADD = Prepared(record.insert().inline(), list(ROWS[0]))


def filled(database: Database) -> None:
    with database.begin() as connection:
        many_rows.insert(connection, record, ROWS)


def rows_are_those_that_sqlalchemy_gives(database: Database) -> None:
    filled(database)
    with database.reading() as connection:
        for query, given in (
            (ALL, {"of": "p-0"}),
            (ALL, {"of": "nobody"}),
            (BY_IDS, {"any_of": IDS[1:]}),
            (COUNTS, {}),
        ):
            rows = Prepared(query).rows(connection, given)
            assert [tuple(row) for row in rows] == [tuple(row) for row in connection.execute(query, given)]
        [row] = Prepared(ALL).rows(connection, {"of": "p-1"})
        assert (row.id, row.end, row.listed, row.holds) == (IDS[1], date(2020, 2, 29), [["2020-01-01", 1]], True)
        assert Prepared(ALL).row(connection, {"of": "nobody"}) is None


def a_change_says_how_many_rows_it_met(database: Database) -> None:
    filled(database)
    with database.begin() as connection:
        assert CHANGE.run(connection, {"of": "p-0", "last": date(2021, 1, 1)}) == 2
        assert CHANGE.run(connection, {"of": "nobody", "last": None}) == 0
        CHANGE.run_each(connection, [{"of": "p-1", "last": date(2022, 1, 1)}, {"of": "nobody", "last": None}])
        ends = connection.scalars(select(OWN.end).order_by(OWN.number)).all()
    assert ends == [date(2021, 1, 1), date(2022, 1, 1), date(2021, 1, 1)]


def what_cannot_be_stored_is_refused_as_by_sqlalchemy(database: Database) -> None:
    with pytest.raises(IntegrityError), database.begin() as connection:
        ADD.run_each(connection, [ROWS[0], ROWS[0]])
    with pytest.raises(IntegrityError), database.begin() as connection:
        ADD.run(connection, ROWS[0] | {"owner": None})
    faults = []
    for listed in ([object()], date(2020, 1, 1)):
        for add in (ADD.run, lambda connection, row: connection.execute(record.insert(), row)):
            with pytest.raises((StatementError, TypeError)) as fault, database.begin() as connection:
                add(connection, ROWS[0] | {"listed": listed})
            faults.append(type(fault.value))
    assert faults[::2] == faults[1::2]
    with pytest.raises(StatementError, match="last"), database.begin() as connection:
        CHANGE.run(connection, {"of": "p-0"})
    with database.reading() as connection:
        assert connection.execute(select(record)).all() == [], "all of it or nothing"


def a_process_may_die_before_and_after_each(database: Database) -> None:
    filled(database)
    with database.begin() as connection, crashing([database.engine]) as boundaries:
        Prepared(ALL).rows(connection, {"of": "p-0"})
        CHANGE.run(connection, {"of": "p-0", "last": None})
        CHANGE.run_each(connection, [{"of": "p-0", "last": None}, {"of": "p-1", "last": None}])
        assert boundaries.passed == 6


STORIES = [
    rows_are_those_that_sqlalchemy_gives,
    a_change_says_how_many_rows_it_met,
    what_cannot_be_stored_is_refused_as_by_sqlalchemy,
    a_process_may_die_before_and_after_each,
]


@pytest.mark.parametrize("story", STORIES)
class TestPreparedStatements:
    def test_on_a_laptop(self, story: Callable[[Database], None], tmp_path: Path) -> None:
        with sqlite(tmp_path, TABLES) as database:
            story(database)

    def test_on_postgresql(self, story: Callable[[Database], None], database_url: str) -> None:
        with postgresql(database_url, TABLES) as database:
            story(database)
