"""Dated figures of the law over columns: each person's as it stood on that person's day."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from typing import Any

import numpy as np

from law.columns.columns import Column, Words, number_of
from law.columns.integers import Whole
from law.columns.masks import Mask, either, some
from law.columns.numbers import Numbers, compared
from law.language.terms.dated import DatedEntries
from law.language.terms.parameters import Parameter
from law.language.terms.tables import Axis, Sheet, Table
from law.language.terms.values import Number

NOWHERE = -1
FEW = int(np.iinfo(np.int8).max)  # what a byte counts


class Calendar:
    """Which of several dated entries holds for a claim that begins on a day."""

    def __init__(self, entries: DatedEntries[Any]) -> None:
        holding = [entries.on(day) for day in entries.changes]
        places = [NOWHERE if entry is None else entries.known.index(entry) for entry in holding]
        self._changes = np.array([number_of(day) for day in entries.changes], dtype=np.int64)
        self._places = np.array([NOWHERE, *places], dtype=np.int64)

    def on(self, days: Any) -> Any:
        """The place of the entry that holds on each day; `NOWHERE` where there is none."""
        return self._places[np.searchsorted(self._changes, days, side="right")]


class Figures:
    """A parameter over columns of days."""

    def __init__(self, parameter: Parameter) -> None:
        self._calendar = Calendar(parameter.dated)
        self._values = [Fraction(entry.value) for entry in parameter.values]
        self._entries = [Numbers.same(entry.value) for entry in parameter.values]
        self._together = Numbers.of(entry.value for entry in parameter.values)
        self._of_one_day: dict[int, tuple[Numbers, Mask]] = {}

    def places(self, days: Any) -> Any:
        """Which of the dated values holds on each day; `NOWHERE` where none does."""
        return self._calendar.on(days)

    def entry(self, place: int) -> Numbers:
        """One of the dated values."""
        return self._entries[place]

    def fraction(self, place: int) -> Fraction:
        """One of the dated values, exactly."""
        return self._values[place]

    def on(self, days: Any) -> tuple[Numbers, Mask]:
        """The figure on each day, and for whom none is known."""
        if np.ndim(days) == 0:
            if int(days) not in self._of_one_day:
                self._of_one_day[int(days)] = self._on(days)
            return self._of_one_day[int(days)]
        return self._on(days)

    def _on(self, days: Any) -> tuple[Numbers, Mask]:
        places = self._calendar.on(days)
        first, outside = _one_place(places)
        if first is not None:
            return (self._entries[first], None) if not outside else (Numbers.same(0), np.bool_(True))
        return _taken(self._together, places), some(places == NOWHERE)


def _one_place(places: Any) -> tuple[int | None, bool]:
    """The place that serves all, if one does; and whether it is nowhere."""
    first = int(places if np.ndim(places) == 0 else places[0])
    if np.ndim(places) == 0 or (places == first).all():
        return first, first == NOWHERE
    return None, False


def _taken(numbers: Numbers, places: Any) -> Numbers:
    return Numbers(Whole(numbers.over.values[places], numbers.over.most), numbers.under)


class Cells:
    """A table over columns of keys and days."""

    def __init__(self, table: Table, column: str | None) -> None:
        self._table, self._calendar = table, Calendar(table.dated)
        named = None if column is None else list(table.columns).index(column)
        self._sheets = [_SheetOfCells(table, sheet, named) for sheet in table.sheets]

    def on(self, days: Any, keys: Sequence[Column]) -> tuple[list[tuple[Any, Column]], Mask]:
        """What each sheet in force says, with the mask of the persons it holds for; and for whom none is known."""
        places = self._calendar.on(days)
        first, outside = _one_place(places)
        if first is not None:
            return ([] if outside else [(np.bool_(True), self._sheets[first].look(keys))]), np.bool_(outside) or None
        held = [place for place in np.unique(places) if place != NOWHERE]
        return [(places == place, self._sheets[place].look(keys)) for place in held], some(places == NOWHERE)


class _SheetOfCells:
    """The cells of one sheet; a first row and column hold what the table says where it has none."""

    def __init__(self, table: Table, sheet: Sheet, named: int | None) -> None:
        self._down = _Heads(table.down, sheet.rows, open_end=sheet.open_row)
        self._across = None
        if named is None and table.across is not None:
            self._across = _Heads(table.across, table.heads, open_end=table.open_head)
        width = len(sheet.cells[0]) if self._across else 1
        rows = [
            [table.otherwise] + [cell if cell is not None else table.otherwise for cell in _row(cells, named, width)]
            for cells in sheet.cells
        ]
        rows.insert(0, [table.otherwise] * (width + 1))
        self._width = width + 1
        flat = [cell for row in rows for cell in row]
        silent = np.array([cell is None for cell in flat], dtype=np.bool_)
        self._silent = silent if silent.any() else None
        words = sorted({cell for cell in flat if isinstance(cell, str)})
        self._words = tuple(words)
        self._places = np.array([words.index(cell) if isinstance(cell, str) else 0 for cell in flat], dtype=np.int64)
        self._numbers = Numbers.of(0 if cell is None or isinstance(cell, str) else cell for cell in flat)

    def look(self, keys: Sequence[Column]) -> Column:
        # A place nowhere is -1, and the row and column before all others say what holds there.
        cell = (self._down.place(keys[0]) + 1) * self._width + 1
        cell = cell + (self._across.place(keys[1]) if self._across else 0)
        doubt = either(*(key.unknown for key in keys))
        if self._silent is not None:
            doubt = either(doubt, some(self._silent[cell]))
        if self._words:
            return Words(self._places[cell], self._words, doubt)
        found = self._numbers.over.values[cell]
        over = Whole(int(found) if np.ndim(found) == 0 else found, self._numbers.over.most)
        return Numbers(over, self._numbers.under, doubt)


def _row(cells: tuple[Any, ...], named: int | None, width: int) -> tuple[Any, ...]:
    return cells[:width] if named is None else (cells[named],)


class _Heads:
    """Finds the row or column of a value."""

    def __init__(self, axis: Axis, heads: tuple[Number | str, ...], *, open_end: bool) -> None:
        self._step, self._heads, self._end = axis.step, heads, len(heads) + open_end

    def place(self, key: Column) -> Any:
        """The number of the row or column; `NOWHERE` where the table has none."""
        if isinstance(key, Words):
            there = [self._heads.index(word) if word in self._heads else NOWHERE for word in key.words]
            return np.array(there, dtype=np.int64)[key.places]
        if not isinstance(key, Numbers):
            raise TypeError("a table is looked up by numbers or by words")
        passed = [compared(key, Numbers.same(head)) for head in self._heads if not isinstance(head, str)]
        if self._step == "at least":
            return _count([left >= right for left, right in passed]) - 1
        if self._step == "at most":
            below = _count([left > right for left, right in passed])
            return np.where(below < self._end, below, NOWHERE)
        found: Any = np.int64(NOWHERE)
        for place, (left, right) in enumerate(passed):
            found = np.where(left == right, place, found)
        return found


def _count(tests: Sequence[Any]) -> Any:
    """How many of the tests hold for each person."""
    if len(tests) > FEW:
        return sum((np.asarray(test, dtype=np.int64) for test in tests), start=np.int64(0))
    small: Any = np.int8(0)
    for test in tests:
        small = small + np.asarray(test).view(np.int8)
    return small.astype(np.int64)
