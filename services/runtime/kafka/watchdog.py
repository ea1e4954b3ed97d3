"""Watches a worker from outside its loop: ends it when it has stopped working, and has gaps read again.

A Faust consumer can stop fetching without any error (issues 175, 523, 532, 629, 640 of faust-streaming). The sign is
that messages wait in our partitions while the position in the database does not change.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from threading import Event, Thread
from typing import Any

from kafka import KafkaConsumer, TopicPartition

from services.runtime.delivery.offsets import Partition, positions
from services.runtime.delivery.retry import UNAVAILABLE, Carrier, end_process
from services.runtime.kafka.completeness import read_again
from services.runtime.kafka.names import publisher_of
from services.runtime.process.logs import log

LOOK_SECONDS = 5
QUIET_LOOKS_MAX = 12


@dataclass
class Watchdog:
    """Checks every few seconds whether the worker makes progress while messages wait.

    `assigned` gives the (Kafka topic, partition) pairs that are the worker's at the moment.
    """

    carrier: Carrier
    clients: Mapping[str, Any]
    assigned: Callable[[], Collection[Partition]]
    look_seconds: int = LOOK_SECONDS
    quiet_looks_max: int = QUIET_LOOKS_MAX
    end: Callable[[int], None] = end_process

    def start(self, stop: Event) -> Thread:
        """Watch from a thread of its own until `stop` is set."""
        thread = Thread(target=self._watch, args=(stop,), name="watchdog", daemon=True)
        thread.start()
        return thread

    def _watch(self, stop: Event) -> None:
        quiet: int = 0
        before: dict[Partition, int] | None = None
        while not stop.wait(self.look_seconds):
            try:
                read_again(self.carrier, self.clients)
                waits, reached = self._look()
                quiet = quiet + 1 if waits and reached == before else 0
                before = reached
            except Exception as fault:  # noqa: BLE001 - nobody would miss a watchdog that died of what it saw
                log.warning("watchdog_cannot_look", service=self.carrier.service.name, error=type(fault).__name__)
            if quiet >= self.quiet_looks_max or not self.carrier.health.alive_state().good:
                log.error("consumer_went_quiet", service=self.carrier.service.name)
                self.end(UNAVAILABLE)

    def _look(self) -> tuple[bool, dict[Partition, int]]:
        """Whether messages wait in our partitions, and how far the database has come in them."""
        places = list(self.assigned())
        if not places:
            return False, {}
        asked = [TopicPartition(topic, partition) for topic, partition in places]
        reader = KafkaConsumer(**self.clients, group_id=None, enable_auto_commit=False)
        try:
            ends = reader.end_offsets(asked)
        finally:
            reader.close()
        with self.carrier.database.begin() as connection:
            reached = positions(connection, [(publisher_of(topic), partition) for topic, partition in places])
        waits = any(end > reached.get((publisher_of(place.topic), place.partition), 0) for place, end in ends.items())
        return waits, reached
