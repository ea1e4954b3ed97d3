"""Applies a scheme to one claim: a pure function of the sheet and the set of facts.

Granting is automatic. Refusing is automatic only on the arithmetic of the qualifying conditions, and only where
the sheet says so; every other adverse outcome needs the decision of a named person, which is a fact like others.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from fractions import Fraction

from contracts.claims import ClaimDecision
from contracts.eligibility import (
    Appeal,
    BenefitState,
    DeterminationOutcome,
    Finding,
    Outcome,
)
from contracts.intake import ClaimFiled, ClaimWithdrawn
from contracts.values import Period
from law.case.benefit_periods import rhythm_of
from law.case.case import Case
from law.case.earlier_claims import NO_SPELLS, Spell
from law.case.facts import FactSet
from law.case.model import Determination
from law.case.timeline import Frame, timeline_of
from law.decide.entitlement import (
    amounts,
    decision_on_amounts,
    doubt_about_amounts,
    doubt_is_left_out,
    entitlement,
    number,
)
from law.decide.findings import Decided, adverse, decision_on, findings_of, standing
from law.decide.linked_claims import SAME_SPELL, Link, findings_about, link_of
from law.decide.overlapping_claims import ONE_CLAIM, beside_earlier_claims
from law.decide.rests_and_sanctions import resting, used_up_by
from law.language.run.compile import rules_of
from law.language.run.evaluation import NOTHING_GIVEN, Evaluation
from law.language.sheet.scheme import DAYS_OF_A_WEEK, WEEKDAYS, Scheme
from law.language.terms.calendar import MONTHS_OF_A_YEAR, add_months
from law.language.terms.dated import LawDays
from law.language.terms.derivation import Step
from law.language.terms.units import MONTHS, YEARS
from law.language.terms.values import Number, Unknown, Value

STATES = {
    DeterminationOutcome.GRANTED: BenefitState.PAYABLE,
    DeterminationOutcome.NEEDS_A_PERSON: BenefitState.HELD,
    DeterminationOutcome.REFUSED: BenefitState.CLOSED,
}
"""What the days of the benefit year are, where nothing else covers them."""


def determine(  # noqa: PLR0913  what a determination depends on
    scheme: Scheme,
    facts: FactSet,
    claim: str,
    earlier: Sequence[Determination] = (),
    given: Mapping[str, Value] = NOTHING_GIVEN,
    *,
    past: tuple[Spell, ...] = NO_SPELLS,
) -> Determination:
    """The determination of a claim under these facts; `earlier` are those of the person's claims filed before it.

    `past` is what was drawn under these (`past.spells_before`). `given` answers stand in the place of questions,
    particulars and quantities.
    Raises `LookupError` if the facts hold no such claim, `OutsideKnownLaw` if the sheet knows no law of its day.
    """
    decided = standing(facts.decisions(claim))
    run = evaluation_of(scheme, facts, claim, given=given, past=past)
    worth = evaluation_of_amounts(scheme, facts, claim, decided, given, past) if decided else run
    link = link_of(run, past)
    year = link.year(year_of(run))
    findings = _findings(run, worth, year, [one for one in earlier if one.claim not in link.claims], decided)
    findings += findings_about(link, run, decision_on(SAME_SPELL, decided))
    return _concluded(run, worth, facts, facts.claim(claim), year, findings, adverse(decided), link)


def _concluded(  # noqa: PLR0913, PLR0917  what a determination is made of
    run: Evaluation[Case],
    worth: Evaluation[Case],
    facts: FactSet,
    filed: ClaimFiled,
    year: Period,
    findings: tuple[Finding, ...],
    against: tuple[ClaimDecision, ...],
    link: Link,
) -> Determination:
    scheme, withdrawal = run.rules.scheme, facts.withdrawal(filed.key)
    outcome = _outcome(findings, year, against)
    waiting = run.rules.waiting_lasts(run)
    left = link.waiting(_served_in(waiting, scheme))
    frame = _frame(run, year, outcome, _days_of_waiting(waiting, left, scheme), against, withdrawal)
    return Determination(
        claim=filed.key,
        scheme=scheme.name,
        scheme_digest=scheme.digest,
        filed_on=filed.filed_on,
        outcome=DeterminationOutcome.WITHDRAWN if withdrawal else outcome,
        automatic=not facts.decisions(filed.key),
        findings=findings,
        entitlement=entitlement(scheme, worth),
        waiting=left,
        waiting_days=frame.waiting_days,
        sanctioned=used_up_by(against, worth) if scheme.sanctions and against else 0,
        benefit_year=year,
        rhythm=rhythm_of(scheme, year),
        timeline=timeline_of(frame),
        appeal=_appeal(scheme, run),
        steps=_steps(run, worth, waiting, link),
        before=link.before(),
    )


def _steps(run: Evaluation[Case], worth: Evaluation[Case], waiting: Step, link: Link) -> tuple[Step, ...]:
    scheme = run.rules.scheme
    linked = (link.step,) if link.step else ()
    return (*(run.condition(name) for name in scheme.conditions), *amounts(scheme, worth), waiting, *linked)


def _findings(
    run: Evaluation[Case], worth: Evaluation[Case], year: Period, earlier: Sequence[Determination], decided: Decided
) -> tuple[Finding, ...]:
    scheme = run.rules.scheme
    found = findings_of(scheme, run, decided)
    found += beside_earlier_claims(scheme, year, earlier, decision_on(ONE_CLAIM, decided))
    return found + doubt_about_amounts(found, scheme, worth, decision_on_amounts(scheme, decided))


def year_of(run: Evaluation[Case]) -> Period:
    """How long the claim may be drawn on, from the day it begins."""
    lasts, start = run.parameter(run.rules.scheme.claim.benefit_year.what), run.law_day
    if lasts.unit in (MONTHS, YEARS):
        months = int(number(lasts)) * (MONTHS_OF_A_YEAR if lasts.unit == YEARS else 1)
        return Period(start=start, end=add_months(start, months))
    return Period.of_days(start, _whole_days(lasts))


def evaluation_of_amounts(  # noqa: PLR0913, PLR0917  what the amounts depend on
    scheme: Scheme,
    facts: FactSet,
    claim: str,
    decided: Decided,
    given: Mapping[str, Value] = NOTHING_GIVEN,
    past: tuple[Spell, ...] = NO_SPELLS,
) -> Evaluation[Case]:
    """The evaluation from which the amounts follow: of what is certain, where a named person decided so."""
    left_out = doubt_is_left_out(scheme, decided)
    return evaluation_of(scheme, facts, claim, leaves_out_doubt=left_out, given=given, past=past)


def evaluation_of(  # noqa: PLR0913  what an evaluation depends on
    scheme: Scheme,
    facts: FactSet,
    claim: str,
    *,
    leaves_out_doubt: bool = False,
    given: Mapping[str, Value] = NOTHING_GIVEN,
    past: tuple[Spell, ...] = NO_SPELLS,
) -> Evaluation[Case]:
    """The evaluation of the claim's own rules, under the law of the day the claim begins."""
    filed = facts.claim(claim)
    begins = first_day(scheme, filed.filed_on, filed.unemployed_from)
    case = Case(
        facts=facts,
        claim=filed,
        currency=scheme.currency,
        minor_units=scheme.minor_units,
        country=scheme.country,
        leaves_out_doubt=leaves_out_doubt,
        past=past,
        limited_in_money=scheme.quantities[scheme.benefit.limit].unit.is_money(),
    )
    return Evaluation(rules_of(scheme, LawDays.of(begins)).claim, case, law_day=begins, anchor=begins, given=given)


