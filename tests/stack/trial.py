"""A trial: people are told numbers through Kafka while workers and servers are struck; then the chronicle is read."""

from __future__ import annotations

import os
import signal
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from subprocess import TimeoutExpired
from threading import Event
from uuid import uuid4

import pytest
from kafka import KafkaConsumer, KafkaProducer, TopicPartition
from kafka.admin import KafkaAdminClient, NewTopic, OffsetSpec
from kafka.errors import CoordinatorNotAvailableError
from sqlalchemy import func, select

from contracts.base import Envelope, partition_of
from deploy.waiting import until
from services.runtime.database.store import METADATA, Database, outbox, outbox_partition, reached
from services.runtime.delivery import parking
from services.runtime.delivery.offsets import all_missed
from services.runtime.kafka.names import CONTENT_TYPE
from tests import forked
from tests.forked import Forked
from tests.stack import chronicle

PARTITIONS = 4
PATIENCE_SECONDS = 120
SHOWN = 20_000
"""So many signs of a log tell where its process stood."""
NEVER = 1_000
"""Numbers from here on are told in transactions that are aborted."""


@dataclass
class Trial:
    """One topic, one group, one empty database, and the workers between them."""

    servers: str
    database_url: str
    folder: Path
    people: tuple[str, ...]
    name: str = field(default_factory=lambda: f"trial-{uuid4().hex[:8]}")
    workers: list[Forked] = field(default_factory=list)
    told: int = 0
    chained: bool = False
    """Whether a second service hears what the first one says."""

    def __post_init__(self) -> None:
        self.databases = {name: made(self.database_url, name) for name in (chronicle.FIRST_HEARER, chronicle.LISTENER)}
        self.database = self.databases[chronicle.FIRST_HEARER]
        admin = KafkaAdminClient(bootstrap_servers=self.servers)
        admin.create_topics([NewTopic(topic, PARTITIONS, 1) for topic in self.topics])
        admin.close()

    @property
    def topic(self) -> str:
        """The one topic, in which claimants speak."""
        return f"{self.name}.{chronicle.PUBLISHER}"

    @property
    def topics(self) -> list[str]:
        """That topic, and those in which the two services would speak."""
        return [self.topic, *(f"{self.name}.{log}{name}" for name in self.databases for log in ("", "dead."))]

    def tell(self, count: int, *, codec: str | None = None) -> None:
        """Tell every person the next `count` numbers, in order."""
        numbers = range(self.told, self.told + count)
        told = (chronicle.number_told(person, number) for number in numbers for person in self.people)
        self.publish(told, codec=codec)
        self.told += count

    def tell_again(self, count: int) -> None:
        """A source that is not sure repeats its last `count` numbers."""
        numbers = range(self.told - count, self.told)
        self.publish(chronicle.number_told(person, number) for number in numbers for person in self.people)

    def tell_in_transactions(self, *outcomes: bool) -> None:
        """Tell every person a number in each transaction; those that are not committed are aborted."""
        producer = KafkaProducer(bootstrap_servers=self.servers, transactional_id=f"{self.name}.{uuid4().hex[:8]}")
        producer.init_transactions()
        for committed in outcomes:
            producer.begin_transaction()
            number = self.told if committed else NEVER + self.told
            self._send(producer, (chronicle.number_told(person, number) for person in self.people))
            if committed:
                producer.commit_transaction()
                self.told += 1
            else:
                producer.abort_transaction()
        producer.close()

    def publish(self, envelopes: Iterator[Envelope], *, codec: str | None = None) -> None:
        """Put events into the topic, each in its person's partition."""
        producer = KafkaProducer(bootstrap_servers=self.servers, acks="all", linger_ms=5, compression_type=codec)
        self._send(producer, envelopes)
        producer.close()

    def _send(self, producer: KafkaProducer, envelopes: Iterator[Envelope]) -> None:
        for one in envelopes:
            producer.send(
                self.topic,
                one.to_bytes(),
                key=one.subject.encode(),
                headers=[CONTENT_TYPE],
                partition=partition_of(one.subject, PARTITIONS),
            )
        producer.flush()

    def start(self, kind: str, *, slow_ms: int = 0, stumbles: Path | None = None, dies: str = "") -> Forked:
        """Start a worker; `dies` is where a chained one kills itself."""
        self.chained |= kind == "chained"
        environment = {
            **os.environ,
            "TIDEOVER_KAFKA_SERVERS": self.servers,
            "TIDEOVER_DATABASE_URL": self.database_url,
            "TIDEOVER_PARTITIONS": str(PARTITIONS),
            "CHRONICLE_SLOW_MS": str(slow_ms),
            "CHRONICLE_DIES": dies,
            **({"CHRONICLE_STUMBLES": str(stumbles)} if stumbles else {}),
        }
        log = (self.folder / f"{self.name}-{len(self.workers)}.log").open("wb")
        worker = forked.start("chronicle", kind, self.name, env=environment, cwd=self.folder, stdout=log, stderr=log)
        log.close()
        self.workers.append(worker)
        return worker

    def stop(self, worker: Forked, number: signal.Signals = signal.SIGTERM) -> None:
        """Strike a worker and wait until it is gone."""
        worker.send_signal(number)
        try:
            worker.wait(timeout=PATIENCE_SECONDS)
        except TimeoutExpired:
            worker.wait()
            pytest.fail(f"the worker did not end; it stood here:\n{self.said_by(worker)[-SHOWN:]}")
        self.workers.remove(worker)

    def said_by(self, worker: Forked) -> str:
        """What a running worker has logged."""
        return (self.folder / f"{self.name}-{self.workers.index(worker)}.log").read_text("utf-8")

    def written_at_least(self, count: int) -> None:
        """Wait until so many numbers stand in the chronicles."""
        until(lambda: self.count() >= count, f"{count} numbers in the chronicles", seconds=PATIENCE_SECONDS)

    def dies(self, worker: Forked) -> None:
        """Wait until a worker has killed itself."""
        assert worker.wait(timeout=PATIENCE_SECONDS) == -signal.SIGKILL
        self.workers.remove(worker)

    def settled(self) -> None:
        """Wait until everything told stands in the chronicles, and Kafka has what was said."""
        count = self.told * len(self.people)
        self.written_at_least(count)
        if self.chained:
            until(lambda: self.count(chronicle.LISTENER) >= count, "the second chronicles", seconds=PATIENCE_SECONDS)
            until(lambda: self.published() >= count, "what was said in Kafka", seconds=PATIENCE_SECONDS)

    def last_is_written(self) -> None:
        """Wait until the last number told stands in every chronicle, whatever is missing before it."""
        last = self.told - 1
        until(
            lambda: all(last in self._written(person) for person in self.people),
            f"{last} everywhere",
            seconds=PATIENCE_SECONDS,
        )

    def _written(self, person: str) -> list[int]:
        return chronicle.written(self.database).get(person, [])

    def passes(self, *, seconds: int) -> None:
        """Let the outage last so long."""
        Event().wait(seconds)

    def both_work(self) -> None:
        """Wait until the group has two members with partitions each."""
        until(
            lambda: members_with_partitions(self) == len(self.workers),
            "partitions for every worker",
            seconds=PATIENCE_SECONDS,
        )

    def parked(self) -> int:
        """How many events wait."""
        with self.database.begin() as connection:
            return parking.count_waiting(connection)

    def count(self, service: str = chronicle.FIRST_HEARER) -> int:
        """How many numbers stand in the chronicles."""
        return sum(len(numbers) for numbers in chronicle.written(self.databases[service]).values())

    def published(self) -> int:
        """How many events of the first service Kafka is known to have."""
        with self.database.begin() as connection:
            return int(connection.scalar(select(func.sum(outbox_partition.c.published))) or 0)

    def came_to_kafka(self) -> dict[str, list[int]]:
        """The numbers of each person that the first service said, in the order in which they first came to Kafka."""
        came: dict[str, list[int]] = {}
        consumer = KafkaConsumer(bootstrap_servers=self.servers, enable_auto_commit=False)
        places = [TopicPartition(f"{self.name}.{chronicle.FIRST_HEARER}", number) for number in range(PARTITIONS)]
        consumer.assign(places)
        consumer.seek_to_beginning(*places)
        ends = consumer.end_offsets(places)
        while any(consumer.position(place) < end for place, end in ends.items()):
            for records in consumer.poll(timeout_ms=500).values():
                for said in (Envelope.from_bytes(record.value) for record in records):
                    numbers = came.setdefault(said.subject, [])
                    if (number := int(said.data["claim"])) not in numbers:
                        numbers.append(number)
        consumer.close()
        return came

    def said(self) -> int:
        """How many consequences were written, each once."""
        with self.database.begin() as connection:
            return connection.scalar(select(func.count()).select_from(outbox)) or 0

    def faults(self) -> Mapping[str, str]:
        """Whose chronicle is not exactly what was told, in order, and how it differs."""
        expected = list(range(self.told))
        views = {"": chronicle.written(self.database)}
        if self.chained:
            views |= {
                " as heard": chronicle.written(self.databases[chronicle.LISTENER]),
                " in Kafka": self.came_to_kafka(),
            }
        return {
            person + where: _difference(expected, view.get(person, []))
            for where, view in views.items()
            for person in self.people
            if view.get(person, []) != expected
        }


