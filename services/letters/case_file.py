"""What letters are made from: a person's events on their days, and the decisions with their derivations."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import TypeVar
from uuid import UUID

from contracts.base import Event
from contracts.claims import ClaimOpened
from contracts.eligibility import ClaimPrepared, DeterminationMade
from contracts.in_words import InWords
from contracts.short_time_answers import ShortTimeAssessed, ShortTimeSettled
from law.explain.decision import Decision, FactSource
from law.explain.graph import Graph
from law.language.sheet.scheme import Scheme

E = TypeVar("E", bound=Event)


class SheetNotKnown(InWords):
    """A letter is about a claim of which no sheet is known."""


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


def _is_of_short_time(event: Event, scheme: str) -> bool:
    """Whether it is about short-time work under a scheme: employers have no claim, and the scheme stands for it."""
    return isinstance(event, ShortTimeAssessed | ShortTimeSettled) and event.scheme == scheme


@dataclass(frozen=True)
class CaseFile:
    """All that is archived of one person, in order; equal files give equal letters."""

    person: str
    events: tuple[DatedEvent, ...]
    decisions: Mapping[UUID, ArchivedDecision]
    schemes: Mapping[str, Scheme]
    """The sheets by which the person's claims were determined, or else filed, by digest."""
    last_day_to_contest: Callable[[date, int], date]
    """Of a decision of a day that may be contested within so many days: the clock's own."""
    lines: Mapping[tuple[str, int], Graph] = field(default_factory=dict)
    """How the sheet comes to what is due for a line of short-time work, by the line's key and version."""

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
        """The sheet by which a claim was last determined, else that of its filing. Raises `SheetNotKnown`."""
        digests = [event.scheme_digest for _, event in self.of(DeterminationMade) if event.claim == claim]
        if digests:
            return self.schemes[digests[-1]]
        filed_under = {event.scheme for _, event in self.of(ClaimOpened) if event.claim == claim}
        filed_under |= {event.scheme for _, event in self.of(ClaimPrepared) if event.claim == claim and event.scheme}
        filed_under |= {claim for dated in self.events if _is_of_short_time(dated.event, claim)}
        scheme = next((scheme for scheme in self.schemes.values() if scheme.name in filed_under), None)
        if scheme is None:
            raise SheetNotKnown(
                f"Nobody determined claim {claim}, and it is not known under which scheme it was filed."
            )
        return scheme
