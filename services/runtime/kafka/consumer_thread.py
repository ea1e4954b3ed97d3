"""aiokafka's consumer in a thread of its own, behind plain calls: heartbeats go on while a batch is carried.

A record costs it 3 us of processor time where kafka-python takes 8. Whatever it fails at, it can be opened anew, and
then begins at the bookmarks; delivery drops what is read twice.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Collection, Coroutine, Iterable, Mapping, Sequence
from concurrent.futures import CancelledError, Future
from contextlib import suppress
from dataclasses import dataclass
from threading import Thread
from typing import Any, TypeVar

from aiokafka import AIOKafkaConsumer, TopicPartition
from aiokafka.coordinator.assignors.range import RangePartitionAssignor
from aiokafka.errors import KafkaError, UnsupportedCodecError

from services.runtime.kafka.clients import MILLI, READ_COMMITTED, BatchUnreadable, unreadable
from services.runtime.kafka.topics import topic_name
from services.runtime.process.logs import log

BEATS_A_SESSION = 4
WAIT_MS = 1_000
"""How long a broker may hold a question for more while there is none; it answers at once when something comes."""
FETCH_BYTES = 4 * 1024 * 1024
"""Of one partition at once."""
CLOSING_SECONDS = 10
GRACE_MS = 100
"""So much longer than asked a poll is waited for, before it is left to go on."""

Positions = dict[TopicPartition, int]
"""The next position to read, by partition."""
Records = Mapping[TopicPartition, Sequence[Any]]
"""By partition, what came of it, one after the other."""
Begin = Callable[[AIOKafkaConsumer], None]
"""Says what a consumer reads: topics of its group, or partitions."""

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Polled:
    """What came of each partition, and where the consumer stands behind it.

    After an empty poll it says so of all its partitions, since the ends of transactions pass unseen.
    """

    records: Records
    ends: Positions


class ThreadedConsumer:
    """Reads for one thread, which polls; `assignment` may be asked by any. Opened at the first poll."""

    def __init__(
        self,
        clients: Mapping[str, Any],
        group: str | None,
        begin: Begin,
        *,
        instance: str | None = None,
        session_ms: int,
    ) -> None:
        self._options = _options(clients, group, instance, session_ms)
        self._begin = begin
        self._loop = asyncio.new_event_loop()
        self._thread = Thread(target=self._loop.run_forever, name="consumer", daemon=True)
        self._thread.start()
        self._consumer: AIOKafkaConsumer | None = None
        self._polling: Future[Polled] | None = None
        self._bookmarks: Positions = {}
        self._bookmarking: Future[None] | None = None
        self._one_by_one = False
        self._unreadable = ""

    def assignment(self) -> frozenset[TopicPartition]:
        """The partitions that are this consumer's at the moment."""
        return frozenset() if self._consumer is None else frozenset(self._consumer.assignment())

    def poll(self, *, within_ms: int, most: int) -> Polled:
        """What comes next, at most so many records; nothing if nothing comes in time.

        Raises `KafkaError`, after which the consumer is to be opened anew, and `BatchUnreadable` with the place of a
        batch that cannot be unpacked, once everything before it was polled.
        """
        if self._polling is None:
            self._polling = self._ask(self._poll(within_ms, most))
        try:
            polled = self._polling.result((within_ms + GRACE_MS) / MILLI)
        except TimeoutError:
            return Polled({}, {})  # while a group is balanced nobody reads; the poll goes on
        except BaseException:
            self._polling = None
            raise
        self._polling = None
        return polled

    def bookmark(self, ends: Positions) -> None:
        """Move the bookmarks soon. If this fails, messages are read and dropped again, and nothing else."""
        if moved := {place: end for place, end in ends.items() if self._bookmarks.get(place) != end}:
            self._bookmarking = self._ask(self._commit(moved))

    def open_anew(self) -> None:
        """Forget what was read: the next poll begins at the bookmarks."""
        self._polling = None
        self._bookmarks = {}
        with suppress(TimeoutError, KafkaError, CancelledError):  # stopped while it joins, its own tasks cancel it
            self._ask(self._stop()).result(CLOSING_SECONDS)

    def close(self) -> None:
        """Leave the group once the bookmarks are moved, and read nothing any more."""
        with suppress(TimeoutError):
            if self._bookmarking is not None:
                self._bookmarking.result(CLOSING_SECONDS)
        self.open_anew()
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(CLOSING_SECONDS)
        if not self._thread.is_alive():
            self._loop.close()

    def _ask(self, work: Coroutine[Any, Any, T]) -> Future[T]:
        return asyncio.run_coroutine_threadsafe(work, self._loop)

    async def _poll(self, within_ms: int, most: int) -> Polled:
        if self._unreadable:
            raise BatchUnreadable(self._unreadable)
        consumer = self._consumer or await self._open()
        if self._one_by_one:
            records = await self._before_the_unreadable(consumer, most)
        else:
            try:
                records = await consumer.getmany(timeout_ms=within_ms, max_records=most)
            except Exception as fault:
                if not _cannot_be_unpacked(fault):
                    raise
                self._one_by_one = True
                await self._stop()  # what stood before it in the fetch is lost: read from the bookmarks
                return Polled({}, {})
        return Polled(records, await _positions(consumer, records or consumer.assignment()))

    async def _before_the_unreadable(self, consumer: AIOKafkaConsumer, most: int) -> Records:
        """One record after the other of each partition; notes where a batch stands that cannot be unpacked."""
        records: dict[TopicPartition, list[Any]] = {}
        if not (places := consumer.assignment()):
            await asyncio.sleep(GRACE_MS / MILLI)
        for place in sorted(places):
            read = records[place] = []
            try:
                while len(read) < most and (more := await consumer.getmany(place, timeout_ms=WAIT_MS, max_records=1)):
                    read += more[place]
            except Exception as fault:
                if not _cannot_be_unpacked(fault):
                    raise
                self._unreadable = unreadable(fault, place.topic, place.partition, await consumer.position(place))
        return {place: read for place, read in records.items() if read}

    async def _open(self) -> AIOKafkaConsumer:
        consumer = AIOKafkaConsumer(**self._options)
        try:
            await consumer.start()
        except BaseException:
            await consumer.stop()
            raise
        self._begin(consumer)
        self._consumer = consumer
        return consumer

    async def _stop(self) -> None:
        consumer, self._consumer = self._consumer, None
        if consumer is not None:
            await consumer.stop()

    async def _commit(self, ends: Positions) -> None:
        consumer = self._consumer
        mine = {place: end for place, end in ends.items() if place in self.assignment()}
        if consumer is None or not mine:
            return
        try:
            await consumer.commit(mine)
        except KafkaError as fault:
            log.warning("commit_failed", error=type(fault).__name__)
        else:
            self._bookmarks |= mine


