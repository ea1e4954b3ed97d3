"""Who reads which topic in which consumer group, from the one table of topics."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import yaml

import contracts

_TABLE: dict[str, Any] = yaml.safe_load(Path(contracts.__file__).with_name("topics.yaml").read_text("utf-8"))

TOPICS = tuple(sorted(_TABLE["topics"]))
PARTITIONS_MAX = 256
PARTITIONS = tuple(str(number) for number in range(PARTITIONS_MAX))
PARTITIONS_DECLARED = PARTITIONS[: _TABLE["partitions"]]

FEED = "tideover-feed"
_BULK = ("eligibility", "registry")
"""The bulk registry feed has a group of its own."""


def group_of(service: str, topic: str) -> str:
    """The consumer group in which a service reads a topic."""
    return FEED if (service, topic) == _BULK else f"tideover-{service}"


READERS = tuple(
    (group_of(service, topic), service, topic)
    for topic, entry in sorted(_TABLE["topics"].items())
    for service in sorted(entry["readers"])
)
"""Every (group, service, topic)."""
GROUPS = tuple(sorted({group for group, _, _ in READERS}))
