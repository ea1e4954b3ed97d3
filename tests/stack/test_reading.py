"""The log is read from its beginning in the order of arrival, each partition in its own order and up to its end."""

from __future__ import annotations

import random

import pytest
from kafka import KafkaProducer

from deploy.kafka.cluster import Cluster
from services.operations import reading
from services.operations.reading import LogSilent, in_order_of_arrival, read_to
from services.runtime.kafka.topics import topic_name
from services.runtime.process.settings import Settings
from tests.stack.prefixed import named

TOPICS = ("registry", "intake", "clock")
PARTITIONS = 2
MESSAGES = 150
BEGAN_MS = 1_600_000_000_000


@pytest.fixture
def ends(kafka: Cluster, topic_prefix: str, monkeypatch: pytest.MonkeyPatch) -> dict[tuple[str, int], int]:
    """Messages in all topics, many in one millisecond, more than are fetched at once; where the last ones stand."""
    monkeypatch.setattr(reading, "AT_ONCE", 40)
    with named(topic_prefix):
        kafka.create_topics(*(topic_name(topic) for topic in TOPICS), partitions=PARTITIONS)
        producer = KafkaProducer(bootstrap_servers=kafka.servers, acks="all")
        dice = random.Random(7)
        for topic in TOPICS:
            for partition in range(PARTITIONS):
                for moment in sorted(dice.choices(range(100), k=MESSAGES)):
                    producer.send(topic_name(topic), b"{}", partition=partition, timestamp_ms=BEGAN_MS + moment)
        producer.close()
    return {(topic, partition): MESSAGES for topic in TOPICS for partition in range(PARTITIONS)}


def test_what_came_first_is_read_first_whatever_topic_it_is_in(
    kafka: Cluster, topic_prefix: str, ends: dict[tuple[str, int], int]
) -> None:
    ends |= {("intake", 1): 20, ("clock", 0): 0}
    with named(topic_prefix):
        read = list(in_order_of_arrival(Settings(kafka_servers=kafka.servers), ends, TOPICS.index))
    keys = [(record.timestamp, TOPICS.index(place[0])) for place, record in read]
    assert keys == sorted(keys), "by the time of arrival, and in the same millisecond by the order of reading"
    for place, end in ends.items():
        assert [record.offset for one, record in read if one == place] == list(range(end)), place


def test_reading_by_partition_gives_each_message_once(
    kafka: Cluster, topic_prefix: str, ends: dict[tuple[str, int], int]
) -> None:
    ends |= {("registry", 0): 7}
    with named(topic_prefix):
        read = list(read_to(Settings(kafka_servers=kafka.servers), ends))
    for place, end in ends.items():
        assert [record.offset for one, records in read for record in records if one == place] == list(range(end)), place


def test_a_log_that_gives_nothing_though_it_should_is_an_error_and_not_an_end(
    kafka: Cluster, topic_prefix: str, ends: dict[tuple[str, int], int], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reading, "SILENCE_MAX_SECONDS", 1)
    beyond = {**ends, ("clock", 0): MESSAGES + 1}
    with named(topic_prefix), pytest.raises(LogSilent):
        list(read_to(Settings(kafka_servers=kafka.servers), beyond))
    with named(topic_prefix), pytest.raises(LogSilent):
        list(in_order_of_arrival(Settings(kafka_servers=kafka.servers), beyond, TOPICS.index))
