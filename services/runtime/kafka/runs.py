"""A Faust consumer that delivers the records of a fetch as one message per partition, a run.

For every message Faust makes two tasks, a decoded event and several turns of its loop: a quarter of a millisecond,
where our own work on a record takes a few hundredths. Faust sees a run as one message at the position of its first
record; acknowledging it acknowledges all of its records.
"""

from __future__ import annotations

from asyncio import Future, ensure_future, wait
from collections import defaultdict
from collections.abc import AsyncIterator, Sequence
from typing import Any, ClassVar

from faust.transport.drivers import aiokafka
from faust.types import TP, ConsumerT, EventT
from faust.types.tuples import ConsumerMessage, Message, ack_lock

from services.runtime.kafka.clients import MILLI, READ_COMMITTED
from services.runtime.kafka.consumer_thread import WAIT_MS

EMPTY_FETCHES = 5
"""After so many, of a second each, it is looked whether transactions have ended: that wakes another thread for each
partition."""


class RecordRun(ConsumerMessage):
    """Records of one partition, one after the other, fetched together."""

    def __init__(self, records: Sequence[Message]) -> None:
        first = records[0]
        super().__init__(
            first.topic,
            first.partition,
            first.offset,
            first.timestamp,
            first.timestamp_type,
            None,
            b"",
            b"",
            None,
            tp=first.tp,
            generation_id=first.generation_id,
        )
        self.records = records


class CommittedThread(aiokafka.AIOKafkaConsumerThread):
    """Reads only what was committed, and asks rarely where nothing comes; Faust offers neither to us."""

    def _create_worker_consumer(self, transport: aiokafka.Transport) -> Any:
        consumer = super()._create_worker_consumer(transport)
        consumer._isolation_level = READ_COMMITTED["isolation_level"]  # noqa: SLF001 - read when it is started
        consumer._fetch_max_wait_ms = WAIT_MS  # noqa: SLF001 - likewise
        return consumer


async def taken(stream: AsyncIterator[EventT[Any]], most: int, within_ms: int) -> AsyncIterator[list[EventT[Any]]]:
    """The events of a stream, several at once where they follow each other within so many milliseconds.

    In the place of Faust's `noack_take`, which looks at its buffer twenty times a second while nothing comes, and lets
    what comes wait for that look. Nothing is acknowledged here. Where the stream ends, as when the worker is told to
    stop, this ends too, after what was at hand.
    """
    coming = _next_of(stream)
    try:
        while (event := await coming) is not None:
            events = [event]
            coming = _next_of(stream)
            while len(events) < most and (await wait({coming}, timeout=within_ms / MILLI))[0]:
                if (event := await coming) is None:
                    break
                events.append(event)
                coming = _next_of(stream)
            yield events
    finally:
        coming.cancel()


def _next_of(stream: AsyncIterator[EventT[Any]]) -> Future[EventT[Any] | None]:
    """The next event of a stream, or None where it has ended."""
    return ensure_future(anext(stream, None))


class RunConsumer(aiokafka.Consumer):
    """A consumer whose messages are runs."""

    _empty_fetches = 0

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self._in_hand: dict[TP, set[RecordRun]] = defaultdict(set)
        """The runs that were handed out and not acknowledged. Faust notes only those that a stream has begun with:
        one that waits behind a batch of another partition would count as nothing."""

    def _new_consumer_thread(self) -> CommittedThread:
        return CommittedThread(self, loop=self.loop, beacon=self.beacon)

    async def getmany(self, timeout: Any) -> AsyncIterator[tuple[TP, Message]]:  # noqa: ASYNC109 - Faust's own word
        """What was fetched, one run per partition."""
        fetched: dict[TP, list[Message]] = {}
        async for place, record in super().getmany(timeout):
            fetched.setdefault(place, []).append(record)
        for place, records in fetched.items():
            run = RecordRun(records)
            self._in_hand[place].add(run)
            yield place, run
            self._note_read(place, run)
        self._empty_fetches = 0 if fetched else self._empty_fetches + 1
        if self._empty_fetches == EMPTY_FETCHES:
            self._empty_fetches = 0
            await self._pass_ends()

    async def _pass_ends(self) -> None:
        """Acknowledge the ends of transactions, which are positions that nobody receives.

        Only where nothing is in hand: whatever stands before the consumer's position was then acknowledged, or never
        counted. Called when a fetch brought nothing and before the next one, so the position stands still.
        """
        for place in self.assignment() - self._places_in_hand():
            position, bookmark = await self.position(place), self._committed_offset[place]
            if position is None or (bookmark or 0) >= position:
                continue
            with ack_lock:
                known = self._acked_index[place]
                passed = [at for at in range(bookmark or position - 1, position) if at not in known]
                known.update(passed)
                self._acked[place].extend(passed)
            self._read_offset[place] = max(self._read_offset[place] or 0, position - 1)

    def _places_in_hand(self) -> set[TP]:
        """The partitions of which something is in hand that came after the group was last balanced.

        What came before is read once more from the bookmark, whoever has the partition now.
        """
        generation = self.app.consumer_generation_id
        for runs in self._in_hand.values():
            runs -= {run for run in runs if run.generation_id != generation}
        return {place for place, runs in self._in_hand.items() if runs}

    def _note_read(self, place: TP, run: RecordRun) -> None:
        """The run was read to its end, unless the partition was given away and is read anew meanwhile."""
        same_turn = run.generation_id == self.app.consumer_generation_id
        if same_turn and self._read_offset[place] == run.offset:
            self._read_offset[place] = run.records[-1].offset

    def ack(self, message: Message) -> bool:
        """Acknowledge every position of a run, also those between its records, which nobody receives."""
        with ack_lock:
            if isinstance(message, RecordRun):
                self._in_hand[message.tp].discard(message)
            if not super().ack(message):
                return False
            if isinstance(message, RecordRun):
                others = range(message.offset + 1, message.records[-1].offset + 1)
                self._acked_index[message.tp].update(others)
                self._acked[message.tp].extend(others)
                self._n_acked += len(others)
            return True


class RunTransport(aiokafka.Transport):
    """Kafka by aiokafka, in runs."""

    Consumer: ClassVar[type[ConsumerT]] = RunConsumer
