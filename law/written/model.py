"""What written law says of a claim: the determination without its derivation, or that it is left to the evaluator."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from contracts.claims import ReductionBounds
from contracts.eligibility import Appeal, DeterminationOutcome, Finding, Interval
from contracts.safeguards import SchemeSafeguards
from contracts.values import Period
from law.case.benefit_periods import Rhythm
from law.case.model import Entitlement
from law.language.terms.values import Number


class WrittenDetermination(NamedTuple):
    """What a determination says of a claim of which nothing is in doubt; every field as in `Determination`."""

    claim: str
    scheme: str
    scheme_digest: str
    filed_on: date
    outcome: DeterminationOutcome
    findings: tuple[Finding, ...]
    entitlement: Entitlement
    waiting: Number
    waiting_days: int
    benefit_year: Period
    rhythm: Rhythm
    timeline: tuple[Interval, ...]
    appeal: Appeal
    reductions: tuple[ReductionBounds, ...] | None
    safeguards: SchemeSafeguards | None


@dataclass(frozen=True, slots=True)
class LeftToTheEvaluator:
    """A claim that is not certain, so that written law says nothing of it."""

    because: str
    """Why, in a sentence; it may hold keys of facts, so it belongs in no log."""
