"""What named persons decided on single certified periods."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import NamedTuple

from contracts.about import WeekAbout
from contracts.casework import Verdict
from contracts.claims import ClaimDecision, Ground
from law.decide.findings import StandingDecisions


class DecidedPeriod(NamedTuple):
    """The decisions on one period, each of them on a ground; None is a ground that was not named."""

    against: ClaimDecision | None = None
    """The first by its question that takes all of the benefit."""
    ground: Ground | None = None
    """The ground of that one."""
    settled: frozenset[Ground | None] = frozenset()
    """The grounds on which it is to be paid."""
    is_settled: bool = False
    """Whether a person decided on it on no ground in particular."""


UNDECIDED = DecidedPeriod()


def decided_periods(standing: StandingDecisions) -> Mapping[date, DecidedPeriod]:
    """By the first day of each period on which a decision stands."""
    of_periods: dict[date, list[tuple[str, Ground | None, ClaimDecision]]] = {}
    for (about, ground), decision in standing.items():
        if isinstance(about, WeekAbout):
            of_periods.setdefault(about.first_day, []).append((decision.question, ground, decision))
    return {day: _decided(own) for day, own in of_periods.items()}


def _decided(own: list[tuple[str, Ground | None, ClaimDecision]]) -> DecidedPeriod:
    against: ClaimDecision | None = None
    of_ground: Ground | None = None
    settled: set[Ground | None] = set()
    for _, ground, decision in sorted(own, key=lambda entry: entry[0]):
        if decision.verdict is not Verdict.AGAINST_CLAIMANT or decision.reduced_by is not None:
            settled.add(ground)
        elif against is None:
            against, of_ground = decision, ground
    return DecidedPeriod(against, of_ground, frozenset(settled), any(ground is None for _, ground, _ in own))
