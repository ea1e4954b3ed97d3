"""When nothing moves any more on the stack: everybody has read every topic to its end, and all is published."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from kafka import KafkaConsumer, TopicPartition
from sqlalchemy import text

from services.runtime.database.store import Database
from services.runtime.delivery.messages import OUTBOX
from services.runtime.delivery.offsets import Partition
from services.runtime.delivery.outbox import ends_of
from services.runtime.kafka.names import publisher_of
from services.runtime.kafka.topics import topic_name
from services.watching.readers import READERS, TOPICS

_REACHED = text("SELECT topic, partition, next_position FROM reached")
_UNPUBLISHED = text("SELECT EXISTS (SELECT FROM outbox_partition WHERE published < next_number)")


@dataclass(frozen=True, slots=True)
class Stillness:
    """Looks at the log and at the services' databases, never at what workers say of themselves."""

    reader: KafkaConsumer
    databases: Mapping[str, Database]
    partitions: int

    def holds(self) -> bool:
        """Whether nothing moves.

        The ends are asked for twice. What was read to its first end has left all that follows from it in outboxes;
        what of that was published since moves an end.
        """
        before = self._ends()
        return self._all_read(before) and not self._waits_for_the_relay() and self._ends() == before

    def _ends(self) -> Mapping[TopicPartition, int]:
        places = [
            TopicPartition(topic_name(topic), partition) for topic in TOPICS for partition in range(self.partitions)
        ]
        ends: Mapping[TopicPartition, int] = self.reader.end_offsets(places)
        return ends

    def _all_read(self, ends: Mapping[TopicPartition, int]) -> bool:
        said = self._said()
        for service, database in self.databases.items():
            with database.reading() as connection:
                reached = {(row.topic, row.partition): row.next_position for row in connection.execute(_REACHED)}
            heard = {topic for _, reader, topic in READERS if reader == service}
            for place, end in ends.items():
                topic, partition = publisher_of(place.topic), place.partition
                by_log = reached.get((topic, partition), 0) >= end
                in_memory = reached.get((topic + OUTBOX, partition), 0) >= said.get((topic, partition), 1)
                if topic in heard and not by_log and not in_memory:
                    return False
        return True

    def _said(self) -> dict[Partition, int]:
        """How many events stand in each partition of each outbox: whoever is handed them in memory counts there."""
        said: dict[Partition, int] = {}
        for service, database in self.databases.items():
            with database.reading() as connection:
                said |= {(service, partition): end for partition, end in ends_of(connection).items()}
        return said

    def _waits_for_the_relay(self) -> bool:
        for database in self.databases.values():
            with database.reading() as connection:
                if connection.scalar(_UNPUBLISHED):
                    return True
        return False
