"""Holds what was expected against what the law says, within the precision in which a pack states its figures."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any

from law.language.terms.values import Unknown
from law.packs.formulas import exact
from law.packs.pack import Found, Json

FLOAT_NOISE = Fraction(1, 10**9)  # of binary arithmetic behind a figure, in proportion to it


class OnlyQuoted:
    """A figure that the pack quotes for comparison only, as its own limits say; nothing is held against it."""


class Quotations(dict[str, Any]):
    """A third party's figures under names of their own: what is answered here is held against them."""

    def __contains__(self, name: object) -> bool:
        """Every name may be quoted."""
        return True

    def __missing__(self, name: str) -> OnlyQuoted:
        """What is not answered is quoted only."""
        return OnlyQuoted()


@dataclass(frozen=True)
class OfPeriods:
    """Answers about each of several periods, by its first day; an expectation says under `name` which it is about."""

    name: str
    answers: Mapping[date, Found]

    def about(self, expected: Json) -> Found:
        """The answers about the period that is expected; about the last one, where it names none."""
        by_day = {str(day): found for day, found in self.answers.items()}
        return by_day.get(str(expected.get(self.name)), by_day[max(by_day)])


class Opening(str):
    """Words with which an expectation begins: what a pack adds to explain them is its own."""

    __slots__ = ()


@dataclass(frozen=True)
class Precision:
    """How many decimals the cases of one kind state under each name, and what their source leaves in doubt.

    A program that rounds to four decimals writes 233.3 for 233.3000: the finest figure of a name tells its rounding.
    """

    decimals: Mapping[str, int] = field(default_factory=dict)
    doubt: Fraction = Fraction(0)
    noise: Fraction = FLOAT_NOISE

    @classmethod
    def of(cls, expectations: Iterable[Json]) -> Precision:
        """The finest that these expectations state of each name."""
        finest: defaultdict[str, int] = defaultdict(int)
        for expected in expectations:
            for name, figure in _figures(expected):
                finest[name] = max(finest[name], -int(figure.as_tuple().exponent))
        return cls(finest)

    def allowed(self, name: str, wanted: int | Decimal) -> Fraction:
        """By how much a figure may differ from the one that is expected."""
        decimals = self.decimals.get(name, 0)
        # A figure with one decimal may be a whole number written by a program: 0.0, 12.0.
        rounded = isinstance(wanted, Decimal) and decimals > 1
        half_of_last_digit = Fraction(1, 2 * 10**decimals) if rounded else Fraction(0)
        return half_of_last_digit + self.noise * abs(Fraction(wanted)) + self.doubt


def _figures(expected: Any, name: str = "") -> Iterator[tuple[str, Decimal]]:
    if isinstance(expected, Mapping):
        for inner, value in expected.items():
            yield from _figures(value, inner)
    elif isinstance(expected, list):
        for value in expected:
            yield from _figures(value, name)
    elif isinstance(expected, Decimal):
        yield name, expected


def differences(expected: Json, found: Found, precision: Precision, at: str = "") -> Iterator[str]:
    """Every expectation that is not met, in words. What nobody answers is a difference too."""
    for name, wanted in expected.items():
        if name not in found:
            yield f"{at}{name}: {_said(wanted)} is expected, and nothing answers it"
        else:
            yield from _of_one(name, wanted, found[name], precision, f"{at}{name}")


def _of_one(name: str, wanted: Any, found: Any, precision: Precision, place: str) -> Iterator[str]:
    if isinstance(found, OnlyQuoted):
        return
    if isinstance(wanted, Mapping | list) and not wanted:
        yield f"{place}: nothing is expected, so that nothing can agree"
    elif isinstance(wanted, Mapping) and isinstance(found, Mapping):
        yield from differences(wanted, found, precision, f"{place}.")
    elif isinstance(wanted, list) and isinstance(found, list | tuple):
        if len(wanted) != len(found):
            yield f"{place}: {len(wanted)} are expected, and there are {len(found)}"
        for number, (one, other) in enumerate(zip(wanted, found, strict=False)):
            yield from _of_one(name, one, other, precision, f"{place}[{number}]")
    elif not agrees(name, wanted, found, precision):
        yield f"{place}: {_said(wanted)} is expected, and the law comes to {_said(found)}"


def agrees(name: str, wanted: Any, found: Any, precision: Precision) -> bool:
    """Whether a value is what was expected, to the last digit that the pack states."""
    if isinstance(found, Unknown) or found is None or wanted is None:
        return found is wanted
    if isinstance(wanted, bool) or isinstance(found, bool):
        return wanted is found
    if isinstance(found, Opening):
        return str(wanted).startswith(found)
    if isinstance(wanted, str) and isinstance(found, int | Fraction):
        wanted = Decimal(wanted)
    if isinstance(wanted, int | Decimal) and isinstance(found, int | Fraction | Decimal):
        return abs(Fraction(wanted) - Fraction(found)) <= precision.allowed(name, wanted)
    if isinstance(found, date):
        return bool(exact(wanted) == found)
    return str(wanted) == str(found)


def _said(value: Any) -> str:
    if isinstance(value, Unknown):
        return "not known: " + " ".join(doubt.question for doubt in value.doubts)
    if isinstance(value, Fraction) and value.denominator != 1:
        return f"{Decimal(value.numerator) / Decimal(value.denominator):.8f}"
    return str(value)
