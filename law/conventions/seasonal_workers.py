"""Seasonal workers: C102 Art. 24(4), C168 Arts. 17(2), 18(3) and 19(6)."""

from __future__ import annotations

from fractions import Fraction

from law.conventions.break_even import usual_wage
from law.conventions.declared_articles import declared_or
from law.conventions.durations import shortest_career
from law.conventions.examination import Examination
from law.conventions.model import (
    A_WAGE_WITH_BENEFIT,
    Conclusion,
    Requirement,
    met,
    needs_evidence,
    not_asked,
    not_computed,
)
from law.conventions.numbers_in_words import hundredths
from law.conventions.replacement import floor_of
from law.conventions.trial import Trial
from law.people.other_workers import SeasonalWorker

SEASONAL = "seasonal_work"


def seasonal_qualifying(examination: Examination, requirement: Requirement) -> Conclusion:
    """C168 Art. 17(2): two seasons of half the time that others need are enough, as they would not be for others."""
    wage = usual_wage(examination, floor_of(examination, requirement))
    career = shortest_career(examination, wage) if wage is not None else None
    if career is None or wage is None:
        return not_computed(A_WAGE_WITH_BENEFIT)
    season = max(1, -(-career.person.months // 2))
    trial = _tried(examination, wage, season, requirement.figures["weeks"])
    figures = (("months that others need", str(career.person.months)), ("months of each season", str(season)))
    person = examination.described(trial.person)
    if trial.granted and trial.weeks_paid:
        return met("Two seasons of half the time that others need are enough.", *figures, person=person)
    because = f"Two seasons of half the time that others need are not enough: {trial.because or trial.questions}"
    return declared_or(
        examination, requirement, needs_evidence(because, requirement.words["endeavour"], *figures, person=person)
    )


def seasonal_permission(examination: Examination, requirement: Requirement) -> Conclusion:
    """C102 Art. 24(4), C168 Arts. 18(3) and 19(6): nothing is asked; what a sheet makes of the permission is shown."""
    wage = usual_wage(examination, floor_of(examination, requirement))
    if wage is None:
        return not_asked(requirement.words["because"])
    weeks = examination.instrument.floor["weeks"]
    ordinary = examination.trials.paid(examination.person(wage), weeks)
    trial = _tried(examination, wage, int(requirement.figures["months_of_season"]), weeks)
    if not trial.full_period or (trial.days_waited, trial.weeks) == (ordinary.days_waited, ordinary.weeks):
        return not_asked(requirement.words["because"])
    figures = tuple(
        (who, f"waits {hundredths(tried.days_waited)} days, for {hundredths(tried.weeks)} weeks")
        for who, tried in (("a seasonal worker", trial), ("others", ordinary))
    )
    return not_asked(requirement.words["because"], *figures)


def _tried(examination: Examination, wage: Fraction, months: int, weeks: Fraction) -> Trial:
    """A seasonal worker with two seasons of so many months, of whom everything is stated that the sheet asks."""
    answers = examination.answers_of(SEASONAL)
    worker = examination.person(wage, months=months, answers=answers)
    return examination.trials.paid(examination.as_a(SeasonalWorker, worker), weeks)
