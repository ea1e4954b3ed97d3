"""Schemes that are adapted to part-time workers: C168 Art. 25."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

from law.conventions.break_even import usual_wage
from law.conventions.durations import shortest_career
from law.conventions.examination import Examination
from law.conventions.floor import Floor
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
from law.people.steady_worker import SteadyWorker


def part_time_worker(examination: Examination, requirement: Requirement) -> Conclusion:
    """C168 Art. 25: after the shortest career that is enough full-time, so is half the time at half the pay."""
    if examination.declaration.uses(requirement.words["exception"]):
        return met(f"Deferred by an exception to Art. {requirement.words['exception']}, with its reasons.")
    wage = usual_wage(examination, floor_of(examination, requirement))
    career = shortest_career(examination, wage) if wage is not None else None
    if career is None or wage is None:
        return not_computed(A_WAGE_WITH_BENEFIT)
    share = requirement.figures["share_of_full_time"]
    full_time = replace(examination.person(wage), months=career.person.months)
    half = replace(full_time, monthly=wage * share, weekly_hours=int(full_time.weekly_hours * share))
    trial = examination.trials.determined(half)
    described = examination.described(half)
    if trial.refused:
        because = f"Who worked {percent(share)} of full time is refused: {trial.because}"
        enough = ("a career that is enough full-time", f"{career.person.months} months")
        return not_met(because, enough, person=described)
    if not trial.granted:
        return needs_evidence("Of a part-time worker a named person decides.", trial.because, person=described)
    return _compared(examination, requirement, full_time, half)


def _compared(
    examination: Examination, requirement: Requirement, full_time: SteadyWorker, half: SteadyWorker
) -> Conclusion:
    """Whether the part-time worker is paid as large a share of the pay as the other."""
    floor = Floor(Fraction(0), requirement.figures["weeks"], allowances=False)
    rates = [replacement_rate(examination, person, floor) for person in (full_time, half)]
    shares = [rate.least for rate in rates if rate is not None]
    if len(shares) < len(rates):
        return needs_evidence("The part-time worker is granted benefit, but nothing is paid.", A_WAGE_WITH_BENEFIT)
    figures = tuple(zip(("full-time", "part-time"), (percent(paid) for paid in shares), strict=True))
    person = examination.described(half)
    if shares[1] < shares[0] * (1 - requirement.figures["tolerated_share"]):
        return not_met("The part-time worker is paid a smaller share of the pay.", *figures, person=person)
    return met("The part-time worker is paid no smaller share of the pay.", *figures, person=person)
