"""Plain columns as a reform analyst has them, made into exact ones: whole numbers and how many make one."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from law.columns.chunk import Given
from law.columns.columns import Days, Flags, Words
from law.columns.integers import Whole
from law.columns.masks import some
from law.columns.numbers import Numbers


def whole_numbers(values: Any) -> Any:
    """The same in 64 bits. Raises `TypeError` for anything but whole numbers that these hold."""
    numbers = np.asarray(values)
    if numbers.dtype.kind not in "iu" or not np.can_cast(numbers.dtype, np.int64):
        raise TypeError(f"a column is of whole numbers, not {numbers.dtype}: give cents, and say how many make one")
    return numbers.astype(np.int64, copy=False)


def numbers(values: Any, parts: int = 1, *, unknown: Any = None, absent: Any = None) -> Given:
    """Numbers counted in parts of one: `numbers(cents, 100)`, `numbers(minutes, 60)`.

    For whom `unknown` says yes the value is in doubt; for whom `absent` does, nobody stated the particular.
    """
    return Given(Numbers(Whole(whole_numbers(values)), Whole(parts), some(unknown)), some(absent))


def flags(values: Any, *, unknown: Any = None, absent: Any = None) -> Given:
    """Yes or no. Raises `TypeError` for anything else."""
    answers = np.asarray(values)
    if answers.dtype != np.bool_:
        raise TypeError(f"a column of yes and no is not {answers.dtype}")
    return Given(Flags(answers, some(unknown)), some(absent))


def words(values: Sequence[str], *, unknown: Any = None, absent: Any = None) -> Given:
    """Words of a category."""
    column = Words.of(values)
    return Given(Words(column.places, column.words, some(unknown)), some(absent))


def days(values: Any, *, unknown: Any = None, absent: Any = None) -> Given:
    """Calendar days, as numpy writes them or as days since 1970-01-01."""
    return Given(Days(day_numbers(values), some(unknown)), some(absent))


def day_numbers(values: Any) -> Any:
    """Days since 1970-01-01, from `datetime64` or from whole numbers."""
    told = np.asarray(values)
    return told.astype("datetime64[D]").astype(np.int64) if told.dtype.kind == "M" else whole_numbers(told)
