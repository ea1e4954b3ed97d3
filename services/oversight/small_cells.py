"""Which numbers of a table are hidden, so that nobody learns a small one: neither from its cell nor from the others.

A cell about fewer people than the minimum is hidden, and three more with it: the corners of a rectangle (the hypercube
method of statistical disclosure control; Hundepool et al., Statistical Disclosure Control, 2012, ch. 4). Adding at two
opposite corners what is taken away at the other two leaves every sum as it is, so whoever knows all other numbers can
tell neither the small one nor that it is small. Margins are cells like others.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping

TOTAL = "in all"
"""No key is written so, since it has a space."""
UNKNOWN = "unknown"
"""The row of those of whom nothing is known: tables by several dimensions have the same people in it."""
Cell = tuple[str, str]
"""A row and a column; either may be the total."""

MINIMUM = 5
"""Of how many people a number must tell at least, unless an institution asks for more."""


def hidden(table: Mapping[Cell, int], small: Collection[Cell], minimum: int = MINIMUM) -> frozenset[Cell]:
    """The cells to hide: the small ones and what protects them; all but the row of totals where nothing does.

    `table` has every row and column with its totals. The cells of `small` are about fewer people than `minimum`. What
    is hidden in the row of totals depends on that row alone, and beside a small cell of the unknown a cell goes that
    depends on theirs alone: tables by other dimensions have the same rows, and must not tell what this one hides.
    """
    if (TOTAL, TOTAL) in small:
        return frozenset(table)
    totals = _hidden_totals(table, small, minimum)
    kept_back = set(totals)
    for cell in sorted(set(small) - totals, key=lambda cell: (table[cell], cell)):
        ways = (way for way in _rectangles(table, cell, minimum) if all(_may_go(corner, totals) for corner in way))
        if cell[0] == UNKNOWN:
            beside = _beside(table, cell, small, minimum)
            ways = (way for way in ways if beside in way)
        protecting = min(ways, key=lambda way: _cost(table, way, kept_back), default=None)
        if protecting is None:
            return totals | {place for place in table if place[0] != TOTAL}
        kept_back.update(protecting)
    return frozenset(kept_back)


def _hidden_totals(table: Mapping[Cell, int], small: Collection[Cell], minimum: int) -> frozenset[Cell]:
    """Of the row of totals: what is small, and the next outcome that is large enough, or else all outcomes."""
    outcomes = sorted(column for row, column in table if row == TOTAL and column != TOTAL)
    few = {column for column in outcomes if (TOTAL, column) in small}
    large = [column for column in outcomes if column not in few and table[TOTAL, column] >= minimum]
    if not few:
        return frozenset()
    beside = {min(large, key=lambda column: (table[TOTAL, column], column))} if large else set(outcomes)
    return frozenset((TOTAL, column) for column in few | beside)


def _beside(table: Mapping[Cell, int], cell: Cell, small: Collection[Cell], minimum: int) -> Cell:
    """The cell of the same row that is hidden with a small one: the next that is large enough, or else the largest."""
    row = [other for other in table if other[0] == cell[0] and other != cell and table[other]]
    large = [other for other in row if other not in small and table[other] >= minimum]
    if not large:
        return max(row, key=lambda other: (table[other], other))
    return min(large, key=lambda other: (other[1] == TOTAL, table[other], other))


def _may_go(corner: Cell, totals: Collection[Cell]) -> bool:
    return corner[0] != TOTAL or corner in totals


def _rectangles(table: Mapping[Cell, int], cell: Cell, minimum: int) -> Iterator[tuple[Cell, ...]]:
    """The corners of every rectangle by which the cell could be at least the minimum, and could be less than it is."""
    row, column = cell
    for other_row in sorted({row for row, _ in table} - {row}):
        for other_column in sorted({column for _, column in table} - {column}):
            corners = (cell, (row, other_column), (other_row, column), (other_row, other_column))
            rises = [turned == _turned(cell) for turned in map(_turned, corners)]
            with_it = [rises[0], not rises[1], not rises[2], rises[3]]
            falling = [table[corner] for corner, up in zip(corners, with_it, strict=True) if not up]
            rising = [table[corner] for corner, up in zip(corners, with_it, strict=True) if up]
            if table[cell] + min(falling, default=minimum) >= minimum and min(rising) > 0:
                yield corners


def _turned(cell: Cell) -> bool:
    """Whether the cell counts against the others in its lines: the totals of rows and columns, not the grand total."""
    row, column = cell
    return (row == TOTAL) != (column == TOTAL)


def _cost(table: Mapping[Cell, int], corners: tuple[Cell, ...], hidden_before: Collection[Cell]) -> tuple[int, int]:
    """How many totals are lost, and how much else."""
    lost = [corner for corner in corners if corner not in hidden_before]
    return sum(TOTAL in corner for corner in lost), sum(table[corner] for corner in lost)


def rows_without(
    people: Mapping[str, Collection[str]], minimum: int = MINIMUM, few: Collection[str] = ()
) -> frozenset[str]:
    """The rows whose sum of money or weeks is hidden, where the sum of all is told: few people, and who covers them.

    `people` says of whom each row's sum consists; somebody may be in several. What all hidden rows have together is
    the difference that can be worked out, so it is about the minimum at least, and of two rows at least. The total is
    hidden too (`TOTAL` is among the rows) where it is itself about too few. The rows of `few` are about too few people
    whatever the sum: a shown nothing would tell that none of them was paid.
    """
    if 0 < _together(people, people) < minimum:
        return frozenset({*people, TOTAL})
    hidden_rows = {row for row, persons in people.items() if row in few or 0 < len(set(persons)) < minimum}
    if not hidden_rows:
        return frozenset()
    for row in sorted(people.keys() - hidden_rows, key=lambda row: (len(set(people[row])), row)):
        if len(hidden_rows) > 1 and _together(people, hidden_rows) >= minimum:
            break
        if people[row]:
            hidden_rows.add(row)
    return frozenset(hidden_rows)


def _together(people: Mapping[str, Collection[str]], rows: Collection[str]) -> int:
    """How many people the rows are about, each counted once."""
    return len({person for row in rows for person in people[row]})
