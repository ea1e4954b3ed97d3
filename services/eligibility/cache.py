"""Keeps the claims last worked out, and the facts last read, in memory: one more certification costs its own weeks.

All that is kept are values of pure functions under the key of everything they depend on: forgetting any of it
changes nothing but the time it takes.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from contracts.eligibility import AssessmentMade
from law.case.model import Assessment, Determination
from law.decide.assessed_week import Worked
from law.written.period_walk import WorkedAtOnce
from services.eligibility.model import FactIdentity, ReceivedFact

CLAIMS_MAX = 20_000
FACTS_MAX = 500_000

PersonsClaim = tuple[str, str]
"""A person and the key of a claim of theirs; two people may have claims of one key."""


@dataclass(frozen=True, slots=True)
class UnnumberedAssessment:
    """An assessment with its event and the content of the event, both without number and ids."""

    assessment: Assessment
    event: AssessmentMade
    content: bytes


@dataclass(frozen=True, slots=True)
class DeterminedClaim:
    """A determination, with what was assessed under it."""

    determination: Determination
    worked: Worked = field(default_factory=Worked)
    worked_at_once: WorkedAtOnce = field(default_factory=WorkedAtOnce)
    """The same for the second computation."""
    unnumbered: dict[str, UnnumberedAssessment] = field(default_factory=dict)
    """The last assessment of each certification, by its key."""


class ClaimCache:
    """The claims last determined, the least recently used forgotten first."""

    def __init__(self, claims_max: int = CLAIMS_MAX) -> None:
        self._claims_max = claims_max
        self._kept: OrderedDict[PersonsClaim, tuple[frozenset[FactIdentity], DeterminedClaim]] = OrderedDict()

    def of(self, claim: PersonsClaim, facts: frozenset[FactIdentity]) -> DeterminedClaim | None:
        """The claim as determined from exactly these facts, by what they are and the events that brought them."""
        kept = self._kept.get(claim)
        if kept is None or kept[0] != facts:
            return None
        self._kept.move_to_end(claim)
        return kept[1]

    def keep(
        self, claim: PersonsClaim, facts: frozenset[FactIdentity], determination: Determination
    ) -> DeterminedClaim:
        """Remember a determination; what was assessed under another one of the claim is forgotten."""
        determined = DeterminedClaim(determination)
        self._kept[claim] = (facts, determined)
        self._kept.move_to_end(claim)
        if len(self._kept) > self._claims_max:
            self._kept.popitem(last=False)
        return determined


class FactCache:
    """The facts of the people last loaded, each by its number in the table; facts never change once they are stored.

    Where they become too many, the people least recently loaded are forgotten one by one, so no moment is slower.
    """

    def __init__(self, facts_max: int) -> None:
        self._facts_max = facts_max
        self._kept: OrderedDict[str, dict[int, ReceivedFact]] = OrderedDict()
        self._count = 0

    def of(self, subject: str) -> Mapping[int, ReceivedFact]:
        """What is kept of a person's facts, who is now the one last loaded."""
        if subject not in self._kept:
            return {}
        self._kept.move_to_end(subject)
        return self._kept[subject]

    def add(self, read: Iterable[tuple[str, int, ReceivedFact]]) -> None:
        """Keep facts that were read, and forget whose turn it is."""
        for subject, number, fact in read:
            self._kept.setdefault(subject, {})[number] = fact
            self._count += 1
        while self._count > self._facts_max:
            _, forgotten = self._kept.popitem(last=False)
            self._count -= len(forgotten)
