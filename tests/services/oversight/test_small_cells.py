"""A small number of a table follows neither from its cell nor from all the others."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import product

from hypothesis import given
from hypothesis import strategies as st

from services.oversight.small_cells import MINIMUM, TOTAL, UNKNOWN, Cell, hidden, rows_without

NUMBERS = st.integers(0, 7) | st.integers(5, 30)
TABLES = st.integers(1, 3).flatmap(
    lambda rows: st.lists(st.lists(NUMBERS, min_size=3, max_size=3), min_size=rows, max_size=rows)
)


def with_totals(rows: list[list[int]]) -> dict[Cell, int]:
    """The cells of a table, its totals among them."""
    sums = [*(list(row) for row in rows), [sum(column) for column in zip(*rows, strict=True)]]
    names = [*(f"r{number}" for number in range(len(rows))), TOTAL]
    return {
        (name, column): number
        for name, row in zip(names, sums, strict=True)
        for column, number in zip(("a", "b", "c", TOTAL), [*row, sum(row)], strict=True)
    }


def small_in(table: Mapping[Cell, int]) -> set[Cell]:
    return {cell for cell, number in table.items() if 0 < number < MINIMUM}


def agrees(other: Mapping[Cell, int], table: Mapping[Cell, int], gone: frozenset[Cell]) -> bool:
    return all(other[cell] == number for cell, number in table.items() if cell not in gone)


def moved(table: Mapping[Cell, int], by: int) -> Iterator[dict[Cell, int]]:
    """Tables near this one: numbers inside changed at up to four cells, sums made anew."""
    names = sorted({row for row, _ in table} - {TOTAL})
    inner = [[table[name, column] for column in "abc"] for name in names]
    places = list(product(range(len(names)), range(3)))
    for first, second in product(places, places):
        rows = [list(row) for row in inner]
        for row, column, change in (
            (first[0], first[1], by),
            (second[0], second[1], by),
            (first[0], second[1], -by),
            (second[0], first[1], -by),
        ):
            rows[row][column] += change
        if all(number >= 0 for row in rows for number in row):
            yield with_totals(rows)
    for row, column in places:
        rows = [list(row) for row in inner]
        rows[row][column] = max(0, rows[row][column] + by)
        yield with_totals(rows)
    for row, (gains, loses) in product(range(len(names)), product(range(3), range(3))):
        rows = [list(row) for row in inner]
        rows[row][gains], rows[row][loses] = rows[row][gains] + by, rows[row][loses] - by
        if rows[row][loses] >= 0:
            yield with_totals(rows)
    for column, (gains, loses) in product(range(3), product(range(len(names)), range(len(names)))):
        rows = [list(row) for row in inner]
        rows[gains][column], rows[loses][column] = rows[gains][column] + by, rows[loses][column] - by
        if rows[loses][column] >= 0:
            yield with_totals(rows)


@given(TABLES)
def test_whoever_knows_every_number_that_is_shown_cannot_tell_that_a_hidden_one_is_small(rows: list[list[int]]) -> None:
    table = with_totals(rows)
    gone = hidden(table, small_in(table))
    for cell in small_in(table):
        assert cell in gone
        possible = {
            other[cell]
            for by in range(-MINIMUM, MINIMUM + 1)
            for other in moved(table, by)
            if agrees(other, table, gone)
        }
        assert max(possible) >= MINIMUM, f"{cell} is at most {max(possible)}"
        assert min(possible) < table[cell], f"{cell} is at least {min(possible)}"


@given(TABLES, TABLES)
def test_what_is_hidden_of_the_totals_depends_on_the_totals_alone(
    rows: list[list[int]], others: list[list[int]]
) -> None:
    together = [[sum(column) for column in zip(*rows, strict=True)], *others]
    apart = [*rows, *others]
    first, second = with_totals(together), with_totals(apart)
    of_totals = [{cell for cell in hidden(table, small_in(table)) if cell[0] == TOTAL} for table in (first, second)]
    assert of_totals[0] == of_totals[1]


def hidden_of_the_unknown(unknown: list[int], others: list[list[int]]) -> set[str]:
    """The columns that the row of the unknown lacks in a table with these other rows."""
    table = {
        (UNKNOWN if row == "r0" else row, column): n for (row, column), n in with_totals([unknown, *others]).items()
    }
    return {column for row, column in hidden(table, small_in(table)) if row == UNKNOWN}


@given(TABLES, TABLES, st.lists(NUMBERS, min_size=3, max_size=3))
def test_two_tables_do_not_tell_together_what_each_of_them_hides_of_the_unknown(
    rows: list[list[int]], others: list[list[int]], unknown: list[int]
) -> None:
    small = {column for (_, column) in small_in(with_totals([unknown]))}
    in_both = hidden_of_the_unknown(unknown, rows) & hidden_of_the_unknown(unknown, others)
    assert small <= in_both
    assert len(in_both) != 1, "one alone is the row's total minus the rest"


def test_what_covers_a_small_number_of_the_unknown_is_the_same_by_every_dimension() -> None:
    by_sex, by_age = [[6, 40, 100]], [[100, 40, 6]]
    assert hidden_of_the_unknown([20, 3, 7], by_sex) == hidden_of_the_unknown([20, 3, 7], by_age) == {"b", "c"}


def test_a_total_minus_the_rest_does_not_tell_a_small_number() -> None:
    table = with_totals([[40, 3, 0], [50, 12, 0], [60, 9, 0]])
    gone = hidden(table, small_in(table))
    assert len([row for row in ("r0", "r1", "r2") if (row, "b") in gone]) == 2
    assert len([column for column in "abc" if ("r0", column) in gone]) == 2
    assert not any(TOTAL in cell for cell in gone), "the totals need not be hidden here"


def test_a_table_without_small_numbers_is_shown_whole() -> None:
    table = with_totals([[40, 5, 0], [50, 12, 0]])
    assert hidden(table, small_in(table)) == frozenset()


def test_a_table_about_too_few_people_is_not_shown_at_all() -> None:
    table = with_totals([[1, 1, 0]])
    assert {cell for cell, number in table.items() if number} <= hidden(table, small_in(table))


PEOPLE = st.dictionaries(st.sampled_from("abcdef"), st.sets(st.integers(0, 12).map(str), max_size=9), min_size=1)


@given(PEOPLE)
def test_what_all_hidden_rows_have_together_is_about_enough_people(people: dict[str, set[str]]) -> None:
    gone = rows_without(people)
    together = set().union(*people.values())
    assert {row for row, persons in people.items() if 0 < len(persons) < MINIMUM} <= gone
    assert (TOTAL in gone) == (0 < len(together) < MINIMUM)
    if gone and TOTAL not in gone and any(people[row] for row in people.keys() - gone):
        assert len([row for row in gone if people[row]]) > 1
        assert len(set().union(*(people[row] for row in gone))) >= MINIMUM
