"""Applies a scheme to one claim: a pure function of the sheet and the set of facts.

Granting is automatic. Refusing is automatic only on the arithmetic of the qualifying conditions, and only where
the sheet says so; every other adverse outcome needs the decision of a named person, which is a fact like others.
"""

from __future__ import annotations

from datetime import date, timedelta
from fractions import Fraction
from typing import cast

from contracts.eligibility import (
    Appeal,
    BenefitState,
    DeterminationOutcome,
    Finding,
    Outcome,
)
from contracts.values import Money, Period
from services.eligibility.case import Case
from services.eligibility.facts import FactSet
from services.eligibility.findings import adverse, cut, findings_of
from services.eligibility.model import Determination, Entitlement, Per
from services.eligibility.rulesheet.derivation import Step
from services.eligibility.rulesheet.evaluate import Evaluation, rules_of
from services.eligibility.rulesheet.rounding import half_up
from services.eligibility.rulesheet.scheme import DAYS_OF_A_WEEK, WEEKDAYS, Scheme
from services.eligibility.rulesheet.units import WEEKS
from services.eligibility.rulesheet.values import Unknown
from services.eligibility.timeline import Frame, timeline_of


def determine(scheme: Scheme, facts: FactSet, claim: str) -> Determination:
    """The determination of a claim under these facts.

    Raises `LookupError` if the facts hold no such claim, `OutsideKnownLaw` if the sheet knows no law of its day.
    """
    filed = facts.claim(claim)
    decisions = facts.decisions(claim)
    run = evaluation_of(scheme, facts, claim)
    findings = _with_doubt_about_money(findings_of(scheme, run, decisions), scheme, run)
    benefit_year = Period.of_days(run.law_day, _days(run.parameter(scheme.claim.benefit_year.what)))
    waiting_step = run.rules.waiting_lasts(run)
    withdrawal = facts.withdrawal(claim)
    refused_days = adverse(decisions)
    outcome = _outcome(findings, benefit_year, tuple(d.applies for d in refused_days if d.applies))
    frame = Frame(
        benefit_year=benefit_year,
        state=_state(outcome),
        cites=scheme.benefit.cites,
        waiting_days=_days(waiting_step),
        waiting_cites=scheme.waiting.cites,
        disqualified=refused_days,
        closed_from=withdrawal.withdrawn_on if withdrawal else None,
        closed_cites=scheme.claim.begins.cites,
    )
    return Determination(
        claim=claim,
        scheme=scheme.name,
        scheme_digest=scheme.digest,
        filed_on=filed.filed_on,
        outcome=DeterminationOutcome.WITHDRAWN if withdrawal else outcome,
        automatic=not decisions,
        findings=findings,
        entitlement=_entitlement(scheme, run),
        waiting_days=frame.waiting_days,
        benefit_year=benefit_year,
        timeline=timeline_of(frame),
        appeal=_appeal(scheme, run),
        steps=(*(run.condition(name) for name in scheme.conditions), *_results(scheme, run), waiting_step),
    )


def evaluation_of(scheme: Scheme, facts: FactSet, claim: str) -> Evaluation:
    """The evaluation of the claim's own rules, under the law of the day the claim begins."""
    filed = facts.claim(claim)
    begins = first_day(scheme, filed.filed_on)
    case = Case(facts=facts, claim=filed, currency=scheme.currency, minor_units=scheme.minor_units)
    return Evaluation(rules_of(scheme).claim, case, law_day=begins, anchor=begins)


def first_day(scheme: Scheme, filed_on: date) -> date:
    """The day a claim filed on a day begins; benefit weeks are counted from it."""
    if scheme.claim.begins.what == "the day of filing":
        return filed_on
    begins_on = WEEKDAYS.index(scheme.claim.week_begins_on.what)
    return filed_on - timedelta(days=(filed_on.weekday() - begins_on) % DAYS_OF_A_WEEK)


def in_minor_units(step: Step, scheme: Scheme) -> Money:
    """An amount as the contracts carry it. Raises `ValueError` if the rule left a part of a minor unit."""
    exact = Fraction(_number(step)) * scheme.minor_units
    if exact.denominator != 1:
        raise ValueError(f"{step.what} is not rounded to the minor unit of {scheme.currency}")
    return Money(minor=exact.numerator, currency=scheme.currency)


def _outcome(findings: tuple[Finding, ...], year: Period, refused: tuple[Period, ...]) -> DeterminationOutcome:
    if any(finding.outcome is Outcome.NOT_MET and finding.ground is None for finding in findings):
        return DeterminationOutcome.REFUSED
    if any(finding.outcome is Outcome.NEEDS_A_PERSON for finding in findings):
        return DeterminationOutcome.NEEDS_A_PERSON
    whole_year = any(period.start <= year.start and year.end <= period.end for period in refused)
    return DeterminationOutcome.REFUSED if whole_year else DeterminationOutcome.GRANTED


def _state(outcome: DeterminationOutcome) -> BenefitState:
    return {
        DeterminationOutcome.GRANTED: BenefitState.PAYABLE,
        DeterminationOutcome.NEEDS_A_PERSON: BenefitState.HELD,
        DeterminationOutcome.REFUSED: BenefitState.CLOSED,
    }[outcome]


def _results(scheme: Scheme, run: Evaluation) -> tuple[Step, ...]:
    benefit = scheme.benefit
    return tuple(run.quantity(name) for name in (benefit.rate, benefit.limit, benefit.reference_earnings))


def _with_doubt_about_money(findings: tuple[Finding, ...], scheme: Scheme, run: Evaluation) -> tuple[Finding, ...]:
    """Doubt about an amount holds the claim even where no condition asks about that amount."""
    doubts = Unknown.of(*(step.value for step in _results(scheme, run)))
    if not doubts.doubts or any(finding.outcome is not Outcome.MET for finding in findings):
        return findings
    rate = scheme.quantities[scheme.benefit.rate]
    return (
        *findings,
        Finding(
            condition=rate.name,
            outcome=Outcome.NEEDS_A_PERSON,
            cites=rate.cites,
            because=f"{rate.meaning}: the facts leave this open.",
            question=cut(" ".join(doubt.question for doubt in doubts.doubts)),
        ),
    )


def _entitlement(scheme: Scheme, run: Evaluation) -> Entitlement | None:
    rate, limit, reference = _results(scheme, run)
    if Unknown.of(rate.value, limit.value, reference.value).doubts:
        return None
    weekly = in_minor_units(rate, scheme)
    weeks = int(_number(limit)) if limit.unit == WEEKS else None
    total = Money(minor=weeks * weekly.minor, currency=scheme.currency) if weeks is not None else None
    return Entitlement(
        benefit_rate=weekly,
        benefit_rate_per="week",
        total_max=total or in_minor_units(limit, scheme),
        weeks_max=weeks,
        reference_earnings=Money(minor=half_up(_number(reference) * scheme.minor_units), currency=scheme.currency),
        reference_earnings_per=cast("Per", reference.unit.per),
    )


def _appeal(scheme: Scheme, run: Evaluation) -> Appeal:
    within = run.parameter(scheme.appeal.within)
    return Appeal(to=scheme.appeal.to, within_days=int(_number(within)), cites=scheme.appeal.cites)


def _days(step: Step) -> int:
    return int(_number(step)) * (DAYS_OF_A_WEEK if step.unit == WEEKS else 1)


def _number(step: Step) -> int | Fraction:
    if isinstance(step.value, int | Fraction):
        return step.value
    raise TypeError(f"{step.what} is not a number")
