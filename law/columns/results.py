"""What a plan found of all persons: a column an output, and an honest count of how it was found."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from law.columns.columns import Column, Days, Flags, Words, number_of, value_at
from law.columns.integers import Whole
from law.columns.masks import Mask, Persons, part_of, some
from law.columns.numbers import Numbers
from law.columns.plan import Output
from law.language.terms.values import Unknown, Value


@dataclass(frozen=True)
class Found:
    """The outputs of all persons."""

    persons: int
    columns: dict[Output, Column]
    left_to_the_exact: int
    """For how many the exact evaluation spoke, one by one."""
    outside_known_law: Mask
    """For whom the sheet knows no law; their outputs are unknown."""
    not_vectorised: tuple[str, ...]
    """What made a plan leave everybody to the exact evaluation."""
    minor_units: int

    def quantity(self, name: str) -> Column:
        """A quantity of the sheet."""
        return self.columns["quantity", name]

    def condition(self, name: str) -> Flags:
        """A condition of the sheet: met, not met, or unknown."""
        found = self.columns["condition", name]
        if not isinstance(found, Flags):
            raise TypeError(f"{name} is no condition")
        return found

    @property
    def waiting(self) -> Column:
        """What is to be waited for, in the unit of the sheet."""
        return self.columns["waiting", ""]

    def minor(self, name: str) -> tuple[Any, Any]:
        """A quantity of money in minor units, and for whom it is known; zero where it is not.

        Raises `ValueError` if the quantity's rule leaves parts of a minor unit.
        """
        column = self.quantity(name)
        if not isinstance(column, Numbers):
            raise TypeError(f"{name} is no amount")
        known = ~np.broadcast_to(np.asarray(column.unknown is not None and column.unknown), (self.persons,))
        minor = column.over * Whole(self.minor_units)
        if not (np.where(known, minor.rest(column.under).values, 0) == 0).all():
            raise ValueError(f"{name} is not rounded to the minor unit")
        return np.where(known, minor.quotient(column.under).values, 0), known

    def value(self, output: Output, person: int) -> Value:
        """One person's output as the exact evaluation has it."""
        return value_at(self.columns[output], person)


def in_order(parts: Sequence[tuple[Persons, Found]]) -> Found:
    """What was found of parts of the persons, who stand at these places, put together."""
    places = np.concatenate([persons for persons, _ in parts])
    back = np.argsort(places)
    found = [part for _, part in parts]
    sizes = [part.persons for part in found]
    outside = _joined_masks([part.outside_known_law for part in found], sizes)
    return Found(
        persons=sum(sizes),
        columns={
            output: joined([part.columns[output] for part in found], sizes).part(back) for output in found[0].columns
        },
        left_to_the_exact=sum(part.left_to_the_exact for part in found),
        outside_known_law=part_of(outside, back),
        not_vectorised=tuple(sorted({why for part in found for why in part.not_vectorised})),
        minor_units=found[0].minor_units,
    )


def joined(columns: Sequence[Column], sizes: Sequence[int]) -> Column:
    """The columns of chunks, one after the other."""
    if len(columns) == 1:
        return columns[0]
    first = columns[0]
    unknown = _joined_masks([column.unknown for column in columns], sizes)
    if isinstance(first, Numbers):
        return replace(
            _joined_numbers([column for column in columns if isinstance(column, Numbers)], sizes), unknown=unknown
        )
    if isinstance(first, Words):
        words = tuple(dict.fromkeys(word for column in columns if isinstance(column, Words) for word in column.words))
        places = [column.told(words).places for column in columns if isinstance(column, Words)]
        return Words(_end_to_end(places, sizes), words, unknown)
    values = _end_to_end([column.values for column in columns if isinstance(column, Flags | Days)], sizes)
    return Flags(values, unknown) if isinstance(first, Flags) else Days(values, unknown)


def _joined_numbers(columns: Sequence[Numbers], sizes: Sequence[int]) -> Numbers:
    if all(column.under.is_same for column in columns):
        under = math.lcm(*(column.under.values for column in columns))
        overs = [column.over * Whole(under // column.under.values) for column in columns]
        return Numbers(_joined_whole(overs, sizes), Whole(under))
    return Numbers(
        _joined_whole([column.over for column in columns], sizes),
        _joined_whole([column.under for column in columns], sizes),
    )


def _joined_whole(parts: Sequence[Whole], sizes: Sequence[int]) -> Whole:
    if all(part.is_same and part.values == parts[0].values for part in parts):
        return parts[0]
    values = [np.asarray(part.values) for part in parts]
    return Whole(_end_to_end(values, sizes), max(part.most for part in parts))


def _end_to_end(values: Sequence[Any], sizes: Sequence[int]) -> Any:
    if all(np.ndim(part) == 0 and part == values[0] for part in values):
        return values[0]
    return np.concatenate([np.broadcast_to(part, (size,)) for part, size in zip(values, sizes, strict=True)])


def _joined_masks(masks: Sequence[Mask], sizes: Sequence[int]) -> Mask:
    if all(mask is None for mask in masks):
        return None
    return some(_end_to_end([np.bool_(False) if mask is None else mask for mask in masks], sizes))


def patched(column: Column, persons: Any, values: Sequence[Value], size: int) -> Column:
    """The column with these persons' values in the place of its own."""
    doubts = np.array([isinstance(value, Unknown) for value in values], dtype=np.bool_)
    mask = (
        np.zeros(size, dtype=np.bool_) if column.unknown is None else np.array(np.broadcast_to(column.unknown, (size,)))
    )
    mask[persons] = doubts
    known = [value for value in values if not isinstance(value, Unknown)]
    return (
        replace(_with(column, persons[~doubts], known, size), unknown=some(mask))
        if known
        else replace(column, unknown=some(mask))
    )


def _with(column: Column, persons: Any, values: Sequence[Any], size: int) -> Column:
    if isinstance(column, Numbers):
        theirs = Numbers.of(values)
        over, under = _spread(column.over, size), _spread(column.under, size)
        over[persons], under[persons] = theirs.over.values, theirs.under.values
        return Numbers(Whole(over).tight(), Whole(under).tight())
    if isinstance(column, Words):
        told = column.told(tuple(dict.fromkeys((*column.words, *values))))
        places = np.array(np.broadcast_to(told.places, (size,)))
        places[persons] = [told.words.index(value) for value in values]
        return replace(told, places=places)
    own = np.array(np.broadcast_to(column.values, (size,)))
    own[persons] = [number_of(value) for value in values] if isinstance(column, Days) else values
    return replace(column, values=own)


def _spread(whole: Whole, size: int) -> Any:
    """The numbers one a person, in integers without limit."""
    return np.array(np.broadcast_to(np.asarray(whole.values, dtype=np.object_), (size,)))
