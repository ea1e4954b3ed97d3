"""A laptop's file of an older program is refused in a sentence, before anything fails half-way."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from sqlalchemy import Column, Integer, MetaData, String, Table

from services.runtime.database.older_file import MadeByOlderProgram
from services.runtime.database.store import Database

TABLES = MetaData()
LETTER = Table("letter", TABLES, Column("number", Integer, primary_key=True), Column("because", String(80)))


def test_a_file_that_lacks_a_column_is_refused_by_its_name_and_the_columns(tmp_path: Path) -> None:
    path = tmp_path / "letters.db"
    Database.on_sqlite(path, TABLES).close()
    Database.on_sqlite(path, TABLES).close()
    with closing(sqlite3.connect(path)) as older:
        older.execute("ALTER TABLE letter DROP COLUMN because")
    with pytest.raises(MadeByOlderProgram, match=r"letters\.db was made by an older program: it has no because in"):
        Database.on_sqlite(path, TABLES)


def test_a_table_that_a_newer_program_adds_is_made(tmp_path: Path) -> None:
    path = tmp_path / "letters.db"
    Database.on_sqlite(path, MetaData()).close()
    Database.on_sqlite(path, TABLES).close()
    with closing(sqlite3.connect(path)) as file:
        assert file.execute("SELECT count(*) FROM letter").fetchone() == (0,)
