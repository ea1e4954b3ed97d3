"""Python expressions for exact numbers, in whole parts: `share_times_26 * wages_minor` is 2600 times the amount.

How many parts make one is known when the source is written, so that sums, products, comparisons and roundings of
whole numbers stay whole numbers and no fraction is made. A value that may have a part of a part carries it along: the
same expression then computes with a `Fraction`.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from enum import IntEnum
from fractions import Fraction

from law.language.terms.rounding import Rounding
from law.language.terms.values import Number


class Strength(IntEnum):
    """How strongly an expression holds together, the weakest first."""

    CHOICE = 0
    OR = 1
    AND = 2
    NOT = 3
    COMPARISON = 4
    SUM = 5
    FLOOR = 6
    """Of a division that is rounded down: within a product it stands in brackets, unlike another product."""
    PRODUCT = 7
    SIGN = 8
    ATOM = 9


@dataclass(frozen=True, slots=True)
class Expression:
    """Python for a value. A number is written `times` as large as it is; `is_whole` says that no part is left over.

    `constant` is the value itself, where the law of the day fixes it.
    """

    code: str
    strength: Strength = Strength.ATOM
    times: int = 1
    is_whole: bool = False
    constant: Number | None = None

    def within(self, strength: Strength) -> str:
        """The code as an operand of something that holds together this strongly."""
        return self.code if self.strength >= strength else f"({self.code})"

    @property
    def is_called(self) -> bool:
        """Whether it is a function without arguments, called where it is needed."""
        return self.code.endswith("()")

    def scaled(self, times: int) -> Expression:
        """The same number written so many times as large, a multiple of what it was."""
        factor = times // self.times
        if factor == 1:
            return self
        if self.code.isdecimal():
            return Expression(str(int(self.code) * factor), times=times, is_whole=True, constant=self.constant)
        return Expression(
            f"{factor} * {self.within(Strength.PRODUCT)}", Strength.PRODUCT, times, self.is_whole, self.constant
        )


def number(value: Number) -> Expression:
    """A number as it stands."""
    return Expression(str(value.numerator), times=value.denominator, is_whole=True, constant=value)


def alike(*numbers: Expression) -> tuple[Expression, ...]:
    """The numbers, each written as many times as large as the others."""
    times = math.lcm(*(one.times for one in numbers))
    return tuple(one.scaled(times) for one in numbers)


def joined(sign: str, left: Expression, right: Expression) -> Expression:
    """A sum or a difference."""
    one, two = alike(left, right)
    code = f"{one.within(Strength.SUM)} {sign} {two.within(Strength.PRODUCT)}"
    return Expression(code, Strength.SUM, one.times, one.is_whole and two.is_whole)


def product(left: Expression, right: Expression) -> Expression:
    """A product."""
    code = f"{left.within(Strength.PRODUCT)} * {right.within(Strength.SIGN)}"
    both = None if left.constant is None or right.constant is None else left.constant * right.constant
    return Expression(code, Strength.PRODUCT, left.times * right.times, left.is_whole and right.is_whole, both)


def quotient(left: Expression, right: Expression) -> Expression:
    """A quotient. By a figure of the law it stays a number of whole parts; else zero as a divisor is doubt."""
    if right.constant:
        by = Fraction(right.constant)
        over = left.scaled(left.times * by.denominator)
        return Expression(over.code, over.strength, over.times // by.denominator * by.numerator, over.is_whole)
    shared = math.gcd(left.times, right.times)
    over, under = left.scaled(left.times * right.times // shared), right.scaled(right.times * left.times // shared)
    return Expression(f"divided({over.code}, {under.code})")


def negative(operand: Expression) -> Expression:
    """The number below zero."""
    return Expression(f"-{operand.within(Strength.SIGN)}", Strength.SIGN, operand.times, operand.is_whole)


def extreme(name: str, numbers: tuple[Expression, ...]) -> Expression:
    """`min` or `max`."""
    same = alike(*numbers)
    code = f"{name}({', '.join(one.code for one in same)})"
    return Expression(code, times=same[0].times, is_whole=all(one.is_whole for one in same))


def compared(sign: str, left: Expression, right: Expression) -> Expression:
    """A comparison of two values of one kind."""
    one, two = alike(left, right)
    return Expression(f"{one.within(Strength.SUM)} {sign} {two.within(Strength.SUM)}", Strength.COMPARISON)


def choice(test: Expression, then: Expression, otherwise: Expression) -> Expression:
    """One of two values."""
    one, two = alike(then, otherwise)
    code = f"{one.within(Strength.OR)} if {test.within(Strength.OR)} else {two.within(Strength.CHOICE)}"
    return Expression(code, Strength.CHOICE, one.times, one.is_whole and two.is_whole)


ROUNDED_BY = {"up": "rounded_up", "half up": "rounded_half_up", "half even": "rounded_half_even"}
WHOLE = Fraction(1)


def rounded(operand: Expression, rounding: Rounding) -> Expression:
    """The number rounded to multiples of a step."""
    size, parts = rounding.step.numerator, rounding.step.denominator
    if operand.is_whole and parts % operand.times == 0 and size == 1:
        return operand  # it is a whole number of steps already
    shared = math.gcd(parts, operand.times * size)
    steps = operand.scaled(operand.times * (parts // shared)) if parts > shared else operand
    by = operand.times * size // shared
    if rounding.way == "down":
        code, strength = f"{steps.within(Strength.PRODUCT)} // {by}", Strength.FLOOR
    else:
        code, strength = f"{ROUNDED_BY[rounding.way]}({steps.code}, {by})", Strength.ATOM
    found = Expression(code, strength, is_whole=True)
    return Expression(found.scaled(size).code, found.scaled(size).strength, parts, is_whole=True)


def in_minor_units(amount: Expression, minor_units: int) -> Expression:
    """An amount counted in minor units instead of whole ones."""
    shared = math.gcd(minor_units, amount.times)
    times = amount.times // shared
    counted = amount.scaled(amount.times * (minor_units // shared))
    return Expression(counted.code, counted.strength, times, amount.is_whole)


def exact(operand: Expression) -> str:
    """The number itself, for what is not written in whole parts."""
    if operand.times == 1:
        return operand.code
    return f"exactly({operand.code}, {operand.times})"
