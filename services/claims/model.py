"""A claim's life as a table of moves, and the pure steps along it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from uuid import UUID

from contracts.claims import ClaimMoved, ClaimState, ReductionBounds
from contracts.eligibility import DeterminationOutcome
from contracts.safeguards import SchemeSafeguards
from contracts.values import Period
from contracts.waiting import AwaitedStep, MissingFact
from services.claims.amounts import KnownAmount
from services.claims.questions import Matter

MOVES: Mapping[ClaimState, frozenset[ClaimState]] = {
    ClaimState.OPEN: frozenset(
        {
            ClaimState.GRANTED,
            ClaimState.REFUSED,
            ClaimState.QUESTIONED,
            ClaimState.EXHAUSTED,
            ClaimState.WITHDRAWN,
        }
    ),
    ClaimState.QUESTIONED: frozenset(
        {ClaimState.GRANTED, ClaimState.REFUSED, ClaimState.EXHAUSTED, ClaimState.WITHDRAWN}
    ),
    ClaimState.GRANTED: frozenset(
        {ClaimState.REFUSED, ClaimState.QUESTIONED, ClaimState.EXHAUSTED, ClaimState.WITHDRAWN}
    ),
    ClaimState.REFUSED: frozenset(
        {ClaimState.GRANTED, ClaimState.QUESTIONED, ClaimState.EXHAUSTED, ClaimState.WITHDRAWN}
    ),
    ClaimState.EXHAUSTED: frozenset(
        {ClaimState.GRANTED, ClaimState.REFUSED, ClaimState.QUESTIONED, ClaimState.WITHDRAWN}
    ),
    ClaimState.WITHDRAWN: frozenset(
        {
            ClaimState.OPEN,
            ClaimState.GRANTED,
            ClaimState.REFUSED,
            ClaimState.QUESTIONED,
            ClaimState.EXHAUSTED,
        }
    ),
}
"""Facts may be corrected, so every answer of the law may replace every other, and a withdrawal may be taken back."""

BY_OUTCOME = {
    DeterminationOutcome.GRANTED: ClaimState.GRANTED,
    DeterminationOutcome.REFUSED: ClaimState.REFUSED,
    DeterminationOutcome.NEEDS_A_PERSON: ClaimState.QUESTIONED,
}


class ImpossibleMove(Exception):
    """A claim was about to make a move that its table does not know: a fault of ours."""


NO_SAFEGUARDS = SchemeSafeguards()


@dataclass(slots=True)
class Filing:
    """The highest version of a fact the claimant filed, and a digest of all it says."""

    on: date
    version: int
    content: bytes


@dataclass(frozen=True, slots=True)
class CertifiedDays:
    """A certification in its highest version: the day after its last one; None where it never was."""

    version: int
    until: date | None


@dataclass(frozen=True, slots=True)
class RefusedByFacts:
    """A claim that the facts alone refuse: by which determinations, since when, and which conditions are not met."""

    determinations: tuple[str, ...]
    """The ids of those that refused it, the last one being that which holds, or held last."""
    on: date
    conditions: tuple[str, ...]
    because: str
    cites: str
    ended_on: date | None = None
    """Since when the facts alone refuse it no more."""


@dataclass(frozen=True, slots=True)
class Provisional:
    """A determination that was made while an institution was silent, and since when it was."""

    determination: UUID
    institution: str
    since: date


@dataclass(frozen=True, slots=True)
class KnownDetermination:
    """A determination and the day on which it was made."""

    determination: UUID
    on: date


@dataclass(slots=True)
class Claim:
    """What is known of one claim; its parts may arrive in any order."""

    claim: str
    scheme: str | None = None
    filed: Filing | None = None
    withdrawn: Filing | None = None
    filed_from: int = 0
    """Versions of the filing below this one were retracted; `withdrawn_from` likewise of the withdrawal."""
    withdrawn_from: int = 0
    state: ClaimState | None = None
    """None until the claim itself is known."""
    determination: int = 0
    """Number of the determination that holds; 0 before the first."""
    outcome: DeterminationOutcome | None = None
    benefit_year: Period | None = None
    """How long the claim may be drawn on, by the determination that holds."""
    appeal: str | None = None
    """How to contest, as the scheme says with its determination."""
    appeal_days: int | None = None
    """Within how many days, as the scheme says."""
    refusal: RefusedByFacts | None = None
    """Why it was refused last without a decision of a named person; None where it never was."""
    reductions: tuple[ReductionBounds, ...] = ()
    """How far the law of the claim lets benefit be reduced, on each ground, by the determination that holds."""
    safeguards: SchemeSafeguards = NO_SAFEGUARDS
    """What the law of the claim says itself of windows, contests and second officers."""
    amounts: dict[str, KnownAmount] = field(default_factory=dict)
    """The latest amounts that the law has worked out, by certification; its rate under `RATE`."""
    certified: dict[str, CertifiedDays] = field(default_factory=dict)
    """How far each certification goes that was filed under it, by key."""
    certified_until: date | None = None
    """First day that was not yet certified by any of them."""
    assessed_until: date | None = None
    assessed_number: int = 0
    used_up: bool = False
    """Whether the assessment of the latest period left nothing of the total."""
    missing: tuple[MissingFact, ...] = ()
    """What the claim lacks by the determination that holds; `told_missing` is what was last told of it."""
    told_missing: tuple[MissingFact, ...] = ()
    certifiable_until: date | None = None
    """The day after the last one that may be certified, by the determination that holds."""
    awaited_since: date | None = None
    """The day from which the next certification is waited for: of the grant, or of the certification before."""
    awaited_step: AwaitedStep | None = None
    """The last step of waiting for it that was told."""
    provisional: Provisional | None = None
    """The determination that holds, where it was made while a registry was silent."""
    determined: KnownDetermination | None = None
    """The determination that holds, and the day of it; None where nobody noted it."""
    numbers: dict[str, int] = field(default_factory=dict)
    """Assessment numbers above 1, by certification; one that is not here may still be at 1."""

    def with_bounds(self, matter: Matter) -> Matter:
        """The matter with the bounds within which the law of the claim lets benefit be reduced on its ground."""
        return replace(matter, reduction=next((one for one in self.reductions if one.ground is matter.ground), None))

    @property
    def is_refused_by_facts(self) -> bool:
        """Whether the determination that holds refuses it, and no named person does."""
        return self.refusal is not None and self.refusal.ended_on is None

    @property
    def is_taken_back(self) -> bool:
        """Whether a withdrawal holds, or the filing was retracted and so never was."""
        is_withdrawn = self.withdrawn is not None and self.withdrawn.version >= self.withdrawn_from
        return is_withdrawn or (self.filed is not None and self.filed.version < self.filed_from)


def stands(claim: Claim) -> ClaimState:
    """Where the claim stands by all that is known of it."""
    if claim.is_taken_back:
        return ClaimState.WITHDRAWN
    if claim.outcome is DeterminationOutcome.GRANTED and claim.used_up:
        return ClaimState.EXHAUSTED
    # A determination of "withdrawn" follows from the withdrawal itself, which reaches us too: wait for it.
    settled = None if claim.outcome is None else BY_OUTCOME.get(claim.outcome)
    before = None if claim.state is ClaimState.WITHDRAWN else claim.state
    return settled or before or ClaimState.OPEN


def move(claim: Claim, on: date) -> list[ClaimMoved]:
    """Take the claim to where it stands. Raises `ImpossibleMove` if the table does not know the way."""
    if claim.state is None:
        return []  # it was not filed yet as far as we know
    before, after = claim.state, stands(claim)
    if before is after:
        return []
    if after not in MOVES[before]:
        raise ImpossibleMove(f"a claim cannot go from {before} to {after}")
    claim.state = after
    return [ClaimMoved(claim=claim.claim, before=before, after=after, on=on)]
