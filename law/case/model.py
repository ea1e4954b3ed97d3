"""What the law says of one claim: the determination, and the assessment of each certified period. Pure data."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal

from contracts.claims import ReductionBounds
from contracts.eligibility import Appeal, DeterminationOutcome, Finding, Interval, WeekAssessed
from contracts.safeguards import SchemeSafeguards
from contracts.values import Money, Period
from law.case.benefit_periods import Rhythm
from law.case.earlier_claims import NO_CLAIM_BEFORE, Before, Sums, Used
from law.case.reduced_days import ReducedDays
from law.case.timeline import CLOSED
from law.language.terms.derivation import Json, Step, to_json
from law.language.terms.values import Number

OVER = frozenset({DeterminationOutcome.REFUSED, DeterminationOutcome.WITHDRAWN})
"""What no longer stands in the way of a later claim."""
RatePer = Literal["day", "week", "month"]
Per = Literal["day", "week", "month", "quarter", "year"]


@dataclass(frozen=True, slots=True)
class Entitlement:
    """What the claim is worth, as far as it is known.

    `total_max` limits the money paid in the benefit year, or `units_max` the weeks, days, working days or months
    (`unit`) of benefit; a scheme has one of the two, and `total_max` is then their worth. Reference earnings are
    rounded half up to the minor unit, for reading only.
    """

    benefit_rate: Money
    benefit_rate_per: RatePer
    total_max: Money
    units_max: Number | None
    unit: str
    reference_earnings: Money
    reference_earnings_per: Per


@dataclass(frozen=True, slots=True)
class Determination:
    """The law applied to one claim and one set of facts; the same set gives the same determination.

    `automatic` says that no person took part. `entitlement` is None where doubt keeps it unknown. `timeline`
    covers the benefit year without gap or overlap, as it stands before any week is certified.
    """

    claim: str
    scheme: str
    scheme_digest: str
    filed_on: date
    outcome: DeterminationOutcome
    automatic: bool
    findings: tuple[Finding, ...]
    entitlement: Entitlement | None
    waiting: Number
    """In the unit in which the sheet counts waiting."""
    waiting_days: int
    """The days of waiting that can be told beforehand; zero where waiting is counted in money."""
    sanctioned: Number
    """How much of the limit decisions against the person used up."""
    benefit_year: Period
    rhythm: Rhythm
    timeline: tuple[Interval, ...]
    appeal: Appeal
    steps: tuple[Step, ...]
    before: Before = NO_CLAIM_BEFORE
    """How it stands to the person's claims before."""
    reductions: tuple[ReductionBounds, ...] | None = None
    """How far the law of the claim lets benefit be reduced, on each ground; None where it names none."""
    safeguards: SchemeSafeguards | None = None
    """What the scheme's own law says of how decisions against the claimant come about."""
    reduced: tuple[ReducedDays, ...] = ()
    """On which days decisions reduce it."""
    held_after: date | None = None
    """The day of a death that is in doubt."""
    died_on: date | None = None
    """The day of a death that is certain, wherever it lies."""
    withdrawn_on: date | None = None
    """From when on the claim is taken back."""

    def may_be_drawn_on(self, day: date) -> bool:
        """Whether it may be drawn on for a day: no decision, rest or doubtful death stands against it."""
        if self.held_after is not None and day > self.held_after:
            return False
        return any(stretch.period.start <= day < stretch.period.end for stretch in self.timeline if _is_open(stretch))

    @property
    def derivation(self) -> list[Json]:
        """Every step from the facts to the findings, as JSON for the store and for `explain`."""
        return to_json(self.steps)


def _is_open(stretch: Interval) -> bool:
    return stretch.state not in CLOSED


@dataclass(frozen=True, slots=True)
class Assessment:
    """What is due for one certification: its weeks, their sum, and what is left after its last week."""

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
    """What is left in the unit of the limit, where the scheme does not limit money."""
    steps: tuple[Step, ...]
    stopped_from: date | None = None
    """From which day on the claim has stopped by the periods before, if it has."""
    used: tuple[Used, ...] = ()
    """What each of its periods that was paid or waited for used up of the limit."""
    waiting_left: Number = 0
    """What is still to be waited for after its last period, in the unit of the sheet's waiting."""
    added_up: Sums = ()
    """What quantities came to in its last period and those before, where the sheet asks it."""

    @property
    def derivation(self) -> list[Json]:
        """Every step from the certified weeks to the amounts, as JSON."""
        return to_json(self.steps)
