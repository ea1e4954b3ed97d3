"""The databases of lives: each life finds them empty, and their guards at work."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import pytest
from sqlalchemy.exc import IntegrityError

from services.payments.release_tables import release_rule
from services.runtime.database import chain
from services.runtime.database.store import METADATA
from services.simulation.lives import drawn
from services.simulation.memory import emptied_keys
from services.simulation.play import play
from services.simulation.world import WorldInMemory


def tables_with_rows(world: WorldInMemory) -> Iterator[tuple[str, str]]:
    for name, service in world.services.items():
        with world.databases[name].reading() as connection:
            for table in (*METADATA.sorted_tables, *service.tables.sorted_tables):
                if connection.execute(table.select().limit(1)).first() is not None:
                    yield name, table.name


def test_a_life_leaves_no_row_to_the_next() -> None:
    play(drawn(1))
    assert not list(tables_with_rows(WorldInMemory()))
    keys = emptied_keys()
    assert not keys.of("p-1")
    assert not keys.destroyed_of(["p-1"])


def test_what_guards_keep_no_service_deletes_in_a_life() -> None:
    rule = {"first_day": date(2020, 1, 1), "people": 2, "officer": "head", "because": "as the law says"}
    database = WorldInMemory().databases["payments"]
    with database.begin() as connection:
        chain.insert(connection, release_rule, [rule])
    with pytest.raises(IntegrityError, match="append only"), database.begin() as connection:
        connection.execute(release_rule.delete())
