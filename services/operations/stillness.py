"""When nothing moves any more on the stack: everybody has read every topic to its end, and all is published."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import NamedTuple

from kafka import KafkaConsumer, TopicPartition
from sqlalchemy import text

from services.runtime.database.store import Database
from services.runtime.delivery.messages import OUTBOX
from services.runtime.delivery.offsets import Partition, all_reached
from services.runtime.delivery.outbox import ends_of
from services.runtime.kafka.names import publisher_of
from services.runtime.kafka.topics import topic_name
from services.watching.readers import READERS, TOPICS

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
        what of that was published since moves an end. Services are looked at one after the other: what
        one of them says meanwhile has a cause, which the look at it, or at whoever said the cause, shows as unread.
        """
        before = self._ends()
        seen = {service: _seen(database) for service, database in self.databases.items()}
        if any(one.waits_for_the_relay for one in seen.values()):
            return False
        return _all_read(before, seen) and self._ends() == before

    def _ends(self) -> Mapping[TopicPartition, int]:
        places = [
            TopicPartition(topic_name(topic), partition) for topic in TOPICS for partition in range(self.partitions)
        ]
        ends: Mapping[TopicPartition, int] = self.reader.end_offsets(places)
        return ends


class ServiceStanding(NamedTuple):
    """What one look into a service's database shows."""

    reached: Mapping[Partition, int]
    """How far the service has come in each topic; what it is handed in memory counts in its own line."""
    said: Mapping[int, int]
    """How many events stand in each partition of its outbox."""
    waits_for_the_relay: bool


def _seen(database: Database) -> ServiceStanding:
    reached: dict[Partition, int] = {}
    said: dict[int, int] = {}
    waits = False
    for part in database.parts:
        with part.reading() as connection:
            reached |= {place: end for place, end in all_reached(connection).items() if part.holds(place[1])}
            said |= {number: end for number, end in ends_of(connection).items() if part.holds(number)}
            waits |= bool(connection.scalar(_UNPUBLISHED))
    return ServiceStanding(reached, said, waits)


def _all_read(ends: Mapping[TopicPartition, int], seen: Mapping[str, ServiceStanding]) -> bool:
    said = {(service, partition): end for service, one in seen.items() for partition, end in one.said.items()}
    for service, one in seen.items():
        heard = {topic for _, reader, topic in READERS if reader == service}
        for place, end in ends.items():
            topic, partition = publisher_of(place.topic), place.partition
            by_log = one.reached.get((topic, partition), 0) >= end
            in_memory = one.reached.get((topic + OUTBOX, partition), 0) >= said.get((topic, partition), 1)
            if topic in heard and not by_log and not in_memory:
                return False
    return True
