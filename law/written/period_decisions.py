"""What named persons decided on single certified periods, each on a ground."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import NamedTuple

from contracts.about import WeekAbout
from contracts.casework import Verdict
from contracts.claims import ClaimDecision, Ground
from law.decide.findings import StandingDecisions
from law.written.arithmetic import doubtful


class DecidedPeriod(NamedTuple):
    """The decisions on one period."""

    against: ClaimDecision | None = None
    """The first by its question that takes all of the benefit."""
    ground: Ground | None = None
    """The ground of that one."""
    settled: frozenset[Ground] = frozenset()
    """The grounds on which it is to be paid."""


UNDECIDED = DecidedPeriod()


def decided_periods(standing: StandingDecisions) -> Mapping[date, DecidedPeriod]:
    """By the first day of each period on which a decision stands.

    Raises `Doubtful` for a decision on no ground: it settles one doubt of one certification, which is not looked at.
    """
    of_periods: dict[date, list[tuple[str, Ground, ClaimDecision]]] = {}
    for matter, decision in standing.items():
        if isinstance(matter.about, WeekAbout):
            ground = matter.ground or doubtful("A named person has decided on a week on no ground.")
            of_periods.setdefault(matter.about.first_day, []).append((decision.question, ground, decision))
    return {day: _decided(own) for day, own in of_periods.items()}


def _decided(own: list[tuple[str, Ground, ClaimDecision]]) -> DecidedPeriod:
    against: ClaimDecision | None = None
    of_ground: Ground | None = None
    settled: set[Ground] = set()
    for _, ground, decision in sorted(own, key=lambda entry: entry[0]):
        if decision.verdict is not Verdict.AGAINST_CLAIMANT or decision.reduced_by is not None:
            settled.add(ground)
        elif against is None:
            against, of_ground = decision, ground
    return DecidedPeriod(against, of_ground, frozenset(settled))
