"""A rebuild leaves out of the log what the live service has not heard yet, and nothing else."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from sqlalchemy import MetaData

from services.operations.rebuild import Live, said_behind
from services.runtime.database.store import Database
from services.runtime.delivery.outbox import publish
from tests.services.runtime.tally import claim

PARTITIONS = 2
ANN, BOB = "p-0", "p-1"
"""Of different partitions."""


@pytest.fixture
def said() -> Iterator[Database]:
    """Ann's and Bob's service has said two events of each."""
    database = Database.in_memory("said", MetaData())
    database.outbox_partitions = PARTITIONS
    with database.begin() as connection:
        publish(connection, [claim(ANN), claim(BOB), claim(ANN, "c-2"), claim(BOB, "c-2")])
    yield database
    database.close()


def unheard(said: Database, heard: dict[int, int]) -> set[str]:
    with said.reading() as connection:
        bodies = list(said_behind(connection, heard))
    return {
        f"{person} {key}" for person in (ANN, BOB) for key in ("c-1", "c-2") if claim(person, key).to_bytes() in bodies
    }


def test_of_a_partition_of_which_nothing_was_heard_everything_is_unheard(said: Database) -> None:
    assert unheard(said, {0: 1}) | unheard(said, {1: 1}) == {f"{ANN} c-1", f"{ANN} c-2", f"{BOB} c-1", f"{BOB} c-2"}
    assert len(unheard(said, {0: 1})) == len(unheard(said, {1: 1})) == 1 + 2
    assert unheard(said, {0: 2, 1: 2}) == set()


def test_what_was_read_by_the_log_was_heard_though_it_was_never_handed_on() -> None:
    live = Live({}, {("claims", 0): 7}, {}, {}, {}, {}, unheard=frozenset({b"said"}))
    assert live.has_heard(("claims", 0), 6, b"said")
    assert not live.has_heard(("claims", 0), 7, b"said")
    assert not live.has_heard(("claims", 1), 0, b"said")
    assert live.has_heard(("claims", 1), 0, b"said and handed on")
