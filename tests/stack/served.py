"""A small country on the real servers: its people's lives told through Kafka, every service on PostgreSQL.

Everything runs in this process and in turns, with the parts that the processes are made of (consumers with groups,
carriers, the relay), so that a test can stop between any two batches and knows what was said when.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Any
from uuid import uuid4

from kafka import KafkaConsumer, KafkaProducer, OffsetAndMetadata, TopicPartition
from kafka.admin import KafkaAdminClient
from sqlalchemy import Table, func, select, update
from typer.testing import CliRunner

from contracts.base import partition_of
from deploy.kafka.cluster import Cluster
from deploy.postgres.server import Server
from deploy.waiting import until
from services.__main__ import app
from services.claims.vault import vault
from services.demo.people import People
from services.demo.run import demonstrate
from services.names import CHAINED, CONSOLE, FED, FEED, KEYS, SERVICES, group_of
from services.operations.lag import lag
from services.operations.stack import Stack, opened_stack
from services.payments.bank.sealed_files import FileState
from services.payments.tables import bank_account, payment_file
from services.runtime.database import chain
from services.runtime.database.schema import upgrade
from services.runtime.database.store import Database, outbox
from services.runtime.delivery import parking
from services.runtime.delivery.retry import Carrier
from services.runtime.kafka import topics
from services.runtime.kafka.chained_worker import ChainedWorker
from services.runtime.kafka.clients import READ_COMMITTED, BrokerRefused, administering, looking_on
from services.runtime.kafka.loop import messages_of
from services.runtime.kafka.publisher import Publisher
from services.runtime.kafka.relay import Relay
from services.runtime.kafka.topics import dead_letter_name, topic_name
from services.runtime.laptop.laptop import feed
from services.runtime.privacy.key_store import DataKey, KeyStore, data_key
from services.runtime.process.health import Health
from services.runtime.process.settings import Settings
from services.watching.readers import READERS, TOPICS
from services.worlds import cipher_in, key_store, keys_in, laptop_in
from tests.stack.prefixed import named

PARTITIONS = 2
FEW = 3
RUNNER = CliRunner()
Told = tuple[str, str, bytes]
"""A topic, a subject and a message."""


@dataclass
class Served:
    """The services on their servers, and what carries between them; used while its topics are `named`."""

    prefix: str
    settings: Settings
    stack: Stack
    readers: Mapping[str, tuple[Carrier | ChainedWorker, KafkaConsumer]]
    """By consumer group."""
    chained: ChainedWorker | None
    """What carries all services, where no group is one service's own."""
    relay: Relay
    producer: KafkaProducer

    @property
    def environment(self) -> dict[str, str]:
        """What a command of this world is given."""
        return {
            "TIDEOVER_KAFKA_SERVERS": self.settings.kafka_servers,
            "TIDEOVER_DATABASE_URL": self.settings.database_url,
            "TIDEOVER_PARTITIONS": str(PARTITIONS),
            "TIDEOVER_KEYS": str(self.settings.keys),
        }

    def hears(self, told: Sequence[Told]) -> None:
        """Messages come from outside, each in its subject's partition."""
        for topic, subject, body in told:
            partition = _partition(topic, subject)
            self.producer.send(topic_name(topic), body, key=subject.encode(), partition=partition)
        self.producer.flush()

    def lives_through(self, stretch: Sequence[Told]) -> None:
        """A stretch of time: what is said in it takes effect everywhere before its last day is closed."""
        for is_day in (False, True):
            self.hears([one for one in stretch if (one[0] == "clock") == is_day])
            self.works()

    def works(self) -> None:
        """Carry everything that waits, and what follows from it, until nothing moves."""
        while sum(self.reads(group) for group in self.readers) + self.publishes():
            if self.chained is not None:
                self.chained.look()

    def reads(self, group: str, *, most: int = 2_000) -> int:
        """Let one group take what waits for it, acknowledged when it is committed; how many messages."""
        carrier, reader = self.readers[group]
        behind = reader.end_offsets(reader.assignment())
        total = 0
        while any(reader.position(place) < end for place, end in behind.items()):
            polled = reader.poll(timeout_ms=500, max_records=most)
            if polled:
                carrier.carry(messages_of(polled))
                ends = {place: OffsetAndMetadata(found[-1].offset + 1, "", -1) for place, found in polled.items()}
                reader.commit(ends)
                total += sum(map(len, polled.values()))
        return total

    def publishes(self) -> int:
        """What the relay carries to Kafka now."""
        return self.relay.publish(self.producer)

    def said(self, service: str) -> int:
        """How many events stand in a service's outbox."""
        with self.stack.databases[service].reading() as connection:
            return connection.scalar(select(func.count()).select_from(outbox)) or 0

    def mirrored(self, service: str) -> int:
        """How many dead letters of a service Kafka has."""
        with looking_on(self.settings) as reader:
            places = [TopicPartition(dead_letter_name(service), number) for number in range(PARTITIONS)]
            return int(sum(reader.end_offsets(places).values()))

    def acknowledges(self, group: str, topic: str, partition: int, offset: int) -> None:
        """A group's bookmark is moved, whatever was read."""
        admin = KafkaAdminClient(bootstrap_servers=self.settings.kafka_servers)
        place = TopicPartition(topic_name(topic), partition)
        admin.alter_group_offsets(group, {place: OffsetAndMetadata(offset, "", -1)})
        admin.close()

    def ends(self, topic: str) -> dict[int, int]:
        """Where each partition of a topic ends."""
        with looking_on(self.settings) as reader:
            found = reader.end_offsets([TopicPartition(topic_name(topic), number) for number in range(PARTITIONS)])
            return {place.partition: end for place, end in found.items()}

    def forgets(self, topic: str, partition: int, before: int) -> None:
        """The log deletes what stands before a position, as it does with what is old."""
        with administering(self.settings) as admin:
            admin.delete_records({TopicPartition(topic_name(topic), partition): before})


