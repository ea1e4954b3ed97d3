"""Whose job goes on with fewer hours or without work: C168 Art. 10(2)."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from law.conventions.break_even import falling_wages, usual_wage
from law.conventions.declared_articles import declared_or
from law.conventions.examination import Examination
from law.conventions.model import Conclusion, Requirement, met, needs_evidence
from law.conventions.numbers_in_words import percent
from law.conventions.replacement import floor_of
from law.conventions.trial import Trial
from law.people.other_workers import SuspendedWorker, WorkerOnShortTime
from law.people.steady_worker import SteadyWorker


def reduced_hours(examination: Examination, requirement: Requirement) -> Conclusion:
    """C168 Art. 10(2)(a): who keeps the job on a part of the hours, and of the pay, is paid for what is lost."""
    return _tried(examination, requirement, requirement.figures["share_left"])


def suspended_work(examination: Examination, requirement: Requirement) -> Conclusion:
    """C168 Art. 10(2)(b): whose work is suspended while the employment goes on is paid for what is lost."""
    return _tried(examination, requirement, Fraction(0))


def _tried(examination: Examination, requirement: Requirement, share_left: Fraction) -> Conclusion:
    because = ""
    for wage in _wages(examination, requirement):
        person = _person(examination, examination.person(wage), share_left, int(requirement.figures["weeks"]))
        trial = examination.trials.with_pay(person, share_left, requirement.figures["weeks"])
        if trial.granted and any(period.amount for period in trial.paid):
            return _paid(examination, trial, share_left)
        because = because or trial.because or trial.questions
    because = f"Nothing is paid to a person {requirement.words['whose']}: {because or 'the loss gives no right'}"
    return declared_or(examination, requirement, needs_evidence(because, requirement.words["endeavour"]))


def _wages(examination: Examination, requirement: Requirement) -> Iterator[Fraction]:
    """A usual wage; where full unemployment gives no right, every wage up to the one that is tried last."""
    wage = usual_wage(examination, floor_of(examination, requirement))
    if wage is not None:
        yield wage
        return
    highest = examination.instrument.search["wage_tried_last"]
    yield from (tried for tried in falling_wages(examination) if tried <= highest)


def _person(examination: Examination, worker: SteadyWorker, share_left: Fraction, weeks: int) -> SteadyWorker:
    if not share_left:
        return examination.as_a(SuspendedWorker, worker, weeks=2 * weeks)
    hours = int(worker.weekly_hours * share_left)
    return examination.as_a(WorkerOnShortTime, worker, hours_left=hours, weeks=2 * weeks)


def _paid(examination: Examination, trial: Trial, share_left: Fraction) -> Conclusion:
    paid = [period for period in trial.paid if period.amount]
    lost = trial.person.monthly * (1 - share_left)
    months = sum(period.dates.days for period in paid) / examination.instrument.calendar.per_year["day"]
    share = sum(period.amount for period in paid) / (lost * months * examination.instrument.calendar.per_year["month"])
    figures = (("paid of the pay that is lost", percent(share)), ("days before", str(_days_before(trial))))
    because = f"Of the pay that is lost {percent(share)} is paid."
    return met(because, *figures, person=examination.described(trial.person))


def _days_before(trial: Trial) -> int:
    first = next(period for period in trial.paid if period.amount)
    return (first.dates.start - trial.paid[0].dates.start).days
