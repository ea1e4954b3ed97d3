"""The contributions of a person with what is asked of them most, read out of the facts once."""

from __future__ import annotations

from datetime import date
from operator import itemgetter
from typing import NamedTuple

from contracts.registry import ContributionRecorded
from law.case.facts import FactSet
from law.language.terms.derivation import new

START = 0  # of a contribution as a tuple


class Contribution(NamedTuple):
    """One contribution; its days run from `start` up to, not including, `end`. Earnings in minor units."""

    start: date
    end: date
    currency: str
    minor: int
    minutes: int | None
    key: str
    fact: ContributionRecorded


def contributions_of(facts: FactSet) -> list[Contribution]:
    """The contributions that hold, by key. To be read only."""
    return facts.once(_by_key)


def contributions_by_day(facts: FactSet) -> list[Contribution]:
    """The same by their first days."""
    return facts.once(_by_day)


def _by_key(facts: FactSet) -> list[Contribution]:
    contributions = []
    for fact in facts.of(ContributionRecorded):
        period, earned = fact.period, fact.earnings
        fields = (period.start, period.end, earned.currency, earned.minor, fact.minutes_worked, fact.key, fact)
        contributions.append(new(Contribution, fields))
    return contributions


def _by_day(facts: FactSet) -> list[Contribution]:
    return sorted(contributions_of(facts), key=itemgetter(START))
