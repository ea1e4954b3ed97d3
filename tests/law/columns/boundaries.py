"""The figures of a sheet at which something changes, and random numbers on, just below and just above them."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from fractions import Fraction
from typing import Any

import numpy as np

from law.columns.columns import number_of
from law.language.sheet.scheme import Scheme
from law.language.terms.dated import DatedEntries
from law.language.terms.units import Unit
from law.language.terms.values import Number

LAST_DAY = date(2026, 11, 1)
SCALES = {"month": 30, "hour": 60}
"""Into how many parts a unit is divided in what people are given."""
USUAL = {"month": 70, "day": 800, "year": 70, "hour": 2000, "week": 60, "working_day": 300, "quarter": 8}
"""How far a random number of a unit goes, where no boundary is tried."""
POOL = 400  # boundaries that are tried for one column
BY_CHANCE, NEAR = 0.45, 0.35  # shares of random numbers, and of numbers next to a boundary


def figures(scheme: Scheme) -> Iterator[tuple[Number, Unit]]:
    """Every number of the law in a sheet, with its unit: parameters, and the heads and cells of tables."""
    for parameter in scheme.parameters.values():
        yield from ((entry.value, parameter.unit) for entry in parameter.values)
    for table in scheme.tables.values():
        rows = [head for sheet in table.sheets for head in sheet.rows]
        yield from ((head, table.down.unit) for head in rows if not isinstance(head, str))
        if table.across:
            across = table.across.unit
            yield from ((head, across) for head in table.heads if not isinstance(head, str))
        for sheet in table.sheets:
            units: list[Unit | None] = [column.unit for column in table.columns.values()]
            units = units or [table.unit] * len(sheet.cells[0])
            for row in sheet.cells:
                for cell, of in zip(row, units, strict=True):
                    if of and cell is not None and not isinstance(cell, str):
                        yield cell, of


def dimensions(unit: Unit) -> tuple[str, ...]:
    """What a unit counts over the bar: money, months, days."""
    return tuple(sorted("money" if name == unit.currency else name for name, power in unit.powers if power > 0))


def scale_of(unit: Unit, scheme: Scheme) -> int:
    """Into how many parts a number of this unit is divided."""
    if unit.currency:
        return scheme.minor_units
    if unit.label == "share":
        return 10_000
    return next((SCALES[name] for name, _ in unit.powers if name in SCALES), 1)


def numbers(scheme: Scheme, unit: Unit, count: int, dice: np.random.Generator) -> Any:
    """Random numbers of a unit in its smallest parts, many of them on or next to a boundary."""
    scale = scale_of(unit, scheme)
    pool = _pool(scheme, unit, scale)
    most = _most(unit, pool, scale)
    chance = dice.integers(0, most + 1, count)
    chosen = pool[dice.integers(0, len(pool), count)]
    near = np.maximum(chosen + dice.integers(-2, 3, count), 0)
    kind = dice.random(count)
    found = np.where(kind < BY_CHANCE, chance, np.where(kind < BY_CHANCE + NEAR, near, chosen))
    whole = dice.random(count) < 0.5
    return np.where(whole, found // scale * scale, found)


def _pool(scheme: Scheme, unit: Unit, scale: int) -> Any:
    """Every figure of the sheet of like dimension, and (of money) some of its multiples and parts."""
    found = {0}
    alike = [value for value, other in figures(scheme) if dimensions(other) == dimensions(unit)]
    counts = [value for value, other in figures(scheme) if not other.currency and 0 < value <= 400]
    for value in alike:
        found.add(int(value * scale))
        if unit.currency:
            found.update(int(value * scale * by) for by in counts[:40])
            found.update(int(Fraction(value * scale) / by) for by in counts[:40])
    few = sorted(number for number in found if 0 <= number < 10**12)
    return np.array(few[:: max(1, len(few) // POOL)], dtype=np.int64)


def _most(unit: Unit, pool: Any, scale: int) -> int:
    if unit.currency:
        return int(max(2 * np.median(pool), 100_000))
    usual = next((USUAL[name] for name in dimensions(unit) if name in USUAL), None)
    if usual is not None:
        return usual * scale
    return scale if unit.label == "share" else 12


def law_begins(scheme: Scheme) -> date:
    """The first day on which every parameter and table is known."""
    starts = [min(entry.since for entry in parameter.values) for parameter in scheme.parameters.values()]
    return max([*starts, *(min(sheet.since for sheet in table.sheets) for table in scheme.tables.values())])


def days(scheme: Scheme, count: int, dice: np.random.Generator) -> Any:
    """Random days of filing: any, and those around each change of the law; a few before it is known."""
    dated: list[DatedEntries[Any]] = [parameter.dated for parameter in scheme.parameters.values()]
    dated += [*(table.dated for table in scheme.tables.values()), *scheme.through_time.of_claim()]
    changes = {entry.first for one in dated for entry in one.known}
    ends = {entry.until for parameter in scheme.parameters.values() for entry in parameter.values[-1:]} - {None}
    first, last = number_of(law_begins(scheme)), number_of(min([LAST_DAY, *(end for end in ends if end is not None)]))
    edges = np.array(sorted(number_of(day) for day in changes), dtype=np.int64)
    near = edges[dice.integers(0, len(edges), count)] + dice.integers(-3, 8, count)
    found = np.where(dice.random(count) < 0.25, near, dice.integers(first, last, count))
    known = np.clip(found, first, last - 1)
    return np.where(dice.random(count) < 0.005, found, known)
