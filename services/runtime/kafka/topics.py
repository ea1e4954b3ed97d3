"""Topics as code: what `contracts/topics.yaml` asks of a broker, what the broker has, and the difference in words."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cache
from pathlib import Path
from typing import Annotated, Literal

import yaml
from pydantic import BaseModel, ConfigDict, Field, StrictInt

import contracts
from services.runtime.process.settings import Settings

DAY_MS = 24 * 60 * 60 * 1000
FILE = Path(contracts.__file__).with_name("topics.yaml")

Days = Annotated[StrictInt, Field(ge=1)]
Policy = Literal["delete", "compact", "compact,delete"]


class _TableModel(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class DeadLetters(_TableModel):
    """What all topics of dead letters have in common."""

    meaning: str
    key: str
    retention_days: Days


class TopicEntry(DeadLetters):
    """One publisher's topic, as the table has it."""

    readers: tuple[str, ...]
    cleanup_policy: Policy | None = None


class TopicTable(_TableModel):
    """The table of topics."""

    prefix: str
    partitions: Annotated[StrictInt, Field(ge=1, le=256)]
    cleanup_policy: Policy
    replication: Annotated[StrictInt, Field(ge=1)]
    min_insync_replicas: Annotated[StrictInt, Field(ge=1)]
    dead_letters: DeadLetters
    settings: dict[str, str]
    topics: dict[str, TopicEntry]

    def services(self) -> list[str]:
        """Everyone who reads a topic, and so may park what stands in it."""
        return sorted({reader for topic in self.topics.values() for reader in topic.readers})


@dataclass(frozen=True, slots=True)
class Topic:
    """A topic as a broker has it, or should. `settings` are Kafka's own names and values."""

    name: str
    partitions: int
    replication: int
    settings: Mapping[str, str]
    set_here: frozenset[str] = field(default_factory=frozenset)
    """Which settings a broker holds for this topic alone."""


class DifferenceKind(StrEnum):
    """What may differ."""

    MISSING = "missing"
    PARTITIONS = "partitions"
    REPLICATION = "replication"
    SETTING = "setting"
    UNKNOWN_SETTING = "unknown_setting"
    UNKNOWN_TOPIC = "unknown_topic"


MENDABLE = {DifferenceKind.MISSING, DifferenceKind.SETTING}
"""What `apply` brings in order; the rest is said and left to a person."""


@dataclass(frozen=True, slots=True)
class Difference:
    """One way in which a broker is not as the table says; `says` is a sentence for the operator."""

    topic: str
    kind: DifferenceKind
    says: str
    setting: str | None = None


@cache
def topic_table() -> TopicTable:
    """The table of topics of this installation."""
    return TopicTable.model_validate(yaml.safe_load(FILE.read_text("utf-8")))


def topic_name(publisher: str) -> str:
    """The name in Kafka of a publisher's topic."""
    return f"{topic_table().prefix}{publisher}"


def declared_publisher(topic: str) -> str | None:
    """Who alone may write to the topic of this name; None for a topic that is nobody's, as for a trial."""
    return next((publisher for publisher in topic_table().topics if topic_name(publisher) == topic), None)


def dead_letter_name(service: str) -> str:
    """The name in Kafka of a service's topic of dead letters."""
    return f"{topic_table().prefix}dead.{service}"


def wanted(settings: Settings, table: TopicTable | None = None) -> dict[str, Topic]:
    """Every topic that the table asks for, by its name in Kafka.

    TIDEOVER_PARTITIONS and TIDEOVER_KAFKA_REPLICATION hold over the table where they are set.
    """
    table = table or topic_table()
    partitions = settings.partitions if "partitions" in settings.model_fields_set else table.partitions
    replication = settings.kafka_replication or table.replication
    in_sync = min(table.min_insync_replicas, max(1, replication - 1))

    def topic(name: str, days: int, policy: Policy) -> Topic:
        kept = {"retention.ms": str(days * DAY_MS)} if "delete" in policy else {}
        own = {"cleanup.policy": policy, "min.insync.replicas": str(in_sync)}
        return Topic(name, partitions, replication, {**own, **kept, **table.settings})

    made = [
        topic(f"{table.prefix}{name}", entry.retention_days, entry.cleanup_policy or table.cleanup_policy)
        for name, entry in table.topics.items()
    ]
    made += [
        topic(f"{table.prefix}dead.{service}", table.dead_letters.retention_days, "delete")
        for service in table.services()
    ]
    return {asked.name: asked for asked in made}


def differences(
    asked: Mapping[str, Topic], there: Mapping[str, Topic], prefix: str | None = None
) -> Iterator[Difference]:
    """How a broker differs from what is asked, topic by topic."""
    prefix = prefix or topic_table().prefix
    for name, topic in asked.items():
        if name not in there:
            yield Difference(name, DifferenceKind.MISSING, f"{name} is missing.")
        else:
            yield from _between(topic, there[name])
    for name in sorted(there.keys() - asked.keys()):
        if name.startswith(prefix):
            yield Difference(
                name, DifferenceKind.UNKNOWN_TOPIC, f"{name} is at the broker and not in the table of topics."
            )


def _between(asked: Topic, there: Topic) -> Iterator[Difference]:
    if there.partitions != asked.partitions:
        yield Difference(
            asked.name, DifferenceKind.PARTITIONS, _wrong_partitions(asked.name, there.partitions, asked.partitions)
        )
    if there.replication != asked.replication:
        yield Difference(
            asked.name,
            DifferenceKind.REPLICATION,
            f"{asked.name} is kept {there.replication} times and should be {asked.replication} times; "
            "move its replicas with kafka-reassign-partitions.sh.",
        )
    for setting, value in asked.settings.items():
        if (now := there.settings.get(setting)) != value:
            says = f"{asked.name}: {setting} is {_shown(setting, now)} and should be {_shown(setting, value)}."
            yield Difference(asked.name, DifferenceKind.SETTING, says, setting)
    for setting in sorted(there.set_here - asked.settings.keys()):
        says = f"{asked.name}: {setting} is set to {there.settings[setting]} at the broker; the table does not name it."
        yield Difference(asked.name, DifferenceKind.UNKNOWN_SETTING, says, setting)


def _wrong_partitions(name: str, there: int, asked: int) -> str:
    return (
        f"{name} has {there} partitions and should have {asked}; this is never changed, since it would move people "
        "to other partitions in the middle of their events. Make a new topic and copy, or correct the setting."
    )


def _shown(setting: str, value: str | None) -> str:
    if value is None:
        return "not known to the broker"
    if setting == "retention.ms" and value.isascii() and value.isdigit() and int(value) % DAY_MS == 0:
        return f"{int(value) // DAY_MS} days"
    return value


def fault_in(publishers: Iterable[str], there: Mapping[str, int], partitions: int) -> str | None:
    """Why a worker may not start with these topics, in one sentence: one is missing or has another partition count."""
    for name in map(topic_name, publishers):
        if name not in there:
            return f"The topic {name} is missing; make it with: tideover topics apply"
        if there[name] != partitions:
            return f"TIDEOVER_PARTITIONS is {partitions}, but the topic {name} has {there[name]} partitions."
    return None
