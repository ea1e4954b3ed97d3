"""What letters are made from: a person's events on their days, and the decisions with their derivations."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import TypeVar
from uuid import UUID

from contracts.base import Event
from contracts.eligibility import DeterminationMade
from law.explain.decision import Decision, FactSource
from law.language.sheet.scheme import Scheme

E = TypeVar("E", bound=Event)


@dataclass(frozen=True, slots=True)
class DatedEvent:
    """An event with its id, what caused it, and the day on which it was made."""

    id: UUID
    cause: UUID | None
    day: date
    place: int
    """In the log; of two events of one service the one with the lower place came first."""
    event: Event


@dataclass(frozen=True, slots=True)
class ArchivedDecision:
    """A determination or an assessment with its derivation and where its facts come from."""

    decision: Decision
    sources: tuple[FactSource, ...]


@dataclass(frozen=True)
class CaseFile:
    """All that is archived of one person, in order; equal files give equal letters."""

    person: str
    events: tuple[DatedEvent, ...]
    decisions: Mapping[UUID, ArchivedDecision]
    schemes: Mapping[str, Scheme]
    """The sheets by which the person's claims were determined, by digest."""

    def of(self, kind: type[E]) -> Iterator[tuple[DatedEvent, E]]:
        """Every event of a kind, in order."""
        for dated in self.events:
            if isinstance(dated.event, kind):
                yield dated, dated.event

    def cause_of(self, dated: DatedEvent) -> Event | None:
        """What caused an event, if it is about this person and still in the log."""
        return next((other.event for other in self.events if other.id == dated.cause), None)

    def determination(self, claim: str, until: DatedEvent) -> DeterminationMade | None:
        """The determination of a claim that held when something was made: the highest number by then."""
        determinations = [
            event for dated, event in self.of(DeterminationMade) if event.claim == claim and dated.day <= until.day
        ]
        return max(determinations, key=lambda event: event.number, default=None)

    def scheme_of(self, claim: str) -> Scheme:
        """The sheet of a claim. Raises `KeyError` for a claim that nobody determined."""
        digests = [event.scheme_digest for _, event in self.of(DeterminationMade) if event.claim == claim]
        return self.schemes[digests[-1]] if digests else next(iter(self.schemes.values()))
