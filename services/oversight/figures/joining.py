"""Which rows and columns of a table are joined, so that no number about few people is shown or follows from others.

Instead of hiding cells, neighbours are joined (global recoding; Hundepool et al., Statistical Disclosure Control, 2012,
ch. 4.3) until every number that is shown is nothing, or about the minimum of people at least. Whoever knows all that is
shown, and the totals of every row from other tables, can tell of a cell in joined rows or columns only that it is no
more than its row and its joined column, both of which are about enough people. Columns are joined by their totals
alone and rows in a fixed order, so other tables by the same dimension, and the same table by another one, tell no more.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from services.oversight.small_cells import UNKNOWN

Group = tuple[str, ...]
"""Rows or columns that are shown as one."""


@dataclass(frozen=True, slots=True)
class CellPeople:
    """Of how many people the cases of joined cells are, at least."""

    cases: Mapping[tuple[str, str], int]
    """By row and column."""
    people: Mapping[tuple[str, str], int]
    most: int
    """How many cases one person has at most."""

    def at_least(self, rows: Sequence[str], columns: Sequence[str]) -> int:
        """No fewer people than in the largest cell, nor than if each had as many cases as anybody."""
        keys = [(row, column) for row in rows for column in columns]
        together = sum(self.cases.get(key, 0) for key in keys)
        largest = max((self.people.get(key, 0) for key in keys), default=0)
        return max(largest, -(-together // max(self.most, 1)))

    def few(self, rows: Sequence[str], columns: Sequence[str], minimum: int) -> bool:
        """Whether it is about somebody, and about too few."""
        return 0 < self.at_least(rows, columns) < minimum


@dataclass(frozen=True, slots=True)
class JoinedTable:
    """The rows and columns that are shown; no columns at all where the whole table is about too few people."""

    rows: tuple[Group, ...]
    columns: tuple[Group, ...]


def joined(
    rows: Sequence[str], columns: Sequence[Group], of: CellPeople, totals: CellPeople, minimum: int
) -> JoinedTable:
    """How a table is shown. `totals` has one row, that of everybody, whose columns are the table's."""
    everybody = sorted({row for row, _ in totals.cases})
    every_column = tuple(column for group in columns for column in group)
    shown_columns = _in_groups(columns, lambda group: not totals.few(everybody, group, minimum))
    if shown_columns is None:
        return JoinedTable((), ())

    def enough(group: Group) -> bool:
        return not any(of.few(group, column, minimum) for column in (*shown_columns, every_column))

    known = [(row,) for row in rows if row != UNKNOWN]
    unknown = [(row,) for row in rows if row == UNKNOWN]
    groups = _in_groups(known, enough)
    if groups is not None and all(map(enough, unknown)):
        return JoinedTable((*groups, *unknown), shown_columns)
    return JoinedTable(_in_groups([*known, *unknown], enough) or (tuple(rows),), shown_columns)


def _in_groups(given: Sequence[Group], enough: Callable[[Group], bool]) -> tuple[Group, ...] | None:
    """The groups in order, each joined with those after it until they are enough; None if all together are not."""
    groups: list[Group] = []
    open_group: Group = ()
    for group in given:
        open_group = (*open_group, *group)
        if enough(open_group):
            groups.append(open_group)
            open_group = ()
    while open_group:
        if not groups:
            return None
        open_group = (*groups.pop(), *open_group)
        if enough(open_group):
            groups.append(open_group)
            open_group = ()
    return tuple(groups)
