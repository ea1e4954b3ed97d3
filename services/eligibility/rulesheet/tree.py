"""The one tree of a formula, with names looked up and units known; every reader of the law walks this.

Plain frozen dataclasses: the exact evaluator, the printer, and later the bulk evaluator and the solver.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, TypeAlias

from services.eligibility.rulesheet.questions import Question
from services.eligibility.rulesheet.units import Unit

Operator = Literal[
    "+",
    "-",
    "*",
    "/",
    "=",
    "!=",
    "<",
    "<=",
    ">",
    ">=",
    "and",
    "or",
    "not",
    "minus",
    "min",
    "max",
    "floor",
    "ceil",
    "round",
]


@dataclass(frozen=True, slots=True)
class Constant:
    """0, 1 or a word of a category."""

    value: int | str
    unit: Unit


@dataclass(frozen=True, slots=True)
class ParameterOf:
    """A dated value of the law."""

    name: str
    unit: Unit


@dataclass(frozen=True, slots=True)
class QuantityOf:
    """Another named quantity of the sheet."""

    name: str
    unit: Unit


@dataclass(frozen=True, slots=True)
class Ask:
    """A question to the facts, with the windows it is asked about."""

    question: Question
    windows: tuple[str, ...]
    unit: Unit


@dataclass(frozen=True, slots=True)
class Operation:
    """Arithmetic, comparison or logic."""

    operator: Operator
    operands: tuple[Tree, ...]
    unit: Unit


@dataclass(frozen=True, slots=True)
class AmongWords:
    """Whether a category is one of the words (or, if `contrary`, none of them)."""

    operand: Tree
    words: tuple[str, ...]
    contrary: bool
    unit: Unit


@dataclass(frozen=True, slots=True)
class Choice:
    """If the test holds, `then`; else `otherwise`."""

    test: Tree
    then: Tree
    otherwise: Tree
    unit: Unit


Tree: TypeAlias = Constant | ParameterOf | QuantityOf | Ask | Operation | AmongWords | Choice


def children(tree: Tree) -> tuple[Tree, ...]:
    """The trees directly below."""
    match tree:
        case Operation(operands=operands):
            return operands
        case AmongWords(operand=operand):
            return (operand,)
        case Choice(test=test, then=then, otherwise=otherwise):
            return (test, then, otherwise)
    return ()


def named_in(tree: Tree) -> frozenset[str]:
    """The quantities that a tree reads."""
    own = frozenset({tree.name}) if isinstance(tree, QuantityOf) else frozenset()
    return own.union(*(named_in(child) for child in children(tree)))


def parameters_in(tree: Tree) -> frozenset[str]:
    """The parameters that a tree reads directly."""
    own = frozenset({tree.name}) if isinstance(tree, ParameterOf) else frozenset()
    return own.union(*(parameters_in(child) for child in children(tree)))
