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
Cell = tuple[str, str]
"""A row and a column; either may be the total."""

MINIMUM = 5
"""Of how many people a number must tell at least, unless an institution asks for more."""


def hidden(table: Mapping[Cell, int], small: Collection[Cell], minimum: int = MINIMUM) -> frozenset[Cell]:
    """The cells to hide: the small ones and what protects them; all of them where nothing does.

    `table` has every row and column with its totals. The cells of `small` are about fewer people than `minimum`.
    """
    kept_back: set[Cell] = set()
    for cell in sorted(small, key=lambda cell: (table[cell], cell)):
        protecting = min(_rectangles(table, cell, minimum), key=lambda way: _cost(table, way, kept_back), default=None)
        if protecting is None:
            return frozenset(table)
        kept_back.update(protecting)
    return frozenset(kept_back)


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


def rows_without(people: Mapping[str, int], minimum: int = MINIMUM) -> frozenset[str]:
    """The rows whose sum of money or weeks is hidden, where the sum of all is told: few people, and who covers them.

    `people` says of how many people each row's sum consists. What all hidden rows have together is the difference that
    can be worked out, so it is about the minimum at least, and of two rows at least. The total is hidden too (`TOTAL`
    is among the rows) where there are not so many.
    """
    small = {row for row, number in people.items() if 0 < number < minimum}
    if not small:
        return frozenset()
    for row in sorted(people.keys() - small, key=lambda row: (people[row], row)):
        if len(small) > 1 and sum(people[row] for row in small) >= minimum:
            break
        if people[row]:
            small.add(row)
    enough = len(small) > 1 and sum(people[row] for row in small) >= minimum
    return frozenset(small) if enough else frozenset({*people, TOTAL})
