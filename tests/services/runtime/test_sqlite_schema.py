"""An empty file gets its tables at once: the same as one by one, and only where nothing is."""

from __future__ import annotations

import sqlite3
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path

import pytest
from sqlalchemy import create_engine

from services.names import SERVICES
from services.runtime.database.sqlite_schema import complete
from services.runtime.database.store import METADATA, Database
from services.simulation.world import WorldInMemory

EVERYTHING = "SELECT type, name, tbl_name, sql FROM sqlite_master ORDER BY type, name"


def everything_in(file: Path) -> list[tuple[str, ...]]:
    with closing(sqlite3.connect(file)) as connection:
        return connection.execute(EVERYTHING).fetchall()


@pytest.mark.parametrize("name", SERVICES)
def test_tables_indexes_and_guards_are_those_that_sqlalchemy_makes_one_by_one(name: str, tmp_path: Path) -> None:
    tables = WorldInMemory().services[name].tables
    Database.on_sqlite(tmp_path / "at_once.db", tables).close()
    engine = create_engine(f"sqlite:///{tmp_path / 'one_by_one.db'}")
    METADATA.create_all(engine)
    tables.create_all(engine)
    engine.dispose()
    assert everything_in(tmp_path / "at_once.db") == everything_in(tmp_path / "one_by_one.db")


def test_a_file_that_holds_something_gets_the_tables_that_it_lacks(tmp_path: Path) -> None:
    with closing(sqlite3.connect(tmp_path / "a.db")) as connection:
        connection.execute("CREATE TABLE inbox (own INTEGER)")
    engine = create_engine(f"sqlite:///{tmp_path / 'a.db'}")
    assert not complete(engine, METADATA)
    engine.dispose()
    made = {name: words for kind, name, _, words in everything_in(tmp_path / "a.db") if kind == "table"}
    assert made["inbox"] == "CREATE TABLE inbox (own INTEGER)"
    assert set(METADATA.tables) <= set(made)


def test_of_those_who_open_one_new_file_at_once_one_makes_it(tmp_path: Path) -> None:
    def makes(_: int) -> bool:
        engine = create_engine(f"sqlite:///{tmp_path / 'a.db'}")
        try:
            return complete(engine, METADATA)
        finally:
            engine.dispose()

    with ThreadPoolExecutor(4) as threads:
        assert sorted(threads.map(makes, range(4))) == [False, False, False, True]
