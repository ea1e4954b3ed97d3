"""Reads again what a consumer passed over, so that everything acknowledged has its effect."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from kafka import KafkaConsumer, TopicPartition
from kafka.errors import UnsupportedCodecError

from services.runtime.database.store import Database
from services.runtime.delivery.messages import Message
from services.runtime.delivery.offsets import Missed, Partition, all_missed, no_longer_missed, note_passed
from services.runtime.kafka.clients import READ_COMMITTED, BatchUnreadable, opened
from services.runtime.kafka.loop import messages_of
from services.runtime.kafka.names import publisher_of
from services.runtime.kafka.topics import topic_name
from services.runtime.kafka.unpacking import unreadable_batch
from services.runtime.process.logs import log

POLL_MS = 200
PATIENCE_MS = 10_000
"""The watchdog asks again at its next look."""
EMPTY_POLLS_MAX = 50


@dataclass(frozen=True, slots=True)
class WatchedReader:
    """A service, what it hears of a worker's topics, and the way by which messages come to it."""

    service: str
    database: Database
    topics: Collection[str]
    carry: Callable[[Sequence[Message]], object]


def opened_reader(clients: Mapping[str, Any]) -> KafkaConsumer:
    """A consumer beside the worker's own, in no group."""
    return opened(
        KafkaConsumer,
        **clients,
        enable_auto_commit=False,
        auto_offset_reset="earliest",
        group_id=None,
        bootstrap_timeout_ms=PATIENCE_MS,
        request_timeout_ms=PATIENCE_MS,
        **READ_COMMITTED,
    )


@contextmanager
def reader_of(clients: Mapping[str, Any]) -> Iterator[KafkaConsumer]:
    """The same, closed at the end."""
    reader = opened_reader(clients)
    try:
        yield reader
    finally:
        reader.close()


def read_again(heard: WatchedReader, clients: Mapping[str, Any]) -> int:
    """Deliver the messages of every noted gap; how many there were.

    A gap may hold none: the ends of transactions, and what was aborted, are positions that nobody receives. What the
    log no longer keeps cannot be read again: the gap is closed and an error is logged.
    """
    with heard.database.begin() as connection:
        gaps = all_missed(connection)
    if not gaps:
        return 0
    with reader_of(clients) as reader:
        return sum(_read_gap(heard, reader, gap) for gap in gaps)


def _read_gap(heard: WatchedReader, reader: KafkaConsumer, gap: Missed) -> int:
    place = TopicPartition(topic_name(gap.topic), gap.partition)
    reader.assign([place])
    kept_from = reader.beginning_offsets([place])[place]
    reader.seek(place, max(gap.start, kept_from))
    delivered = empty = 0
    while reader.position(place) < gap.end and empty < EMPTY_POLLS_MAX:
        records = [record for record in reader.poll(timeout_ms=POLL_MS).get(place, []) if record.offset < gap.end]
        empty = 0 if records else empty + 1
        if records:
            heard.carry(messages_of({place: records}))
            delivered += len(records)
    if reader.position(place) < gap.end:
        log.error("gap_not_readable", service=heard.service, topic=gap.topic, partition=gap.partition)
        return delivered
    if kept_from > gap.start:
        log.error("gap_lost_to_retention", service=heard.service, topic=gap.topic, partition=gap.partition)
    with heard.database.begin() as connection:
        no_longer_missed(connection, gap)
    if delivered:
        log.warning("gap_read_again", service=heard.service, topic=gap.topic, count=delivered)
    return delivered


def pass_ends(heard: WatchedReader, clients: Mapping[str, Any], waiting: Mapping[Partition, tuple[int, int]]) -> None:
    """Move on in places where, from the first position to the second, nothing stands that anybody receives.

    By the name of the Kafka topic. Raises `BatchUnreadable` where a batch cannot be unpacked.
    """
    open_ = {TopicPartition(*place): span for place, span in waiting.items()}
    with reader_of(clients) as reader:
        reader.assign(list(open_))
        for place, (start, _) in open_.items():
            reader.seek(place, start)
        for _ in range(EMPTY_POLLS_MAX):
            try:
                polled = reader.poll(timeout_ms=POLL_MS)
            except UnsupportedCodecError as fault:
                starts = {place: start for place, (start, _) in open_.items()}
                raise BatchUnreadable(unreadable_batch(fault, clients, starts)) from None
            open_ = {place: span for place, span in open_.items() if place not in polled}
            passed = [place for place, (_, end) in open_.items() if reader.position(place) >= end]
            for place in passed:
                with heard.database.begin() as connection:
                    at = publisher_of(place.topic), place.partition
                    note_passed(connection, at, open_.pop(place)[0], reader.position(place))
            if not open_:
                return
