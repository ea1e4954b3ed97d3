"""The one tree of a formula, with names looked up and units known; every reader of the law walks this.

Plain frozen dataclasses: the exact evaluator, the printer, and later the bulk evaluator and the solver.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, TypeAlias

from law.language.terms.questions import Question
from law.language.terms.units import Unit

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
    "days from",
    "days after",
    "months after",
    "min",
    "max",
    "floor",
    "ceil",
    "round",
]


@dataclass(frozen=True, slots=True)
class Constant:
    """0, 1, yes, no or a word of a category."""

    value: int | str | bool
    unit: Unit


@dataclass(frozen=True, slots=True)
class ParameterOf:
    """A dated value of the law."""

    name: str
    unit: Unit


@dataclass(frozen=True, slots=True)
class ParameterAt:
    """A dated value as the law stood on the day that `day` comes to."""

    name: str
    day: Tree
    unit: Unit


@dataclass(frozen=True, slots=True)
class ParticularOf:
    """A particular of the person that somebody states; with `asks_whether`, only whether it is stated."""

    name: str
    asks_whether: bool
    unit: Unit


@dataclass(frozen=True, slots=True)
class LookUp:
    """A cell of a table of the law; `keys` find row and column. `column` names one of a table of columns."""

    table: str
    column: str | None
    keys: tuple[Tree, ...]
    unit: Unit


Days = Literal["all", "before", "same"]


@dataclass(frozen=True, slots=True)
class TotalOf:
    """A quantity of each day, added up over the days of the period.

    Over `all` of them; over those `before` the day in question; over those that are the `same` by `key`.
    """

    quantity: str
    over: Days
    key: str | None
    unit: Unit


@dataclass(frozen=True, slots=True)
class QuantityOf:
    """Another named quantity of the sheet."""

    name: str
    unit: Unit


@dataclass(frozen=True, slots=True)
class Ask:
    """A question to the facts, with what it is asked about: windows, values, parameters, particulars, in order."""

    question: Question
    windows: tuple[str, ...]
    unit: Unit
    values: tuple[Tree, ...] = ()
    parameters: tuple[str, ...] = ()
    particulars: tuple[str, ...] = ()


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
    """If the test holds, `then`; else `otherwise`. An exception of a rule cites its own article."""

    test: Tree
    then: Tree
    otherwise: Tree
    unit: Unit
    cites: str | None = None


Tree: TypeAlias = (
    Constant
    | ParameterOf
    | ParameterAt
    | ParticularOf
    | LookUp
    | TotalOf
    | QuantityOf
    | Ask
    | Operation
    | AmongWords
    | Choice
)


def children(tree: Tree) -> tuple[Tree, ...]:
    """The trees directly below."""
    match tree:
        case Operation(operands=below) | LookUp(keys=below) | Ask(values=below):
            return below
        case AmongWords(operand=operand) | ParameterAt(day=operand):
            return (operand,)
        case Choice(test=test, then=then, otherwise=otherwise):
            return (test, then, otherwise)
    return ()


def named_in(tree: Tree) -> frozenset[str]:
    """The quantities that a tree reads."""
    own: frozenset[str] = frozenset()
    if isinstance(tree, QuantityOf):
        own = frozenset({tree.name})
    elif isinstance(tree, TotalOf):
        own = frozenset({tree.quantity, tree.key} - {None})  # type: ignore[arg-type]
    return own.union(*(named_in(child) for child in children(tree)))


def parameters_in(tree: Tree) -> frozenset[str]:
    """The parameters that a tree reads directly."""
    own: frozenset[str] = frozenset()
    if isinstance(tree, ParameterOf | ParameterAt):
        own = frozenset({tree.name})
    elif isinstance(tree, Ask):
        own = frozenset(tree.parameters)
    return own.union(*(parameters_in(child) for child in children(tree)))


def windows_in(tree: Tree) -> frozenset[str]:
    """The windows that a tree looks back on."""
    own = frozenset(tree.windows) if isinstance(tree, Ask) else frozenset()
    return own.union(*(windows_in(child) for child in children(tree)))


def questions_in(tree: Tree) -> frozenset[str]:
    """The questions to the facts that a tree asks."""
    own = frozenset({tree.question.name}) if isinstance(tree, Ask) else frozenset()
    return own.union(*(questions_in(child) for child in children(tree)))
