"""The broker's side of topics as code: what is there, and bringing it to what the table says. Safe to repeat."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from threading import Event
from typing import Any

from kafka.admin import ACLOperation, ConfigResource, ConfigResourceType, KafkaAdminClient
from kafka.errors import KafkaError, UnknownTopicOrPartitionError, for_code

from services.runtime.kafka.clients import BrokerRefused, administering
from services.runtime.kafka.topics import MENDABLE, Difference, DifferenceKind, Topic, differences, fault_in, topic_name
from services.runtime.process.settings import Settings

LOOKS_MAX = 30
PAUSE_SECONDS = 1
ALREADY_THERE = 36
"""Kafka's error code of a topic that somebody else made in the meantime."""
REFUSED = frozenset({29, 30})
"""Kafka's error codes of a topic, and of a group, that we may not even describe."""


def topics_there(client: KafkaAdminClient) -> dict[str, Topic]:
    """Every topic of the broker, with its settings, by name."""
    described = {topic["name"]: topic for topic in client.describe_topics() if not topic["is_internal"]}
    resources = [ConfigResource(ConfigResourceType.TOPIC, name, None) for name in described]
    held = client.describe_configs(resources, config_filter="all").get("topic", {}) if resources else {}
    return {
        name: Topic(
            name,
            len(topic["partitions"]),
            min((len(partition["replica_nodes"]) for partition in topic["partitions"]), default=0),
            {setting: entry["value"] for setting, entry in held.get(name, {}).items()},
            frozenset(
                setting
                for setting, entry in held.get(name, {}).items()
                if entry["config_source"] == "DYNAMIC_TOPIC_CONFIG"
            ),
        )
        for name, topic in described.items()
    }


def mend(
    client: KafkaAdminClient, asked: Mapping[str, Topic], prefix: str | None = None
) -> tuple[list[Difference], list[Difference]]:
    """Make the missing topics and set the settings that differ; what was mended, and what is left to a person.

    Raises `BrokerRefused`.
    """
    before = list(differences(asked, topics_there(client), prefix))
    if missing := [asked[difference.topic] for difference in before if difference.kind is DifferenceKind.MISSING]:
        _create(client, missing)
    changed: dict[str, dict[str, str]] = defaultdict(dict)
    for difference in before:
        if difference.kind is DifferenceKind.SETTING and difference.setting is not None:
            changed[difference.topic][difference.setting] = asked[difference.topic].settings[difference.setting]
    if changed:
        client.alter_configs([ConfigResource(ConfigResourceType.TOPIC, name, to) for name, to in changed.items()])
    left = _left(client, asked, prefix)
    return [difference for difference in before if difference not in left], left


def _left(client: KafkaAdminClient, asked: Mapping[str, Topic], prefix: str | None) -> list[Difference]:
    """What differs once the change has reached the broker that we ask; the controller is ahead of it."""
    left = list(differences(asked, topics_there(client), prefix))
    for _ in range(LOOKS_MAX):
        if not any(difference.kind in MENDABLE for difference in left):
            return left
        Event().wait(PAUSE_SECONDS)
        left = list(differences(asked, topics_there(client), prefix))
    raise BrokerRefused(f"The broker does not show what it was told to change: {left[0].says}")


def _create(client: KafkaAdminClient, missing: Sequence[Topic]) -> None:
    brokers = len(client.describe_cluster()["brokers"])
    if brokers < (copies := max(topic.replication for topic in missing)):
        raise BrokerRefused(
            f"Every topic is to be kept {copies} times, and the number of brokers is {brokers}; "
            "where data may be lost, set TIDEOVER_KAFKA_REPLICATION to what there is."
        )
    made = client.create_topics(
        {
            topic.name: {
                "num_partitions": topic.partitions,
                "replication_factor": topic.replication,
                "configs": dict(topic.settings),
            }
            for topic in missing
        },
        raise_errors=False,
    )
    for answer in made["topics"]:
        if answer["error_code"] not in {0, ALREADY_THERE}:
            why = answer["error_message"] or for_code(answer["error_code"]).__name__
            raise BrokerRefused(f"The broker did not make {answer['name']}: {why}")
    client.wait_for_topics([topic.name for topic in missing])


def topics_fault(settings: Settings, publishers: Iterable[str], group: str | None = None) -> str | None:
    """Why a worker that reads these publishers' topics in a group may not start, in one sentence; None if it may.

    The broker itself says what the user may do, so that a right that is missing is named before anything is read.
    Raises `BrokerRefused` if no broker answers, `WrongSetting`.
    """
    publishers = list(publishers)
    with administering(settings) as client:
        described = client.describe_topics([topic_name(publisher) for publisher in publishers])
        refused = [topic["name"] for topic in described if not _may_read(topic)]
        if group is not None and not _may_read(_group(client, group)):
            refused.append(f"the group {group}")
    if refused:
        return f"{settings.kafka_user} may not read {', '.join(refused)}: compare with python -m deploy.kafka.acls diff"
    there = {topic["name"]: len(topic["partitions"]) for topic in described if topic["error_code"] == 0}
    return fault_in(publishers, there, settings.partitions)


def _group(client: KafkaAdminClient, group: str) -> Mapping[str, Any]:
    """What the broker tells of a group; of one that is new, or that nobody coordinates yet, it tells nothing."""
    try:
        [told] = client.describe_groups([group]).values()
    except KafkaError as fault:
        return {"error_code": fault.errno}
    return dict(told)


def _may_read(told: Mapping[str, Any]) -> bool:
    """Whether a broker's answer about a topic or a group says that we may read it; nothing is refused in doubt."""
    if fault := told.get("error_code", 0):
        return fault not in REFUSED
    allowed = told["authorized_operations"]
    return allowed is None or ACLOperation.READ.name in allowed


def partitions_of(topic: str, settings: Settings) -> int:
    """How many partitions a topic has. Raises `BrokerRefused` if there is no such topic, `WrongSetting`."""
    with administering(settings) as client:
        [found] = client.describe_topics([topic])
    if found["error_code"]:
        why = for_code(found["error_code"])
        if why is UnknownTopicOrPartitionError:
            raise BrokerRefused(f"The topic {topic} is missing; make it with: tideover topics apply")
        raise BrokerRefused(f"The topic {topic} may not be used: {why.__name__}.")
    return len(found["partitions"])
