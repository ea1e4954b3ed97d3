"""A table of figures as it is shown: rows and columns joined where few people stand in them, with totals. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from services.oversight.dimension import Dimension, in_order
from services.oversight.figures.cube import CellKey, DayFigures
from services.oversight.figures.joining import CellPeople, Group, joined
from services.oversight.figures.tables import BY_ALL, COLUMNS, OVERLAPPING, OWN_ROWS, FigureTable, columns_of
from services.oversight.small_cells import UNKNOWN


@dataclass(frozen=True, slots=True)
class ShownRow:
    """One row, or several that are joined. Numbers are cases; `sums` are money by currency, in minor units."""

    values: Group
    numbers: tuple[int | None, ...]
    """By column; None where it is about few people, and the row is not joined (`OVERLAPPING`)."""
    total: int | None
    sums: tuple[Mapping[str, int], ...] = ()
    """By column."""


@dataclass(frozen=True, slots=True)
class ShownTable:
    """A table, protected. Where `columns` is empty, all of it is about too few people, or nothing was counted."""

    table: FigureTable
    by: str
    minimum: int
    columns: tuple[Group, ...]
    rows: tuple[ShownRow, ...]
    everybody: ShownRow | None
    """The row of all; none where rows overlap."""
    is_empty: bool
    """Whether there is no case at all, as opposed to too few."""

    @property
    def is_joined(self) -> bool:
        """Whether anything was joined or left out so that no number about few people is told."""
        several = any(len(group) > 1 for group in (*self.columns, *(row.values for row in self.rows)))
        return several or any(None in row.numbers for row in self.rows)

    @property
    def has_totals(self) -> bool:
        """Whether a row's total says more than its one column."""
        return self.everybody is not None and len(COLUMNS[self.table]) > 1

    def number_in(self, value: str, column: str) -> int | None:
        """The cases of one row in one column; None where either is joined with others."""
        row = next((row for row in self.rows if row.values == (value,)), None)
        if row is None or (column,) not in self.columns:
            return None
        return row.numbers[self.columns.index((column,))]

    def number(self, *columns: str) -> int | None:
        """Of everybody, the cases in these columns; None where they cannot be told apart from others."""
        if self.everybody is None:
            return 0 if self.is_empty else None
        wanted, found = set(columns), 0
        for group, number in zip(self.columns, self.everybody.numbers, strict=True):
            if not wanted & set(group):
                continue
            if not set(group) <= wanted or number is None:
                return None
            found += number
        return found

    @property
    def total(self) -> int | None:
        """All cases; None where they are about too few people."""
        if self.is_empty:
            return 0
        return self.everybody.total if self.everybody else None


def shown(figures: DayFigures, table: FigureTable, by: str, minimum: int) -> ShownTable:
    """A table by one of its dimensions, or of everybody (`BY_ALL`)."""
    totals = _people(figures, table, BY_ALL)
    of = _people(figures, table, by)
    if table in OVERLAPPING:
        return _overlapping(figures, table, by, minimum)
    values = _in_order(table, by, of)
    how = joined(values, columns_of(table, by), of, totals, minimum)
    if not how.columns or not totals.cases:
        return ShownTable(table, by, minimum, (), (), None, is_empty=not totals.cases)
    rows = () if by == BY_ALL else tuple(_row(figures, table, by, group, how.columns) for group in how.rows)
    everybody = _row(figures, table, BY_ALL, (BY_ALL,), how.columns)
    return ShownTable(table, by, minimum, how.columns, rows, everybody, is_empty=False)


def _in_order(table: FigureTable, by: str, of: CellPeople) -> list[str]:
    """The values as a table lists them: in the order of a closed list, or by name; what is unknown last.

    Rows of a table's own stand in no other table, so that they may be listed by their size: then only small ones join.
    """
    values = {row for row, _ in of.cases}
    if by in set(Dimension):
        return in_order(Dimension(by), values)
    sizes = Counter[str]()
    for (row, _), number in of.cases.items():
        sizes[row] += number if by in OWN_ROWS.get(table, ()) else 0
    return sorted(values, key=lambda value: (value == UNKNOWN, -sizes[value], value))


def _people(figures: DayFigures, table: FigureTable, by: str) -> CellPeople:
    keys = [key for key in figures.cases if key.table is table and key.by == by]
    return CellPeople(
        {(key.row, key.column): figures.cases[key] for key in keys},
        {(key.row, key.column): figures.people[key] for key in keys},
        figures.most[table, by],
    )


def _row(figures: DayFigures, table: FigureTable, by: str, rows: Group, columns: Sequence[Group]) -> ShownRow:
    numbers, sums = [], []
    for group in columns:
        keys = [CellKey(table, by, row, column) for row in rows for column in group]
        numbers.append(sum(figures.cases[key] for key in keys))
        money: dict[str, int] = {}
        for (key, currency), amount in figures.sums.items():
            if key in keys:
                money[currency] = money.get(currency, 0) + amount
        sums.append(money)
    return ShownRow(rows, tuple(numbers), sum(numbers), tuple(sums))


def _overlapping(figures: DayFigures, table: FigureTable, by: str, minimum: int) -> ShownTable:
    """Rows that add up to nothing: each number stands for itself, and is told if it is about enough people."""
    columns = COLUMNS[table]
    of = _people(figures, table, by)
    rows = []
    for value in _in_order(table, by, of):
        numbers = tuple(
            None if of.few((value,), (column,), minimum) else of.cases.get((value, column), 0) for column in columns
        )
        rows.append(ShownRow((value,), numbers, None))
    return ShownTable(table, by, minimum, tuple((column,) for column in columns), tuple(rows), None, not rows)
