"""What eligibility knows of one person: facts as events, and the latest version of everything it made of them."""

from __future__ import annotations

from dataclasses import dataclass, field
from uuid import UUID

from contracts.base import Event
from contracts.intake import ClaimFiled
from services.runtime.handlers import State


@dataclass(frozen=True, slots=True)
class KnownFact:
    """A fact as an event, with the id of the event that brought it."""

    kind: str
    key: str
    source_version: int
    event_id: UUID
    event: Event


@dataclass(frozen=True, slots=True)
class Made:
    """The latest version of a determination or assessment: its id, number, and content without either."""

    made: UUID
    number: int
    content: bytes


@dataclass
class Case(State):
    """What eligibility knows of one person."""

    facts: dict[tuple[str, str, int], KnownFact] = field(default_factory=dict)
    determinations: dict[str, Made] = field(default_factory=dict)
    assessments: dict[tuple[str, str], Made] = field(default_factory=dict)
    new_facts: list[KnownFact] = field(default_factory=list)
    new_determinations: list[tuple[str, Made, bytes]] = field(default_factory=list)
    new_assessments: list[tuple[tuple[str, str], Made, bytes]] = field(default_factory=list)

    @property
    def has_claim(self) -> bool:
        """Whether a claim was ever filed; without one nothing is computed."""
        return any(kind == ClaimFiled.name for kind, _, _ in self.facts)
