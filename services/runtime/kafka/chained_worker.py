"""All services in one process on Kafka: the chained carrier, for the partitions that are this worker's.

Topics from outside come through Faust as they do to single workers. What a service says is handed on in memory and
published to Kafka from memory; after a crash, or when a partition is taken over, the rest is read from the outboxes.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from threading import Event, Lock, Thread

from services.runtime.database.misfits import fitting
from services.runtime.database.store import reached, upsert
from services.runtime.database.waking import Ear, wake
from services.runtime.delivery import outbox as outboxes
from services.runtime.delivery.batch_result import BatchResult
from services.runtime.delivery.chained_carrier import ChainedCarrier, OutboxTail
from services.runtime.delivery.handing_over import hand_over
from services.runtime.delivery.messages import OUTBOX, Message
from services.runtime.delivery.offsets import Partition, reached_in
from services.runtime.delivery.retry import Carrier
from services.runtime.kafka import heard_apart
from services.runtime.kafka.heard_apart import LogEnds, nothing_known
from services.runtime.kafka.publisher import Publisher
from services.runtime.process.health import Health
from services.runtime.process.logs import log
from services.runtime.service import in_reading_order

BEAT_SECONDS = 1
BEATS_A_LOOK = 10
"""Others say when they have written to an outbox; in case that was lost, it is looked at all the same."""


@dataclass
class ChainedWorker:
    """Carries every service. `carriers` are in the order in which services take turns."""

    carriers: Mapping[str, Carrier]
    publisher: Publisher
    topics: Mapping[str, Sequence[str]]
    """What each service hears here."""
    assigned: Callable[[], Collection[Partition]] = frozenset
    """The (Kafka topic, partition) pairs that are this worker's at the moment."""
    log_ends: LogEnds = nothing_known
    _partitions: frozenset[int] = frozenset()
    _for_others: bool = False
    _to_hand_over: bool = False
    """Something was said on one server for a partition that lies on another."""
    _alone: Lock = field(default_factory=Lock)

    def __post_init__(self) -> None:
        services = {name: carrier.service for name, carrier in self.carriers.items()}
        self._chain = ChainedCarrier(services, self._deliver, self._read, self.topics, self._look_at_ends)
        self.publisher.carries(())
        self._first = next(iter(self.carriers.values()))
        for carrier in self.carriers.values():
            carrier.said = self._said
            carrier.said_elsewhere = self._said_elsewhere

    @property
    def health(self) -> Health:
        """That of the process."""
        return self._first.health

    def carry(self, batch: Sequence[Message]) -> None:
        """Let messages from outside take effect, and all that follows from them; returns when it is committed."""
        with self._alone:
            self._take({message.partition for message in batch})
            self._chain.tell(sorted(batch, key=lambda message: in_reading_order(message.topic)), self.carriers)
            self._go_on()

    def look(self) -> None:
        """Carry what other processes have written to the outboxes, if they did."""
        with self._alone:
            self._take(frozenset())
            self._first.attempt(self._look_at_ends)
            self._go_on()

    def watch_outboxes(self, stop: Event) -> Thread:
        """Look whenever another process says that it has written, until `stop` is set, from a thread of its own."""
        thread = Thread(target=self._watch, args=(stop,), name="ear", daemon=True)
        thread.start()
        return thread

    def _watch(self, stop: Event) -> None:
        ear, beats = Ear(carrier.database for carrier in self.carriers.values()), 0
        while not stop.is_set():
            heard = ear.hears(within_seconds=BEAT_SECONDS)
            beats += 1
            if due := beats % BEATS_A_LOOK == 0:
                self.publisher.look()  # nobody says that the feed has parked something
            if heard or due or self._mine() != self._partitions:
                self.look()
        ear.close()

    def _go_on(self) -> None:
        self._first.attempt(self._run)
        self._first.attempt(self.publisher.confirm)
        if self._for_others:
            wake(self._first.database)
            self._for_others = False

    def _run(self) -> None:
        """Let everything be heard, also what is handed over from one server to another meanwhile."""
        self._chain.run(self.carriers)
        while self._to_hand_over:
            self._look_at_ends()
            self._chain.run(self.carriers)

    def _mine(self) -> frozenset[int]:
        return frozenset(partition for _, partition in self.assigned())

    def _take(self, seen: Collection[int]) -> None:
        """Carry the partitions that are ours now, and let go of others."""
        mine = self._mine().union(seen)
        if mine != self._partitions:
            self._first.attempt(lambda: self._begin(mine))
            self.publisher.carries(mine)
            self._first.attempt(self.publisher.confirm)

    def _begin(self, partitions: frozenset[int]) -> None:
        """As far as each service has heard every other one by its own database; memory knows nothing yet."""
        starts = {name: reached_in(carrier.database) for name, carrier in self.carriers.items()}
        self._chain.lines = {name: {number: OutboxTail() for number in partitions} for name in self.carriers}
        self._look_at_ends()
        for name, reached_by in starts.items():
            for topic in self._chain.lines.keys() & set(self.topics[name]):
                for number, start in self._starts_of(name, topic, reached_by).items():
                    self._chain.heard[topic, number][name] = start
        self._partitions = partitions

    def _begins_anew(self, name: str, topic: str, number: int) -> int:
        """An outbox that ends before what was heard of it was restored from an older copy: it is heard once more."""
        log.warning("outbox_begins_anew", service=name, topic=topic, partition=number)
        with self.carriers[name].database.of(number).begin() as connection:
            upsert(connection, reached, [{"topic": topic + OUTBOX, "partition": number, "next_position": 0}])
        return 0

    def _starts_of(self, name: str, topic: str, reached_by: Mapping[Partition, int]) -> dict[int, int]:
        """By partition of a topic, the number that a service hears next."""
        lines = self._chain.lines[topic]
        starts = {number: reached_by.get((topic + OUTBOX, number), 0) for number in lines}
        for number, start in starts.items():
            if start > lines[number].end:
                starts[number] = self._begins_anew(name, topic, number)
        far = [number for number, line in lines.items() if line.end - starts[number] > heard_apart.FEW]
        if far and any(log == topic for log, _ in reached_by):
            said, hears = self.carriers[topic].database, self.carriers[name].database
            came_to = heard_apart.heard_by_log(topic, said, hears, self.log_ends)
            for number in far:
                if (end := came_to.get(number, 0)) > starts[number]:
                    heard_apart.note_heard(hears, topic, number, end)
                    log.info("outbox_heard_by_log", service=name, topic=topic, partition=number)
                    starts[number] = end
        return starts

    def _look_at_ends(self) -> bool:
        """Where the outboxes end now; whether any ends later than was known.

        What other servers hold for the partitions that are ours is handed over first.
        """
        moved = self._to_hand_over = False
        for name, carrier in self.carriers.items():
            lines = self._chain.lines.get(name, {})
            hand_over(carrier.database, lines)
            ends = {row.partition: row.next_number for row in outboxes.bookmarks_in(carrier.database)}
            for number, line in lines.items():
                if ends.get(number, 0) > line.end:
                    line.ends_at(ends[number])
                    moved = True
        if moved:
            self.publisher.look()
        return moved

    def _deliver(self, name: str, batch: Sequence[Message]) -> BatchResult:
        result = self.carriers[name].carry(batch)
        if result.parked:
            self.publisher.look()  # dead letters are mirrored with what was left behind
        return result

    def _read(self, name: str, partition: int, start: int, most: int) -> list[Message]:
        database = self.carriers[name].database.of(partition)
        with fitting(database), database.reading() as connection:
            return outboxes.read(connection, name, partition, start, most)

    def _said(self, said: Sequence[Message]) -> None:
        self._chain.said(said)
        mine = [message for message in said if message.partition in self._partitions]
        self.publisher.said(mine)
        self._for_others |= len(mine) < len(said)

    def _said_elsewhere(self) -> None:
        """Whoever carries the other partition hands it over: this worker, or another one that is woken."""
        self._to_hand_over = self._for_others = True
