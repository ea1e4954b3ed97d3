"""The chained carrier: all services in one process, and what one of them says the next hears in memory.

A laptop and the real world run this loop. Every service takes its turn in a fixed order, and is given what it hears
from outside and what the others have said since; when nobody has anything left to hear, the next day is closed. What a
service said stands in its outbox, so memory is only the quick way: what is no longer in it, or never was because
another process wrote it, is read from there.
"""

from __future__ import annotations

from collections import defaultdict, deque
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from heapq import merge
from itertools import count, islice
from typing import Any

from contracts.clock import DayClosed
from services.runtime.delivery.batch_result import BatchResult
from services.runtime.delivery.messages import Message
from services.runtime.service import Service

BATCH = 2_000
"""So many messages of a service share a transaction: what several services said of a person is then loaded once."""
STEPS_MAX = 100_000  # far above the longest chain of consequences; reaching it means two services echo
IN_MEMORY = 10_000
"""How many events of a partition are remembered; a day on which more is said is read from the outbox."""


Place = tuple[str, int]
"""A service, and a partition of its outbox."""


@dataclass
class OutboxTail:
    """What a service has said in one partition: where its outbox ends, and the last events as far as in memory."""

    end: int = 0
    """The number that the next event is given."""
    recent: deque[Message] = field(default_factory=lambda: deque(maxlen=IN_MEMORY))

    def add(self, message: Message) -> None:
        """The service has said something more; what is missing before it was written by another process."""
        if message.offset > self.end:
            self.recent.clear()
        if message.offset >= self.end:
            self.recent.append(message)
            self.end = message.offset + 1

    def ends_at(self, number: int) -> None:
        """The outbox ends here, as its own table says."""
        if number > self.end:
            self.recent.clear()
            self.end = number

    def since(self, number: int, most: int) -> list[Message]:
        """The next events from a number on; none if the first of them is not in memory."""
        if not self.recent or number < self.recent[0].offset:
            return []
        first = number - self.recent[0].offset
        return list(islice(self.recent, first, first + most))

    def forget_before(self, number: int) -> None:
        """Everybody has heard what stands before this number."""
        while self.recent and self.recent[0].offset < number:
            self.recent.popleft()


@dataclass
class ChainedCarrier:
    """Services by name, in the order in which they take turns, and all that they have still to hear.

    `deliver` lets a batch take effect in a service and returns when it is committed; whoever implements it calls
    `said` after each commit. `read` reads an outbox: service, partition, from which number on, at most how many.
    """

    services: Mapping[str, Service[Any]]
    deliver: Callable[[str, Sequence[Message]], BatchResult]
    read: Callable[[str, int, int, int], list[Message]]
    topics: Mapping[str, Sequence[str]]
    """What each service hears here, in the order of reading."""
    look: Callable[[], bool] = lambda: False
    """Looks where the outboxes end, and says whether any ends later than was known: asked before a day is closed."""
    lines: dict[str, dict[int, OutboxTail]] = field(default_factory=dict)
    """By service and partition."""
    heard: dict[Place, dict[str, int]] = field(default_factory=lambda: defaultdict(dict))
    """By service and partition, the number that each hearer is given next."""
    _spoken: Iterator[int] = field(default_factory=lambda: count(1))
    _outside: dict[str, deque[Message]] = field(default_factory=dict)
    _days: deque[tuple[Message, Sequence[str]]] = field(default_factory=deque)
    """Closings of days that nobody has heard yet, each with who is to hear it."""

    def tell(self, messages: Iterable[Message], hearers: Collection[str]) -> None:
        """These came from outside, in this order; each goes to those of the hearers who listen to its topic."""
        for message in messages:
            names = [name for name in hearers if message.topic in self.topics[name]]
            if message.topic == DayClosed.publisher():
                self._days.append((message, names))
                continue
            for name in names:
                self._outside.setdefault(name, deque()).append(message)

    def forget(self, hearers: Collection[str]) -> None:
        """What these were told from outside stands in the log as well, and is told once more from there."""
        for name in hearers:
            self._outside.pop(name, None)
        self._days = deque((day, [name for name in names if name not in hearers]) for day, names in self._days)

    def said(self, messages: Iterable[Message]) -> None:
        """A service has committed these; whoever listens will hear them, unless their partition is not carried here."""
        for message in messages:
            if (line := self.lines.get(message.topic, {}).get(message.partition)) is not None:
                message.order = next(self._spoken)
                line.add(message)

    def run(self, names: Collection[str]) -> BatchResult:
        """Let these services hear everything, and all that follows from it, day by day."""
        total = BatchResult()
        for _ in range(STEPS_MAX):
            moved = [self._turn(name, total) for name in self.services if name in names]
            if any(moved) or (self._days and self.look()):
                continue
            if not self._begin_day():
                return total
        raise RuntimeError(f"events still moving after {STEPS_MAX} steps")

    def _turn(self, name: str, total: BatchResult) -> bool:
        """Let a service hear all that there is for it now; whether there was anything."""
        moved = False
        while batch := self._unheard(name):
            total.add(self.deliver(name, batch))
            self._has_heard(name, batch)
            moved = True
        return moved

    def _unheard(self, name: str) -> list[Message]:
        """The next batch: what came from outside, then what services said, in the order in which they did."""
        batch = list(islice(self._outside.get(name, ()), BATCH))
        in_memory: list[list[Message]] = []
        for topic in self.topics[name]:
            for partition, line in self.lines.get(topic, {}).items():
                recent, left_behind = self._next_of(name, topic, partition, line, BATCH - len(batch))
                in_memory.append(recent)
                batch += left_behind
        return batch + list(islice(merge(*in_memory, key=lambda message: message.order), BATCH - len(batch)))

    def _next_of(
        self, name: str, topic: str, partition: int, line: OutboxTail, most: int
    ) -> tuple[list[Message], list[Message]]:
        """What is next of a partition: from memory, or what was left behind there, of which nobody knows an order.

        At most as many are read as still go into the batch: partitions that are far behind follow each other.
        """
        start = self.heard[topic, partition].get(name, 0)
        if most <= 0 or start >= line.end:
            return [], []
        if recent := line.since(start, most):
            return recent, []
        if not (left_behind := self.read(topic, partition, start, most)):
            self.heard[topic, partition][name] = line.end  # rows that nobody keeps any more
        return [], left_behind

    def _has_heard(self, name: str, batch: Sequence[Message]) -> None:
        outside = self._outside.get(name, deque())
        for message in batch:
            if message.from_outbox:
                self.heard[message.topic, message.partition][name] = message.offset + 1
            else:
                outside.popleft()
        for topic in self.topics[name]:
            for partition, line in self.lines.get(topic, {}).items():
                line.forget_before(min(self.heard[topic, partition].values(), default=0))

    def _begin_day(self) -> bool:
        """Let the next closing be heard, one of each partition; whether there is any."""
        begun: set[bytes | None] = set()
        while self._days and self._days[0][0].key not in begun:
            message, names = self._days.popleft()
            begun.add(message.key)
            for name in names:
                self._outside.setdefault(name, deque()).append(message)
        return bool(begun)
