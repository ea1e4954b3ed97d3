"""The contributions of a person with what is asked of them most, read out of the facts once."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from operator import itemgetter
from typing import NamedTuple

from contracts.registry import ContributionRecorded
from law.case.case import Case
from law.language.terms.derivation import new

START = 0  # the place of the first day in a row


class Row(NamedTuple):
    """One contribution; its days run from `start` up to, not including, `end`."""

    start: date
    end: date
    currency: str
    minor: int
    minutes: int | None
    key: str
    fact: ContributionRecorded


def rows_of(case: Case) -> list[Row]:
    """The contributions that hold, by key."""
    known = case.facts.memo.get(Row)
    if isinstance(known, list):
        return known
    rows = case.facts.memo[Row] = _rows(case.facts.of(ContributionRecorded))
    return rows


def rows_by_day(case: Case) -> list[Row]:
    """The same by their first days."""
    known = case.facts.memo.get(rows_by_day)
    if isinstance(known, list):
        return known
    rows = case.facts.memo[rows_by_day] = sorted(rows_of(case), key=itemgetter(START))
    return rows


def _rows(facts: Iterable[ContributionRecorded]) -> list[Row]:
    rows = []
    for fact in facts:
        period, earned = fact.period, fact.earnings
        said = (period.start, period.end, earned.currency, earned.minor, fact.minutes_worked, fact.key, fact)
        rows.append(new(Row, said))
    return rows
