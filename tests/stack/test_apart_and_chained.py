"""Services that ran apart are chained: nothing is heard twice."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

import pytest
from sqlalchemy import text

from services.names import ONLY_LISTENING, SERVICES
from services.runtime.delivery.messages import OUTBOX
from services.runtime.delivery.offsets import all_reached
from services.runtime.delivery.outbox import ends_of
from services.runtime.delivery.retry import Carrier
from services.runtime.kafka import heard_apart
from services.runtime.kafka.chained_worker import ChainedWorker
from services.runtime.kafka.heard_apart import ends_in_log
from services.runtime.kafka.publisher import Publisher
from services.runtime.kafka.relay import Relay
from services.runtime.process.health import Health
from tests.stack.served import PARTITIONS, Served

KEEPS_ITS_PLACE = f"DELETE FROM reached WHERE topic LIKE '%{OUTBOX}'"


@pytest.fixture
def chained(world: Served, monkeypatch: pytest.MonkeyPatch) -> Iterator[ChainedWorker]:
    """What carries all services from now on, of a world whose people have lived while they ran apart."""
    monkeypatch.setattr(heard_apart, "FEW", 0)
    stack = world.stack
    carriers = {name: Carrier(stack.services[name], stack.databases[name], Health()) for name in SERVICES}
    topics = {name: [topic for topic in stack.services[name].topics() if topic in SERVICES] for name in SERVICES}
    clients = {"bootstrap_servers": world.settings.kafka_servers}
    publisher = Publisher(Relay(stack.databases, clients, Health()))
    worker = ChainedWorker(carriers, publisher, topics, lambda: [("", number) for number in range(PARTITIONS)])
    worker.log_ends = partial(ends_in_log, clients)
    yield worker
    publisher.close()
    for database in stack.databases.values():
        with database.begin() as connection:
            connection.execute(text(KEEPS_ITS_PLACE))


def heard_from_outboxes(world: Served, service: str) -> dict[tuple[str, int], int]:
    with world.stack.databases[service].reading() as connection:
        return {place: end for place, end in all_reached(connection).items() if place[0].endswith(OUTBOX)}


def ends(world: Served, service: str) -> dict[tuple[str, int], int]:
    with world.stack.databases[service].reading() as connection:
        return {(service + OUTBOX, number): end for number, end in ends_of(connection).items()}


def test_who_is_chained_begins_where_it_has_come_to_apart(world: Served, chained: ChainedWorker) -> None:
    chained.look()
    heard = [name for name in SERVICES if name not in ONLY_LISTENING]
    assert all(ends(world, "claims").values())
    assert heard_from_outboxes(world, "oversight") == {
        place: end for publisher in heard for place, end in ends(world, publisher).items()
    }
