"""The servers themselves: what a test relies on when it takes one, pauses one or kills one."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import psutil
import psycopg
import pytest
from kafka import KafkaConsumer, KafkaProducer, TopicPartition

from deploy.daemon import Daemon, ServerDied
from deploy.kafka.asking import brokers_seen_from
from deploy.kafka.cluster import Cluster
from deploy.postgres.programs import system_user
from deploy.postgres.server import Server
from deploy.waiting import until
from tests.shape.tree import ROOT


def write(cluster: Cluster, topic: str, *values: bytes) -> None:
    producer = KafkaProducer(bootstrap_servers=cluster.servers, acks="all")
    for value in values:
        producer.send(topic, value, partition=0)
    producer.flush(timeout=60)
    producer.close()


def read(cluster: Cluster, topic: str, count: int) -> list[bytes]:
    consumer = KafkaConsumer(bootstrap_servers=cluster.servers, group_id=None, auto_offset_reset="earliest")
    consumer.assign([TopicPartition(topic, 0)])
    consumer.seek_to_beginning()
    found: list[bytes] = []

    def complete() -> bool:
        for records in consumer.poll(timeout_ms=1000).values():
            found.extend(record.value for record in records)
        return len(found) >= count

    until(complete, f"{count} records of {topic}")
    consumer.close()
    return found


def rows(url: str, statement: bytes) -> list[tuple[object, ...]]:
    with psycopg.connect(url.replace("+psycopg", ""), autocommit=True) as connection:
        found = connection.execute(statement)
        return found.fetchall() if found.description else []


def test_what_a_broker_acknowledged_is_there_after_it_was_killed(kafka: Cluster, topic_prefix: str) -> None:
    topic = f"{topic_prefix}facts"
    kafka.create_topics(topic, partitions=1)
    write(kafka, topic, b"one", b"two")
    kafka.brokers[0].kill()
    assert not brokers_seen_from(kafka.servers)
    kafka.brokers[0].restart()
    assert read(kafka, topic, 2) == [b"one", b"two"]


def test_a_paused_broker_answers_nobody_until_it_goes_on(kafka: Cluster) -> None:
    [broker] = kafka.brokers
    broker.pause()
    assert not brokers_seen_from(broker.address)
    broker.resume()
    assert brokers_seen_from(broker.address) == {1}


def test_no_topic_comes_to_be_by_a_slip_of_the_pen(kafka: Cluster, topic_prefix: str) -> None:
    consumer = KafkaConsumer(bootstrap_servers=kafka.servers)
    assert not consumer.partitions_for_topic(f"{topic_prefix}slip")
    assert f"{topic_prefix}slip" not in consumer.topics()
    consumer.close()


def test_three_brokers_take_and_give_while_one_is_dead(kafka_of_three: Cluster, topic_prefix: str) -> None:
    topic = f"{topic_prefix}facts"
    kafka_of_three.create_topics(topic, partitions=1)
    write(kafka_of_three, topic, b"before")
    kafka_of_three.brokers[1].kill()
    write(kafka_of_three, topic, b"meanwhile")
    assert read(kafka_of_three, topic, 2) == [b"before", b"meanwhile"]


def test_what_postgresql_committed_is_there_after_it_was_killed(postgresql: Server, database_url: str) -> None:
    rows(database_url, b"CREATE TABLE paid AS SELECT 7 AS amount")
    postgresql.kill()
    assert not postgresql.answers()
    postgresql.restart()
    assert rows(database_url, b"SELECT amount FROM paid") == [(7,)]


def test_a_paused_postgresql_answers_nobody_until_it_goes_on(postgresql: Server) -> None:
    postgresql.pause()
    assert not postgresql.answers()
    postgresql.resume()
    assert postgresql.answers()


def test_a_killed_postgresql_that_nobody_has_buried_does_not_keep_the_next_from_starting(
    postgresql: Server, database_url: str
) -> None:
    """A process that ended while its parent does not ask: in a container without an init, the end of every daemon."""
    rows(database_url, b"CREATE TABLE kept AS SELECT 1 AS number")
    postgresql.kill()
    lock = postgresql.data / "postmaster.pid"
    with subprocess.Popen(["/bin/true"], user=system_user()) as unburied:
        until(lambda: psutil.Process(unburied.pid).status() == psutil.STATUS_ZOMBIE, "the process to end")
        lock.write_text(lock.read_text("ascii").replace(lock.read_text("ascii").split()[0], str(unburied.pid), 1))
        postgresql.start()
    assert rows(database_url, b"SELECT number FROM kept") == [(1,)]


def test_a_pid_file_left_by_a_crash_is_no_process(tmp_path: Path) -> None:
    killed = Daemon(tmp_path, "server")
    killed.start(["tail", "-f", "/dev/null"])
    killed.kill()
    assert killed.pid_file.exists()
    assert Daemon(tmp_path, "server").process() is None


def test_a_pid_that_somebody_else_has_by_now_is_not_stopped(tmp_path: Path) -> None:
    bystander = Daemon(tmp_path, "bystander")
    bystander.start(["tail", "-f", "/dev/null"])
    pid = bystander.pid_file.read_text().split()[0]
    stale = Daemon(tmp_path, "server")
    stale.pid_file.write_text(f"{pid} 1.0\n")
    stale.stop()
    assert bystander.goes_on()
    bystander.kill()


def test_a_server_that_ends_at_once_says_why(tmp_path: Path) -> None:
    server = Daemon(tmp_path, "server")
    server.start(["sh", "-c", "echo no room; exit 3"])
    with pytest.raises(ServerDied, match="no room"):
        server.wait_until(lambda: False)


def test_a_server_ends_when_whoever_started_it_is_killed(tmp_path: Path) -> None:
    starting = (
        "import sys, pathlib, os, signal; from deploy.daemon import Daemon; from deploy.waiting import until;"
        "server = Daemon(pathlib.Path(sys.argv[1]), 'server'); server.start(['tail', '-f', '/dev/null']);"
        "until(lambda: server.process().name() == 'tail', 'the server to be itself');"
        "os.kill(os.getpid(), signal.SIGKILL)"
    )
    subprocess.run([sys.executable, "-c", starting, tmp_path], cwd=ROOT, check=False)
    server = Daemon(tmp_path, "server")
    assert server.pid_file.exists()
    until(lambda: server.process() is None, "the server to end")


def test_a_server_for_people_outlives_whoever_started_it(tmp_path: Path) -> None:
    starting = (
        "import sys, pathlib; from deploy.daemon import Daemon;"
        "Daemon(pathlib.Path(sys.argv[1]), 'server').start(['tail', '-f', '/dev/null'], outlives_us=True)"
    )
    subprocess.run([sys.executable, "-W", "ignore", "-c", starting, tmp_path], cwd=ROOT, check=True)
    server = Daemon(tmp_path, "server")
    assert server.goes_on()
    server.stop()
    assert server.process() is None
