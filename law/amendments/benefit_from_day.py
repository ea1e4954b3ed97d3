"""What a claim gets from a day on under a sheet, for whoever asks what a change of the law does to claims that run.

Nobody has certified the days that are yet to come. So a full benefit period without work or earnings is supposed, the
first that begins on the day or later and is not certified yet, and assessed behind all that was certified by now.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import NamedTuple

from contracts.eligibility import DeterminationOutcome, WeekState
from contracts.intake import ClaimFiled
from contracts.values import Money, Period
from law.amendments.supposed_periods import SUPPOSED, SupposedFacts, next_periods
from law.case.balance import Balance
from law.case.claim_under_law import ClaimUnderLaw
from law.case.model import OVER, Assessment, Determination, RatePer
from law.decide.all_claims import all_determined
from law.decide.assess import assess
from law.decide.determine import determine
from law.language.sheet.scheme import Scheme
from law.language.terms.errors import OutsideKnownLaw
from law.language.terms.values import Number
from law.written.assess import WalkedPeriods, walk_at_once
from law.written.confirm import OF_EVERY_CERTAIN_CLAIM
from law.written.decide import decide_at_once
from law.written.model import LeftToTheEvaluator
from law.written.period_walk import WorkedAtOnce

WAITED_MAX = 6
"""So many periods are supposed where the first ones would only serve the waiting, as many as are certified at once."""


@dataclass(frozen=True, slots=True)
class BenefitFromDay:
    """What one claim gets from a day on. Money is in minor units of the sheet's currency where it is a number.

    `period` is the supposed period, `amount` what is paid for it; none where the claim is over by then. What is left
    is counted before it. `certified` is what is due for all that was certified by now.
    """

    currency: str
    outcome: DeterminationOutcome
    ends: date
    """The first day on which the claim may no longer be drawn on."""
    rate: Money | None = None
    rate_per: RatePer | None = None
    total_max: Money | None = None
    total_left: int = 0
    limit_left: Number | None = None
    """In `unit`, where the sheet does not limit money."""
    unit: str = ""
    period: Period | None = None
    state: WeekState | None = None
    amount: int = 0
    certified: int = 0
    doubt: str | None = None
    """What has to be answered before it is certain, or why nothing can be said; no key of a fact stands in it."""


class SupposedPeriod(NamedTuple):
    """What a supposed period is paid, and what is asked of it."""

    period: Period
    state: WeekState
    amount: int
    question: str | None


class Drawn(NamedTuple):
    """What was due for certified periods, what was left after them, and what the supposed ones are paid.

    What is left is None where nothing was certified.
    """

    certified: int
    left: tuple[int, Number | None] | None
    supposed: Sequence[SupposedPeriod]

    @property
    def next_paid(self) -> SupposedPeriod | None:
        """The first supposed period that does not only wait, or the last if all do; None where none is supposed."""
        beyond = (period for period in self.supposed if period.state is not WeekState.WAITING)
        return next(beyond, self.supposed[-1] if self.supposed else None)


@dataclass(slots=True)
class ComparedPerson:
    """A person's facts, and what was worked out of them by the law before, where the law after only goes on with it."""

    known: SupposedFacts
    worked: dict[str, tuple[Determination, WorkedAtOnce]] = field(default_factory=dict)
    """By claim, if it is the person's only one and nothing of it is in doubt."""


def benefits_from(
    schemes: Mapping[str, Scheme], person: ComparedPerson, claims: Sequence[str], day: date, *, goes_on: bool = False
) -> dict[str, BenefitFromDay]:
    """What each of these claims of one person gets from a day on; all claims of the person take part.

    With `goes_on` these sheets say the same as those asked before of every day before this one, so that what was worked
    out of such days is not worked out again. Raises `OutsideKnownLaw` where a sheet knows no law of the days, and
    `LookupError` where a scheme is not among these or no such claim holds.
    """
    if not goes_on:
        person.worked.clear()
    determinations = _determined(schemes, person, day)
    return {key: _benefit(schemes, person, determinations, key, day) for key in claims}


def _determined(schemes: Mapping[str, Scheme], person: ComparedPerson, day: date) -> Mapping[str, Determination]:
    """All claims of the person; by written law where there is one claim and nothing of it is in doubt."""
    facts = person.known.facts
    filed = facts.of(ClaimFiled)
    if len(filed) != 1:
        return all_determined(schemes, facts)
    (only,) = filed
    scheme, before = schemes[only.scheme], person.worked.pop(only.key, None)
    if before is not None and before[0].benefit_year.start < day:
        anew = replace(before[0], scheme_digest=scheme.digest)
        person.worked[only.key] = anew, _worked_before(before[1], day)
        return {only.key: anew}
    claim = ClaimUnderLaw(scheme, facts, only.key)
    written = decide_at_once(claim)
    if isinstance(written, LeftToTheEvaluator):
        return {only.key: determine(claim)}
    certain = Determination(
        **{**OF_EVERY_CERTAIN_CLAIM, **written._asdict(), "steps": ()}
    )  # by name, as `confirm` compares them
    person.worked[only.key] = certain, WorkedAtOnce()
    return {only.key: certain}


