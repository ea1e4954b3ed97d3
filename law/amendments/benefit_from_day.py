"""What a claim gets from a day on under a sheet, for whoever asks what a change of the law does to claims that run.

Nobody has certified the days that are yet to come. So a full benefit period without work or earnings is supposed, the
first that begins on the day or later and is not certified yet, and assessed behind all that was certified by now.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from functools import lru_cache
from itertools import islice

from contracts.eligibility import DeterminationOutcome, WeekAssessed, WeekState
from contracts.intake import CertificationFiled, CertifiedWeek, ClaimFiled
from contracts.values import FIRST_DAY, Money, Period
from law.case.balance import Balance
from law.case.benefit_periods import Rhythm
from law.case.claim_under_law import ClaimUnderLaw
from law.case.facts import FactSet
from law.case.model import OVER, Assessment, Determination, RatePer
from law.decide.all_claims import all_determined
from law.decide.assess import assess
from law.decide.determine import determine
from law.language.sheet.scheme import Scheme
from law.language.terms.errors import OutsideKnownLaw
from law.language.terms.values import Number
from law.written.assess import assess_at_once
from law.written.confirm import OF_EVERY_CERTAIN_CLAIM
from law.written.decide import decide_at_once
from law.written.model import LeftToTheEvaluator, WrittenAssessment

SUPPOSED = "supposed-after-the-change"
WAITED_MAX = 6
"""So many periods are supposed where the first ones would only serve the waiting, as many as are certified at once."""
RHYTHMS_KEPT = 4096

Due = Assessment | WrittenAssessment


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


@dataclass(slots=True)
class SupposedFacts:
    """The facts of a person, and the same with supposed periods; what was sifted once serves several sheets."""

    facts: FactSet
    _with_periods: dict[tuple[str, tuple[Period, ...]], FactSet] = field(default_factory=dict)

    def with_periods(self, claim: str, periods: tuple[Period, ...], currency: str) -> FactSet:
        """The facts as if these periods of a claim were certified without work or earnings."""
        key = claim, periods
        known = self._with_periods.get(key)
        if known is None:
            certification = _supposed(claim, periods, currency)
            known = self._with_periods[key] = FactSet((*self.facts.everything, certification))
        return known


def benefits_from(
    schemes: Mapping[str, Scheme], known: SupposedFacts, claims: Sequence[str], day: date
) -> dict[str, BenefitFromDay]:
    """What each of these claims of one person gets from a day on; all claims of the person take part.

    Raises `OutsideKnownLaw` where a sheet knows no law of the days, and `LookupError` where a scheme is not among
    these or no such claim holds.
    """
    determinations = _determined(schemes, known.facts)
    return {key: _benefit(schemes, known, determinations, key, day) for key in claims}


def _determined(schemes: Mapping[str, Scheme], facts: FactSet) -> Mapping[str, Determination]:
    """All claims of the person; by written law where there is one claim and nothing of it is in doubt."""
    filed = facts.of(ClaimFiled)
    if len(filed) != 1:
        return all_determined(schemes, facts)
    (only,) = filed
    claim = ClaimUnderLaw(schemes[only.scheme], facts, only.key)
    written = decide_at_once(claim)
    if isinstance(written, LeftToTheEvaluator):
        return {only.key: determine(claim)}
    return {only.key: Determination(**{**OF_EVERY_CERTAIN_CLAIM, **written._asdict(), "steps": ()})}  # type: ignore[arg-type]  # by name, as `confirm` compares them


def _benefit(
    schemes: Mapping[str, Scheme],
    known: SupposedFacts,
    determinations: Mapping[str, Determination],
    key: str,
    day: date,
) -> BenefitFromDay:
    determination = determinations[key]
    others = [other for name, other in determinations.items() if name != key]
    scheme = schemes[determination.scheme]
    after = max([day, *(_ends(filed) for filed in known.facts.of(CertificationFiled) if filed.claim == key)])
    for count in (1, WAITED_MAX):
        periods = _periods(determination.rhythm, after, count)
        facts = known.with_periods(key, periods, scheme.currency) if periods else known.facts
        due = _assessed(ClaimUnderLaw(scheme, facts, key), determination, others)
        week = _first_beyond_waiting(due)
        if week is None or week.state is not WeekState.WAITING:
            break
    return _told(determination, due, week, scheme)


def _ends(filed: CertificationFiled) -> date:
    return filed.weeks[-1].period.end


def _assessed(claim: ClaimUnderLaw, determination: Determination, others: Sequence[Determination]) -> Sequence[Due]:
    """Every certification of the claim, by written law where nothing of them is in doubt."""
    written = assess_at_once(claim, determination, others)
    return assess(claim, determination, others) if isinstance(written, LeftToTheEvaluator) else written


def _first_beyond_waiting(due: Sequence[Due]) -> WeekAssessed | None:
    """The first supposed period that does not only wait, or the last if all do; None where none is supposed."""
    supposed = next((one for one in due if one.certification == SUPPOSED), None)
    if supposed is None:
        return None
    return next((week for week in supposed.weeks if week.state is not WeekState.WAITING), supposed.weeks[-1])


def _told(
    determination: Determination, due: Sequence[Due], week: WeekAssessed | None, scheme: Scheme
) -> BenefitFromDay:
    certified = [one for one in due if one.certification != SUPPOSED]
    entitlement = determination.entitlement
    last = certified[-1] if certified else None
    full = Balance.full(
        entitlement,
        waiting=determination.waiting,
        sanctioned=determination.sanctioned + determination.before.carried,
        money_ends=scheme.benefit.total_is_the_most,
    )
    return BenefitFromDay(
        currency=scheme.currency,
        outcome=determination.outcome,
        ends=determination.benefit_year.end,
        rate=entitlement and entitlement.benefit_rate,
        rate_per=entitlement and entitlement.benefit_rate_per,
        total_max=entitlement and entitlement.total_max,
        total_left=full.total_left if last is None else last.total_left.minor,
        limit_left=full.units_left if last is None else last.limit_left,
        unit=entitlement.unit if entitlement else "",
        period=week and week.period,
        state=week and week.state,
        amount=week.amount.minor if week else 0,
        certified=sum(one.amount.minor for one in certified),
        doubt=_doubt(determination, week),
    )


def _doubt(determination: Determination, week: WeekAssessed | None) -> str | None:
    if determination.outcome in OVER:
        return None
    if determination.outcome is DeterminationOutcome.NEEDS_A_PERSON or determination.entitlement is None:
        asked = [finding.question for finding in determination.findings if finding.question]
        return " ".join(asked) or "A person has yet to decide on the claim."
    if week is not None and week.state is WeekState.HELD:
        return week.question or "A person has yet to decide on the period."
    return None


@lru_cache(RHYTHMS_KEPT)
def _periods(rhythm: Rhythm, after: date, count: int) -> tuple[Period, ...]:
    """The first benefit periods that begin on a day or later, within the benefit year."""
    return tuple(islice(_within_the_year(rhythm, after), count))


def _within_the_year(rhythm: Rhythm, after: date) -> Iterator[Period]:
    for period in rhythm.periods():
        if period.start >= rhythm.year.end:
            return
        if period.start >= after and rhythm.covers(period):
            yield period


def _supposed(claim: str, periods: tuple[Period, ...], currency: str) -> CertificationFiled:
    nothing = Money(minor=0, currency=currency)
    weeks = tuple(
        CertifiedWeek(period=period, able=True, available=True, sought_work=True, earnings=nothing)
        for period in periods
    )
    return CertificationFiled(
        key=SUPPOSED,
        source_version=1,
        recorded_at=datetime.combine(FIRST_DAY, datetime.min.time(), UTC),
        claim=claim,
        filed_on=periods[-1].end,
        weeks=weeks,
    )


def unknown_benefit(currency: str, day: date, why: OutsideKnownLaw | LookupError) -> BenefitFromDay:
    """That nothing can be said of a claim, and why."""
    said = str(why) if isinstance(why, OutsideKnownLaw) else "The claim is under a scheme that is not served."
    return BenefitFromDay(currency, DeterminationOutcome.NEEDS_A_PERSON, day, doubt=said)
