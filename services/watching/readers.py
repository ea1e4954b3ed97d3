"""Who reads which topic in which consumer group, from the one table of topics."""

from __future__ import annotations

from services.runtime.kafka.topics import topic_table

TOPICS = tuple(sorted(topic_table().topics))
PARTITIONS_MAX = 256
PARTITIONS = tuple(str(number) for number in range(PARTITIONS_MAX))
PARTITIONS_DECLARED = PARTITIONS[: topic_table().partitions]

FEED = "tideover-feed"
_BULK = ("eligibility", "registry")
"""The bulk registry feed has a group of its own."""


def group_of(service: str, topic: str) -> str:
    """The consumer group in which a service reads a topic."""
    return FEED if (service, topic) == _BULK else f"tideover-{service}"


READERS = tuple(
    (group_of(service, topic), service, topic)
    for topic, entry in sorted(topic_table().topics.items())
    for service in sorted(entry.readers)
)
"""Every (group, service, topic)."""
GROUPS = tuple(sorted({group for group, _, _ in READERS}))