def _partition(topic: str, subject: str) -> int:
    return int(subject.removeprefix("partition-")) if topic == "clock" else partition_of(subject, PARTITIONS)


@contextmanager
def small_world(kafka: Cluster, postgresql: Server, folder: Path, *, chained: bool = False) -> Iterator[Served]:
    """An empty world with topics and a database of its own, in which nobody is known."""
    name = f"test_{uuid4().hex}"
    try:
        with ExitStack() as open_:
            with named(f"{name[:13]}."):
                world = _served(kafka, postgresql.create_database(name), folder, open_, chained=chained)
            yield world
    finally:
        postgresql.drop_database(name)


def _served(kafka: Cluster, database_url: str, folder: Path, open_: ExitStack, *, chained: bool) -> Served:
    table = topics.topic_table()
    kafka.create_topics(*(topic_name(topic) for topic in TOPICS), partitions=PARTITIONS)
    kafka.create_topics(*(dead_letter_name(service) for service in table.services()), partitions=PARTITIONS)
    cipher_in(folder, "payments")
    settings = Settings(
        kafka_servers=kafka.servers, database_url=database_url, partitions=PARTITIONS, keys=folder / "keys"
    )
    for service in (KEYS, *table.services(), CONSOLE):
        upgrade(database_url, service)
    until(lambda: _answers(settings), "the broker to know its groups")
    clients = {"bootstrap_servers": kafka.servers}
    stack = open_.enter_context(opened_stack(settings))
    relay = Relay(stack.databases, clients, Health())
    carries_all = _chained(stack, Publisher(Relay(stack.databases, clients, Health()))) if chained else None
    if carries_all is not None:
        open_.callback(carries_all.publisher.close)
    readers: dict[str, tuple[Carrier | ChainedWorker, KafkaConsumer]] = {}
    for group, heard in _groups(chained=chained).items():
        reader = KafkaConsumer(
            **clients, group_id=group, enable_auto_commit=False, auto_offset_reset="earliest", **READ_COMMITTED
        )
        open_.callback(reader.close)
        places = sorted({(topic, n) for _, topic in heard for n in range(PARTITIONS)})
        reader.assign([TopicPartition(topic_name(topic), n) for topic, n in places])
        service = heard[0][0]
        alone = Carrier(stack.services[service], stack.databases[service], Health())
        readers[group] = (carries_all if carries_all and group == group_of(CHAINED) else alone, reader)
    producer = KafkaProducer(**clients, acks="all", enable_idempotence=True)
    open_.callback(producer.close)
    return Served(table.prefix, settings, stack, readers, carries_all, relay, producer)


def _groups(*, chained: bool) -> dict[str, list[tuple[str, str]]]:
    """What each consumer group reads for whom: a group a service, or one for all that comes from outside."""
    groups: dict[str, list[tuple[str, str]]] = {}
    for group, service, topic in READERS:
        if not chained or group == group_of(FEED):
            groups.setdefault(group, []).append((service, topic))
        elif topic not in SERVICES:
            groups.setdefault(group_of(CHAINED), []).append((service, topic))
    return dict(sorted(groups.items()))


