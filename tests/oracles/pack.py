"""A pack of independent cases: read exactly, compared within the precision in which it states its figures."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any, TypeAlias

from services.eligibility.rulesheet.values import Unknown

Json = Mapping[str, Any]
FLOAT_NOISE = Fraction(1, 10**9)  # of binary arithmetic behind a figure, in proportion to it


@dataclass(frozen=True, slots=True)
class Pack:
    """One file: what it is about, the parameters it states, its cases."""

    file: str
    scheme: str
    parameters: Json
    cases: tuple[Json, ...]

    @property
    def kinds(self) -> frozenset[str]:
        """The kinds of case that occur."""
        return frozenset(str(case["inputs"].get("kind", "")) for case in self.cases)


Found: TypeAlias = Mapping[str, Any]
"""What the rule sheets and the engine say, under the names of the expectations."""
Answer: TypeAlias = Callable[[Json, Pack], Found]


class Quoted:
    """A figure that the pack quotes for comparison only, as its own limits say; nothing is held against it."""


class NotStated(LookupError):
    """A case that lacks what the law asks, so that nothing can be compared."""


def read_pack(path: Path) -> Pack:
    """The pack in a file; decimals are read as they are written."""
    text = json.loads(path.read_text(encoding="utf-8"), parse_float=Decimal)
    return Pack(str(path), str(text["scheme"]), text["parameters"], tuple(text["cases"]))


def differences(expected: Json, found: Found, *, tolerance: Fraction = Fraction(0), at: str = "") -> Iterator[str]:
    """Every expectation that is not met, in words. What nobody answers is a difference too."""
    for name, wanted in expected.items():
        place = f"{at}{name}"
        if name not in found:
            yield f"{place}: {_said(wanted)} is expected, and nothing answers it"
        elif isinstance(wanted, Mapping):
            yield from differences(wanted, found[name], tolerance=tolerance, at=f"{place}.")
        elif isinstance(wanted, list):
            yield from _of_list(wanted, found[name], tolerance, place)
        elif not agrees(wanted, found[name], tolerance):
            yield f"{place}: {_said(wanted)} is expected, and the law comes to {_said(found[name])}"


def _of_list(wanted: list[Any], found: Any, tolerance: Fraction, place: str) -> Iterator[str]:
    if len(wanted) != len(found):
        yield f"{place}: {len(wanted)} are expected, and there are {len(found)}"
        return
    for number, (one, other) in enumerate(zip(wanted, found, strict=True)):
        yield from differences(one, other, tolerance=tolerance, at=f"{place}[{number}].")


def agrees(wanted: Any, found: Any, tolerance: Fraction = Fraction(0)) -> bool:
    """Whether a value is what was expected, to the last digit that the expectation states."""
    if isinstance(found, Quoted):
        return True
    if isinstance(found, Unknown) or found is None or wanted is None:
        return found is wanted
    if isinstance(wanted, bool) or isinstance(found, bool):
        return wanted is found
    if isinstance(wanted, str) and not isinstance(found, str):
        wanted = Decimal(wanted) if isinstance(found, int | Fraction) else wanted
    if isinstance(wanted, int | Decimal) and isinstance(found, int | Fraction | Decimal):
        exact = Fraction(wanted)
        return abs(exact - Fraction(found)) <= max(_half_of_last_digit(wanted), FLOAT_NOISE * abs(exact), tolerance)
    return str(wanted) == str(found)


def _half_of_last_digit(wanted: int | Decimal) -> Fraction:
    if isinstance(wanted, int):
        return Fraction(0)
    places = -int(wanted.as_tuple().exponent)
    # A figure with one decimal may be a whole number written by a program: 0.0, 12.0.
    return Fraction(1, 2 * 10**places) if places > 1 else Fraction(0)


def _said(value: Any) -> str:
    if isinstance(value, Unknown):
        return "not known: " + " ".join(doubt.question for doubt in value.doubts)
    if isinstance(value, Fraction) and value.denominator != 1:
        return f"{Decimal(value.numerator) / Decimal(value.denominator):.8f}"
    return str(value)