def made(database_url: str, service: str) -> Database:
    """A service's schema with its chronicle, in which nothing stands yet."""
    database = Database.on_postgresql(database_url, service, chronicle.TABLES, partitions=PARTITIONS)
    with database.begin() as connection:
        connection.exec_driver_sql(f"CREATE SCHEMA IF NOT EXISTS {service}")
    METADATA.create_all(database.engine)
    chronicle.TABLES.create_all(database.engine)
    return database


def _difference(expected: list[int], found: list[int]) -> str:
    lost = len(set(expected) - set(found))
    twice = len(found) - len(set(found))
    order = "in order" if found == sorted(found) else "out of order"
    return f"{lost} lost, {twice} twice, {order}"


def members_with_partitions(one: Trial) -> int:
    """How many members of the trial's group have partitions; a broker that has just started knows no group yet."""
    admin = KafkaAdminClient(bootstrap_servers=one.servers)
    try:
        group = admin.describe_groups([one.name])[one.name]
    except CoordinatorNotAvailableError:
        return 0
    finally:
        admin.close()
    return sum(bool((member["member_assignment"] or {}).get("assigned_partitions")) for member in group["members"])


def left_by_bookmarks(one: Trial) -> int:
    """How many messages of the topic the group has not yet acknowledged."""
    admin = KafkaAdminClient(bootstrap_servers=one.servers)
    try:
        places = [TopicPartition(one.topic, partition) for partition in range(PARTITIONS)]
        ends = admin.list_partition_offsets(dict.fromkeys(places, OffsetSpec.LATEST))
        committed = admin.list_group_offsets(dict.fromkeys([one.name])).get(one.name, {})
    finally:
        admin.close()
    return sum(end.offset - max(0, committed[place].offset if place in committed else 0) for place, end in ends.items())


