"""The watchdog ends a worker that went quiet, leaves alone one that moves, and outlives what it cannot look at."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from threading import Event, Thread

import pytest
from kafka import KafkaProducer

from deploy.kafka.cluster import Cluster
from deploy.postgres.server import Server
from deploy.waiting import until
from services.runtime.database.store import Database, reached, upsert
from services.runtime.delivery.offsets import Partition
from services.runtime.delivery.retry import UNAVAILABLE, Carrier
from services.runtime.kafka.completeness import WatchedReader
from services.runtime.kafka.topics import topic_name
from services.runtime.kafka.watchdog import Watchdog
from services.runtime.process.health import Health
from tests.stack import chronicle
from tests.stack.prefixed import named

TOPIC = "intake"
MESSAGES = 3
QUIET_LOOKS_MAX = 3
LOOKS = 4 * QUIET_LOOKS_MAX


@dataclass
class Worker:
    """A consumer as the watchdog sees it: what is assigned to it, and how far it says in the database to be."""

    carrier: Carrier
    clients: dict[str, str]
    moves: Callable[[Worker], None]
    """What it does between two looks."""
    looks: int = 0
    ended: list[int] = field(default_factory=list)
    stop: Event = field(default_factory=Event)
    watching: Thread | None = None

    def assigned(self) -> set[Partition]:
        """Its one partition; each look asks, so here is where something happens between two of them."""
        self.looks += 1
        self.moves(self)
        return {(topic_name(TOPIC), 0)}

    def comes_to(self, position: int) -> None:
        """What was read up to a position has had its effect."""
        with self.carrier.database.begin() as connection:
            upsert(connection, reached, [{"topic": TOPIC, "partition": 0, "next_position": position}])

    def watched(self) -> Thread:
        """Begin to watch; whoever is ended stops being watched."""

        def end(status: int) -> None:
            self.ended.append(status)
            self.stop.set()

        carrier, quick = self.carrier, {"look_seconds": 0, "quiet_looks_max": QUIET_LOOKS_MAX}
        heard = [WatchedReader(carrier.service.name, carrier.database, [TOPIC], carrier.carry)]
        watchdog = Watchdog(heard, carrier.health, self.clients, self.assigned, **quick, end=end)
        self.watching = watchdog.start(self.stop)
        return self.watching


@pytest.fixture
def worker(kafka: Cluster, migrated_database_url: str, topic_prefix: str) -> Iterator[Worker]:
    """A worker for whom messages wait."""
    database = Database.on_postgresql(migrated_database_url, "claims", chronicle.TABLES, partitions=1)
    health = Health()
    health.beat()
    with named(topic_prefix):
        kafka.create_topics(topic_name(TOPIC), partitions=1)
        producer = KafkaProducer(bootstrap_servers=kafka.servers, acks="all")
        for _ in range(MESSAGES):
            producer.send(topic_name(TOPIC), b"{}")
        producer.close()
        carrier = Carrier(chronicle.service(), database, health)
        worker = Worker(carrier, {"bootstrap_servers": kafka.servers}, lambda _: None)
        yield worker
        worker.stop.set()
        if worker.watching is not None:
            worker.watching.join()  # it may hold a connection still
        database.close()


def test_a_consumer_that_stands_still_while_messages_wait_is_ended(worker: Worker) -> None:
    worker.watched()
    until(lambda: worker.ended, "the end of the quiet consumer")
    assert worker.ended == [UNAVAILABLE]
    assert worker.looks > QUIET_LOOKS_MAX, "not at the first look"


def test_one_that_moves_is_left_alone_and_so_is_one_that_has_read_everything(worker: Worker) -> None:
    worker.moves = lambda one: one.comes_to(min(one.looks, MESSAGES))
    watching = worker.watched()
    until(lambda: worker.looks >= LOOKS, "the looks")
    worker.stop.set()
    watching.join()
    assert worker.ended == []


def test_one_that_works_for_long_is_left_alone_though_no_position_moves(worker: Worker) -> None:
    worker.moves = lambda one: one.carrier.health.works()
    watching = worker.watched()
    until(lambda: worker.looks >= LOOKS, "the looks")
    worker.stop.set()
    watching.join()
    assert worker.ended == []


def test_a_loop_that_no_longer_beats_is_ended_though_nothing_waits(worker: Worker) -> None:
    worker.comes_to(MESSAGES)
    worker.carrier.health = Health(beat_max_seconds=-1)
    worker.watched()
    until(lambda: worker.ended, "the end of the hanging loop")


def test_what_cannot_be_looked_at_does_not_end_the_watch(worker: Worker) -> None:
    def stumbles(one: Worker) -> None:
        if one.looks == 1:
            raise RuntimeError("the assignment changed while it was read")

    worker.moves = stumbles
    worker.watched()
    until(lambda: worker.ended, "the end of the quiet consumer")


def test_readiness_follows_both_servers_whatever_the_loop_says(
    worker: Worker, postgresql: Server, kafka: Cluster
) -> None:
    health = worker.carrier.health = Health(beat_max_seconds=3600)
    worker.moves = lambda _: health.ready(True, "Partitions are assigned.")
    worker.comes_to(MESSAGES)
    worker.watched()
    until(lambda: health.ready_state().good, "a ready worker")

    postgresql.kill()
    until(lambda: health.ready_state().says.startswith("The database does not answer"), "no database to be noticed")
    assert not health.ready_state().good
    postgresql.restart()
    until(lambda: health.ready_state().good, "the database to be noticed")

    kafka.brokers[0].pause()
    until(lambda: health.ready_state().says.startswith("The log does not answer"), "a frozen log to be noticed")
    assert not health.ready_state().good
    kafka.brokers[0].resume()
    until(lambda: health.ready_state().good, "the log to be noticed")
    assert worker.ended == []
