"""The values rules compute with: exact numbers, yes or no, words, days, and doubt."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import NamedTuple, TypeAlias


class Doubt(NamedTuple):
    """Something the facts do not settle: the question a person must answer, and the facts in doubt."""

    question: str
    facts: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Unknown:
    """An answer that only a person can give; everything computed from it is unknown too."""

    doubts: tuple[Doubt, ...]

    @classmethod
    def because(cls, question: str, *facts: str) -> Unknown:
        """One doubt."""
        return cls((Doubt(question, tuple(facts)),))

    @classmethod
    def among(cls, values: Sequence[object]) -> Unknown | None:
        """All doubts of the unknown ones among the values; None if nothing is unknown, which is the rule."""
        return cls.of(*values) if cls in map(type, values) else None

    @classmethod
    def of(cls, *values: object) -> Unknown:
        """All doubts of the unknown ones among the values, each once, in order."""
        unknown = [value for value in values if isinstance(value, Unknown)]
        if len(unknown) == 1:
            return unknown[0]
        return cls(tuple(dict.fromkeys([doubt for value in unknown for doubt in value.doubts])))


Number: TypeAlias = int | Fraction
Value: TypeAlias = int | Fraction | bool | str | date | Unknown


def plain_number(exact: Fraction) -> Number:
    """A whole number as an integer, which computes faster."""
    return exact.numerator if exact.denominator == 1 else exact
