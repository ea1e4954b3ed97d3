"""Two chained workers share partitions: what one says to somebody of the other's reaches them, once and in order."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest

from contracts.base import Envelope, partition_of
from contracts.claims import ClaimOpened
from contracts.intake import ClaimFiled
from deploy.kafka.cluster import Cluster
from services.runtime.database.waking import Ear
from services.runtime.delivery.messages import Message
from services.runtime.delivery.retry import Carrier
from services.runtime.handling import To
from services.runtime.kafka.chained_worker import ChainedWorker
from services.runtime.kafka.publisher import Publisher
from services.runtime.kafka.relay import Relay
from services.runtime.process.health import Health
from services.runtime.service import Service
from tests.stack import chronicle
from tests.stack.prefixed import named
from tests.stack.trial import PARTITIONS, Trial, trial

HERE, THERE = 0, 1


@pytest.fixture
def one(kafka: Cluster, database_url: str, tmp_path: Path) -> Iterator[Trial]:
    with trial(kafka.servers, database_url, tmp_path) as started, named(f"{started.name}."):
        yield started


def of(partition: int) -> str:
    """Somebody whose events stand in this partition."""
    people = (f"person-{number}" for number in range(40))
    return next(person for person in people if partition_of(person, PARTITIONS) == partition)


def told_to_another() -> Service[chronicle.Chronicle]:
    """Says of every number to somebody of the other partition that it came."""
    service = chronicle.service()

    def write(event: ClaimFiled, _state: chronicle.Chronicle, _cause: Envelope) -> list[To]:
        return [To(of(THERE), ClaimOpened(claim=event.key, scheme=event.scheme, filed_on=event.filed_on))]

    service.handlers[ClaimFiled] = write
    return service


@contextmanager
def chained(one: Trial, *partitions: int) -> Iterator[ChainedWorker]:
    """A worker with these partitions."""
    services = {made.name: made for made in (told_to_another(), chronicle.listener())}
    carriers = {name: Carrier(service, one.databases[name], Health()) for name, service in services.items()}
    relay = Relay(one.databases, {"bootstrap_servers": one.servers}, Health())
    topics = {chronicle.FIRST_HEARER: [chronicle.PUBLISHER], chronicle.LISTENER: [chronicle.FIRST_HEARER]}
    assigned = [("", number) for number in partitions]
    with closing(Publisher(relay)) as publisher:
        yield ChainedWorker(carriers, publisher, topics, lambda: assigned)


def number(told: int) -> Message:
    body = chronicle.number_told(of(HERE), told).to_bytes()
    return Message(body, chronicle.PUBLISHER, HERE, told, 1)


def test_what_is_said_to_somebody_of_another_worker_wakes_that_one_and_is_heard_there_alone(one: Trial) -> None:
    with chained(one, HERE) as here, chained(one, THERE) as there, closing(Ear(one.databases.values())) as ear:
        there.look()
        assert ear.hears(within_seconds=0), "who begins to listen cannot know what was said before"
        here.carry([number(0), number(1)])
        assert one.count(chronicle.LISTENER) == 0, "it is not for this worker to say"
        assert ear.hears(within_seconds=60)
        there.look()
        assert chronicle.written(one.databases[chronicle.LISTENER]) == {of(THERE): [0, 1]}
        here.carry([number(2)])
        there.look()
        assert chronicle.written(one.databases[chronicle.LISTENER]) == {of(THERE): [0, 1, 2]}
        assert one.came_to_kafka() == {of(THERE): [0, 1, 2]}
        assert one.published() == 3


def test_who_takes_a_partition_over_hears_what_was_left_and_the_old_owner_does_no_harm(one: Trial) -> None:
    with chained(one, HERE, THERE) as old, chained(one, HERE, THERE) as new:
        old.carry([number(0)])
        new.look()
        old.carry([number(1)])
        new.carry([number(1), number(2)])
        old.carry([number(2), number(3)])
        new.carry([number(3)])
        assert chronicle.written(one.databases[chronicle.LISTENER]) == {of(THERE): [0, 1, 2, 3]}
        assert one.came_to_kafka() == {of(THERE): [0, 1, 2, 3]}
