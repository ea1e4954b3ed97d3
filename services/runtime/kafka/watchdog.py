"""Watches a worker from outside its loop: says whether its servers answer, ends it when it has stopped working, and
has gaps read again.

A Faust consumer can stop fetching without any error (issues 175, 523, 532, 629, 640 of faust-streaming). The sign is
that messages wait in our partitions while the position in the database does not change.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from threading import Event, Thread
from typing import Any

from kafka import TopicPartition
from sqlalchemy.exc import DBAPIError

from services.runtime.delivery.offsets import Partition, positions
from services.runtime.delivery.retry import UNAVAILABLE, Carrier, end_process
from services.runtime.kafka.clients import BatchUnreadable
from services.runtime.kafka.completeness import pass_ends, read_again, reader_of
from services.runtime.kafka.names import publisher_of
from services.runtime.process.logs import log

LOOK_SECONDS = 5
QUIET_LOOKS_MAX = 12
WATCH = "watch"
"""The part of a process's readiness that the watchdog answers for."""


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
                waiting, reached = self._look()
                quiet = quiet + 1 if waiting and reached == before else 0
                before = reached
                if quiet:
                    pass_ends(self.carrier, self.clients, waiting)
                self.carrier.health.ready(True, "The log and the database answer.", part=WATCH)
            except BatchUnreadable as fault:
                self.carrier.health.ready(False, str(fault), part=WATCH)
                log.error("batch_unreadable", service=self.carrier.service.name, why=str(fault))
            except Exception as fault:  # noqa: BLE001 - nobody would miss a watchdog that died of what it saw
                whose = "database" if isinstance(fault, DBAPIError) else "log"
                says = f"The {whose} does not answer ({type(fault).__name__})."
                self.carrier.health.ready(False, says, part=WATCH)
                log.warning("watchdog_cannot_look", service=self.carrier.service.name, error=type(fault).__name__)
            if quiet >= self.quiet_looks_max or not self.carrier.health.alive_state().good:
                log.error("consumer_went_quiet", service=self.carrier.service.name)
                self.end(UNAVAILABLE)

    def _look(self) -> tuple[dict[Partition, tuple[int, int]], dict[Partition, int]]:
        """Where messages wait in our partitions, from where to where; and how far the database has come."""
        places = list(self.assigned())
        if not places:
            return {}, {}
        with reader_of(self.clients) as reader:
            ends = reader.end_offsets([TopicPartition(topic, partition) for topic, partition in places])
        with self.carrier.database.begin() as connection:
            reached = positions(connection, [(publisher_of(topic), partition) for topic, partition in places])
        came_to = {place: reached.get((publisher_of(place.topic), place.partition), 0) for place in ends}
        waiting = {
            (place.topic, place.partition): (came_to[place], end) for place, end in ends.items() if end > came_to[place]
        }
        return waiting, reached
