"""Keeps the claims last worked out in memory, so that one more certification costs only its own weeks.

All that is kept are values of pure functions under the key of everything they depend on: forgetting any of it
changes nothing but the time it takes.
"""

from __future__ import annotations

from collections import OrderedDict
from dataclasses import dataclass, field
from uuid import UUID

from contracts.eligibility import AssessmentMade
from law.case.model import Assessment, Determination
from law.decide.assessed_week import Worked

CLAIMS_MAX = 20_000


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
    unnumbered: dict[str, UnnumberedAssessment] = field(default_factory=dict)
    """The last assessment of each certification, by its key."""


class ClaimCache:
    """The claims last determined, the least recently used forgotten first."""

    def __init__(self, claims_max: int = CLAIMS_MAX) -> None:
        self._claims_max = claims_max
        self._kept: OrderedDict[str, tuple[frozenset[UUID], DeterminedClaim]] = OrderedDict()

    def of(self, claim: str, facts: frozenset[UUID]) -> DeterminedClaim | None:
        """The claim as determined from exactly these facts, by the ids of the events that brought them."""
        kept = self._kept.get(claim)
        if kept is None or kept[0] != facts:
            return None
        self._kept.move_to_end(claim)
        return kept[1]

    def keep(self, claim: str, facts: frozenset[UUID], determination: Determination) -> DeterminedClaim:
        """Remember a determination; what was assessed under another one of the claim is forgotten."""
        determined = DeterminedClaim(determination)
        self._kept[claim] = (facts, determined)
        self._kept.move_to_end(claim)
        if len(self._kept) > self._claims_max:
            self._kept.popitem(last=False)
        return determined
