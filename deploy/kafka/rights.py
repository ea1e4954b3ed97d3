"""Who may do what at the broker, worked out from the table of topics: nobody has more than a sentence's worth.

A service reads the topics it is a reader of, in its own consumer groups. The relay writes what services say, and their
dead letters. The worker that carries all services reads what comes from outside, and writes what the relay writes. An
institution, or a door of ours, writes its one topic, the console four; the clock alone reads back what it wrote, to
know which days are closed. The exporter and the autoscaler may describe topics but read none. Whoever makes topics may
read and write none.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from contracts.clock import DayClosed
from services.names import CHAINED, FED, FEED, GROUP_PREFIX, SERVICES, group_of
from services.runtime.kafka.topics import FILE, topic_table

PREFIX = topic_table().prefix
"""What every topic's name begins with, and so what a right to all topics is a right to."""
DEAD = f"{PREFIX}dead."
CLOCK = DayClosed.publisher()
_PRINCIPALS = Path(__file__).with_name("principals.yaml")


@dataclass(frozen=True, slots=True, order=True)
class Right:
    """One thing that one principal may do. `kind` is topic or group, `operation` as Kafka calls it."""

    principal: str
    kind: str
    name: str
    operation: str
    prefixed: bool = False

    def as_command(self) -> str:
        """The same for Kafka's own kafka-acls.sh."""
        pattern = " --resource-pattern-type prefixed" if self.prefixed else ""
        return (
            f"--add --allow-principal User:{self.principal} --operation {self.operation}"
            f" --{self.kind} {self.name}{pattern}"
        )


def topics() -> dict[str, Any]:
    """The table of topics, by publisher."""
    table: dict[str, Any] = yaml.safe_load(FILE.read_text("utf-8"))["topics"]
    return table


Principals = Mapping[str, Mapping[str, tuple[str, ...]]]
"""By kind and name, the publishers whose topics a principal writes."""


def principals() -> Principals:
    """Institutions and doors, each with the publishers whose topics it writes."""
    table: dict[str, dict[str, str | list[str]]] = yaml.safe_load(_PRINCIPALS.read_text("utf-8"))
    return {
        kind: {who: (topics,) if isinstance(topics, str) else tuple(topics) for who, topics in named.items()}
        for kind, named in table.items()
    }


def all_rights(table: Mapping[str, Any], others: Principals) -> frozenset[Right]:
    """Everything that anybody may do. Raises `LookupError` if somebody is to write a topic that there is not."""
    return frozenset([*_services(table), *_writers(table, others), *_caretakers()])


def _services(table: Mapping[str, Any]) -> Iterator[Right]:
    for service in SERVICES:
        heard = [name for name, topic in table.items() if service in topic["readers"]]
        yield from _reader(service, heard)
    yield from _reader(FEED, [FED[1]])
    yield from _reader(CHAINED, [name for name in table if name not in SERVICES])
    for publishing in ("tideover-relay", group_of(CHAINED)):
        for service in SERVICES:
            if service in table:
                yield from _may(publishing, "topic", PREFIX + service, "Write", "Describe")
        yield from _may(publishing, "topic", DEAD, "Write", "Describe", prefixed=True)


def _reader(worker: str, heard: Iterable[str]) -> Iterator[Right]:
    group = group_of(worker)
    for name in heard:
        yield from _may(group, "topic", PREFIX + name, "Read", "Describe")
    yield from _may(group, "group", group, "Read", "Describe")


def _writers(table: Mapping[str, Any], others: Principals) -> Iterator[Right]:
    for principal, own in [*others["institutions"].items(), *others["doors"].items()]:
        for topic in own:
            if topic not in table or topic in SERVICES:
                raise LookupError(f"{principal} cannot write {topic}: there is no such topic for others to write")
            reads_back = ("Read",) if topic == CLOCK else ()
            yield from _may(principal, "topic", PREFIX + topic, "Write", "Describe", *reads_back)


def _caretakers() -> Iterator[Right]:
    making = ("Create", "Describe", "DescribeConfigs", "Alter", "AlterConfigs")
    yield from _may("tideover-topics", "topic", PREFIX, *making, prefixed=True)
    for counting in ("tideover-exporter", "tideover-autoscaler"):
        yield from _may(counting, "topic", PREFIX, "Describe", prefixed=True)
        yield from _may(counting, "group", GROUP_PREFIX, "Describe", prefixed=True)
    yield from _may("tideover-operator", "topic", PREFIX, "Read", "Describe", "DescribeConfigs", prefixed=True)
    yield from _may("tideover-operator", "group", GROUP_PREFIX, "Read", "Describe", prefixed=True)


def _may(principal: str, kind: str, name: str, *operations: str, prefixed: bool = False) -> Iterator[Right]:
    for operation in operations:
        yield Right(principal, kind, name, operation, prefixed)