def left_by_the_database(one: Trial) -> int:
    """How many positions of the topic the database has not come to, or notes as passed over."""
    with one.database.begin() as connection:
        next_positions = {row.partition: row.next_position for row in connection.execute(select(reached))}
        gaps = all_missed(connection)
    admin = KafkaAdminClient(bootstrap_servers=one.servers)
    try:
        places = [TopicPartition(one.topic, partition) for partition in range(PARTITIONS)]
        ends = admin.list_partition_offsets(dict.fromkeys(places, OffsetSpec.LATEST))
    finally:
        admin.close()
    left: int = sum(end.offset - next_positions.get(place.partition, 0) for place, end in ends.items())
    return left + sum(gap.end - gap.start for gap in gaps)


def forget_topics(one: Trial) -> None:
    """Delete the trial's topics: a broker that was killed reads through all that it has before it answers."""
    admin = KafkaAdminClient(bootstrap_servers=one.servers)
    try:
        admin.delete_topics(one.topics)
    finally:
        admin.close()


def reset_to_earliest(one: Trial) -> None:
    """Forget how far the group has read."""
    admin = KafkaAdminClient(bootstrap_servers=one.servers)
    try:
        admin.delete_groups([one.name])
    finally:
        admin.close()


@contextmanager
def trial(servers: str, database_url: str, folder: Path, *, people: int = 40, unlucky: int = 0) -> Iterator[Trial]:
    """A trial whose workers are gone when it ends; for `unlucky` people the handler fails once."""
    everybody = [f"person-{number}" for number in range(people)] + [f"broken-{number}" for number in range(unlucky)]
    one = Trial(servers, database_url, folder, tuple(everybody))
    try:
        yield one
    finally:
        for worker in one.workers:
            worker.kill()
            worker.wait()
        for database in one.databases.values():
            database.close()
    forget_topics(one)
