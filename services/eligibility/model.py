"""Facts as they are received, and what was last published of them. Pure data."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cache
from typing import Any, TypeGuard
from uuid import UUID

from contracts.base import Event
from contracts.casework import RecordRetracted
from contracts.claims import ClaimDecision, ContestClosed, ContestOpened
from contracts.eligibility import FactShared, PersonsLinked
from contracts.intake import FilingRetracted
from contracts.registry import Fact, FactRetracted, PersonRecorded
from contracts.short_time_answers import ShortTimeDue

FactVersion = tuple[str, str, int]
"""Kind, key and source version: of one person, each version of a fact is stated once.

Of a record that states and denies a death the second statement has a key with `#`, which no source can write.
"""

FactIdentity = tuple[UUID, FactVersion]


@dataclass(frozen=True, slots=True)
class ReceivedFact:
    """A fact as an event, with the id of the event that brought it."""

    kind: str
    key: str
    source_version: int
    event_id: UUID
    event: Event
    arrived: int | None = field(default=None, compare=False)
    """When the log took it in, as `Message.arrival` says; None where nobody noted it."""

    @property
    def identity(self) -> FactIdentity:
        """What it is and which event brought it: an id alone may be used twice until the database refuses it."""
        return self.event_id, self.version

    @property
    def version(self) -> FactVersion:
        """Which version of which fact it is."""
        return self.kind, self.key, self.source_version


def received_fact(event: Event, event_id: UUID, arrived: int | None = None) -> ReceivedFact:
    """The fact that an event states. Raises `TypeError` if it states none."""
    return ReceivedFact(*fact_version(event), event_id, event, arrived)


def fact_version(event: Event) -> FactVersion:
    """Which version of which fact an event states. Raises `TypeError` if it states none.

    The kind of a retraction names what is retracted too, for facts of two kinds may have the same key.
    """
    if type(event) is FactRetracted or type(event) is FilingRetracted or type(event) is RecordRetracted:
        return f"{event.name}:{event.kind}", event.key, event.source_version
    if _states_a_fact(event):
        return event.name, event.key, event.source_version
    if (identify := _IDENTIFIED.get(type(event))) is not None:
        return identify(event)
    raise TypeError(f"{event.name} is not a fact")


def _of_decision(event: ClaimDecision) -> FactVersion:
    tier = f"/{event.tier}" if event.tier else ""
    return event.name, f"{event.question}/{event.decided_on}{tier}", 1


def _of_answered_line(event: ShortTimeDue) -> FactVersion:
    """Numbered answers have a key that no source can write: no earlier answer, by the line's version, has it."""
    told = f"{event.name}:{event.worker}"
    return (told, event.line, event.version_said) if event.number is None else (told, f"{event.line}#", event.number)


_IDENTIFIED: Mapping[type[Event], Callable[[Any], FactVersion]] = {
    ClaimDecision: _of_decision,
    ContestOpened: lambda event: (event.name, event.contest, 1),
    ContestClosed: lambda event: (event.name, event.contest, 1),
    FactShared: lambda event: (f"{event.name}:{event.person}:{event.kind}", event.key, event.source_version),
    PersonsLinked: lambda event: (event.name, f"{event.other}/{event.merger}", event.version_said),
    ShortTimeDue: _of_answered_line,
}
"""How an event that is no fact of a source is told from others of its kind."""


def _states_a_fact(event: Event) -> TypeGuard[Fact]:
    return _is_fact(type(event))


@cache
def _is_fact(what: type[Event]) -> bool:
    """Asked once a type: every isinstance of a pydantic model is a call into Python."""
    return issubclass(what, Fact)


def state_the_same(first: Event, second: Event) -> bool:
    """Whether both state the same, whenever recorded: the same content exported again is no contradiction."""
    return _without_time(first) == _without_time(second)


def kept_beside(first: Event, other: ReceivedFact) -> ReceivedFact | None:
    """The other statement of one version, to be kept too: on a death, which must wait for nobody; else None.

    It stands under a key of its own, made of what it says, so that the same statement again is the same fact.
    """
    if not isinstance(first, PersonRecorded) or not isinstance(other.event, PersonRecorded):
        return None
    if first.died_on == other.event.died_on:
        return None
    content = _without_time(other.event).model_dump_json()
    digest = hashlib.blake2b(content.encode(), digest_size=8).hexdigest()
    return replace(other, key=f"{other.key}#{digest}")


def _without_time(event: Event) -> Event:
    return event.model_copy(update={"recorded_at": None}) if isinstance(event, Fact) else event


@dataclass(frozen=True, slots=True)
class PublishedVersion:
    """The version of a determination or assessment last published: its id, its number, its content without either."""

    id: UUID
    number: int
    content: bytes


@dataclass(frozen=True, slots=True)
class AuditStanding:
    """How a closing audit of an employer stands: lines drawn, lines looked at, and whether nothing is left to do."""

    audit: str
    ordered_on: date
    drawn: int
    looked_at: int
    settled: bool
