"""Who is covered, fault that a person finds, and appeal: C102 Arts. 20, 70; C168 Arts. 10, 20, 21, 27."""

from __future__ import annotations

from fractions import Fraction

from contracts.eligibility import Outcome
from contracts.registry import Separation
from law.conventions.break_even import usual_wage
from law.conventions.declaration import DeclaredFact
from law.conventions.examination import Examination
from law.conventions.model import (
    A_WAGE_WITH_BENEFIT,
    Conclusion,
    Requirement,
    met,
    needs_evidence,
    not_computed,
    not_met,
)
from law.conventions.numbers_in_words import percent
from law.conventions.replacement import floor_of, replacement_rate
from law.conventions.trial import PERIODS_A_YEAR, Trial


def involuntary_loss(examination: Examination, requirement: Requirement) -> Conclusion:
    """C102 Art. 20, C168 Art. 10(1): whoever lost work without choosing to is granted benefit of the full floor."""
    floor = floor_of(examination, requirement, allowances=requirement.words["allowances"] == "both sides")
    wage = usual_wage(examination, floor)
    if wage is None:
        return not_computed(A_WAGE_WITH_BENEFIT)
    laid_off = replacement_rate(examination, examination.person(wage), floor)
    figures, questions = [], []
    for reason in requirement.lists["reasons"]:
        person, loss = examination.person(wage, reason=Separation(reason)), reason.replace("_", " ")
        trial, rate = examination.trials.determined(person), replacement_rate(examination, person, floor)
        described = examination.described(person)
        if trial.refused:
            return not_met(f"A person reported as '{loss}' is refused: {trial.because}", person=described)
        if rate is None:
            questions.append(f"{loss}: {trial.because}")
            continue
        figures.append((loss, percent(rate.least)))
        if laid_off and rate.least < min(floor.share, laid_off.least):
            paid = f"is paid {percent(rate.least)}, less than {percent(floor.share)}"
            return not_met(f"A person reported as '{loss}' {paid}.", *figures, person=described)
    if questions:
        because = "After some losses of work a named person decides before anything is paid."
        return needs_evidence(because, " ".join(questions), *figures)
    conditions = _settled_by_arithmetic(examination)
    because = f"Every loss of work that the person did not choose is granted{conditions}."
    return met(because, *figures, person=examination.described(examination.person(wage)))


def _settled_by_arithmetic(examination: Examination) -> str:
    """These conditions in the sheet's words: more than a qualifying period may stand among them."""
    conditions = [
        condition.meaning.lower() for condition in examination.scheme.conditions.values() if not condition.by_a_person
    ]
    return f"; also required: {', '.join(conditions)}" if conditions else ""


def found_by_a_person(examination: Examination, requirement: Requirement) -> Conclusion:
    """C168 Art. 20(b) and (c), Art. 21: fault is found by the authority, never taken from an employer's report."""
    by_arithmetic = [
        condition.name
        for condition in examination.scheme.conditions.values()
        if condition.ground in requirement.lists["grounds"] and not condition.by_a_person
    ]
    if by_arithmetic:
        because = f"Refused by arithmetic, although the authority must decide: {', '.join(by_arithmetic)}."
        return not_met(because)
    wage = usual_wage(examination, floor_of(examination, requirement))
    if wage is None:
        return not_computed(A_WAGE_WITH_BENEFIT)
    figures = []
    for reason in requirement.lists["reasons"]:
        person = examination.person(wage, reason=Separation(reason))
        trial = examination.trials.determined(person)
        figures.append((reason.replace("_", " "), _outcome(trial)))
        if trial.refused and _refused_for_fault(trial):
            because = f"A report of '{reason}' alone refuses the claim."
            return not_met(because, *figures, person=examination.described(person))
    return met("No report alone refuses a claim for fault; a named person decides.", *figures)


def _refused_for_fault(trial: Trial) -> bool:
    return any(finding.ground for finding in trial.determination.findings if finding.outcome is Outcome.NOT_MET)


def _outcome(trial: Trial) -> str:
    return trial.determination.outcome.value.replace("_", " ")


