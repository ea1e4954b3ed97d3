"""A replay with a day among what waits holds nothing that a worker of the partition might wait for."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy import Connection, text

from deploy.waiting import until
from services.runtime.delivery import parking
from services.runtime.delivery.delivery import replay
from services.runtime.delivery.locks import lock, slots_of
from services.runtime.delivery.parking import ToPark
from tests.services.runtime.door import Door, on_postgresql
from tests.services.runtime.tally import FIRST, claim, counts, day_closed, service

DAY = "partition-0"
PEOPLE = [f"person-{number}" for number in range(200)]
FIRST_OF_ALL = min(PEOPLE, key=lambda person: min(slots_of([person], 1)))
"""By slots, in the order in which a worker takes them."""
_WAITING = text("SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND NOT granted")


def parks_a_day(door: Door) -> None:
    """Ann waits for a day that was closed before it was over; now it is over."""
    door.takes(service("tally"), claim("ann"))
    day = day_closed(FIRST, 0)
    with door.database.begin() as connection:
        parking.park(connection, [ToPark(str(day.id), DAY, "day-not-over", "not over", "clock/0/0", day.to_bytes())])


def somebody_waits(connection: Connection) -> bool:
    return bool(connection.scalar(_WAITING))


@pytest.fixture
def _no_patience(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("services.runtime.database.store.LOCK_MAX_MS", 10_000)


@pytest.mark.usefixtures("_no_patience")
def test_a_worker_of_the_partition_goes_on_while_a_replay_waits_for_it(database_url: str) -> None:
    with on_postgresql(database_url) as database, ThreadPoolExecutor(1) as pool:
        parks_a_day(Door(database))
        with database.begin() as worker:
            lock(worker, database, [FIRST_OF_ALL])
            replayed = pool.submit(replay, service("tally"), database, DAY)
            until(lambda: somebody_waits(worker), "the replay to wait for its turn")
            lock(worker, database, [DAY])
        assert replayed.result().done == 1
        assert counts(database) == {"ann": (1, 1)}
