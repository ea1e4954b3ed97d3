"""What the table of topics asks of a broker, and every way in which a broker can differ, in words."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
import yaml
from pydantic import ValidationError

from services.runtime.kafka.topics import (
    FILE,
    MENDABLE,
    DifferenceKind,
    Topic,
    TopicTable,
    dead_letter_name,
    differences,
    fault_in,
    topic_name,
    topic_table,
    wanted,
)
from services.runtime.process.settings import Settings

ASKED = wanted(Settings())
REGISTRY = topic_name("registry")
DAY = 86_400_000


def said(there: dict[str, Topic]) -> list[tuple[DifferenceKind, str]]:
    return [(one.kind, one.says) for one in differences(ASKED, there)]


def changed(**settings: str) -> dict[str, Topic]:
    """The broker as it should be, but for some settings of one topic."""
    topic = ASKED[REGISTRY]
    return {**ASKED, REGISTRY: replace(topic, settings={**topic.settings, **settings})}


def test_every_publisher_and_every_reader_gets_a_topic() -> None:
    readers = {reader for topic in topic_table().topics.values() for reader in topic.readers}
    assert ASKED.keys() == set(map(topic_name, topic_table().topics)) | set(map(dead_letter_name, readers))


def test_dead_letters_are_kept_longer_than_anything_that_may_be_parked() -> None:
    kept = {name: int(topic.settings["retention.ms"]) for name, topic in ASKED.items()}
    dead = {dead_letter_name(service) for service in topic_table().services()}
    assert min(kept[name] for name in dead) > max(days for name, days in kept.items() if name not in dead)
    assert all(days < 400 * DAY for days in kept.values()), "nothing personal is kept without end"


def test_one_broker_may_go_and_every_topic_still_takes_messages() -> None:
    for topic in ASKED.values():
        assert topic.replication - int(topic.settings["min.insync.replicas"]) == 1
        assert int(topic.settings["min.insync.replicas"]) >= 2


@pytest.mark.parametrize(("copies", "in_sync"), [(1, "1"), (2, "1"), (3, "2"), (5, "2")])
def test_fewer_brokers_keep_as_much_as_they_can(copies: int, in_sync: str) -> None:
    topic = wanted(Settings(kafka_replication=copies))[REGISTRY]
    assert (topic.replication, topic.settings["min.insync.replicas"]) == (copies, in_sync)


def test_the_partition_count_is_the_tables_unless_it_is_set() -> None:
    assert ASKED[REGISTRY].partitions == topic_table().partitions
    assert wanted(Settings(partitions=12))[REGISTRY].partitions == 12


def test_a_broker_that_has_what_is_asked_differs_in_nothing() -> None:
    assert said(ASKED) == []


def test_every_difference_is_a_sentence() -> None:
    topic = ASKED[REGISTRY]
    assert said({name: one for name, one in ASKED.items() if name != REGISTRY}) == [
        (DifferenceKind.MISSING, f"{REGISTRY} is missing.")
    ]
    assert said(changed(**{"retention.ms": str(7 * DAY)})) == [
        (DifferenceKind.SETTING, f"{REGISTRY}: retention.ms is 7 days and should be 90 days.")
    ]
    assert said(changed(**{"min.insync.replicas": "1"})) == [
        (DifferenceKind.SETTING, f"{REGISTRY}: min.insync.replicas is 1 and should be 2.")
    ]
    [(kind, says)] = said({**ASKED, REGISTRY: replace(topic, partitions=8)})
    assert kind is DifferenceKind.PARTITIONS
    assert says.startswith(f"{REGISTRY} has 8 partitions and should have 4; this is never changed")
    [(kind, says)] = said({**ASKED, REGISTRY: replace(topic, replication=1)})
    assert (kind, says.partition(";")[0]) == (
        DifferenceKind.REPLICATION,
        f"{REGISTRY} is kept 1 times and should be 3 times",
    )
    [(kind, says)] = said({**ASKED, "tideover.claim": replace(topic, name="tideover.claim"), "others.claim": topic})
    assert (kind, says) == (
        DifferenceKind.UNKNOWN_TOPIC,
        "tideover.claim is at the broker and not in the table of topics.",
    )
    own = replace(topic, settings={**topic.settings, "retention.bytes": "1"}, set_here=frozenset({"retention.bytes"}))
    assert said({**ASKED, REGISTRY: own}) == [
        (
            DifferenceKind.UNKNOWN_SETTING,
            f"{REGISTRY}: retention.bytes is set to 1 at the broker; the table does not name it.",
        )
    ]


def test_partitions_are_no_thing_to_mend() -> None:
    assert {DifferenceKind.MISSING, DifferenceKind.SETTING} == MENDABLE


def test_a_compacted_topic_keeps_the_last_word_for_ever() -> None:
    table: dict[str, Any] = yaml.safe_load(FILE.read_text("utf-8"))
    table["topics"]["bank"]["cleanup_policy"] = "compact"
    bank = wanted(Settings(), TopicTable.model_validate(table))[topic_name("bank")]
    assert bank.settings["cleanup.policy"] == "compact"
    assert "retention.ms" not in bank.settings


@pytest.mark.parametrize(
    ("field", "wrong"), [("partitions", 0), ("replication", "three"), ("cleanup_policy", "forget"), ("retenton", 1)]
)
def test_a_table_that_cannot_be_meant_is_refused(field: str, wrong: Any) -> None:
    table: dict[str, Any] = yaml.safe_load(FILE.read_text("utf-8"))
    with pytest.raises(ValidationError, match=field):
        TopicTable.model_validate({**table, field: wrong})


def test_a_worker_starts_only_on_topics_that_are_there_with_its_partition_count() -> None:
    there = {topic_name("claims"): 4, topic_name("clock"): 4}
    assert fault_in(["claims", "clock"], there, 4) is None
    assert fault_in(["claims", "bank"], there, 4) == (
        "The topic tideover.bank is missing; make it with: tideover topics apply"
    )
    assert fault_in(["claims", "clock"], there, 6) == (
        "TIDEOVER_PARTITIONS is 6, but the topic tideover.claims has 4 partitions."
    )