def first_day(scheme: Scheme, filed_on: date, unemployed_from: date | None = None) -> date:
    """The day a claim filed on a day begins; benefit weeks are counted from it."""
    if scheme.claim.begins.what == "the first day without work":
        return unemployed_from or filed_on
    if scheme.claim.begins.what == "the day of filing":
        return filed_on
    begins_on = WEEKDAYS.index(scheme.claim.week_begins_on.what)
    return filed_on - timedelta(days=(filed_on.weekday() - begins_on) % DAYS_OF_A_WEEK)


def _outcome(findings: tuple[Finding, ...], year: Period, refused: tuple[ClaimDecision, ...]) -> DeterminationOutcome:
    if any(finding.outcome is Outcome.NOT_MET and finding.ground is None for finding in findings):
        return DeterminationOutcome.REFUSED
    if any(finding.outcome is Outcome.NEEDS_A_PERSON for finding in findings):
        return DeterminationOutcome.NEEDS_A_PERSON
    applied = [decision.applies for decision in refused if decision.applies]
    whole_year = any(period.start <= year.start and year.end <= period.end for period in applied)
    return DeterminationOutcome.REFUSED if whole_year else DeterminationOutcome.GRANTED


def _frame(  # noqa: PLR0913, PLR0917  what a timeline is made of
    run: Evaluation[Case],
    year: Period,
    outcome: DeterminationOutcome,
    waiting_days: int,
    refused: tuple[ClaimDecision, ...],
    withdrawal: ClaimWithdrawn | None,
) -> Frame:
    scheme = run.rules.scheme
    return Frame(
        benefit_year=year,
        state=STATES[outcome],
        cites=scheme.benefit.cites,
        waiting_days=waiting_days,
        waiting_cites=scheme.waiting.cites,
        disqualified=refused,
        rests=resting(run, year) if scheme.rests else (),
        closed_from=withdrawal.withdrawn_on if withdrawal else None,
        closed_cites=scheme.claim.begins.cites,
    )


def _appeal(scheme: Scheme, run: Evaluation[Case]) -> Appeal:
    within = run.parameter(scheme.appeal.within)
    return Appeal(to=scheme.appeal.to, within_days=int(number(within)), cites=scheme.appeal.cites)


def _whole_days(step: Step) -> int:
    """A length of time in days; nought where it is counted in something else, or not known."""
    per = next((name for name, _ in step.unit.powers), "")
    if isinstance(step.value, Unknown) or per not in ("day", "week"):
        return 0
    return int(number(step)) * (DAYS_OF_A_WEEK if per == "week" else 1)


def _days_of_waiting(waiting: Step, left: Number, scheme: Scheme) -> int:
    """The days of waiting that can be told beforehand, when so much of it is left."""
    own = _served_in(waiting, scheme)
    return _whole_days(waiting) if left == own else int(_whole_days(waiting) * Fraction(left) / own)


def _served_in(waiting: Step, scheme: Scheme) -> Number:
    """What is to be waited for: in days where periods are waited for as a whole, else in the sheet's own unit."""
    if isinstance(waiting.value, Unknown):
        return 0
    return _whole_days(waiting) if scheme.waiting.served is None else number(waiting)
