"""The table of topics names every publisher and every reader that there is."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

import pytest
import yaml

import contracts
from contracts.schemas import published
from services.worlds import laptop_in

TOPICS_FILE = Path(contracts.__file__).with_name("topics.yaml")
TABLE: dict[str, Any] = yaml.safe_load(TOPICS_FILE.read_text("utf-8"))
TOPICS: dict[str, dict[str, Any]] = TABLE["topics"]


def disagreements(topics: Iterable[str], publishers: Iterable[str]) -> set[str]:
    """Topics that nobody publishes to, and publishers without a topic."""
    return set(topics) ^ set(publishers)


def missing_readers(topics: Mapping[str, Mapping[str, Any]], readers: Mapping[str, Iterable[str]]) -> set[str]:
    """Services that read a topic, or are said to read one, on one side only."""
    said = {(service, topic) for topic, entry in topics.items() for service in entry["readers"]}
    true = {(service, topic) for service, read in readers.items() for topic in read}
    return {f"{service} reads {topic}" for service, topic in said ^ true}


def test_every_publisher_has_exactly_one_topic() -> None:
    publishers = {event.publisher() for event in published().values()}
    assert disagreements(TOPICS.keys() - {"clock"}, publishers) == {"clock"}, "the check itself must bite"

    assert not disagreements(TOPICS, publishers)


def test_a_reader_that_nobody_wrote_down_is_noticed() -> None:
    assert missing_readers({"bank": {"readers": []}}, {"payments": ["bank"]}) == {"payments reads bank"}
    assert missing_readers({"bank": {"readers": ["payments"]}}, {"payments": []}) == {"payments reads bank"}


def test_every_topic_names_the_services_that_read_it(tmp_path: Path) -> None:
    laptop = laptop_in(tmp_path)
    readers = {name: service.topics() for name, service in laptop.services.items()}
    laptop.close()

    assert not missing_readers(TOPICS, readers)


@pytest.mark.parametrize("topic", TOPICS)
def test_every_topic_says_what_an_operator_must_know(topic: str) -> None:
    assert TOPICS[topic].keys() == {"meaning", "key", "retention_days", "readers"}
    assert TOPICS[topic]["retention_days"] >= 30, "long enough to find and replay what went wrong"


def test_all_topics_share_one_partition_count_and_keep_all_events_in_order() -> None:
    assert TABLE["partitions"] == 4
    assert TABLE["cleanup_policy"] == "delete", "compaction would drop earlier events of a person"
