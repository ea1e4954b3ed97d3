"""Compares the outboxes of services with the topics that they were published to."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

import numpy as np
from kafka import TopicPartition
from numpy.typing import NDArray
from pydantic_core import from_json
from sqlalchemy import text

from contracts.base import partition_of
from services.operations.console_database import topics_of
from services.operations.findings import PUBLICATION, Audit, Breach
from services.operations.reading import read_to
from services.runtime.database import bulk
from services.runtime.database.store import Database, outbox
from services.runtime.delivery.offsets import Partition
from services.runtime.kafka.clients import looking_on
from services.runtime.kafka.names import publisher_of
from services.runtime.kafka.topics import topic_name
from services.runtime.process.settings import Settings

ROWS_AT_ONCE = 10_000

_BOOKMARKS = text("SELECT partition, published FROM outbox_partition")
_BEHIND_THE_BOOKMARK = text(
    "SELECT position, event_id, topic, subject, type FROM outbox JOIN unnest(:partitions ::int[], :ends ::bigint[])"
    " AS held(partition, published) ON outbox.partition = held.partition AND number < published"
    " ORDER BY outbox.partition, number"
)


@dataclass
class Published:
    """The ids in the topics of an outbox, eight bytes an event, and the partitions of which the log must have the rest.

    Half an id has 60 bits that are as good as random: among ten million events a missing one hides behind another
    once in a hundred thousand million looks.
    """

    parts: list[NDArray[np.uint64]] = field(default_factory=list)
    begun: set[Partition] = field(default_factory=set)
    places: set[Partition] = field(default_factory=set)
    """The topics' partitions."""

    def add(self, ids: list[UUID]) -> None:
        """Note what stands in the topic."""
        self.parts.append(np.fromiter((half(event_id) for event_id in ids), dtype=np.uint64, count=len(ids)))

    def holds(self, ids: list[UUID]) -> NDArray[np.bool_]:
        """Which of the ids stand in the topic."""
        if len(self.parts) > 1:
            self.parts = [np.unique(np.concatenate(self.parts))]
        there = self.parts[0] if self.parts else np.empty(0, dtype=np.uint64)
        return np.isin(np.fromiter((half(event_id) for event_id in ids), dtype=np.uint64, count=len(ids)), there)


def half(event_id: UUID) -> int:
    """Eight bytes of an id."""
    return event_id.int >> 64


def audit_publications(settings: Settings, service: str, database: Database, audit: Audit) -> Iterator[int]:
    """Hold a service's outbox, up to its bookmarks, against its topic; yields how many were looked at.

    The bookmarks are read first, so what is published meanwhile cannot be missed. What one server of a service that is
    split said for another is held against that one's outbox.
    """
    bookmarks = [_bookmarks(part) for part in database.parts]
    if not any(bookmarks):
        return
    published = Published()
    ends: dict[Partition, int] = {}
    for topic in topics_of(service, database):
        ends |= _kept(settings, topic, published)
    for _, records in read_to(settings, ends):
        published.add([found for record in records if (found := _id_in(record.value)) is not None])
        yield len(records)
    for part, ends_of_part in zip(database.parts, bookmarks, strict=True):
        for rows in _behind(part, {number: end for number, end in ends_of_part.items() if part.holds(number)}):
            _look_at(rows, service, database.partitions, published, audit)
            yield len(rows)
        for number in (number for number in ends_of_part if not part.holds(number)):
            for rows in _behind(part, {number: ends_of_part[number]}):
                _look_at_handed_over(rows, service, database.of(number), audit)
                yield len(rows)


def _bookmarks(part: Database) -> dict[int, int]:
    with part.reading() as connection:
        return {row.partition: row.published for row in connection.execute(_BOOKMARKS)}


def _behind(part: Database, bookmarks: Mapping[int, int]) -> Iterator[Sequence[Any]]:
    """The rows before these bookmarks."""
    with part.reading() as connection:
        streaming = connection.execution_options(stream_results=True, yield_per=ROWS_AT_ONCE)
        given = {"partitions": [*bookmarks], "ends": [*bookmarks.values()]}
        yield from streaming.execute(_BEHIND_THE_BOOKMARK, given).partitions(ROWS_AT_ONCE)


def _look_at_handed_over(rows: Sequence[Any], service: str, held: Database, audit: Audit) -> None:
    audit.looked_at[PUBLICATION, service] += len(rows)
    with held.reading() as connection:
        ids = [row.event_id for row in rows]
        there = {row[0] for row in bulk.find(connection, outbox, {"event_id": ids}, ("event_id",))}
    for row in (row for row in rows if row.event_id not in there):
        says = f"{service} said {row.event_id} ({row.type}) on one server for another, whose outbox does not have it."
        audit.found(Breach(PUBLICATION, service, str(row.event_id), says))


def _look_at(rows: Sequence[Any], service: str, partitions: int, published: Published, audit: Audit) -> None:
    """Before the first row of a partition that the log still keeps, missing ones may have been deleted in time."""
    audit.looked_at[PUBLICATION, service] += len(rows)
    for row, there in zip(rows, published.holds([row.event_id for row in rows]), strict=True):
        if there and published.begun == published.places:
            continue
        place = row.topic, partition_of(row.subject, partitions)
        if there:
            published.begun.add(place)
        elif place in published.begun:
            audit.found(_missing(service, row))
        else:
            audit.not_kept[service] += 1


def _missing(service: str, row: Any) -> Breach:
    says = f"{service} said {row.event_id} ({row.type}, position {row.position} of its outbox); no topic has it."
    return Breach(PUBLICATION, service, str(row.event_id), says)


def _kept(settings: Settings, topic: str, published: Published) -> dict[Partition, int]:
    """Where a topic ends now; who listens alone has none."""
    name = topic_name(topic)
    with looking_on(settings) as consumer:
        places = [TopicPartition(name, number) for number in sorted(consumer.partitions_for_topic(name) or ())]
        ends = consumer.end_offsets(places) if places else {}
        begins = consumer.beginning_offsets(places) if places else {}
    published.places |= {(topic, place.partition) for place in places}
    published.begun |= {(topic, place.partition) for place, begin in begins.items() if begin == 0}
    return {(publisher_of(place.topic), place.partition): end for place, end in ends.items()}


def _id_in(body: bytes | None) -> UUID | None:
    try:
        return UUID(from_json(body or b"")["id"])
    except (ValueError, TypeError, KeyError):
        return None  # not one of ours, so no service's publication
