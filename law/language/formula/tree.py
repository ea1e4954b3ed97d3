"""The one tree of a formula, with names looked up and units known; every reader of the law walks this.

Plain frozen dataclasses: the exact evaluation, the columns, the printer and the explanations all read them.
"""

from __future__ import annotations

from collections.abc import Iterator
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
    "days before",
    "weeks after",
    "weeks before",
    "months after",
    "months before",
    "years after",
    "years before",
    "min",
    "max",
    "floor",
    "ceil",
    "round",
    "power",
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
    """A cell of a table of the law; `keys` find row and column. `column` names one of a table of columns.

    With `day` as the law stood on the day that it comes to.
    """

    table: str
    column: str | None
    keys: tuple[Tree, ...]
    unit: Unit
    day: Tree | None = None


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
    """A question to the facts, and what it is about: windows, values, parameters, particulars, words, quantities."""

    question: Question
    windows: tuple[str, ...]
    unit: Unit
    values: tuple[Tree, ...] = ()
    parameters: tuple[str, ...] = ()
    particulars: tuple[str, ...] = ()
    words: tuple[str, ...] = ()
    quantities: tuple[str, ...] = ()
    """Of which it asks what they came to in the periods before: no quantity that is read now."""


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


@dataclass(frozen=True, slots=True)
class NotKnown:
    """Stands for a rule on days on which the sheet knows no version of it."""

    rule: str
    unit: Unit


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
    | NotKnown
)


def children(tree: Tree) -> tuple[Tree, ...]:
    """The trees directly below."""
    match tree:
        case Operation(operands=below) | Ask(values=below):
            return below
        case LookUp(keys=keys, day=day):
            return keys if day is None else (*keys, day)
        case AmongWords(operand=operand) | ParameterAt(day=operand):
            return (operand,)
        case Choice(test=test, then=then, otherwise=otherwise):
            return (test, then, otherwise)
    return ()


def walk(tree: Tree) -> Iterator[Tree]:
    """The tree and every tree within it, each before those below it."""
    yield tree
    for child in children(tree):
        yield from walk(child)


def asks_in(tree: Tree) -> Iterator[Ask]:
    """The questions to the facts, with what each is asked about."""
    return (node for node in walk(tree) if isinstance(node, Ask))


def questions_in(tree: Tree) -> frozenset[str]:
    """The names of the questions to the facts."""
    return frozenset(ask.question.name for ask in asks_in(tree))


def parameters_in(tree: Tree) -> frozenset[str]:
    """The parameters that a tree reads directly."""
    asked_with = frozenset(name for ask in asks_in(tree) for name in ask.parameters)
    return asked_with | {node.name for node in walk(tree) if isinstance(node, ParameterOf | ParameterAt)}


def named_in(tree: Tree) -> frozenset[str]:
    """The quantities that a tree reads."""
    own = frozenset(node.name for node in walk(tree) if isinstance(node, QuantityOf))
    totals = [node for node in walk(tree) if isinstance(node, TotalOf)]
    return own | {total.quantity for total in totals} | {total.key for total in totals if total.key is not None}


def written(ask: Ask) -> str:
    """The question as a sheet writes it, without its numbers: `earnings_in(base_period)`."""
    words = (f'"{word}"' for word in ask.words)
    named = (*ask.windows, *ask.parameters, *ask.particulars, *ask.quantities, *words)
    return f"{ask.question.name}({', '.join(named)})"
