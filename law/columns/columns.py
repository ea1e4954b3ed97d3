"""Columns of the other values rules compute with: yes or no, days, words; and what all kinds of columns share."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, TypeAlias

import numpy as np

from law.columns.masks import Mask, Persons, chosen, either, holds_at, part_of
from law.columns.numbers import Numbers, chosen_of
from law.language.terms.values import Unknown, Value

EPOCH = date(1970, 1, 1)
_EPOCH = EPOCH.toordinal()
LEFT_OPEN = Unknown.because("A column leaves this open: what holds?")
"""What one person's value is where a column says unknown."""


@dataclass(frozen=True, slots=True)
class Flags:
    """Yes or no, one a person or (a single truth) the same for all."""

    values: Any
    unknown: Mask = None

    def at(self, place: int) -> bool:
        """One person's answer."""
        return bool(self.values if np.ndim(self.values) == 0 else self.values[place])

    def part(self, persons: Persons) -> Flags:
        """Those of some of the persons."""
        values = self.values if np.ndim(self.values) == 0 else self.values[persons]
        return Flags(values, part_of(self.unknown, persons))


@dataclass(frozen=True, slots=True)
class Days:
    """Calendar days as days since 1970-01-01, one a person or one for all."""

    values: Any
    unknown: Mask = None

    def at(self, place: int) -> date:
        """One person's day."""
        return day_of(self.values if np.ndim(self.values) == 0 else self.values[place])

    def part(self, persons: Persons) -> Days:
        """Those of some of the persons."""
        values = self.values if np.ndim(self.values) == 0 else self.values[persons]
        return Days(values, part_of(self.unknown, persons))


@dataclass(frozen=True, slots=True)
class Words:
    """Words of a category: each person's is one of `words`, by its place there (one place may serve all)."""

    places: Any
    words: tuple[str, ...]
    unknown: Mask = None

    @classmethod
    def of(cls, words: Sequence[str]) -> Words:
        """A word a person."""
        distinct, places = np.unique(np.asarray(words, dtype=np.str_), return_inverse=True)
        return cls(places.astype(np.int64), tuple(str(word) for word in distinct))

    def at(self, place: int) -> str:
        """One person's word."""
        return self.words[int(self.places if np.ndim(self.places) == 0 else self.places[place])]

    def part(self, persons: Persons) -> Words:
        """Those of some of the persons."""
        places = self.places if np.ndim(self.places) == 0 else self.places[persons]
        return Words(places, self.words, part_of(self.unknown, persons))

    def told(self, words: tuple[str, ...]) -> Words:
        """The same by their places in a longer list that holds them all."""
        if words == self.words:
            return self
        moved = np.array([words.index(word) for word in self.words], dtype=np.int64)
        return replace(self, places=moved[self.places], words=words)


Column: TypeAlias = Numbers | Flags | Days | Words


def day_of(number: Any) -> date:
    """The calendar day of a number of days since 1970-01-01."""
    return date.fromordinal(int(number) + _EPOCH)


def number_of(day: date) -> int:
    """The days since 1970-01-01."""
    return day.toordinal() - _EPOCH


def value_at(column: Column, place: int) -> Value:
    """One person's value as the exact evaluation has it; unknown where the column leaves it open."""
    return LEFT_OPEN if holds_at(column.unknown, place) else column.at(place)


def same(value: Value) -> Column:
    """One value for everybody."""
    if isinstance(value, bool):
        return Flags(np.bool_(value))
    if isinstance(value, str):
        return Words(np.int64(0), (value,))
    if isinstance(value, date):
        return Days(np.int64(number_of(value)))
    if isinstance(value, Unknown):
        raise TypeError("doubt is no value of its own")
    return Numbers.same(value)


def either_of(test: Flags, then: Column, otherwise: Column) -> Column:
    """`then` for whom the test holds, `otherwise` for whom it does not; unknown where the test is."""
    if np.ndim(test.values) == 0:
        taken = then if test.values else otherwise
        return replace(taken, unknown=either(test.unknown, taken.unknown))
    found = _either(test.values, then, otherwise)
    return replace(found, unknown=either(test.unknown, found.unknown)) if test.unknown is not None else found


def _either(test: Any, then: Column, otherwise: Column) -> Column:
    unknown = chosen(test, then.unknown, otherwise.unknown)
    match then, otherwise:
        case Numbers(), Numbers():
            return chosen_of(test, then, otherwise)
        case Flags(), Flags():
            return Flags(np.where(test, then.values, otherwise.values), unknown)
        case Days(), Days():
            return Days(np.where(test, then.values, otherwise.values), unknown)
        case Words(), Words():
            one, two = in_one_list(then, otherwise)
            return Words(np.where(test, one.places, two.places), one.words, unknown)
    raise TypeError("both branches of a choice are of one kind")


def in_one_list(one: Words, two: Words) -> tuple[Words, Words]:
    """Both by their places in one list of words."""
    words = one.words + tuple(word for word in two.words if word not in one.words)
    return one.told(words), two.told(words)
