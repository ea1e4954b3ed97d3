"""Rows and columns are joined until no number about few people is told, or follows from what is."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta
from itertools import product

from hypothesis import given
from hypothesis import strategies as st

from services.oversight.figures.joining import CellPeople, JoinedTable, joined
from services.oversight.figures.weekly import hidden_weeks
from services.oversight.small_cells import UNKNOWN

MINIMUM = 5
COLUMNS = ("x", "y", "z")
ALL = "all"
Cells = Mapping[tuple[str, str], int]
NUMBERS = st.integers(0, 7) | st.integers(5, 40)
TABLES = st.integers(1, 5).flatmap(
    lambda rows: st.lists(st.lists(NUMBERS, min_size=3, max_size=3), min_size=rows, max_size=rows)
)


def cells_of(rows: Sequence[Sequence[int]], names: str = "abcde") -> dict[tuple[str, str], int]:
    """The cells that hold anybody, as figures count them: a nothing is no cell."""
    return {
        (names[number], column): count
        for number, row in enumerate(rows)
        for column, count in zip(COLUMNS, row, strict=True)
        if count
    }


def shown_of(cells: Cells, rows: Sequence[str], minimum: int = MINIMUM) -> JoinedTable:
    totals = {(ALL, column): sum(n for (_, own), n in cells.items() if own == column) for column in COLUMNS}
    totals = {key: n for key, n in totals.items() if n}
    return joined(
        rows, [(column,) for column in COLUMNS], CellPeople(cells, cells, 1), CellPeople(totals, totals, 1), minimum
    )


def numbers_of(cells: Cells, how: JoinedTable) -> dict[tuple[tuple[str, ...], tuple[str, ...]], int]:
    """What a reader sees inside the table."""
    return {
        (rows, columns): sum(cells.get(key, 0) for key in product(rows, columns))
        for rows in how.rows
        for columns in how.columns
    }


def rows_in(cells: Cells) -> list[str]:
    return sorted({row for row, _ in cells})


@given(TABLES)
def test_every_number_that_is_shown_is_nothing_or_about_enough_people(rows: list[list[int]]) -> None:
    cells = cells_of(rows)
    how = shown_of(cells, rows_in(cells))
    shown = numbers_of(cells, how)
    assert not any(0 < number < MINIMUM for number in shown.values())
    for group in how.rows:
        assert sum(cells.get(key, 0) for key in product(group, COLUMNS)) >= MINIMUM


@given(TABLES)
def test_a_table_has_every_row_and_column_exactly_once(rows: list[list[int]]) -> None:
    cells = cells_of(rows)
    how = shown_of(cells, rows_in(cells))
    if how.columns:
        assert [row for group in how.rows for row in group] == rows_in(cells)
        assert [column for group in how.columns for column in group] == list(COLUMNS)
    else:
        assert sum(cells.values()) < MINIMUM


def others(cells: Cells, how: JoinedTable, cell: tuple[str, str]) -> Iterator[int]:
    """What a cell may hold, by everything that is shown and the totals of all rows from elsewhere: by exchanges
    with another row of its group and another column of its own.
    """
    (rows,) = [group for group in how.rows if cell[0] in group]
    (columns,) = [group for group in how.columns if cell[1] in group]
    for row, column in product(rows, COLUMNS):
        beside = cells.get((row, cell[1]), 0), cells.get((cell[0], column), 0), cells.get((row, column), 0)
        if row != cell[0] and column != cell[1]:
            yield from range(cells[cell] - min(cells[cell], beside[2]), cells[cell] + min(beside[0], beside[1]) + 1)
    for column in columns:
        if column != cell[1]:  # whoever counts in the one may count in the other
            yield from range(cells[cell] + cells.get((cell[0], column), 0) + 1)


@given(TABLES)
def test_no_number_about_few_people_can_be_worked_out_from_all_that_is_shown(rows: list[list[int]]) -> None:
    cells = cells_of(rows)
    how = shown_of(cells, rows_in(cells))
    if not how.columns:
        return
    for cell, number in cells.items():
        row_total = sum(cells.get((cell[0], column), 0) for column in COLUMNS)
        if 0 < number < MINIMUM <= row_total:
            assert len(set(others(cells, how, cell))) > 1, f"{cell} is {number} and nothing else"


@given(TABLES)
def test_columns_are_joined_by_the_totals_alone_so_every_dimension_joins_the_same(rows: list[list[int]]) -> None:
    cells = cells_of(rows)
    together = cells_of([[sum(column) for column in zip(*rows, strict=True)]])
    assert shown_of(cells, rows_in(cells)).columns == shown_of(together, rows_in(together)).columns


@given(TABLES, st.lists(st.integers(5, 40), min_size=3, max_size=3))
def test_a_small_row_is_not_joined_with_the_unknown_who_are_the_same_by_every_dimension(
    rows: list[list[int]], unknown: list[int]
) -> None:
    known = [[max(number, 5) for number in rows[0]], *rows[1:]]
    cells = cells_of(known) | {(UNKNOWN, column): number for column, number in zip(COLUMNS, unknown, strict=True)}
    how = shown_of(cells, [*rows_in(cells_of(known)), UNKNOWN])
    assert (UNKNOWN,) in how.rows


def test_neighbours_are_joined_and_the_rest_stays_as_it_is() -> None:
    cells = cells_of([[40, 9, 0], [30, 3, 0], [50, 12, 0]])
    how = shown_of(cells, ["a", "b", "c"])
    assert how.rows == (("a",), ("b", "c"))
    assert how.columns == (("x",), ("y",), ("z",))


def test_a_column_about_few_people_is_joined_with_its_neighbour() -> None:
    cells = cells_of([[40, 20, 1], [30, 30, 1]])
    assert shown_of(cells, ["a", "b"]).columns == (("x",), ("y", "z"))


def test_a_table_about_too_few_people_is_not_shown() -> None:
    assert shown_of(cells_of([[1, 2, 0]]), ["a"]) == JoinedTable((), ())


def test_people_with_several_cases_are_counted_once() -> None:
    cells = {("a", "x"): 12, ("b", "x"): 9}
    people = {("a", "x"): 4, ("b", "x"): 4}
    totals = CellPeople({(ALL, "x"): 21}, {(ALL, "x"): 8}, 3)
    how = joined(["a", "b"], [("x",)], CellPeople(cells, people, 3), totals, MINIMUM)
    assert how.rows == (("a", "b"),), "twelve cases of four people are about too few"


@given(st.lists(NUMBERS, min_size=1, max_size=9), st.lists(NUMBERS, min_size=9, max_size=9))
def test_of_weeks_that_are_hidden_nothing_about_few_people_follows_from_the_years_total(
    hits: list[int], others: list[int]
) -> None:
    weeks = [date(2020, 3, 2) + number * timedelta(weeks=1) for number in range(len(hits))]
    parts = [dict(zip(weeks, part, strict=False)) for part in (hits, others)]
    hidden = hidden_weeks(parts, MINIMUM)
    assert {week for week in weeks if any(0 < part[week] < MINIMUM for part in parts)} <= hidden
    rest = [week for week in weeks if week not in hidden and any(part[week] for part in parts)]
    if hidden and rest:
        assert len(hidden) > 1
        for part in parts:
            assert not 0 < sum(part[week] for week in hidden) < MINIMUM
