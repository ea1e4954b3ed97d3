"""Applies a scheme to one claim: a pure function of the sheet and the set of facts.

Granting is automatic. Refusing is automatic only on the arithmetic of the qualifying conditions, and only where
the sheet says so; every other adverse outcome needs the decision of a named person, which is a fact like others.
"""

from __future__ import annotations

from datetime import date, timedelta
from fractions import Fraction
from typing import NamedTuple

from contracts.claims import ClaimDecision
from contracts.eligibility import ONE_CLAIM, Appeal, BenefitState, DeterminationOutcome, Finding, Outcome
from contracts.values import FIRST_DAY, LAST_DAY, Period
from law.case.benefit_periods import rhythm_of
from law.case.case import Case
from law.case.claim_under_law import ClaimUnderLaw
from law.case.model import Determination
from law.case.population_record import reported_death
from law.case.timeline import Frame, timeline_of
from law.decide.deaths import findings_on, is_about_death_in_doubt, last_day
from law.decide.entitlement import (
    amounts,
    decision_on_amounts,
    doubt_about_amounts,
    entitlement,
    evaluation_of_amounts,
    not_below_zero,
    number,
)
from law.decide.findings import StandingDecisions, adverse, decision_on, findings_of, standing
from law.decide.linked_claims import SAME_SPELL, Link, findings_about, link_of
from law.decide.overlapping_claims import beside_earlier_claims
from law.decide.reductions import bounds_of, reduced_days
from law.decide.rests_and_sanctions import rest_steps, resting, used_up_by
from law.decide.safeguards import safeguards_of
from law.language.run.evaluation import Evaluation
from law.language.sheet.scheme import DAYS_OF_A_WEEK, Scheme
from law.language.terms.calendar import MONTHS_OF_A_YEAR, add_months
from law.language.terms.derivation import Step
from law.language.terms.errors import OutsideKnownLaw
from law.language.terms.units import MONTHS, YEARS
from law.language.terms.values import Number, Unknown

STATES = {
    DeterminationOutcome.GRANTED: BenefitState.PAYABLE,
    DeterminationOutcome.NEEDS_A_PERSON: BenefitState.HELD,
    DeterminationOutcome.REFUSED: BenefitState.CLOSED,
}
"""What the days of the benefit year are, where nothing else covers them."""


class _Examined(NamedTuple):
    """A claim with what the sheet says of it, before any outcome is drawn from it."""

    claim: ClaimUnderLaw
    decided: StandingDecisions
    run: Evaluation[Case]
    of_amounts: Evaluation[Case]
    """The same, or without doubt where a named person decided that the amounts follow from what is certain."""
    link: Link
    year: Period
    """How long the claim may be drawn on."""
    against: tuple[ClaimDecision, ...]
    """The decisions that take all benefit away for named days."""
    reducing: tuple[ClaimDecision, ...]
    """The decisions that take a share of it away for named days."""

    @property
    def scheme(self) -> Scheme:
        """The sheet, of each rule the version that holds for the claim."""
        return self.run.rules.scheme


def determine(claim: ClaimUnderLaw) -> Determination:
    """The determination of a claim.

    Raises `LookupError` if the facts hold no such claim, `OutsideKnownLaw` if the sheet knows no law of its day.
    """
    examined = _examined(claim)
    findings = findings_of(examined.scheme, examined.run, examined.decided)
    steps = amounts(examined.scheme, examined.of_amounts)
    return _concluded(examined, (*findings, *_further_findings(examined, findings, steps)), steps)


def _examined(claim: ClaimUnderLaw) -> _Examined:
    decided = standing(claim.decisions)
    run, extents = claim.evaluation(), adverse(decided)
    link = link_of(run, claim.past)
    return _Examined(
        claim=claim,
        decided=decided,
        run=run,
        of_amounts=evaluation_of_amounts(claim, decided) if decided else run,
        link=link,
        year=link.year(_own_year(run)),
        against=tuple(decision for decision in extents if decision.reduced_by is None),
        reducing=tuple(decision for decision in extents if decision.reduced_by is not None),
    )


def _further_findings(
    examined: _Examined, findings: tuple[Finding, ...], steps: tuple[Step, ...]
) -> tuple[Finding, ...]:
    """What is found beside the sheet's conditions: on earlier claims, and on doubt about the amounts."""
    claim, link, decided = examined.claim, examined.link, examined.decided
    scheme = examined.scheme
    earlier = [determination for determination in claim.earlier if determination.claim not in link.claims]
    overlap = beside_earlier_claims(scheme, examined.year, earlier, decision_on(ONE_CLAIM, decided))
    filed_on = examined.run.case.claim.filed_on
    on_death = findings_on(claim.facts.once(reported_death), scheme, filed_on, decided)
    on_amounts = decision_on_amounts(scheme, decided)
    uncertain = (*steps, *rest_steps(examined.of_amounts)) if scheme.rests else steps
    doubt = doubt_about_amounts((*findings, *overlap), scheme, uncertain, on_amounts)
    return (*on_death, *overlap, *doubt, *findings_about(link, examined.run, decision_on(SAME_SPELL, decided)))


