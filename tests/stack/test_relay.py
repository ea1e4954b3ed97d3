"""The relay loses no row and turns no person's rows around, though writers commit out of order and it is killed."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path
from threading import Event

import pytest
from kafka import KafkaConsumer, KafkaProducer, TopicPartition
from sqlalchemy import Connection, MetaData, select, text

from contracts.base import Envelope, partition_of
from deploy.kafka.cluster import Cluster
from deploy.waiting import until
from services.runtime.database.store import METADATA, Database, outbox, outbox_partition
from services.runtime.database.waking import wake
from services.runtime.delivery.locks import lock, space
from services.runtime.delivery.outbox import publish, take_said
from services.runtime.kafka.ordered_producer import DELIVERY_SECONDS, FLUSH_SECONDS, UNCONFIRMED_SECONDS
from services.runtime.kafka.publisher import Publisher
from services.runtime.kafka.relay import Relay
from services.runtime.kafka.topics import topic_name
from services.runtime.process.health import WORK_MAX_SECONDS, Health
from tests.stack.chronicle import number_told

PARTITIONS = 4
ROOT = Path(__file__).parents[2]
TOPIC = "intake"
"""What the events of these trials are about; the relay finds the topic in the row."""


@pytest.fixture
def database(database_url: str) -> Iterator[Database]:
    found = Database.on_postgresql(database_url, "claims", MetaData(), partitions=PARTITIONS)
    with found.begin() as connection:
        connection.exec_driver_sql("CREATE SCHEMA claims")
    METADATA.create_all(found.engine)
    yield found
    found.close()


@pytest.fixture
def servers(kafka: Cluster) -> str:
    names = {topic_name(TOPIC), topic_name("dead.claims")} - there(kafka.servers)
    if names:
        kafka.create_topics(*sorted(names), partitions=PARTITIONS)
    return kafka.servers


def there(servers: str) -> set[str]:
    consumer = KafkaConsumer(bootstrap_servers=servers)
    try:
        return set(consumer.topics())
    finally:
        consumer.close()


class Reader:
    """What came into the topic since it was made."""

    def __init__(self, servers: str) -> None:
        self._consumer = KafkaConsumer(bootstrap_servers=servers, enable_auto_commit=False)
        places = [TopicPartition(topic_name(TOPIC), number) for number in range(PARTITIONS)]
        self._consumer.assign(places)
        self._consumer.seek_to_end(*places)
        for place in places:
            self._consumer.position(place)
        self.came: list[Envelope] = []

    def look(self) -> list[Envelope]:
        """Everything that came, in the order of each partition."""
        for records in self._consumer.poll(timeout_ms=200).values():
            for record in records:
                self.came.append(Envelope.from_bytes(record.value))
                assert dict(record.headers)["traceparent"].decode() == self.came[-1].traceparent
        return self.came

    def close(self) -> None:
        self._consumer.close()


@pytest.fixture
def reader(servers: str) -> Iterator[Reader]:
    found = Reader(servers)
    yield found
    found.close()


@contextmanager
def one_relay(servers: str, database: Database) -> Iterator[Callable[[], int]]:
    """A relay that publishes what waits whenever it is called."""
    relay = Relay({"claims": database}, {"bootstrap_servers": servers}, Health())
    producer = KafkaProducer(bootstrap_servers=servers, acks="all")
    try:
        yield lambda: relay.publish(producer)
    finally:
        producer.close()


def test_who_writes_to_a_partition_is_waited_for_and_other_partitions_go_on(
    servers: str, database: Database, reader: Reader
) -> None:
    anna, beside_her, elsewhere = people_of(0)[:2] + people_of(1)[:1]
    with one_relay(servers, database) as publish_now, ThreadPoolExecutor(1) as pool:
        with database.begin() as slow:
            says(slow, database, anna, 0)
            waits = pool.submit(tells_numbers, database, beside_her, 1)
            tells_numbers(database, elsewhere, 1)
            assert publish_now() == 1, "what was committed in another partition"
            assert not waits.done(), "whoever writes behind her would have a higher number and be seen before"
        waits.result()
        assert publish_now() == 2
        until(lambda: len(reader.look()) == 3, "all rows")
        assert publish_now() == 0, "and each once"


def test_a_transaction_that_is_rolled_back_says_nothing_and_leaves_no_gap(
    servers: str, database: Database, reader: Reader
) -> None:
    with one_relay(servers, database) as publish_now:
        with suppress(ZeroDivisionError), database.begin() as regretted:
            says(regretted, database, "anna", 0)
            raise ZeroDivisionError
        with database.begin() as connection:
            says(connection, database, "anna", 1)
        assert publish_now() == 1
        until(lambda: len(reader.look()) == 1, "the row that was kept")
        with database.begin() as connection:
            assert connection.scalars(select(outbox.c.number)).all() == [0]


def test_many_writers_commit_in_any_order_and_the_relay_is_killed_again_and_again(
    servers: str, database: Database, database_url: str, reader: Reader, tmp_path: Path
) -> None:
    people = [f"person-{number}" for number in range(24)]
    everything = 40 * len(people)
    with ThreadPoolExecutor(len(people) // 2) as pool:
        writing = [pool.submit(tells_numbers, database, person, 40) for person in people]
        for _ in range(3):
            relay = start_relay(servers, database_url, tmp_path)
            enough = min(len(reader.look()) + 41, everything)
            until(lambda enough=enough: len(reader.look()) >= enough, "some rows")  # type: ignore[misc]
            relay.send_signal(signal.SIGKILL)
            relay.wait()
        for one in writing:
            one.result()
    relay = start_relay(servers, database_url, tmp_path)
    try:
        until(lambda: len({one.id for one in reader.look()}) == everything, "every row")
    finally:
        relay.send_signal(signal.SIGTERM)
        relay.wait()
    for person in people:
        first_seen = dict.fromkeys(int(one.data["key"]) for one in reader.came if one.subject == person)
        assert list(first_seen) == list(range(40)), person


def published_while_saying(servers: str, database: Database, count: int) -> list[int]:
    """How far the outbox is published after each of so many events that are said one by one."""
    publisher = Publisher(Relay({TOPIC: database}, {"bootstrap_servers": servers}, Health()))
    publisher.carries(range(PARTITIONS))
    came_to: list[int] = []
    for number in range(count):
        with database.begin() as connection:
            says(connection, database, "anna", number)
            said = take_said(connection)
        publisher.said(said)
        if number == 0:
            publisher.confirm()  # nobody has published this partition before
        with database.reading() as connection:
            came_to += connection.scalars(select(outbox_partition.c.published)).all()
    publisher.confirm()
    publisher.close()
    return came_to


def test_a_publisher_waits_for_the_log_before_too_much_is_under_way(
    servers: str, database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("services.runtime.kafka.publisher.UNCONFIRMED_MAX", 3)
    assert published_while_saying(servers, database, 5) == [1, 1, 1, 4, 4]


def test_what_was_sent_long_ago_is_waited_for_before_anything_else_goes_out(
    servers: str, database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("services.runtime.kafka.publisher.UNCONFIRMED_SECONDS", 0)
    assert published_while_saying(servers, database, 4) == [1, 1, 2, 3]


def test_a_publisher_that_gives_up_while_the_log_is_away_sends_nothing_more_and_goes_on_in_order(
    kafka: Cluster, servers: str, database: Database, reader: Reader, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("services.runtime.kafka.publisher.FLUSH_SECONDS", 1)
    publisher = Publisher(Relay({TOPIC: database}, {"bootstrap_servers": servers}, Health()))
    publisher.carries(range(PARTITIONS))
    tells_and_publishes(publisher, database, 0)
    publisher.confirm()
    kafka.brokers[0].pause()
    for number in (1, 2):
        tells_and_publishes(publisher, database, number)
    publisher.confirm()
    with database.reading() as connection:
        assert connection.scalars(select(outbox_partition.c.published)).all() == [1], (
            "nothing more is known to be there"
        )
    kafka.heal()
    publisher.confirm()
    until(lambda: len({told.id for told in reader.look()}) == len([0, 1, 2]), "all that was said")
    assert list(dict.fromkeys(int(told.data["key"]) for told in reader.came)) == [0, 1, 2]
    publisher.close()


def tells_and_publishes(publisher: Publisher, database: Database, number: int) -> None:
    with database.begin() as connection:
        says(connection, database, "anna", number)
        said = take_said(connection)
    publisher.said(said)


def test_no_record_is_let_go_before_its_sender_gives_up() -> None:
    longest = UNCONFIRMED_SECONDS + WORK_MAX_SECONDS + FLUSH_SECONDS
    assert longest < DELIVERY_SECONDS


def says(connection: Connection, database: Database, person: str, number: int) -> None:
    """As the door does: hold the person, then write what was said."""
    lock(connection, database, [person])
    publish(connection, [number_told(person, number)])


def tells_numbers(database: Database, person: str, count: int) -> None:
    """One worker after the other says the next number of a person, each committing when it pleases."""
    dice = random.Random(person)
    for number in range(count):
        with database.begin() as connection:
            says(connection, database, person, number)
            Event().wait(dice.randrange(20) / 1000)


def people_of(partition: int) -> list[str]:
    """Some whose events stand in this partition."""
    people = (f"person-{number}" for number in range(40))
    return [person for person in people if partition_of(person, PARTITIONS) == partition]


def start_relay(servers: str, database_url: str, folder: Path) -> subprocess.Popen[bytes]:
    """The relay of one service in a process of its own."""
    program = (
        "import sys; from threading import Event; from sqlalchemy import MetaData;"
        "from services.runtime.process.health import Health; from services.runtime.kafka.relay import Relay;"
        "from services.runtime.database.store import Database; import signal; stop = Event();"
        "signal.signal(signal.SIGTERM, lambda *_: stop.set());"
        f"database = Database.on_postgresql(sys.argv[2], 'claims', MetaData(), partitions={PARTITIONS});"
        "Relay({'claims': database}, {'bootstrap_servers': sys.argv[1]}, Health()).run(stop)"
    )
    with (folder / "relay.log").open("ab") as log:
        return subprocess.Popen(
            [sys.executable, "-c", program, servers, database_url],
            cwd=ROOT,
            env=dict(os.environ),
            stdout=log,
            stderr=log,
        )


def test_two_relays_at_one_outbox_do_not_publish_beside_each_other(servers: str, database: Database) -> None:
    with one_relay(servers, database) as publish_now, database.begin() as other:
        other.execute(text("SELECT pg_try_advisory_xact_lock(:space, -1)"), {"space": space(database.schema)})
        with database.begin() as connection:
            says(connection, database, "anna", 0)
        assert publish_now() == 0


def test_a_relay_at_rest_publishes_as_soon_as_it_is_woken(
    servers: str, database: Database, reader: Reader, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("services.runtime.kafka.relay.LOOK_SECONDS", 3_600)
    stop, relay = Event(), Relay({"claims": database}, {"bootstrap_servers": servers}, Health())
    with ThreadPoolExecutor(1) as pool, ExitStack() as at_the_end:
        at_the_end.callback(wake, database)
        at_the_end.callback(stop.set)
        pool.submit(relay.run, stop)
        until(lambda: relay.health.ready_state().good, "the relay to rest")
        for number in range(3):
            with database.begin() as connection:
                says(connection, database, "anna", number)
            wake(database)
            until(lambda count=number + 1: len(reader.look()) == count, "what was said")  # type: ignore[misc]
