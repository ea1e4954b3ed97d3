"""A chained worker that follows workers of one service each begins where those have come to by the log.

What a service has heard of another's topic to its end it need not hear once more from the outbox: after years apart,
or after the step that gave outboxes their partitions, that would be every event there ever was.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from typing import Any

from kafka import TopicPartition

from services.runtime.database.misfits import fitting
from services.runtime.database.store import Database, reached, upsert
from services.runtime.delivery.messages import OUTBOX
from services.runtime.delivery.offsets import Partition, missed_in, positions, reached_in
from services.runtime.delivery.outbox import bookmarks_in
from services.runtime.kafka.completeness import reader_of
from services.runtime.kafka.names import publisher_of
from services.runtime.kafka.topics import topic_name

FEW = 500
"""So many events are sooner heard again than looked for in the log."""
LogEnds = Callable[[Collection[str]], Mapping[Partition, int]]
"""Where the partitions of these topics end in the log."""


def nothing_known(_topics: Collection[str]) -> Mapping[Partition, int]:
    """Where there is no log to ask."""
    return {}


def ends_in_log(clients: Mapping[str, Any], topics: Collection[str]) -> Mapping[Partition, int]:
    """What a broker says of it. Raises `KafkaError`."""
    with reader_of(clients) as reader:
        places = [
            TopicPartition(topic_name(topic), number)
            for topic in topics
            for number in reader.partitions_for_topic(topic_name(topic)) or ()
        ]
        ends = reader.end_offsets(places) if places else {}
    return {(publisher_of(place.topic), place.partition): end for place, end in ends.items()}


def heard_by_log(publisher: str, said: Database, hears: Database, log_ends: LogEnds) -> dict[int, int]:
    """By partition of the publisher's outbox, the number that a service hears next, if it has heard all by the log.

    Empty if anything is not published, was passed over, or was not heard. What the log ends with is asked after the
    outbox, so that all of the outbox stands before it.
    """
    rows = bookmarks_in(said)
    if any(row.published < row.next_number for row in rows):
        return {}
    ends = {place: end for place, end in log_ends([publisher]).items() if place[0] == publisher}
    came_to, missed = reached_in(hears), missed_in(hears)
    is_its_log = sum(ends.values()) >= sum(row.next_number for row in rows)  # a log that was made anew ends sooner
    all_heard = all(came_to.get(place, 0) >= end for place, end in ends.items())
    if not is_its_log or not all_heard or any(gap.topic == publisher for gap in missed):
        return {}
    return {row.partition: row.next_number for row in rows}


def note_heard(hears: Database, publisher: str, partition: int, number: int) -> None:
    """The service hears this number of the publisher's outbox next, unless it has come further meanwhile."""
    place = (publisher + OUTBOX, partition)
    with fitting(hears), hears.of(partition).begin() as connection:
        if positions(connection, [place]).get(place, 0) < number:
            upsert(connection, reached, [{"topic": place[0], "partition": partition, "next_position": number}])
