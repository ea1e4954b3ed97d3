"""What eligibility knows of one person: facts as events, and the latest version of everything it made of them."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cache
from typing import TypeGuard
from uuid import UUID

from contracts.base import Event
from contracts.claims import ClaimDecision
from contracts.intake import ClaimFiled
from contracts.registry import Fact, FactRetracted
from services.runtime.handling import State

Place = tuple[str, str, int]
"""Kind, key and source version: one place holds one statement."""


@dataclass(frozen=True, slots=True)
class KnownFact:
    """A fact as an event, with the id of the event that brought it."""

    kind: str
    key: str
    source_version: int
    event_id: UUID
    event: Event

    @property
    def place(self) -> Place:
        """Where among the facts of its person it belongs."""
        return self.kind, self.key, self.source_version


def known_fact(event: Event, event_id: UUID) -> KnownFact:
    """The fact that an event states. Raises `TypeError` if it states none."""
    return KnownFact(*place_of_event(event), event_id, event)


def place_of_event(event: Event) -> Place:
    """Where what an event states belongs among the facts of its person. Raises `TypeError` if it states none.

    The kind of a retraction names what is retracted too, for facts of two kinds may have the same key.
    """
    if type(event) is FactRetracted:
        return f"{event.name}:{event.kind}", event.key, event.source_version
    if _states_a_fact(event):
        return event.name, event.key, event.source_version
    if type(event) is ClaimDecision:
        return event.name, f"{event.question}/{event.decided_on}", 1
    raise TypeError(f"{event.name} is not a fact")


def _states_a_fact(event: Event) -> TypeGuard[Fact]:
    return _is_fact(type(event))


@cache
def _is_fact(what: type[Event]) -> bool:
    """Asked once a type: every isinstance of a pydantic model is a call into Python."""
    return issubclass(what, Fact)


def say_the_same(one: Event, other: Event) -> bool:
    """Whether both state the same, whenever recorded: the same content exported again is no contradiction."""
    return _said(one) == _said(other)


def _said(event: Event) -> Event:
    return event.model_copy(update={"recorded_at": None}) if isinstance(event, Fact) else event


@dataclass(frozen=True, slots=True)
class Made:
    """The latest version of a determination or assessment: its id, number, and content without either."""

    made: UUID
    number: int
    content: bytes


@dataclass
class Case(State):
    """What eligibility knows of one person."""

    facts: dict[Place, KnownFact] = field(default_factory=dict)
    determinations: dict[str, Made] = field(default_factory=dict)
    assessments: dict[tuple[str, str], Made] = field(default_factory=dict)
    new_facts: list[KnownFact] = field(default_factory=list)
    new_determinations: list[tuple[str, Made, bytes]] = field(default_factory=list)
    new_assessments: list[tuple[tuple[str, str], Made, bytes]] = field(default_factory=list)

    @property
    def has_claim(self) -> bool:
        """Whether a claim was ever filed; without one nothing is computed."""
        return any(kind == ClaimFiled.name for kind, _, _ in self.facts)
