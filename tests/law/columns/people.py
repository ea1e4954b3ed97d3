"""Random persons for any sheet, the same for the same seed: aggregates by the questions it asks, and histories."""

from __future__ import annotations

from datetime import date
from typing import Any

import numpy as np

from contracts.registry import Separation
from law.columns.calendar import first_day_of, month_of
from law.columns.chunk import Given
from law.columns.columns import Column, Days, Flags, Words, number_of
from law.columns.histories import NONE, Claimants, Contributions, Histories, Jobs
from law.columns.integers import Whole
from law.columns.numbers import Numbers
from law.language.sheet.formulas_of import asked_of
from law.language.sheet.scheme import Scheme
from law.language.terms.units import Unit, money
from tests.law.columns import boundaries

IN_DOUBT, UNSAID = 0.01, 0.3  # shares of persons
ROWS_MAX = 44  # contributions of a person
ELSEWHERE = "elsewhere"  # a region that no table names
NOTHING_BEFORE = number_of(date(1901, 1, 1))
REASONS = tuple(sorted(Separation))


def aggregates(scheme: Scheme, count: int, seed: int) -> tuple[Any, dict[str, Given]]:
    """Days of filing, and a column for each question and each particular of the sheet.

    Every other seed gives a few quantities too, so that the rules that follow them meet their own boundaries.
    """
    dice = np.random.default_rng(seed)
    filed = boundaries.days(scheme, count, dice)
    given = {name: Given(_column(scheme, unit, filed, dice)) for name, unit in asked_of(scheme).items()}
    given |= particulars(scheme, filed, dice)
    if seed % 2:
        some = dice.permutation(sorted(scheme.quantities))[: 1 + len(scheme.quantities) // 4]
        given |= {str(name): Given(_column(scheme, scheme.quantities[name].unit, filed, dice)) for name in some}
    return filed, given


def particulars(scheme: Scheme, filed: Any, dice: np.random.Generator) -> dict[str, Given]:
    """A column for each particular, which is not stated of everybody."""
    count = len(filed)
    return {
        name: Given(
            _column(scheme, kind.unit, filed, dice),
            dice.random(count) < (UNSAID if kind.if_unsaid else IN_DOUBT),
        )
        for name, kind in scheme.particulars.items()
    }


def _column(scheme: Scheme, unit: Unit, filed: Any, dice: np.random.Generator) -> Column:
    count = len(filed)
    unknown = dice.random(count) < IN_DOUBT
    if unit.kind == "yes_no":
        return Flags(dice.random(count) < 0.5, unknown)
    if unit.kind == "date":
        back = np.where(dice.random(count) < 0.9, dice.integers(-40, 60, count), dice.integers(0, 1200, count))
        return Days(filed - back, unknown)
    if unit.kind == "category":
        words = tuple(sorted(unit.members)) or regions(scheme)
        return Words(dice.integers(0, len(words), count), words, unknown)
    scale = boundaries.scale_of(unit, scheme)
    return Numbers(Whole(boundaries.numbers(scheme, unit, count, dice)), Whole(scale), unknown)


def regions(scheme: Scheme) -> tuple[str, ...]:
    """The words by which tables of the sheet are looked up, and one that none of them names."""
    rows = [head for table in scheme.tables.values() for sheet in table.sheets for head in sheet.rows]
    return (*sorted({head for head in rows if isinstance(head, str)}), ELSEWHERE)


def histories(scheme: Scheme, count: int, seed: int) -> tuple[Histories, dict[str, Given]]:
    """Claimants with jobs and contributions, and the particulars stated of them."""
    dice = np.random.default_rng(seed)
    filed = boundaries.days(scheme, count, dice)
    jobs = _jobs(filed, dice)
    claimants = Claimants(
        filed=filed,
        without_work_from=filed - dice.integers(0, 30, count),
        born=np.where(dice.random(count) < IN_DOUBT, NONE, month_of(filed) - dice.integers(15 * 12, 70 * 12, count)),
        dependants=dice.integers(0, 4, count),
        region=Words(dice.integers(0, len(regions(scheme)), count), regions(scheme)),
        earlier_claim=np.where(dice.random(count) < 0.6, NONE, filed - dice.integers(0, 900, count)),
    )
    return Histories(claimants, jobs, _contributions(scheme, filed, dice)), particulars(scheme, filed, dice)


def _jobs(filed: Any, dice: np.random.Generator) -> Jobs:
    counts = dice.choice([0, 1, 2, 3], len(filed), p=[0.02, 0.7, 0.2, 0.08])
    person = np.repeat(np.arange(len(filed)), counts)
    rows = len(person)
    # Days of an end are drawn from few, so that two jobs of a person often end on one day.
    ended = filed[person] - dice.choice([0, 1, 3, 30, 31, 200, -5], rows)
    started = ended - dice.integers(1, 9000, rows)
    return Jobs(
        first=np.concatenate([[0], np.cumsum(counts)]),
        started=np.where(dice.random(rows) < 0.05, NONE, started),
        ended=np.where(dice.random(rows) < 0.05, NONE, ended),
        reason=Words(dice.integers(0, len(REASONS), rows), REASONS),
        minutes_weekly=np.where(dice.random(rows) < IN_DOUBT, NONE, dice.integers(0, 3000, rows)),
    )


def _contributions(scheme: Scheme, filed: Any, dice: np.random.Generator) -> Contributions:
    """By the month, by the week, by the quarter or in any stretches; with gaps, overlaps and every kind of doubt."""
    count = len(filed)
    shape = (count, ROWS_MAX)
    nth = np.cumsum(dice.random(shape) < dice.choice([1, 0.9, 0.5], (count, 1)), axis=1) - dice.integers(
        0, 3, (count, 1)
    )
    start, end = _stretches(filed, nth, dice)
    level = boundaries.numbers(scheme, money(scheme.currency), count, dice)[:, None]
    level = level // dice.choice([1, 1, 12, 26], (count, 1))
    noise = dice.integers(0, np.maximum(level, 2), shape)
    steady = dice.random((count, 1)) < 0.5
    earnings = np.where(steady, level, noise) * (dice.random(shape) > 0.05)
    there = np.arange(ROWS_MAX) < dice.integers(0, ROWS_MAX + 1, (count, 1))
    there &= start > NOTHING_BEFORE
    person = np.broadcast_to(np.arange(count)[:, None], shape)[there]
    order = np.lexsort((start[there], person))
    rows = len(person)
    rare = dice.random((count, 1)) < 0.1  # whose rows may be in doubt
    doubt = (dice.random(shape) < 0.03) & rare
    return Contributions(
        first=np.concatenate([[0], np.cumsum(there.sum(axis=1))]),
        start=start[there][order],
        end=end[there][order],
        earnings=earnings[there][order],
        minutes=np.where(dice.random(rows) < 0.002, NONE, dice.integers(0, 12_000, rows)),
        disputed=doubt[there][order],
        foreign=((dice.random(shape) < 0.02) & rare)[there][order],
    )


def _stretches(filed: Any, nth: Any, dice: np.random.Generator) -> tuple[Any, Any]:
    """The days of each row: the nth month, week, quarter or loose stretch back from the day of filing."""
    shape, month = nth.shape, month_of(filed)[:, None]
    by_month = first_day_of(month - nth), first_day_of(month - nth + 1)
    quarter = (month // 3 - nth) * 3
    by_quarter = first_day_of(quarter), first_day_of(quarter + 3)
    week = (filed - (filed + 4) % 7)[:, None] - nth * 7
    loose = filed[:, None] - nth * 25 - dice.integers(0, 9, shape)
    kind = dice.choice([0, 1, 2, 3, 4], (len(filed), 1), p=[0.5, 0.15, 0.15, 0.1, 0.1])
    part = by_month[0] + dice.integers(0, 28, shape)
    starts = [by_month[0], week, by_quarter[0], loose, part]
    ends = [by_month[1], week + 7, by_quarter[1], loose + dice.integers(1, 40, shape), by_month[1]]
    return np.choose(kind, starts), np.choose(kind, ends)
