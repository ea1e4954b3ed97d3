"""Removes rows of an outbox that are in no log any more: published, and deleted from the log by retention.

The log itself says where that border is; no number of days is assumed. The first message that each partition still
keeps is looked up in the outbox; what stands in the partition before that row, and before its bookmark, is in no log.
The inbox is left alone: its rows refuse repeats, which may come at any time.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from itertools import product
from typing import NamedTuple
from uuid import UUID

from kafka import KafkaConsumer, TopicPartition
from pydantic_core import from_json
from sqlalchemy import Connection, any_, delete, text
from sqlalchemy.dialects.postgresql import array

from services.operations.audit_log import begins_of
from services.operations.chains import parts_by_name
from services.operations.console_database import topics_of
from services.runtime.database import chain
from services.runtime.database.store import Database, outbox
from services.runtime.delivery.messages import OUTBOX
from services.runtime.delivery.offsets import Missed, Partition, missed_in, reached_in
from services.runtime.kafka.clients import looking_on
from services.runtime.kafka.topics import topic_name
from services.runtime.process.settings import Settings

ROWS_AT_ONCE = 10_000
POLL_MS = 1_000
EMPTY_POLLS_MAX = 10

_BOOKMARKS = text("SELECT partition, published FROM outbox_partition")
_ROWS = text("SELECT event_id, partition, number FROM outbox WHERE event_id = ANY(:ids)")
_BEFORE = (
    "(SELECT outbox.* FROM outbox JOIN unnest(:partitions ::int[], :numbers ::bigint[]) AS kept(partition, number)"
    " ON outbox.partition = kept.partition AND outbox.number < kept.number) AS outbox"
)
_COUNT = text(f"SELECT count(*) FROM {_BEFORE}")  # noqa: S608 - ours to the last letter
_NEXT = text(
    "SELECT position, event_id, topic, subject, type, body"  # noqa: S608 - ours to the last letter
    f" FROM {_BEFORE} ORDER BY partition, number LIMIT :rows"
)

Row = tuple[int, int]
Border = Mapping[int, int]
"""By partition of an outbox, the number of the first row that stays."""


def _given(border: Border) -> dict[str, object]:
    return {"partitions": [*border], "numbers": [*border.values()]}


def border_of(settings: Settings, service: str, database: Database) -> Border | None:
    """The first rows that the log still keeps; None where nothing may go. Raises `BrokerRefused`."""
    with database.reading() as connection:
        bookmarks = {row.partition: row.published for row in connection.execute(_BOOKMARKS)}
        border = {number: published for number, published in bookmarks.items() if database.holds(number)}
    if not border:
        return None
    with looking_on(settings, auto_offset_reset="earliest") as consumer:
        names = [topic_name(topic) for topic in topics_of(service, database)]
        numbered = [(name, part) for name in names for part in consumer.partitions_for_topic(name) or ()]
        places = [TopicPartition(name, part) for name, part in numbered if database.holds(part)]
        begins, ends = (consumer.beginning_offsets(places), consumer.end_offsets(places)) if places else ({}, {})
        if not any(ends.values()):
            return None  # a topic in which nothing ever stood has deleted nothing
        found: list[Row] = []
        for place in (place for place in sorted(places) if begins[place] < ends[place]):
            first = _first_kept(consumer, place, begins[place], ends[place], database)
            if first is not None:
                found.append(first)
            elif len(names) == 1 or consumer.position(place) < ends[place]:
                return None  # whatever this log is, it is not that of this outbox; where others speak too, it may be
    if len(names) > 1 and not found:
        return None
    for partition, number in found:
        border[partition] = min(border.get(partition, 0), number)
    return border


def _first_kept(consumer: KafkaConsumer, place: TopicPartition, begin: int, end: int, database: Database) -> Row | None:
    """The row of the first message of a partition that stands in the outbox: its partition there, and its number."""
    consumer.assign([place])
    consumer.seek(place, begin)
    empty = 0
    while consumer.position(place) < end and empty < EMPTY_POLLS_MAX:
        records = consumer.poll(timeout_ms=POLL_MS).get(place, [])
        empty = 0 if records else empty + 1
        ids = [found for record in records if (found := _id_in(record.value)) is not None]
        with database.reading() as connection:
            rows = {row[0]: (row[1], row[2]) for row in connection.execute(_ROWS, {"ids": ids})}
        if rows:
            return next(rows[event_id] for event_id in ids if event_id in rows)
    return None


def _id_in(body: bytes | None) -> UUID | None:
    try:
        return UUID(from_json(body or b"")["id"])
    except (ValueError, TypeError, KeyError):
        return None  # not one of ours


def count_before(connection: Connection, border: Border) -> int:
    """How many rows may go."""
    return int(connection.scalar(_COUNT, _given(border)) or 0)


def remove_before(database: Database, border: Border, rows: int = ROWS_AT_ONCE) -> Iterator[int]:
    """Take away what is before a border, so many rows a transaction; yields how many went.

    Their digests stand in the link of the transaction, so an audit knows that they went on purpose.
    """
    while True:
        with database.begin() as connection:
            going = connection.execute(_NEXT, {**_given(border), "rows": rows}).all()
            if not going:
                return
            chain.note_pruned(connection, outbox, [row[1:] for row in going])
            connection.execute(delete(outbox).where(outbox.c.position == any_(array([row.position for row in going]))))
        yield len(going)


class _Heard(NamedTuple):
    """How far a service has come by its own database, and what it passed over."""

    positions: Mapping[Partition, int]
    gaps: Sequence[Missed]

    def has_heard_before(self, begins: Mapping[Partition, int]) -> bool:
        """Whether it has heard by the log all that the log has deleted, so that no outbox has to keep it for it.

        True of a service that runs apart, though it has stood still in the outboxes since it was chained.
        """
        came_to_them = all(self.positions.get(place, 0) >= begin for place, begin in begins.items())
        return came_to_them and not any(gap.start < begins.get((gap.topic, gap.partition), 0) for gap in self.gaps)


def _heard_in(database: Database) -> _Heard:
    return _Heard(reached_in(database), missed_in(database))


def prunable(
    settings: Settings, databases: Mapping[str, Database], services: Collection[str]
) -> dict[str, tuple[Border, int]]:
    """By service, and by server where it is split, the border and how many rows are before it, if any may go.

    `databases` are those of all services: what another one is handed from the outbox stays until it has heard it,
    there or by the log.
    """
    prunable_rows: dict[str, tuple[Border, int]] = {}
    hearers = [_heard_in(database) for database in databases.values()]
    for service, (name, database) in _each(databases, services):
        if (border := border_of(settings, service, database)) is not None:
            held = filter(database.holds, range(settings.partitions))
            begins = begins_of(settings, [(service, number) for number in held])
            is_its_log = sum(begins.values()) >= sum(border.values())  # one that was made anew has deleted less
            not_by_log = [heard.positions for heard in hearers if not (is_its_log and heard.has_heard_before(begins))]
            for positions, number in product(not_by_log, border):
                stays = positions.get((service + OUTBOX, number), border[number])
                border = {**border, number: min(border[number], stays)}
            with database.reading() as connection:
                if count := count_before(connection, border):
                    prunable_rows[name] = (border, count)
    return prunable_rows


def _each(databases: Mapping[str, Database], services: Collection[str]) -> Iterator[tuple[str, tuple[str, Database]]]:
    """What of one is said for another server stays: it has gone there, and its place there says what may go."""
    for service in services:
        for named in parts_by_name({service: databases[service]}):
            yield service, named