def of_topics(topics: Iterable[str]) -> Begin:
    """Reads these topics of ours, whose partitions the group divides among its members."""
    names = [topic_name(topic) for topic in topics]
    return lambda consumer: consumer.subscribe(names)


def _options(clients: Mapping[str, Any], group: str | None, instance: str | None, session_ms: int) -> dict[str, Any]:
    """A consumer that commits only when told to, and begins at the beginning.

    It knows one way to divide partitions: aiokafka asks to join once for each, and the second time changes what the
    group was told, so that two members that start together send each other back to the beginning, perhaps for ever.
    """
    return {
        **clients,
        "group_id": group,
        "group_instance_id": instance,
        "enable_auto_commit": False,
        "auto_offset_reset": "earliest",
        "partition_assignment_strategy": (RangePartitionAssignor,),
        "session_timeout_ms": session_ms,
        "heartbeat_interval_ms": session_ms // BEATS_A_SESSION,
        "max_partition_fetch_bytes": FETCH_BYTES,
        "fetch_max_wait_ms": WAIT_MS,
        "consumer_timeout_ms": WAIT_MS,
        **READ_COMMITTED,
    }


async def _positions(consumer: AIOKafkaConsumer, places: Collection[TopicPartition]) -> Positions:
    """Where it stands in these partitions, as far as it knows."""
    ends: Positions = {}
    for place in places:
        with suppress(KafkaError, TimeoutError):
            ends[place] = await asyncio.wait_for(consumer.position(place), GRACE_MS / MILLI)
    return ends


def _cannot_be_unpacked(fault: Exception) -> bool:
    """A codec that is missing, or whatever an unpacker says of bytes that it cannot read."""
    return isinstance(fault, UnsupportedCodecError) or not isinstance(fault, KafkaError)
