"""Assesses the certified periods of a claim by written law, where nothing of them is in doubt."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from contracts.about import ConditionAbout, OverpaymentAbout, ReferralAbout, WaiverAbout, WeekAbout
from contracts.claims import ClaimDecision
from contracts.eligibility import DeterminationOutcome, WeekAssessed
from contracts.values import Money, Period
from law.case.claim_under_law import ClaimUnderLaw
from law.case.model import Determination
from law.language.sheet.scheme import Scheme
from law.language.terms.errors import OutsideKnownLaw
from law.written.account import Limits
from law.written.arithmetic import Doubtful
from law.written.certified import certified_periods
from law.written.decide import what_makes_facts_uncertain
from law.written.model import LeftToTheEvaluator, WrittenAssessment
from law.written.period_program import CannotBeWritten
from law.written.period_walk import Walk, WorkedAtOnce, WrittenPeriod

DECIDED_OR_OPEN = frozenset({*DeterminationOutcome} - {DeterminationOutcome.WITHDRAWN})


class WalkedPeriods(NamedTuple):
    """The certified periods of a claim in calendar order, and what the claim gives at most."""

    periods: tuple[WrittenPeriod, ...]
    limits: Limits


def assess_at_once(
    claim: ClaimUnderLaw,
    determination: Determination,
    others: Sequence[Determination] = (),
    worked: WorkedAtOnce | None = None,
) -> tuple[WrittenAssessment, ...] | LeftToTheEvaluator:
    """What is due for each certification of a claim, in the order of `assess`; or why it is left to the evaluator.

    `worked` is what was worked out before under the same determination, and is added to; it never changes the result.
    Raises `LookupError` if the facts hold no such claim.
    """
    worked = WorkedAtOnce() if worked is None else worked
    walked = walk_at_once(claim, determination, others, worked)
    if isinstance(walked, LeftToTheEvaluator):
        return walked
    try:
        return _assessments(walked.periods, determination, walked.limits, worked)
    except ValueError as doubt:
        return LeftToTheEvaluator(str(doubt))


def walk_at_once(
    claim: ClaimUnderLaw, determination: Determination, others: Sequence[Determination], worked: WorkedAtOnce
) -> WalkedPeriods | LeftToTheEvaluator:
    """The certified periods alone, for whoever needs no assessment of each certification; else as `assess_at_once`."""
    why = next(_what_makes_periods_uncertain(claim, determination), None)
    if why is not None:
        return LeftToTheEvaluator(why)
    try:
        walk = Walk(claim, determination, others, worked)
        return WalkedPeriods(tuple(walk.over(certified_periods(claim))), walk.limits)
    except (Doubtful, OutsideKnownLaw, ValueError, CannotBeWritten) as doubt:
        return LeftToTheEvaluator(str(doubt))


def _what_makes_periods_uncertain(claim: ClaimUnderLaw, determination: Determination) -> Iterator[str]:
    """Why written law does not look at the periods of a claim at all; nothing where it does."""
    why = what_makes_facts_uncertain(claim)
    if why is not None:
        yield why
    of_sheet = claim.scheme.name, claim.scheme.digest
    if (determination.scheme, determination.scheme_digest) != of_sheet or determination.claim != claim.key:
        yield "The determination is one of another claim, or under another sheet."
    if determination.outcome not in DECIDED_OR_OPEN:
        yield "The claim is withdrawn."
    if determination.reduced:
        yield "Reductions take part."
    if determination.rhythm.year != determination.benefit_year:
        yield "The benefit year ends with that of another claim."
    if determination.died_on or determination.held_after or determination.withdrawn_on:
        yield "The claim ends with a death or a withdrawal."
    if not all(_is_looked_at(decision, claim.scheme) for decision in claim.decisions):
        yield "A named person has decided on the amounts."


def _is_looked_at(decision: ClaimDecision, scheme: Scheme) -> bool:
    """Whether a decision reaches the periods by the determination alone, or is on one of them."""
    match decision.about:
        case ConditionAbout(condition=condition):
            return condition != scheme.benefit.rate and decision.missing is None
        case WeekAbout() | OverpaymentAbout() | WaiverAbout() | ReferralAbout():
            return decision.missing is None


def _assessments(
    periods: Iterable[WrittenPeriod], determination: Determination, limits: Limits, worked: WorkedAtOnce
) -> tuple[WrittenAssessment, ...]:
    """One for each certification: they follow each other, as no day is certified twice."""
    of_certifications: dict[str, list[WrittenPeriod]] = {}
    for period in periods:
        of_certifications.setdefault(period.filed.key, []).append(period)
    return tuple(_kept(own, determination, limits, worked) for own in of_certifications.values())


def _kept(
    own: list[WrittenPeriod], determination: Determination, limits: Limits, worked: WorkedAtOnce
) -> WrittenAssessment:
    key = tuple(map(id, own))
    known = worked.assessments.get(key)
    if known is None:
        known = worked.assessments[key] = tuple(own), _assessment(own, determination, limits)
    return known[1]


def _assessment(own: list[WrittenPeriod], determination: Determination, limits: Limits) -> WrittenAssessment:
    first, last = own[0], own[-1]
    filed, currency, left = first.filed, limits.currency, last.account
    weeks = tuple(_weeks(own, currency))
    return WrittenAssessment(
        claim=determination.claim,
        certification=filed.key,
        certification_version=filed.source_version,
        filed_on=filed.filed_on,
        period=Period(start=first.days.start, end=last.days.end),
        amount=Money(minor=sum([period.ruling.amount for period in own]), currency=currency),
        weeks=weeks,
        total_left=Money(minor=left.total_left(limits), currency=currency),
        weeks_left=left.weeks_left(limits),
        limit_left=left.units,
        stopped_from=last.in_a_row.since if last.in_a_row.stopped else None,
        used=tuple([used for used in left.drawn if used.key == filed.key]),
        waiting_left=left.waiting,
        added_up=left.added_up,
    )


def _weeks(own: Iterable[WrittenPeriod], currency: str) -> Iterator[WeekAssessed]:
    for period in own:
        ruling = period.ruling
        yield WeekAssessed(
            period=period.days,
            state=ruling.state,
            amount=Money(minor=ruling.amount, currency=currency),
            cites=ruling.cites,
            because=ruling.because,
            question=ruling.question,
            ground=ruling.ground,
            doubt=ruling.doubt,
        )