def _chained(stack: Stack, publisher: Publisher) -> ChainedWorker:
    carriers = {name: Carrier(stack.services[name], stack.databases[name], Health()) for name in stack.services}
    topics = {
        name: [topic for topic in service.topics() if (name, topic) != FED] for name, service in stack.services.items()
    }
    return ChainedWorker(carriers, publisher, topics, lambda: [("", number) for number in range(PARTITIONS)])


def _answers(settings: Settings) -> bool:
    """A broker that has just started cannot say yet who coordinates a group."""
    with suppress(BrokerRefused):
        lag(settings)
        return True
    return False


def lives(folder: Path, count: int) -> list[list[Told]]:
    """What people, officers, the bank and the clock said while some people lived, stretch by stretch.

    Before what the bank or an officer says, everybody has heard what came before. Of the days of a stretch only the
    last is told: days are many, and closing one closes those before it. Keys, names and accounts stay in the folder.
    """
    laptop = laptop_in(folder, Settings(partitions=PARTITIONS))
    demonstrate(laptop, People(count=count), lambda _doing, _carried: None)
    with laptop.feed.reading() as connection:
        rows = connection.execute(select(feed.c.topic, feed.c.subject, feed.c.body).order_by(feed.c.position)).all()
    laptop.close()
    stretches: list[list[Told]] = [[]]
    for before, row in zip([None, *rows], rows, strict=False):
        if row.topic in {"bank", "casework"} and before is not None and before.topic not in {"bank", "casework"}:
            stretches.append([])
        if row.subject is not None:
            stretches[-1].append((row.topic, row.subject, bytes(row.body)))
    return [_with_its_last_day(stretch) for stretch in stretches]


def _with_its_last_day(stretch: list[Told]) -> list[Told]:
    days = {subject: (topic, subject, body) for topic, subject, body in stretch if topic == "clock"}
    return [*(one for one in stretch if one[0] != "clock"), *days.values()]


@contextmanager
def world_that_lived(kafka: Cluster, postgresql: Server, folder: Path, *, chained: bool = False) -> Iterator[Served]:
    """A few people's whole lives.

    One word of the bank came too early and is kept; another cannot be read, and was set aside by an officer in the
    end. The bank has all files.
    """
    stretches = lives(folder, FEW)
    early = next(one for stretch in stretches for one in stretch if one[0] == "bank")
    with small_world(kafka, postgresql, folder, chained=chained) as world:
        with named(world.prefix):
            bring(folder, world.stack, key_store(world.settings))
            world.lives_through([early, ("bank", early[1], b"not an event")])
            for stretch in stretches:
                world.lives_through([one for one in stretch if one != early])
            _let_go_on(world)
        yield world


def _let_go_on(world: Served) -> None:
    """What officers and the bank do in the end, which stands in no topic."""
    first = world.stack.waiting()[0][1]
    payments = world.stack.databases["payments"]
    parking.discard(payments, first.number, officer="staff-1", because="The bank said nothing that can be read.")
    world.stack.replay("payments", first.subject)
    with payments.begin() as connection:
        for before, after in pairwise((FileState.SEALED, FileState.SENDING, FileState.SENT)):
            connection.execute(update(payment_file).where(payment_file.c.state == before).values(state=after))
        names = connection.scalars(select(payment_file.c.name)).all()
        chain.note_stored(connection, payment_file, "name", names)
    world.works()


def tideover(world: Served, *words: str, status: int = 0) -> Any:
    """What a command says for machines; nothing where it refuses."""
    done = RUNNER.invoke(app, [*words, "--json"], env=world.environment)
    assert done.exit_code == status, done.output + str(done.exception)
    return json.loads(done.stdout) if done.stdout else None


def bring(folder: Path, stack: Stack, keys: KeyStore) -> None:
    """Names and accounts come to the real databases as they did to the laptop's: not through the log."""
    for service, table in (("claims", vault), ("payments", bank_account)):
        laptop = Database.on_sqlite(folder / f"{service}.db", stack.services[service].tables)
        _copy(laptop, stack.databases[service], table)
        laptop.close()
    with keys_in(folder).reading() as connection:
        kept = [DataKey(row.id, row.owner, row.master, row.wrapped) for row in connection.execute(select(data_key))]
    keys.keep(kept)


def _copy(source: Database, target: Database, table: Table) -> None:
    with source.reading() as reading, target.begin() as writing:
        chain.insert(writing, table, [dict(row) for row in reading.execute(select(table)).mappings()])
