"""Who comes back after another job: C102 Art. 24(1)(a) and (3), C168 Art. 19(2)(a)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from fractions import Fraction

from contracts.values import Period
from law.conventions.break_even import usual_wage
from law.conventions.durations import shortest_career
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
from law.conventions.numbers_in_words import hundredths
from law.conventions.replacement import floor_of
from law.conventions.temporary_exceptions import replaced_by_exception
from law.conventions.trial import Trial
from law.language.sheet.scheme import DAYS_OF_A_WEEK
from law.language.terms.calendar import add_months, first_of_next_month
from law.people.other_workers import ReturningWorker


def later_spell(examination: Examination, requirement: Requirement) -> Conclusion:
    """C168 Art. 19(2)(a), C102 Art. 24(1)(a): what earlier weeks leave of the floor is paid in a later spell."""
    if (not_applied := replaced_by_exception(examination, requirement)) is not None:
        return not_applied
    wage = usual_wage(examination, floor_of(examination, requirement))
    career = shortest_career(examination, wage) if wage is not None else None
    if career is None or wage is None:
        return not_computed(A_WAGE_WITH_BENEFIT)
    figures: list[tuple[str, str]] = []
    broken: Conclusion | None = None
    for person, again_in_full in _returning(examination, requirement, wage, career.person.months):
        *earlier, last = _all_claims(examination, person, requirement.figures["weeks"])
        owed = _owed(requirement, earlier[-1], again_in_full=again_in_full)
        paid = f"{hundredths(last.weeks_paid)} weeks are paid, {hundredths(owed)} are required"
        drawn = " and ".join(hundredths(trial.weeks_paid) for trial in earlier)
        figures.append((f"after {drawn} weeks and a job until {person.without_work_from}", paid))
        if last.weeks_paid < owed:
            broken = broken or _broken(last, paid, varies=career.weeks != earlier[0].weeks)
    conclusion = broken or met(
        "A later spell is paid for what the earlier one leaves of the floor.", person=str(person)
    )
    return replace(conclusion, figures=tuple(figures))


def _broken(second: Trial, paid: str, *, varies: bool) -> Conclusion:
    """What it means that a later spell is paid for less than is required."""
    person = str(second.person)
    if second.refused:
        because = f"The later claim is refused: {second.because}"
        return needs_evidence(because, "why so long a time between is necessary", person=person)
    if varies and second.granted:
        because = f"In a later spell {paid}; durations vary, and the average is what counts."
        return needs_evidence(because, "the durations granted to those who come back", person=person)
    if not second.granted or second.questions:
        question = second.because if not second.granted else second.questions
        return needs_evidence("A named person decides on the later spell.", question, person=person)
    return not_met(f"In a later spell {paid}.", person=person)


def _all_claims(examination: Examination, person: ReturningWorker, weeks: Fraction) -> tuple[Trial, ...]:
    """All claims; where a person is asked whether a later one is a new claim, it is found to be one."""
    claims = examination.trials.again(person, weeks)
    if claims[-1].granted or claims[-1].refused:
        return claims
    return examination.trials.again(replace(person, found_to_be_new=True), weeks)


def _owed(requirement: Requirement, first: Trial, *, again_in_full: bool) -> Fraction:
    """The weeks that the floor leaves for the later spell: all, or what both may be limited to less the earlier one."""
    weeks, both = requirement.figures["weeks"], requirement.figures["weeks_of_both"]
    return weeks if again_in_full else max(Fraction(0), min(weeks, both - first.weeks_paid))


def _returning(
    examination: Examination, requirement: Requirement, wage: Fraction, months_needed: int
) -> Iterator[tuple[ReturningWorker, bool]]:
    """Who comes back as soon as insured anew; when the earlier spell no longer counts; and so for a second time."""
    soon, long_past = requirement.figures["weeks_drawn"], requirement.figures["weeks"]
    months = int(requirement.figures["months_counted"])
    yield returning(examination, wage, soon, months_needed), False
    once = returning(examination, wage, long_past, months)
    yield once, True
    back = first_of_next_month(once.works_until + (once.works_from - once.on))
    yield replace(once, works_once_more=Period(start=back, end=add_months(back, months))), True


def returning(examination: Examination, wage: Fraction, drawn: Fraction, months_worked: int) -> ReturningWorker:
    """The standard beneficiary, who draws for at least so many weeks, then works so many months, and claims again."""
    worker = examination.person(wage, means=examination.instrument.search["means_beyond_every_limit"])
    waited = examination.trials.determined(worker).determination.waiting_days
    stops = worker.on + timedelta(days=int(drawn * DAYS_OF_A_WEEK) + waited)
    back = first_of_next_month(stops)
    return examination.as_a(ReturningWorker, worker, works_from=back, works_until=add_months(back, months_worked))


def after_a_short_job(examination: Examination, wage: Fraction, drawn: Fraction, weeks_worked: int) -> Trial:
    """The later claim of the standard beneficiary, who drew for so many weeks and then worked for a few."""
    worker = examination.person(wage)
    waited = examination.trials.determined(worker).determination.waiting_days
    back = worker.on + timedelta(days=int(drawn * DAYS_OF_A_WEEK) + waited)
    until = back + timedelta(weeks=weeks_worked)
    person = examination.as_a(ReturningWorker, worker, works_from=back, works_until=until)
    return examination.trials.again(person, drawn)[-1]
