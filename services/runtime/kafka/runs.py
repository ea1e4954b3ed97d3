"""A Faust consumer that delivers the records of a fetch as one message per partition, a run.

For every message Faust makes two tasks, a decoded event and several turns of its loop: a quarter of a millisecond,
where our own work on a record takes a few hundredths. Faust sees a run as one message at the position of its first
record; acknowledging it acknowledges all of its records.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Sequence
from typing import Any, ClassVar

from faust.transport.drivers import aiokafka
from faust.types import TP, ConsumerT
from faust.types.tuples import ConsumerMessage, Message, ack_lock


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


class RunConsumer(aiokafka.Consumer):
    """A consumer whose messages are runs."""

    async def getmany(self, timeout: Any) -> AsyncIterator[tuple[TP, Message]]:  # noqa: ASYNC109 - Faust's own word
        """What was fetched, one run per partition."""
        fetched: dict[TP, list[Message]] = {}
        async for place, record in super().getmany(timeout):
            fetched.setdefault(place, []).append(record)
        for place, records in fetched.items():
            run = RecordRun(records)
            yield place, run
            self._note_read(place, run)

    def _note_read(self, place: TP, run: RecordRun) -> None:
        """The run was read to its end, unless the partition was given away and is read anew meanwhile."""
        same_turn = run.generation_id == self.app.consumer_generation_id
        if same_turn and self._read_offset[place] == run.offset:
            self._read_offset[place] = run.records[-1].offset

    def ack(self, message: Message) -> bool:
        """Acknowledge every record of a run."""
        with ack_lock:
            if not super().ack(message):
                return False
            if isinstance(message, RecordRun):
                others = [record.offset for record in message.records[1:]]
                self._acked_index[message.tp].update(others)
                self._acked[message.tp].extend(others)
                self._n_acked += len(others)
            return True


class RunTransport(aiokafka.Transport):
    """Kafka by aiokafka, in runs."""

    Consumer: ClassVar[type[ConsumerT]] = RunConsumer
