"""Watches a worker from outside its loop: says whether its servers answer, ends it when it has stopped working, and
has gaps read again.

A Faust consumer can stop fetching without any error (issues 175, 523, 532, 629, 640 of faust-streaming). The sign is
that messages wait in our partitions while the position in the database does not change.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from threading import Event, Thread
from typing import Any

from kafka import KafkaConsumer, TopicPartition
from sqlalchemy.exc import DBAPIError

from services.runtime.delivery.offsets import Partition, positions
from services.runtime.delivery.retry import UNAVAILABLE, end_process
from services.runtime.kafka.clients import BatchUnreadable
from services.runtime.kafka.completeness import WatchedReader, opened_reader, pass_ends, read_again
from services.runtime.kafka.names import publisher_of
from services.runtime.process.health import Health
from services.runtime.process.logs import log

LOOK_SECONDS = 5
QUIET_LOOKS_MAX = 12
Place = tuple[str, str, int]
"""A service, a Kafka topic and one of its partitions."""
WATCH = "watch"
"""The part of a process's readiness that the watchdog answers for."""


@dataclass
class Watchdog:
    """Checks every few seconds whether the worker makes progress while messages wait.

    `assigned` gives the (Kafka topic, partition) pairs that are the worker's at the moment.
    """

    heard: Sequence[WatchedReader]
    """The services that the worker carries; each is to come to the end of what it hears."""
    health: Health
    clients: Mapping[str, Any]
    assigned: Callable[[], Collection[Partition]]
    look_seconds: int = LOOK_SECONDS
    quiet_looks_max: int = QUIET_LOOKS_MAX
    end: Callable[[int], None] = end_process
    _reader: KafkaConsumer | None = None

    def start(self, stop: Event) -> Thread:
        """Watch from a thread of its own until `stop` is set."""
        thread = Thread(target=self._watch, args=(stop,), name="watchdog", daemon=True)
        thread.start()
        return thread

    def _watch(self, stop: Event) -> None:
        self._look_until(stop)
        if self._reader is not None:
            self._reader.close()

    def _look_until(self, stop: Event) -> None:
        quiet: int = 0
        before: dict[Place, int] | None = None
        while not stop.wait(self.look_seconds):
            try:
                for heard in self.heard:
                    read_again(heard, self.clients)
                waiting, reached = self._look()
                stands_still = waiting and reached == before and not self.health.at_work()
                quiet = quiet + 1 if stands_still else 0
                before = reached
                if quiet:
                    for heard in self.heard:
                        mine = {
                            (topic, at): span
                            for (who, topic, at), span in waiting.items()
                            if who == heard.service and heard.database.holds(at)
                        }
                        pass_ends(heard, self.clients, mine)
                self.health.ready(True, "The log and the database answer.", part=WATCH)
            except BatchUnreadable as fault:
                self.health.ready(False, str(fault), part=WATCH)
                log.error("batch_unreadable", service=self._names(), why=str(fault))
            except Exception as fault:  # noqa: BLE001 - nobody would miss a watchdog that died of what it saw
                whose = "database" if isinstance(fault, DBAPIError) else "log"
                says = f"The {whose} does not answer ({type(fault).__name__})."
                self.health.ready(False, says, part=WATCH)
                log.warning("watchdog_cannot_look", service=self._names(), error=type(fault).__name__)
            if quiet >= self.quiet_looks_max or not self.health.alive_state().good:
                log.error("consumer_went_quiet", service=self._names())
                self.end(UNAVAILABLE)

    def _ends(self, places: Sequence[TopicPartition]) -> Mapping[TopicPartition, int]:
        """Asked by one consumer for all looks, since opening one costs far more; another after it has failed."""
        reader, self._reader = self._reader or opened_reader(self.clients), None
        try:
            ends: Mapping[TopicPartition, int] = reader.end_offsets(places)
        except Exception:
            reader.close()
            raise
        self._reader = reader
        return ends

    def _names(self) -> str:
        return ", ".join(heard.service for heard in self.heard)

    def _look(self) -> tuple[dict[Place, tuple[int, int]], dict[Place, int]]:
        """Where messages wait for whom in our partitions, from where to where; and how far the databases have come."""
        places = [TopicPartition(*place) for place in self.assigned()]
        if not places:
            return {}, {}
        ends = self._ends(places)
        waiting: dict[Place, tuple[int, int]] = {}
        came_to: dict[Place, int] = {}
        for heard in self.heard:
            theirs = [place for place in places if heard.database.holds(place.partition)]
            mine = [place for place in theirs if publisher_of(place.topic) in heard.topics]
            with heard.database.begin() as connection:
                reached = positions(connection, [(publisher_of(place.topic), place.partition) for place in mine])
            for place in mine:
                key = heard.service, place.topic, place.partition
                came_to[key] = reached.get((publisher_of(place.topic), place.partition), 0)
                if ends[place] > came_to[key]:
                    waiting[key] = came_to[key], ends[place]
        return waiting, came_to
