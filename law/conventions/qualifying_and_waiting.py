"""The beginning of benefit: how long a person must have been insured, and how long nothing is paid."""

from __future__ import annotations

from fractions import Fraction

from contracts.eligibility import WeekState
from law.conventions.break_even import usual_wage
from law.conventions.durations import shortest_career
from law.conventions.examination import Examination
from law.conventions.later_spells import after_a_short_job
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
from law.conventions.spread import others
from law.conventions.temporary_exceptions import replaced_by_exception
from law.conventions.trial import Trial
from law.people.steady_worker import SteadyWorker


def qualifying(examination: Examination, requirement: Requirement) -> Conclusion:
    """C102 Art. 23, C168 Art. 17(1): no figure in the text; a period above that of the file needs a justification."""
    wage = usual_wage(examination, floor_of(examination, requirement))
    trial = shortest_career(examination, wage) if wage is not None else None
    if trial is None:
        return not_computed(A_WAGE_WITH_BENEFIT)
    if not examination.trials.paid(trial.person, requirement.figures["weeks_tried"]).weeks_paid:
        return needs_evidence(
            "Who is granted benefit is paid nothing at first.", trial.questions or A_WAGE_WITH_BENEFIT
        )
    months, limit = trial.person.months, requirement.figures["review_flag_months"]
    figures = (("months insured that are enough", str(months)),)
    person = f"{examination.described(trial.person)}: granted and paid"
    if months > limit:
        because = f"{months} months are required, more than {hundredths(limit)}."
        missing = "why so long a period is necessary to preclude abuse"
        return needs_evidence(because, missing, *figures, person=person)
    length = "1 month" if months == 1 else f"{months} months"
    because = f"Full-time work of {length} is enough; up to {hundredths(limit)} months no justification is asked for."
    return met(because, *figures, person=person)


def waiting(examination: Examination, requirement: Requirement) -> Conclusion:
    """C102 Art. 24(3), C168 Art. 18: the days at the beginning that are not paid, in calendar days."""
    if (not_applied := replaced_by_exception(examination, requirement)) is not None:
        return not_applied
    floor = floor_of(examination, requirement)
    wage = usual_wage(examination, floor)
    if wage is None:
        return not_computed(A_WAGE_WITH_BENEFIT)
    trial = examination.trials.paid(examination.person(wage), floor.weeks)
    if not trial.full_period:
        questions = "; ".join(period.question or "" for period in trial.paid)
        return needs_evidence("No period was paid.", questions or A_WAGE_WITH_BENEFIT)
    days, limit = trial.days_waited, requirement.figures["days_max"]
    unit = examination.scheme.waiting.lasts.unit
    before = trial.days_before_the_claim
    figures = (
        *([("days before the claim begins", str(before))] if before else []),
        ("waiting in the law", f"{hundredths(Fraction(trial.determination.waiting))} ({unit})"),
        ("calendar days not paid", hundredths(days)),
    )
    because = f"{hundredths(days)} calendar days are not paid; at most {hundredths(limit)} are allowed."
    if days > limit:
        return not_met(because, *figures, person=examination.described(trial.person))
    for other in others(examination, wage, families=True):
        longer = examination.trials.paid(other.worker, floor.weeks)
        if longer.full_period and longer.days_waited > limit:
            unpaid = hundredths(longer.days_waited)
            because = (
                f"One kind of person is not paid for {unpaid} calendar days; at most {hundredths(limit)} are allowed."
            )
            return not_met(because, *figures, person=other.described(examination))
    return met(because, *figures, person=examination.described(trial.person))


def linked_spells(examination: Examination, requirement: Requirement) -> Conclusion:
    """C102 Art. 24(3), second sentence: a short job in between does not make the person wait again."""
    wage = usual_wage(examination, floor_of(examination, requirement))
    if wage is None:
        return not_computed(A_WAGE_WITH_BENEFIT)
    later = after_a_short_job(
        examination, wage, requirement.figures["periods_before"], int(requirement.figures["weeks_of_job"])
    )
    if later.granted and later.paid and not later.questions:
        return _later_claim(examination, later)
    person, unpaid = examination.person(wage), Fraction(0)
    periods_before = int(requirement.figures["periods_before"])
    trial = examination.trials.with_earnings(person, (*(unpaid,) * periods_before, wage * 2, unpaid, unpaid))
    if not trial.granted or not trial.full_period:
        return needs_evidence("Nothing was paid.", trial.because or A_WAGE_WITH_BENEFIT)
    return _after_a_short_job(examination, requirement, person, trial, periods_before)


def _later_claim(examination: Examination, later: Trial) -> Conclusion:
    """Whether who claims again after a short job is paid from the first period on."""
    first = later.paid[0]
    figures = (("paid from the later claim on", f"{examination.money(first.amount)} from {first.dates.start}"),)
    person = str(later.person)
    if not first.amount or later.days_before_the_claim:
        return not_met("Who claims again after a short job waits again.", *figures, person=person)
    return met("Who claims again after a short job is paid at once, without waiting again.", *figures, person=person)


def _after_a_short_job(
    examination: Examination, requirement: Requirement, person: SteadyWorker, trial: Trial, periods_before: int
) -> Conclusion:
    """Whether the period after that of the job, of which `periods_before` stand before, is paid."""
    job, after = trial.paid[periods_before : periods_before + 2]
    tried = (
        f"{examination.described(person)}: the period from {job.dates.start} with a short job, "
        f"that from {after.dates.start}"
    )
    figures = (
        ("paid in the period of the job", examination.money(job.amount)),
        ("and after", examination.money(after.amount)),
    )
    if after.state is WeekState.WAITING:
        return not_met("After a short job within the claim the person waits again.", *figures, person=tried)
    if not after.amount:
        because = "After a short job within the claim nothing is paid."
        return needs_evidence(because, after.question or requirement.words["missing"], *figures, person=tried)
    because = "After a short job within the claim the person is paid at once, without waiting again."
    prescribed = examination.declaration.facts.get("linking_job_max_days")
    if prescribed is None:
        return needs_evidence(because, requirement.words["missing"], *figures, person=tried)
    return met(f"{because} {prescribed.cites}.", *figures, person=tried)
