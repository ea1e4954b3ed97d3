"""What a handler is given, and what it may answer: a subject's state, what follows from an event, a refusal. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Protocol, TypeVar

from contracts.base import Envelope, Event


class Refused(Exception):
    """A handler cannot let this event take effect; the person is parked with `code` and `reason`.

    `code` is one of `services.runtime.parking_codes.CODES`; `reason` is a sentence that an engineer of the sending
    institution can act on, without personal data.
    """

    def __init__(self, code: str, reason: str) -> None:
        super().__init__(f"{code}: {reason}")
        self.code = code
        self.reason = reason


@dataclass
class State:
    """What a service knows of one subject (a person, a programme). Services extend it.

    `wakes` maps a reason to the day whose closing the subject waits for; the runtime stores it.
    """

    subject: str
    wakes: dict[str, date] = field(default_factory=dict)
    arrived: int | None = field(default=None, compare=False)
    """When the event at hand reached the log, as `Message.arrival` says; set by the runtime, and not stored."""
    closed: date | None = field(default=None, compare=False)
    """The day whose closing wakes the subject: that for which it waited, or a later one if days were not closed one by
    one. Set by the runtime, and not stored."""


@dataclass(frozen=True, slots=True)
class To:
    """An event for another subject than the one that caused it."""

    subject: str
    event: Event


Consequences = Iterable[Event | To]

S_contra = TypeVar("S_contra", bound=State, contravariant=True)
E_contra = TypeVar("E_contra", bound=Event, contravariant=True)


class Handler(Protocol[S_contra, E_contra]):
    """What one event causes: changes `state`, returns what happened; never publishes, commits or catches."""

    def __call__(self, event: E_contra, state: S_contra, cause: Envelope, /) -> Consequences: ...


class WakeHandler(Protocol[S_contra]):
    """What the closing of an awaited day causes; `what` is the reason given when waiting began."""

    def __call__(self, state: S_contra, what: str, day: date, /) -> Consequences: ...


class Settler(Protocol[S_contra]):
    """What follows from all events of one subject in a batch together, said once."""

    def __call__(self, state: S_contra, cause: Envelope, /) -> Consequences: ...
