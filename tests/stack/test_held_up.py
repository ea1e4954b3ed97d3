"""A lock holds a worker up: what came meanwhile is not acknowledged, whether its turn has begun or not."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from sqlalchemy import text

from contracts.base import partition_of
from deploy.kafka.cluster import Cluster
from deploy.waiting import looking_on, until
from services.runtime.kafka.runs import EMPTY_FETCHES
from tests.stack import chronicle
from tests.stack.trial import PARTITIONS, Trial, left_by_bookmarks, trial

LOOKED_AT_SECONDS = 2 * EMPTY_FETCHES
"""An empty fetch takes a second, and then what nobody receives is passed over."""


@pytest.fixture
def one(kafka: Cluster, database_url: str, tmp_path: Path) -> Iterator[Trial]:
    with trial(kafka.servers, database_url, tmp_path) as started:
        yield started


@contextmanager
def locked(one: Trial) -> Iterator[None]:
    """Somebody has the chronicles to themselves."""
    with one.database.engine.connect() as connection:
        connection.execute(text(f"LOCK TABLE {chronicle.FIRST_HEARER}.chronicle IN ACCESS EXCLUSIVE MODE"))
        yield
        connection.rollback()


def somebody_waits(one: Trial) -> bool:
    with one.database.engine.connect() as connection:
        waiting = text("SELECT count(*) FROM pg_locks WHERE NOT granted AND relation = 'claims.chronicle'::regclass")
        return bool(connection.scalar(waiting))


@pytest.mark.parametrize("kind", ["faust", "chained"])
def test_nothing_is_acknowledged_that_has_not_taken_effect(one: Trial, kind: str) -> None:
    one.start(kind)
    one.tell(1)
    one.settled()
    until(lambda: left_by_bookmarks(one) == 0, "bookmarks at the end")
    in_turn = [person for person in one.people if partition_of(person, PARTITIONS) == 0]
    behind = [person for person in one.people if person not in in_turn]
    with locked(one):
        one.publish(chronicle.number_told(person, one.told) for person in in_turn)
        until(lambda: somebody_waits(one), "the worker to wait for the lock")
        one.publish(chronicle.number_told(person, one.told) for person in behind)
        one.told += 1
        left: list[int] = []
        looking_on(lambda: left.append(left_by_bookmarks(one)), seconds=LOOKED_AT_SECONDS)
        assert set(left) == {len(one.people)}, "a process that dies now would have lost the others"
    one.settled()
    until(lambda: left_by_bookmarks(one) == 0, "bookmarks at the end")
    assert not one.faults()