def _worked_before(worked: WorkedAtOnce, day: date) -> WorkedAtOnce:
    """What was worked out of certified periods that begin before a day."""
    periods = worked.periods.items()
    kept = {key: period for key, period in periods if key.start < day and key.certification != SUPPOSED}
    return WorkedAtOnce(periods=kept)


def _benefit(
    schemes: Mapping[str, Scheme],
    person: ComparedPerson,
    determinations: Mapping[str, Determination],
    key: str,
    day: date,
) -> BenefitFromDay:
    determination = determinations[key]
    others = [other for name, other in determinations.items() if name != key]
    scheme, known = schemes[determination.scheme], person.known
    worked = person.worked[key][1] if key in person.worked else WorkedAtOnce()
    after = max(day, known.certified_until(key))

    def drawn_with(count: int) -> Drawn:
        periods = next_periods(determination.rhythm, after, count)
        facts = known.with_periods(key, periods, scheme.currency) if periods else known.facts
        return _drawn(ClaimUnderLaw(scheme, facts, key), determination, others, worked)

    drawn = drawn_with(1)
    only_waits = drawn.next_paid is not None and drawn.next_paid.state is WeekState.WAITING
    return _told(determination, drawn_with(WAITED_MAX) if only_waits else drawn, scheme)


def _drawn(
    claim: ClaimUnderLaw, determination: Determination, others: Sequence[Determination], worked: WorkedAtOnce
) -> Drawn:
    """What every certified period is due, by written law where nothing of them is in doubt."""
    written = walk_at_once(claim, determination, others, worked)
    if isinstance(written, LeftToTheEvaluator):
        return _by_the_evaluator(assess(claim, determination, others))
    return _by_written_law(written)


def _by_written_law(walked: WalkedPeriods) -> Drawn:
    certified = [period for period in walked.periods if period.filed.key != SUPPOSED]
    account = certified[-1].account if certified else None
    return Drawn(
        certified=sum(period.ruling.amount for period in certified),
        left=(account.total_left(walked.limits), account.units) if account else None,
        supposed=[
            SupposedPeriod(one.days, one.ruling.state, one.ruling.amount, one.ruling.question)
            for one in walked.periods
            if one.filed.key == SUPPOSED
        ],
    )


def _by_the_evaluator(assessments: Sequence[Assessment]) -> Drawn:
    certified = [one for one in assessments if one.certification != SUPPOSED]
    last = certified[-1] if certified else None
    return Drawn(
        certified=sum(one.amount.minor for one in certified),
        left=(last.total_left.minor, last.limit_left) if last else None,
        supposed=[
            SupposedPeriod(week.period, week.state, week.amount.minor, week.question)
            for one in assessments
            if one.certification == SUPPOSED
            for week in one.weeks
        ],
    )


def _told(determination: Determination, drawn: Drawn, scheme: Scheme) -> BenefitFromDay:
    entitlement, week = determination.entitlement, drawn.next_paid
    full = Balance.full(
        entitlement,
        waiting=determination.waiting,
        sanctioned=determination.sanctioned + determination.before.carried,
        money_ends=scheme.benefit.total_is_the_most,
    )
    total_left, limit_left = drawn.left or (full.total_left, full.units_left)
    return BenefitFromDay(
        currency=scheme.currency,
        outcome=determination.outcome,
        ends=determination.benefit_year.end,
        rate=entitlement.benefit_rate if entitlement else None,
        rate_per=entitlement.benefit_rate_per if entitlement else None,
        total_max=entitlement.total_max if entitlement else None,
        total_left=total_left,
        limit_left=limit_left,
        unit=entitlement.unit if entitlement else "",
        period=week.period if week else None,
        state=week.state if week else None,
        amount=week.amount if week else 0,
        certified=drawn.certified,
        doubt=_doubt(determination, week),
    )


def _doubt(determination: Determination, week: SupposedPeriod | None) -> str | None:
    if determination.outcome in OVER:
        return None
    if determination.outcome is DeterminationOutcome.NEEDS_A_PERSON or determination.entitlement is None:
        asked = [finding.question for finding in determination.findings if finding.question]
        return " ".join(asked) or "A person has yet to decide on the claim."
    if week is not None and week.state is WeekState.HELD:
        return week.question or "A person has yet to decide on the period."
    return None


def unknown_benefit(currency: str, day: date, why: OutsideKnownLaw | LookupError) -> BenefitFromDay:
    """That nothing can be said of a claim, and why."""
    said = str(why) if isinstance(why, OutsideKnownLaw) else "The claim is under a scheme that is not served."
    return BenefitFromDay(currency, DeterminationOutcome.NEEDS_A_PERSON, day, doubt=said)
