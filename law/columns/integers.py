"""Columns of whole numbers that never lose a digit: 64 bits while these are proved enough, unlimited beyond."""

from __future__ import annotations

from typing import Any

import numpy as np

from law.columns.masks import Persons

MOST = int(np.iinfo(np.int64).max)
"""The greatest number that 64 bits hold; what might be greater is computed with unlimited integers."""


class Whole:
    """Whole numbers, one a person, or one Python integer that is the same for all.

    `most` bounds their size. It is carried along with every operation, so that the proof that nothing overflows
    costs no pass over the data; only where the bound is too loose are the numbers themselves looked at.
    """

    __slots__ = ("most", "values")

    def __init__(self, values: Any, most: int | None = None) -> None:
        self.values = values
        self.most = _greatest(values) if most is None else most

    @property
    def is_same(self) -> bool:
        """Whether it is one number for everybody."""
        return type(self.values) is int

    @property
    def is_wide(self) -> bool:
        """Whether it is computed with unlimited integers."""
        return not self.is_same and self.values.dtype == np.object_

    def tight(self) -> Whole:
        """The same with the closest bound, in 64 bits where these are enough."""
        if self.is_same:
            return self
        most = _greatest(self.values)
        values = self.values.astype(np.int64) if self.is_wide and most <= MOST else self.values
        return Whole(values, most)

    def __add__(self, other: Whole) -> Whole:
        """The sums."""
        one, two = fitting(self, other, lambda a, b: a + b)
        return _made(one.values + two.values, one.most + two.most)

    def __sub__(self, other: Whole) -> Whole:
        """The differences."""
        one, two = fitting(self, other, lambda a, b: a + b)
        return _made(one.values - two.values, one.most + two.most)

    def __mul__(self, other: Whole) -> Whole:
        """The products."""
        if other.is_same and other.values == 1:
            return self
        if self.is_same and self.values == 1:
            return other
        one, two = fitting(self, other, lambda a, b: a * b)
        return _made(one.values * two.values, one.most * two.most)

    def __neg__(self) -> Whole:
        """The contrary."""
        return Whole(-self.values, self.most)

    def quotient(self, divisor: Whole) -> Whole:
        """The whole part of the quotients, rounded down; the divisors are above zero."""
        if divisor.is_same and divisor.values == 1:
            return self
        one, two = fitting(self, divisor, max)
        return _made(one.values // two.values, one.most)

    def rest(self, divisor: Whole) -> Whole:
        """What the division leaves, zero or above; the divisors are above zero."""
        one, two = fitting(self, divisor, max)
        return _made(one.values % two.values, two.most)

    def where(self, mask: Any, other: Whole) -> Whole:
        """These where the mask says yes, the others elsewhere."""
        if np.ndim(mask) == 0:
            return self if mask else other
        one, two = fitting(self, other, max)
        most = max(one.most, two.most)
        if one.is_same and two.is_same and most > MOST:
            return _made(np.where(mask, np.array(one.values, np.object_), np.array(two.values, np.object_)), most)
        return _made(np.where(mask, one.values, two.values), most)

    def at(self, place: int) -> int:
        """One person's number."""
        return int(self.values if self.is_same else self.values[place])

    def part(self, persons: Persons) -> Whole:
        """Those of some of the persons."""
        return self if self.is_same else Whole(self.values[persons])


def fitting(one: Whole, two: Whole, bound: Any) -> tuple[Whole, Whole]:
    """Both, such that a result within `bound` of their sizes, and they themselves, fit what they are computed in."""
    if one.is_same and two.is_same:
        return one, two
    if max(bound(one.most, two.most), one.most, two.most) <= MOST:
        return one, two
    one, two = one.tight(), two.tight()
    if max(bound(one.most, two.most), one.most, two.most) <= MOST:
        return one, two
    return _wide(one), _wide(two)


def _wide(number: Whole) -> Whole:
    if number.is_same or number.is_wide:
        return number
    return Whole(number.values.astype(np.object_), number.most)


def _made(values: Any, most: int) -> Whole:
    if type(values) is int:
        return Whole(values, abs(values))
    found = Whole(values, most)
    return found.tight() if found.is_wide else found


def _greatest(values: Any) -> int:
    if type(values) is int:
        return abs(values)
    if not len(values):
        return 0
    return max(abs(int(values.min())), abs(int(values.max())))
