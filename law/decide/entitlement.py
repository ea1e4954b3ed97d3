"""What a claim gives a right to: its rate, its limit, the earnings they follow from; and doubt about these amounts."""

from __future__ import annotations

import math
from fractions import Fraction
from typing import cast

from contracts.casework import Verdict
from contracts.claims import ClaimDecision
from contracts.eligibility import Finding, Outcome
from contracts.values import MINOR_MAX, Money
from law.case.case import Case
from law.case.claim_under_law import ClaimUnderLaw
from law.case.model import Entitlement, Per, RatePer
from law.decide.findings import StandingDecisions, cut, decided_finding, decision_on
from law.language.run.evaluation import AnyEvaluation, Evaluation
from law.language.sheet.scheme import Scheme
from law.language.terms.derivation import Step
from law.language.terms.errors import OutsideKnownLaw
from law.language.terms.rounding import half_up
from law.language.terms.values import Unknown


def decision_on_amounts(scheme: Scheme, decided: StandingDecisions) -> ClaimDecision | None:
    """What a named person decided where the facts leave the amounts open."""
    return decision_on(scheme.benefit.rate, decided)


def doubt_is_left_out(scheme: Scheme, decided: StandingDecisions) -> bool:
    """Whether the amounts follow from what is certain, because a named person decided so for the claimant."""
    decision = decision_on_amounts(scheme, decided)
    return decision is not None and decision.verdict is Verdict.FOR_CLAIMANT


def evaluation_of_amounts(claim: ClaimUnderLaw, decided: StandingDecisions) -> Evaluation[Case]:
    """The evaluation from which the amounts follow: of what is certain, where a named person decided so."""
    return claim.evaluation(leaves_out_doubt=doubt_is_left_out(claim.scheme, decided))


def amounts(scheme: Scheme, run: AnyEvaluation) -> tuple[Step, ...]:
    """The rate, the limit and the reference earnings, then the total where it has a rule of its own."""
    benefit = scheme.benefit
    names = (benefit.rate, benefit.limit, benefit.reference_earnings, benefit.total)
    return tuple(run.quantity(name) for name in names if name is not None)


def doubt_about_amounts(
    findings: tuple[Finding, ...], scheme: Scheme, steps: tuple[Step, ...], decision: ClaimDecision | None
) -> tuple[Finding, ...]:
    """Doubt about an amount holds the claim even where no condition asks about that amount; else no finding."""
    if decision is not None:
        return (decided_finding(scheme.benefit.rate, None, decision),)
    doubts = Unknown.among([step.value for step in steps])
    if doubts is None or any(_settles(finding) for finding in findings):
        return ()
    rate = scheme.quantities[scheme.benefit.rate]
    asked = " ".join(doubt.question for doubt in doubts.doubts)
    question = f"{asked} Until the facts are corrected: is benefit to be paid on what is certain?"
    because = f"{rate.meaning}: the facts leave this open."
    return (
        Finding(
            condition=rate.name,
            outcome=Outcome.NEEDS_A_PERSON,
            cites=rate.cites,
            because=because,
            question=cut(question),
        ),
    )


def _settles(finding: Finding) -> bool:
    """Whether no amount matters: something else must be decided first, or the claim is refused."""
    refused = finding.outcome is Outcome.NOT_MET and finding.ground is None
    return refused or finding.outcome is Outcome.NEEDS_A_PERSON


def entitlement(scheme: Scheme, steps: tuple[Step, ...]) -> Entitlement | None:
    """The amounts (of `amounts`) as the contracts carry them, or None while one of them is unknown."""
    if Unknown.among([step.value for step in steps]):
        return None
    rate, limit, reference, *own_total = steps
    benefit_rate = in_minor_units(rate, scheme)
    per, unit = str(rate.unit.per), next(name for name, _ in limit.unit.powers)
    units = None if limit.unit.is_money() else not_below_zero(limit)
    if own_total:
        total = in_minor_units(own_total[0], scheme)
    elif units is None:
        total = in_minor_units(limit, scheme)
    else:
        total = _money(math.floor(units * benefit_rate.minor), scheme)  # a sheet in two units states it
    return Entitlement(
        benefit_rate=benefit_rate,
        benefit_rate_per=cast("RatePer", "day" if per == "working_day" else per),
        total_max=total,
        units_max=units,
        unit=unit,
        reference_earnings=_money(half_up(not_below_zero(reference) * scheme.minor_units), scheme),
        reference_earnings_per=cast("Per", reference.unit.per),
    )


def in_minor_units(step: Step, scheme: Scheme) -> Money:
    """An amount as the contracts carry it. Raises `ValueError` if the rule left a part of a minor unit."""
    exact = number(step)
    minor, rest = divmod(exact.numerator * scheme.minor_units, exact.denominator)
    if rest:
        raise ValueError(f"{step.what} is not rounded to the minor unit of {scheme.currency}")
    if minor < 0:
        raise OutsideKnownLaw(f"{step.what} comes to less than nothing for these facts")
    return _money(minor, scheme)


def not_below_zero(step: Step) -> int | Fraction:
    """The step's value, which counts something. Raises `OutsideKnownLaw` where it comes to less than nothing."""
    counted = number(step)
    if counted < 0:
        raise OutsideKnownLaw(f"{step.what} comes to less than nothing for these facts")
    return counted


def _money(minor: int, scheme: Scheme) -> Money:
    """The sum. Raises `OutsideKnownLaw` for one beyond all that can be held: wages written a thousandfold make some."""
    if minor > MINOR_MAX:
        raise OutsideKnownLaw("what the facts state makes more money than any sum may be")
    return Money(minor=minor, currency=scheme.currency)


def number(step: Step) -> int | Fraction:
    """The step's value. Raises `TypeError` if it is not a number."""
    if isinstance(step.value, int | Fraction):
        return step.value
    raise TypeError(f"{step.what} is not a number")
