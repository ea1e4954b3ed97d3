"""The set of facts about one person: what holds, whatever the order, lateness or repetition of arrival.

The highest source version of a natural key holds; a retraction beats every lower version. Two different
statements under one key and version are a contradiction: neither holds, and whoever asks gets doubt.
Every fact keeps three times: when it is true, when its source recorded it, and (in the store) when we knew.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any, TypeVar

from contracts.base import Event
from contracts.casework import RecordRetracted
from contracts.claims import ClaimDecision, ContestClosed, ContestOpened
from contracts.intake import CertificationFiled, ClaimFiled, ClaimWithdrawn, FilingRetracted
from contracts.registry import Fact, FactRetracted
from law.case.contested import meanwhile, rank, suspended

AnyFact = TypeVar("AnyFact", bound=Fact)
Made = TypeVar("Made")
FactIdentity = tuple[str, str]
"""Kind and key."""
NONE: list[Fact] = []
RETRACTIONS = (FactRetracted, FilingRetracted, RecordRetracted)


class FactSet:
    """All statements about one person, and which of them hold."""

    __slots__ = ("_by_kind", "_contradicted", "_decisions", "_made", "everything")

    def __init__(self, events: Iterable[Event]) -> None:
        self.everything = tuple(events)
        self._made: dict[Callable[[FactSet], Any], Any] = {}
        retracted: dict[FactIdentity, int] = {}
        newest: dict[FactIdentity, list[Fact]] = {}
        decisions: dict[str, ClaimDecision] = {}
        contests: list[ContestOpened | ContestClosed] = []
        for event in self.everything:
            if isinstance(event, RETRACTIONS):
                below = (event.kind, event.key)
                retracted[below] = max(event.source_version, retracted.get(below, 0))
            elif isinstance(event, Fact):
                _keep_newest(newest, event)
            elif isinstance(event, ClaimDecision):
                _keep_latest(decisions, event)
            elif isinstance(event, (ContestOpened, ContestClosed)):
                contests.append(event)
            else:
                raise TypeError(f"{event.name} is neither a fact nor a decision of a person")
        self._by_kind: dict[str, list[Fact]] = {}
        self._contradicted: dict[str, list[Fact]] = {}
        for identity in sorted(newest):
            self._settle(newest[identity], retracted.get(identity, 0))
        contested = suspended(contests) if contests else {}
        self._decisions = tuple(
            meanwhile(decisions[question], contested.get(question)) for question in sorted(decisions)
        )

    def _settle(self, statements: list[Fact], retracted_below: int) -> None:
        first = statements[0]
        if first.source_version < retracted_below:
            return
        distinct = statements if len(statements) == 1 else _distinct(statements)
        target = self._by_kind if len(distinct) == 1 else self._contradicted
        target.setdefault(first.name, []).extend(distinct)

    def once(self, make: Callable[[FactSet], Made]) -> Made:
        """What a pure function makes of this set, made when it is first asked for."""
        made: Made | None = self._made.get(make)
        if made is None:
            made = self._made[make] = make(self)
        return made

    def of(self, kind: type[AnyFact]) -> list[AnyFact]:
        """The facts of one kind that hold, by key. To be read only."""
        return self._by_kind.get(kind.name, NONE)  # type: ignore[return-value]  # what a name keeps is of its kind

    def contradicted(self, kind: type[AnyFact]) -> list[AnyFact]:
        """The statements of one kind that contradict each other under one key and version. To be read only."""
        return self._contradicted.get(kind.name, NONE)  # type: ignore[return-value]

    @property
    def contradict_themselves(self) -> bool:
        """Whether any statement stands against another of its key and version."""
        return bool(self._contradicted)

    def claim(self, key: str) -> ClaimFiled:
        """The claim as it was last stated. Raises `LookupError` if none holds."""
        for claim in self.of(ClaimFiled):
            if claim.key == key:
                return claim
        raise LookupError(f"no claim {key} holds in this set of facts")

    def withdrawal(self, claim: str) -> ClaimWithdrawn | None:
        """The withdrawal of a claim, if there is one."""
        return next((fact for fact in self.of(ClaimWithdrawn) if fact.key == claim), None)

    def certifications(self, claim: str) -> list[CertificationFiled]:
        """The certifications of a claim, each in its newest version."""
        return [fact for fact in self.of(CertificationFiled) if fact.claim == claim]

    def decisions(self, claim: str) -> tuple[ClaimDecision, ...]:
        """The decisions of named persons on a claim, the latest for each question, as they count by now."""
        return tuple(decision for decision in self._decisions if decision.claim == claim)


def _keep_newest(newest: dict[FactIdentity, list[Fact]], fact: Fact) -> None:
    identity = (fact.name, fact.key)
    kept = newest.get(identity)
    if kept is None or fact.source_version > kept[0].source_version:
        newest[identity] = [fact]
    elif fact.source_version == kept[0].source_version:
        kept.append(fact)


def _keep_latest(decisions: dict[str, ClaimDecision], decision: ClaimDecision) -> None:
    kept = decisions.get(decision.question)
    if kept is None or rank(decision) > rank(kept):
        decisions[decision.question] = decision


def _distinct(statements: list[Fact]) -> list[Fact]:
    """The statements that differ in what they say; the same stated twice is one, as first recorded."""
    by_content: dict[str, Fact] = {}
    for statement in sorted(statements, key=lambda fact: fact.recorded_at):
        by_content.setdefault(statement.model_dump_json(exclude={"recorded_at"}), statement)
    return [by_content[content] for content in sorted(by_content)]
