"""What written law says of a claim and its certifications, without derivation; or that the evaluator is left to say."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from contracts.claims import ReductionBounds
from contracts.eligibility import Appeal, DeterminationOutcome, Finding, Interval, WeekAssessed
from contracts.safeguards import SchemeSafeguards
from contracts.values import Money, Period
from law.case.benefit_periods import Rhythm
from law.case.earlier_claims import Sums, Used
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


class WrittenAssessment(NamedTuple):
    """What is due for one certification; every field as in `Assessment`."""

    claim: str
    certification: str
    certification_version: int
    filed_on: date
    period: Period
    amount: Money
    weeks: tuple[WeekAssessed, ...]
    total_left: Money
    weeks_left: int
    limit_left: Number | None
    stopped_from: date | None
    used: tuple[Used, ...]
    waiting_left: Number
    added_up: Sums


@dataclass(frozen=True, slots=True)
class LeftToTheEvaluator:
    """A claim that is not certain, so that written law says nothing of it."""

    because: str
    """Why, in a sentence; it may hold keys of facts, so it belongs in no log."""
