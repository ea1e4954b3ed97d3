"""The demonstration on the evening before its officers' day, on a laptop, and the same rows on PostgreSQL."""

from __future__ import annotations

import gc
from contextlib import closing
from pathlib import Path

from sqlalchemy import insert, select, text

from services.demo.calendar import DAY
from services.demo.kept_day import OFFICERS_DAY
from services.demo.people import People
from services.demo.run import demonstrate_in
from services.demo.world import laptop_world
from services.runtime.database.store import METADATA, Database
from services.runtime.laptop.listener_process import RARELY
from services.runtime.process.settings import Settings
from services.worlds import laptop_in

ROWS_AT_ONCE = 1_000


def officers_day(folder: Path, count: int) -> None:
    """So many people of the demonstration live until the evening before officers work."""
    gc.set_threshold(*RARELY)
    people = People(count=count)
    with closing(laptop_in(folder, Settings())) as laptop, laptop_world(laptop, people) as world:
        demonstrate_in(world, people, lambda _doing, _carried: None, each_evening=lambda day: day + DAY == OFFICERS_DAY)


def on_postgresql(folder: Path, settings: Settings) -> None:
    """Every row of a laptop's services stands in the schemas of the settings, which were empty."""
    with closing(laptop_in(folder, Settings())) as laptop:
        for name, source in laptop.databases.items():
            target = Database.on_postgresql(settings.database_url, name, source.tables)
            _copy(source, target)
            target.close()


def _copy(source: Database, target: Database) -> None:
    with source.reading() as reading, target.begin() as writing:
        writing.execute(text("SET LOCAL session_replication_role = replica"))  # tables refer to each other in circles
        for table in (*METADATA.sorted_tables, *source.tables.sorted_tables):
            for rows in reading.execute(select(table)).mappings().partitions(ROWS_AT_ONCE):
                writing.execute(insert(table), [dict(row) for row in rows])