def appeals(examination: Examination, requirement: Requirement) -> Conclusion:
    """C102 Art. 70(1), C168 Art. 27(1): grant and refusal both name where and within which time to appeal."""
    search, facts = examination.instrument.search, examination.declaration.facts
    uninsured = examination.trials.determined(examination.person(search["wage_tried_last"], months=0))
    wage = usual_wage(examination, floor_of(examination, requirement))
    insured = [examination.trials.determined(examination.person(wage))] if wage is not None else []
    appeal = uninsured.determination.appeal
    figures = (("to", appeal.to), ("within", f"{appeal.within_days} days"), ("by", appeal.cites))
    for trial in (uninsured, *insured):
        if not trial.determination.appeal.to or trial.determination.appeal.within_days < 1:
            because = "A decision names no appeal, or no time limit for it."
            return not_met(because, *figures, person=str(trial.person))
    person = f"{uninsured.person}: {_outcome(uninsured)}"
    needed: dict[str, DeclaredFact | None] = {
        name.replace("_", " "): facts.get(name) for name in requirement.lists.get("facts", ())
    }
    if denied := [name for name, fact in needed.items() if fact is not None and fact.value is False]:
        return not_met(f"Declared: {denied[0]}: no.", *figures, person=person)
    if undeclared := [name for name, fact in needed.items() if fact is None]:
        return needs_evidence("Every decision names an appeal.", "; ".join(undeclared), *figures, person=person)
    return met(
        "Every decision, whether it grants or refuses, names an appeal and its time limit.", *figures, person=person
    )


def part_time_pay(examination: Examination, requirement: Requirement) -> Conclusion:
    """C168 Art. 10(3): benefit and pay together never fall as pay rises from zero, so that work is worth taking."""
    if examination.declaration.uses(requirement.words["exception"]):
        return met(requirement.words["deferred"])
    wage = usual_wage(examination, floor_of(examination, requirement))
    if wage is None:
        return not_computed(A_WAGE_WITH_BENEFIT)
    return _incentive(examination, requirement, wage)


def _incentive(examination: Examination, requirement: Requirement, wage: Fraction) -> Conclusion:
    """Pay rises in steps from zero to the former wage; a fall of no more than the tolerated share is rounding."""
    person, together = examination.person(wage), Fraction(-1)
    described = examination.described(person)
    figures: list[tuple[str, str]] = []
    before = (Fraction(0),) * int(requirement.figures["periods_before"])
    former = _former_pay(examination, wage)
    tolerated = former * requirement.figures["tolerated_share"]
    for share in requirement.lists["of_wage"]:
        earned = _to_the_minor_unit(examination, former * Fraction(share))
        trial = examination.trials.with_earnings(person, (*before, earned))
        period = trial.paid[-1] if trial.paid else None
        if period is None or period.question:
            question = period.question if period else trial.because
            because = "With pay beside benefit, a named person decides."
            return needs_evidence(because, question or A_WAGE_WITH_BENEFIT, *figures)
        benefit = period.amount
        figures.append((f"pay of {share}", f"{examination.money(earned)} and benefit of {examination.money(benefit)}"))
        if benefit + earned < together - tolerated:
            because = (
                f"With pay of {share} of the former, benefit and pay together fall; the article asks for an endeavour."
            )
            return needs_evidence(because, requirement.words["endeavour"], *figures, person=described)
        together = benefit + earned
    because, fact = "Benefit and pay together never fall as pay rises.", _part_timers(examination)
    if fact is None:
        return needs_evidence(because, requirement.words["missing"], *figures, person=described)
    if fact.value is not True:
        return not_met("Part-time workers who seek full-time work may not claim.", ("source", fact.cites), *figures)
    return met(f"{because} {fact.cites}.", *figures, person=described)


def _part_timers(examination: Examination) -> DeclaredFact | None:
    return examination.declaration.facts.get("part_timers_seeking_full_time")


def _to_the_minor_unit(examination: Examination, amount: Fraction) -> Fraction:
    return Fraction(round(amount * examination.scheme.minor_units), examination.scheme.minor_units)


def _former_pay(examination: Examination, wage: Fraction) -> Fraction:
    """The former wage of one benefit period."""
    period = PERIODS_A_YEAR.get(examination.scheme.claim.period.what, "month")
    per_year = examination.instrument.calendar.per_year
    return wage * per_year["month"] / per_year[period]
