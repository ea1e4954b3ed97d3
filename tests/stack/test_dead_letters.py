"""A dead letter is the message as it came, byte for byte and under its own key, with the reason beside it."""

from __future__ import annotations

import json
import re
from contextlib import closing

from kafka import KafkaProducer, TopicPartition
from kafka.consumer.fetcher import ConsumerRecord

from services.runtime.delivery.outbox import EVENT_BYTES_MAX
from services.runtime.kafka.clients import looking_on
from services.runtime.kafka.dead_letters import HEADERS
from services.runtime.kafka.topics import dead_letter_name, topic_name
from tests.stack.served import PARTITIONS, Served, tideover

KEY, BODY = b"whoever", b'{"person": "Jane Doe", "born'
"""A key that is nobody's pseudonym, and a message that breaks off."""


LEFT_OUT = "dlq.left_out"
VAST = b"[" * (EVENT_BYTES_MAX + 1)
"""More than the log takes, but for its compression."""


def letters(world: Served) -> list[ConsumerRecord]:
    with looking_on(world.settings, auto_offset_reset="earliest") as reader:
        reader.assign([TopicPartition(dead_letter_name("claims"), number) for number in range(PARTITIONS)])
        return [letter for records in reader.poll(timeout_ms=10_000).values() for letter in records]


def headers_of(letter: ConsumerRecord) -> dict[str, str]:
    return {name: value.decode() for name, value in letter.headers}


def test_what_came_compressed_and_is_too_large_for_a_dead_letter_holds_up_no_other(empty_world: Served) -> None:
    world = empty_world
    clients = {"bootstrap_servers": world.settings.kafka_servers, "max_request_size": 2 * len(VAST)}
    with closing(KafkaProducer(**clients, compression_type="gzip")) as producer:
        producer.send(topic_name("intake"), VAST, key=KEY, partition=0).get(timeout=30)
    world.works()
    world.producer.send(topic_name("intake"), BODY, key=KEY, partition=0).get(timeout=30)
    world.works()
    first, second = letters(world)
    assert (first.value, headers_of(first)[LEFT_OUT]) == (b"", str(len(VAST)))
    assert second.value == BODY


def test_a_dead_letter_says_where_it_came_from_when_and_why_and_nothing_of_what_is_in_it(empty_world: Served) -> None:
    world = empty_world
    world.producer.send(topic_name("intake"), BODY, key=KEY, partition=1).get(timeout=30)
    world.works()
    [letter] = letters(world)
    said = headers_of(letter)
    assert (letter.key, letter.value) == (KEY, BODY)
    assert list(said) == [name for name in HEADERS if name != LEFT_OUT]
    assert said["dlq.reason"] == "not-json"
    assert (said["dlq.topic"], said["dlq.partition"], said["dlq.offset"]) == (topic_name("intake"), "1", "0")
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}\+00:00", said["dlq.first_seen"])
    assert re.fullmatch(r"\d+\.\d+\.\d+\S*", said["dlq.engine"])
    assert not [value for value in said.values() if "Jane" in value or "born" in value]

    parked = [one for one in tideover(world, "parked", "list") if one["service"] == "claims"]
    assert [one["came_at"][:10] for one in parked] == [said["dlq.first_seen"][:10]]
    assert "Jane" not in json.dumps(parked), "the reason says what is wrong with the form, not what stood there"
