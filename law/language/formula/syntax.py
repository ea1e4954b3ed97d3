"""A formula as it was written: names not yet looked up, units not yet known."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, TypeAlias

Sign = Literal["+", "-", "*", "/", "=", "!=", "<", "<=", ">", ">=", "and", "or"]


@dataclass(frozen=True, slots=True)
class Literal01:
    """The only numbers a formula may hold: 0 and 1. Any other figure is law and belongs in a parameter."""

    value: int


@dataclass(frozen=True, slots=True)
class Truth:
    """`yes` or `no`."""

    value: bool


@dataclass(frozen=True, slots=True)
class At:
    """A parameter, or what a table says, as the law stood on another day: `basic_amount at employment_ended()`."""

    dated: Name | Call
    day: Syntax


@dataclass(frozen=True, slots=True)
class Word:
    """A quoted member of a category."""

    text: str


@dataclass(frozen=True, slots=True)
class Name:
    """A parameter, a quantity or a window."""

    text: str


@dataclass(frozen=True, slots=True)
class Call:
    """A question to the facts, or one of min, max, floor, ceil, round."""

    name: str
    arguments: tuple[Syntax, ...]


@dataclass(frozen=True, slots=True)
class Binary:
    """Two operands and the sign between them."""

    sign: Sign
    left: Syntax
    right: Syntax


@dataclass(frozen=True, slots=True)
class Not:
    """The contrary of a yes or no."""

    operand: Syntax


@dataclass(frozen=True, slots=True)
class Minus:
    """A number below zero."""

    operand: Syntax


@dataclass(frozen=True, slots=True)
class Among:
    """Whether a category is one of the listed words."""

    operand: Syntax
    words: tuple[str, ...]
    contrary: bool


@dataclass(frozen=True, slots=True)
class If:
    """A choice; both branches are always there, so a formula is never undefined."""

    test: Syntax
    then: Syntax
    otherwise: Syntax


Syntax: TypeAlias = Literal01 | Truth | At | Word | Name | Call | Binary | Not | Minus | Among | If
