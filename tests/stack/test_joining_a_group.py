"""Readers of one group that start together share its partitions, and neither sends the other back to the beginning."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from pathlib import Path

import pytest

from deploy.kafka.cluster import Cluster
from deploy.waiting import until
from services.runtime.kafka.consumer_thread import ThreadedConsumer, of_topics
from services.runtime.process.settings import Settings
from tests.stack import chronicle
from tests.stack.prefixed import named
from tests.stack.trial import Trial, trial

COORDINATION = "aiokafka.consumer.group_coordinator"


@pytest.fixture
def one(kafka: Cluster, database_url: str, tmp_path: Path) -> Iterator[Trial]:
    with trial(kafka.servers, database_url, tmp_path) as started:
        yield started


def test_each_asks_once_to_join_for_every_time_that_the_group_is_balanced(
    one: Trial, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG, logger=COORDINATION)
    with named(f"{one.name}."):
        begin, session_ms = of_topics([chronicle.PUBLISHER]), Settings().kafka_session_ms
        clients = {"bootstrap_servers": one.servers}
        readers = [ThreadedConsumer(clients, one.name, begin, session_ms=session_ms) for _ in range(2)]
        try:
            until(lambda: _share(readers), "both to have partitions")
        finally:
            for reader in readers:
                reader.close()

    asked, balanced = (
        sum(words in line for line in caplog.messages) for words in ("Sending JoinGroup", "(Re-)joining")
    )
    assert balanced >= len(readers)
    assert asked <= balanced + len(readers), "a member is asked for its name once, and else joins at the first request"


def _share(readers: list[ThreadedConsumer]) -> bool:
    for reader in readers:
        reader.poll(within_ms=50, most=10)
    owned = [reader.assignment() for reader in readers]
    return all(owned) and not owned[0] & owned[1]
