"""What a service is made of: its tables, how states are loaded and saved, and the handlers that change them."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from typing import Any, Generic, NamedTuple, Protocol, TypeVar

from sqlalchemy import Connection, MetaData

from contracts.base import Event
from contracts.clock import DayClosed
from contracts.reading import OpenedMessage
from services.runtime.database.driver import Row
from services.runtime.handling import Handler, Settler, State, To, WakeHandler

S = TypeVar("S", bound=State)
E = TypeVar("E", bound=Event)


class StoreRows(Protocol):
    """Stores rows, and returns the subjects whose rows it stored."""

    def __call__(
        self, connection: Connection, rows: Sequence[Row], /, *, expecting_news: bool = False
    ) -> Collection[str]: ...


@dataclass(frozen=True, slots=True)
class Keeping:
    """How events that a service only keeps are stored in bulk, with the same result as by their handlers.

    `row` is pure and called while a message is read: the row that the event would store, its subject first, or None if
    the event must go through its handler. `store` is given the rows of people with nothing parked and with a row for
    every event; it stores what it can and returns whose rows it stored. All others go through the handlers. Where the
    batch is expected to be new, it need not look for what a constraint would refuse.
    """

    row: Callable[[OpenedMessage], Row | None]
    store: StoreRows


class HeardOn(NamedTuple):
    """From whom facts came, on which day the log took them in, and in which partition they lie."""

    source: str
    day: date
    partition: int


@dataclass(frozen=True, slots=True)
class Rhythms:
    """What a service notes of certain sources: how many facts came of them each day.

    `note` keeps the counts of a batch in its transaction, and says what follows of each day on which a source was
    heard for the first time in a partition, with how many partitions there are.
    """

    sources: frozenset[str]
    note: Callable[[Connection, Mapping[HeardOn, int], int], Mapping[HeardOn, Sequence[To]]]


class DayCloser(Protocol):
    """A partition's work at the end of a day, in bounded steps: what follows, and whether more is left.

    `arrived` is when the closing reached the log, as `Message.arrival` says.
    """

    def __call__(
        self, connection: Connection, closed: DayClosed, arrived: int | None, /
    ) -> tuple[Sequence[To], bool]: ...


_FROM_OUTSIDE = ("registry", "intake", "casework", "bank", "attachments", "providers")
_READ_FIRST = {topic: place for place, topic in enumerate(_FROM_OUTSIDE)} | {DayClosed.publisher(): 99}
"""What comes from outside is read before what services made of it."""


def in_reading_order(topic: str) -> int:
    """Facts before their use, what services said after them, days last."""
    return _READ_FIRST.get(topic, len(_READ_FIRST))


@dataclass
class Service(Generic[S]):
    """A service: its name, its tables, how states are loaded and saved, and its handlers by event type."""

    name: str
    tables: MetaData
    load: Callable[[Connection, Sequence[str]], Mapping[str, S]]
    save: Callable[[Connection, Sequence[S]], None]
    settle: Settler[S] | None = None
    keeping: Keeping | None = None
    rhythms: Rhythms | None = None
    on_wake: WakeHandler[S] | None = None
    close_day: DayCloser | None = None
    simulation: bool = False
    """Whether a day may be closed before it is over."""
    handlers: dict[type[Event], Handler[S, Any]] = field(default_factory=dict)

    def handles(self, event: type[E]) -> Callable[[Handler[S, E]], Handler[S, E]]:
        """Register the handler of one event type; a second one for the same type is a mistake."""

        def register(handler: Handler[S, E]) -> Handler[S, E]:
            if event in self.handlers:
                raise TypeError(f"{self.name} has two handlers for {event.name}")
            self.handlers[event] = handler
            return handler

        return register

    def types(self) -> frozenset[str]:
        """The CloudEvents types this service answers, `day-closed` included where it waits for days."""
        return _types_of(frozenset(self.handlers), waits_for_days=bool(self.on_wake or self.close_day))

    def topics(self) -> tuple[str, ...]:
        """The publishers this service listens to, in the order of reading: facts before their use, days last."""
        timed = {DayClosed.publisher()} if self.on_wake or self.close_day else set()
        heard = {event.publisher() for event in self.handlers} | timed
        return tuple(sorted(heard, key=lambda topic: (in_reading_order(topic), topic)))


@cache
def _types_of(events: frozenset[type[Event]], *, waits_for_days: bool) -> frozenset[str]:
    """The types of events; each batch asks for them."""
    timed = {DayClosed.type_()} if waits_for_days else set()
    return frozenset({event.type_() for event in events} | timed)
