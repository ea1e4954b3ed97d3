"""Removes rows of an outbox that are in no log any more: published, and deleted from the log by retention.

The log itself says where that border is; no number of days is assumed. The first message that each partition still
keeps is looked up in the outbox; what was written before the earliest of these rows, and before the relay's bookmark,
is in no log. The inbox is left alone: its rows refuse repeats, which may come at any time.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from uuid import UUID

from kafka import KafkaConsumer, TopicPartition
from pydantic_core import from_json
from sqlalchemy import Connection, any_, delete, text
from sqlalchemy.dialects.postgresql import array

from services.runtime.database import chain
from services.runtime.database.store import PUBLISHED, Database, outbox
from services.runtime.kafka.clients import looking_on
from services.runtime.kafka.topics import topic_name
from services.runtime.process.settings import Settings

ROWS_AT_ONCE = 10_000
POLL_MS = 1_000
EMPTY_POLLS_MAX = 10

_BOOKMARK = text('SELECT "transaction"::text, position FROM relayed WHERE reader = :reader')
_ROWS = text('SELECT event_id, "transaction"::text, position FROM outbox WHERE event_id = ANY(:ids)')
_BEFORE = '("transaction", position) < (CAST(:transaction AS xid8), :position)'
_COUNT = text(f"SELECT count(*) FROM outbox WHERE {_BEFORE}")  # noqa: S608 - ours to the last letter
_NEXT = text(
    "SELECT position, event_id, topic, subject, type, body FROM outbox"  # noqa: S608 - ours to the last letter
    f' WHERE {_BEFORE} ORDER BY "transaction", position LIMIT :rows FOR UPDATE'
)


@dataclass(frozen=True, slots=True, order=True)
class Border:
    """A row of an outbox, by the order in which rows are published; what is before it may go."""

    transaction: int
    position: int

    @property
    def values(self) -> dict[str, object]:
        """As the statements take it."""
        return {"transaction": str(self.transaction), "position": self.position}


def border_of(settings: Settings, service: str, database: Database) -> Border | None:
    """The first row that the log still keeps; None where nothing may go. Raises `BrokerRefused`."""
    with database.reading() as connection:
        bookmark = connection.execute(_BOOKMARK, {"reader": PUBLISHED}).one_or_none()
    if bookmark is None:
        return None
    borders = [Border(int(bookmark[0]), int(bookmark[1]))]
    with looking_on(settings, auto_offset_reset="earliest") as consumer:
        name = topic_name(service)
        places = [TopicPartition(name, number) for number in sorted(consumer.partitions_for_topic(name) or ())]
        begins, ends = (consumer.beginning_offsets(places), consumer.end_offsets(places)) if places else ({}, {})
        if not any(ends.values()):
            return None  # a topic in which nothing ever stood has deleted nothing
        for place in places:
            if begins[place] < ends[place]:
                first = _first_kept(consumer, place, begins[place], ends[place], database)
                if first is None:
                    return None  # whatever this log is, it is not that of this outbox
                borders.append(first)
    return min(borders)


def _first_kept(
    consumer: KafkaConsumer, place: TopicPartition, begin: int, end: int, database: Database
) -> Border | None:
    """The row of the first message of a partition that stands in the outbox."""
    consumer.assign([place])
    consumer.seek(place, begin)
    empty = 0
    while consumer.position(place) < end and empty < EMPTY_POLLS_MAX:
        records = consumer.poll(timeout_ms=POLL_MS).get(place, [])
        empty = 0 if records else empty + 1
        ids = [found for record in records if (found := _id_in(record.value)) is not None]
        with database.reading() as connection:
            rows = {row[0]: Border(int(row[1]), int(row[2])) for row in connection.execute(_ROWS, {"ids": ids})}
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
    return int(connection.scalar(_COUNT, border.values) or 0)


def remove_before(database: Database, border: Border, rows: int = ROWS_AT_ONCE) -> Iterator[int]:
    """Take away what is before a border, so many rows a transaction; yields how many went.

    Their digests stand in the link of the transaction, so an audit knows that they went on purpose.
    """
    while True:
        with database.begin() as connection:
            going = connection.execute(_NEXT, {**border.values, "rows": rows}).all()
            if not going:
                return
            chain.note_pruned(connection, outbox, [row[1:] for row in going])
            connection.execute(delete(outbox).where(outbox.c.position == any_(array([row.position for row in going]))))
        yield len(going)


def prunable(settings: Settings, databases: Sequence[tuple[str, Database]]) -> dict[str, tuple[Border, int]]:
    """By service, the border and how many rows are before it; services of which nothing may go are left out."""
    prunable_rows: dict[str, tuple[Border, int]] = {}
    for service, database in databases:
        if (border := border_of(settings, service, database)) is not None:
            with database.reading() as connection:
                if count := count_before(connection, border):
                    prunable_rows[service] = (border, count)
    return prunable_rows
