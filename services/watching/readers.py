"""Who reads which topic in which consumer group, from the one table of topics."""

from __future__ import annotations

from services.names import group_of, worker_of
from services.runtime.kafka.topics import topic_table

TOPICS = tuple(sorted(topic_table().topics))
PARTITIONS_MAX = 256
PARTITIONS = tuple(str(number) for number in range(PARTITIONS_MAX))
PARTITIONS_DECLARED = PARTITIONS[: topic_table().partitions]

READERS = tuple(
    (group_of(worker_of(service, topic)), service, topic)
    for topic, entry in sorted(topic_table().topics.items())
    for service in sorted(entry.readers)
)
"""Every (group, service, topic)."""
GROUPS = tuple(sorted({group for group, _, _ in READERS}))
