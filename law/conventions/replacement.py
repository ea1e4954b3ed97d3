"""The share of a person's earnings that benefit replaces, worked out by the engine."""

from __future__ import annotations

from fractions import Fraction

from law.conventions.examination import Examination
from law.conventions.floor import Floor, ReplacementRate
from law.conventions.model import Requirement
from law.people.steady_worker import SteadyWorker


def floor_of(examination: Examination, requirement: Requirement, *, allowances: bool = False) -> Floor:
    """The floor that a requirement states in its figures, or else the instrument for all requirements."""
    figures = {**examination.instrument.floor, **requirement.figures}
    return Floor(figures["share"], figures["weeks"], allowances)


def replacement_rate(examination: Examination, person: SteadyWorker, floor: Floor) -> ReplacementRate | None:
    """What benefit replaces of a person's earnings; None if it is not granted, nothing is paid or a person decides."""
    trial = examination.trials.paid(person, floor.weeks)
    periods = trial.within(floor.weeks) if trial.granted else ()
    if not any(period.amount for period in periods) or any(period.question for period in periods):
        return None
    unemployed, in_work = family_allowances(examination, floor)
    monthly = [trial.monthly(period) for period in periods]
    shares = [(benefit + unemployed) / (person.monthly + in_work) for benefit in monthly]
    return ReplacementRate(trial, min(shares), sum(shares, Fraction(0)) / len(shares), min(monthly))


def family_allowances(examination: Examination, floor: Floor) -> tuple[Fraction, Fraction]:
    """What is added to benefit and to earnings, by the month: zero where the floor or the member has no allowances."""
    declared = examination.declaration.family_allowances if floor.allowances else None
    return (declared.in_unemployment, declared.in_work) if declared else (Fraction(0), Fraction(0))
