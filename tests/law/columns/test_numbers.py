"""Columns of numbers compute what fractions compute, however large they grow, and never in binary fractions."""

from __future__ import annotations

import operator
from collections.abc import Callable
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from law.columns import inputs as made
from law.columns import numbers
from law.columns.integers import MOST, Whole
from law.columns.numbers import Numbers
from law.language.terms.rounding import WAYS

FRACTIONS = st.fractions() | st.integers(-(2**63), 2**63).map(Fraction) | st.integers(-9, 9).map(Fraction)
PAIRS = st.lists(st.tuples(FRACTIONS, FRACTIONS), min_size=1, max_size=8)
JOINED: dict[str, tuple[Callable[..., Numbers], Callable[[Fraction, Fraction], Fraction]]] = {
    "sum": (numbers.plus, operator.add),
    "difference": (numbers.minus, operator.sub),
    "product": (numbers.times, operator.mul),
    "lesser": (numbers.lesser, min),
    "greater": (numbers.greater, max),
}


@pytest.mark.parametrize("name", JOINED)
@given(pairs=PAIRS)
@settings(max_examples=60, deadline=None)
def test_two_columns_come_to_what_each_two_fractions_do(name: str, pairs: list[tuple[Fraction, Fraction]]) -> None:
    join, exact = JOINED[name]
    found = join(Numbers.of(one for one, _ in pairs), Numbers.of(two for _, two in pairs))
    assert [found.at(place) for place in range(len(pairs))] == [exact(one, two) for one, two in pairs]


@given(pairs=PAIRS)
@settings(max_examples=60, deadline=None)
def test_a_quotient_is_exact_and_zero_as_divisor_makes_doubt(pairs: list[tuple[Fraction, Fraction]]) -> None:
    found = numbers.divided(Numbers.of(one for one, _ in pairs), Numbers.of(two for _, two in pairs))
    for place, (one, two) in enumerate(pairs):
        assert (found.unknown is not None and bool(found.unknown[place])) == (two == 0)  # type: ignore[index]
        assert two == 0 or found.at(place) == one / two


@pytest.mark.parametrize("way", WAYS)
@given(column=st.lists(FRACTIONS, min_size=1, max_size=8), step=st.fractions(Fraction(1, 1000), 1000))
@settings(max_examples=60, deadline=None)
def test_rounding_is_that_of_the_sheet(way: str, column: list[Fraction], step: Fraction) -> None:
    found = numbers.rounded(Numbers.of(column), way, step)
    assert [found.at(place) for place in range(len(column))] == [WAYS[way](one / step) * step for one in column]


def test_what_64_bits_cannot_hold_is_computed_without_limit_and_comes_back() -> None:
    large = Whole(np.array([MOST, 3], dtype=np.int64))

    product = large * large
    back = product.quotient(large)

    assert product.is_wide
    assert [product.at(0), product.at(1)] == [MOST**2, 9]
    assert not back.is_wide
    assert back.values.tolist() == [MOST, 3]


def test_a_loose_bound_is_looked_at_before_anything_grows_wide() -> None:
    small = Whole(np.array([5, 7], dtype=np.int64), most=MOST)
    assert not (small * small).is_wide


@pytest.mark.parametrize("column", [[0.1, 0.2], [1.0, 2.0], [True, False]])
def test_a_column_that_is_no_whole_number_is_refused(column: list[float]) -> None:
    with pytest.raises(TypeError, match="whole numbers"):
        made.numbers(column, 100)


def test_short_numbers_are_widened_before_they_can_overflow() -> None:
    cents = made.numbers(np.array([2**31 - 1], dtype=np.int32), 100)
    product = numbers.times(cents.column, cents.column)  # type: ignore[arg-type]
    assert product.at(0) == Fraction((2**31 - 1) ** 2, 10_000)
