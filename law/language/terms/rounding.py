"""Rounding as part of the rule: `down to 1`, `up to 0.01`, `half up to 1`, `half even to 1`."""

from __future__ import annotations

import math
import re
from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction

from law.language.terms.errors import FormulaError
from law.language.terms.numerals import parse_number, plain
from law.language.terms.values import Number, plain_number

EXAMPLE = "round: down to 1"
STEP_MAX = 1000
"""No law rounds by more, in whatever currency: Indonesia and Viet Nam, where a wage is millions, by a thousand."""


def half_up(number: Number) -> int:
    """The nearest whole number; halves go up."""
    return (2 * number.numerator + number.denominator) // (2 * number.denominator)


WAYS: dict[str, Callable[[Number], int]] = {
    "down": math.floor,
    "up": math.ceil,
    "half up": half_up,
    "half even": round,
}


@dataclass(frozen=True, slots=True)
class Rounding:
    """How a quantity is rounded, and to multiples of what."""

    way: str
    step: Fraction

    def apply(self, number: Number) -> Number:
        """The rounded number."""
        size, parts = self.step.numerator, self.step.denominator
        if size == parts:
            return WAYS[self.way](number)
        steps = WAYS[self.way](Fraction(number.numerator * parts, number.denominator * size))
        return plain_number(Fraction(steps * size, parts))

    def __str__(self) -> str:
        return f"{self.way} to {plain(self.step)}"


def parse_rounding(text: str) -> Rounding:
    """The rounding a sheet writes. Raises `FormulaError`."""
    match = re.fullmatch(r"(down|up|half up|half even) to (\S+)", " ".join(text.split()))
    if match is None:
        ways = ", ".join(WAYS)
        raise FormulaError(f"'{text}' is not a way of rounding (ways: {ways}).", example=EXAMPLE)
    step = parse_number(match[2])
    if step <= 0:
        raise FormulaError("rounding needs a step above zero.", example=EXAMPLE)
    if step > STEP_MAX:
        raise FormulaError(
            f"a step of {plain(step)} rounds most amounts to nothing: at most {STEP_MAX}.", example=EXAMPLE
        )
    return Rounding(match[1], step)