def _concluded(examined: _Examined, findings: tuple[Finding, ...], steps: tuple[Step, ...]) -> Determination:
    scheme, filed = examined.scheme, examined.run.case.claim
    outcome = _outcome(findings, examined)
    waiting = examined.run.rules.waiting_lasts(examined.run)
    left = examined.link.waiting(_served_in(waiting, scheme))
    frame = _frame(examined, outcome, _days_of_waiting(waiting, left, scheme))
    return Determination(
        claim=filed.key,
        scheme=scheme.name,
        scheme_digest=scheme.digest,
        filed_on=filed.filed_on,
        outcome=DeterminationOutcome.WITHDRAWN if frame.closed_from else outcome,
        automatic=not examined.decided,
        findings=findings,
        entitlement=entitlement(scheme, steps),
        waiting=left,
        waiting_days=frame.waiting_days,
        sanctioned=_sanctioned(examined),
        benefit_year=examined.year,
        rhythm=rhythm_of(scheme, examined.year),
        timeline=timeline_of(frame),
        appeal=appeal_of(examined.run),
        steps=_steps(examined, steps, waiting),
        before=examined.link.before(),
        reductions=bounds_of(examined.run) if scheme.reductions else None,
        safeguards=safeguards_of(examined.run),
        reduced=frame.reduced,
        held_after=frame.held_after,
        died_on=frame.died_on,
        withdrawn_on=frame.closed_from,
    )


def _sanctioned(examined: _Examined) -> Number:
    """How much of the limit the decisions against the person use up."""
    against = examined.against
    return used_up_by(against, examined.of_amounts) if examined.scheme.sanctions and against else 0


def _steps(examined: _Examined, amounts_of_claim: tuple[Step, ...], waiting: Step) -> tuple[Step, ...]:
    scheme, run, link = examined.scheme, examined.run, examined.link
    conditions = (run.condition(name) for name in scheme.conditions)
    linked = (link.step,) if link.step else ()
    return (*conditions, *amounts_of_claim, waiting, *linked)


def _own_year(run: Evaluation[Case]) -> Period:
    """How long the claim may be drawn on by the sheet alone; for one day at least."""
    rules, named = run.rules.scheme.claim, run.rules.scheme.claim.year_until
    until = run.quantity(named).value if named else None  # where the facts leave it open, nothing shortens the year
    return year_from(run.law_day, run.parameter(rules.benefit_year.what), until if isinstance(until, date) else None)


def year_from(start: date, lasts: Step, until: date | None) -> Period:
    """So long from a day, or up to the day on which the right itself ends, but for one day at least.

    Raises `OutsideKnownLaw` where that is no day between 1900 and 2100.
    """
    if lasts.unit in (MONTHS, YEARS):
        months = int(number(lasts)) * (MONTHS_OF_A_YEAR if lasts.unit == YEARS else 1)
        end = add_months(start, months)
    else:
        end = start + timedelta(days=_whole_days(lasts))
    if start < FIRST_DAY or end > LAST_DAY:
        raise OutsideKnownLaw(f"a claim that begins on {start} can be drawn on beyond the days that are known here")
    return Period(start=start, end=end if until is None else min(end, max(until, start + timedelta(days=1))))


def _outcome(findings: tuple[Finding, ...], examined: _Examined) -> DeterminationOutcome:
    if any(finding.outcome is Outcome.NOT_MET and finding.ground is None for finding in findings):
        return DeterminationOutcome.REFUSED
    whole = (finding for finding in findings if not is_about_death_in_doubt(finding))
    if any(finding.outcome is Outcome.NEEDS_A_PERSON for finding in whole):
        return DeterminationOutcome.NEEDS_A_PERSON
    year = examined.year
    applied = [decision.applies for decision in examined.against if decision.applies]
    whole_year = any(period.start <= year.start and year.end <= period.end for period in applied)
    return DeterminationOutcome.REFUSED if whole_year else DeterminationOutcome.GRANTED


def _frame(examined: _Examined, outcome: DeterminationOutcome, waiting_days: int) -> Frame:
    claim, scheme = examined.claim, examined.scheme
    withdrawal = claim.facts.withdrawal(claim.key)
    last = last_day(claim.facts.once(reported_death), examined.decided)
    return Frame(
        benefit_year=examined.year,
        state=STATES[outcome],
        cites=scheme.benefit.cites,
        waiting_days=waiting_days,
        waiting_cites=scheme.waiting.cites,
        disqualified=examined.against,
        reduced=reduced_days(examined.reducing, claim.facts, scheme),
        rests=resting(examined.run, examined.year) if scheme.rests else (),
        closed_from=withdrawal.withdrawn_on if withdrawal else None,
        closed_cites=scheme.claim.begins.cites,
        died_on=last.closed_after,
        died_cites=scheme.claim.benefit_year.cites,
        held_after=last.held_after,
    )


def appeal_of(run: Evaluation[Case]) -> Appeal:
    """Where and how long the decision may be contested, by the law of the claim."""
    appeal = run.rules.scheme.appeal
    return Appeal(to=appeal.to, within_days=int(number(run.parameter(appeal.within))), cites=appeal.cites)


def _whole_days(step: Step) -> int:
    """A length of time in days; zero where it is counted in something else, or not known."""
    per = next((name for name, _ in step.unit.powers), "")
    if isinstance(step.value, Unknown) or per not in ("day", "week"):
        return 0
    return int(not_below_zero(step)) * (DAYS_OF_A_WEEK if per == "week" else 1)


def _days_of_waiting(waiting: Step, left: Number, scheme: Scheme) -> int:
    """The days of waiting that can be told beforehand, when so much of it is left."""
    own = _served_in(waiting, scheme)
    return _whole_days(waiting) if left == own else int(_whole_days(waiting) * Fraction(left) / own)


def _served_in(waiting: Step, scheme: Scheme) -> Number:
    """What is to be waited for: in days where periods are waited for as a whole, else in the sheet's own unit."""
    if isinstance(waiting.value, Unknown):
        return 0
    return _whole_days(waiting) if scheme.waiting.served is None else not_below_zero(waiting)
