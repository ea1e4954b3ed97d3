"""Formulas of a sheet as terms of the solver z3: one free symbol for each question to the facts.

Only `tideover scheme prove` needs it, and the package z3-solver (`pip install tideover[prove]`).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction
from functools import reduce
from typing import Any

import z3

from law.language.formula.tree import (
    AmongWords,
    Ask,
    Choice,
    Constant,
    LookUp,
    Operation,
    ParameterAt,
    ParameterOf,
    ParticularOf,
    QuantityOf,
    TotalOf,
    Tree,
    written,
)
from law.language.sheet.scheme import Quantity, Scheme
from law.language.terms.dated import LawDays
from law.language.terms.rounding import Rounding
from law.language.terms.tables import Axis, Table
from law.language.terms.units import Unit

Term = Any
"""An expression of z3, which has no types of its own for mypy."""

USED, LEFT = frozenset({"benefit_used", "benefit_used_in_months_before"}), "benefit_left"
"""What a sheet asks about the limit. Nobody drew before, so all that was used was used in these months."""
LARGEST = Fraction(10**9)
"""No answer that is a number is larger; part of what a proof says of itself."""


class NotHandedOver(Exception):
    """A formula of a kind that is not handed to the solver. The message is a sentence that names it."""


@dataclass
class Symbols:
    """The rules of a scheme on one day as terms, and the symbols that stand for what the facts answer.

    `fixed` are answers that are the same for everybody whom a statement is about, by how a sheet writes the question.
    """

    scheme: Scheme
    on: date
    fixed: Mapping[str, Term] = field(default_factory=dict)
    free: dict[str, Term] = field(default_factory=dict)
    """By how a sheet writes the question."""
    bounds: list[Term] = field(default_factory=list)
    """What holds of every symbol: numbers lie between zero and `LARGEST`, words are among those of the sheet."""
    _words: dict[str, int] = field(default_factory=dict)
    _quantities: dict[str, Term] = field(default_factory=dict)
    _used: Term = None
    _limit: Term = None

    def quantity(self, name: str) -> Term:
        """A quantity of the claim or of a certified period, rounded as the sheet says. Raises `NotHandedOver`."""
        if name not in self._quantities:
            rule = self.scheme.quantities.get(name) or self.scheme.week_quantities.get(name)
            if rule is None:
                raise NotHandedOver(f"{name} is worked out for each day")
            self._quantities[name] = self._rounded(rule)
        return self._quantities[name]

    def _rounded(self, rule: Quantity) -> Term:
        term = self.of(rule.tree)
        return term if rule.rounding is None else _round(term, rule.rounding)

    def of(self, tree: Tree) -> Term:
        """A formula as a term. Raises `NotHandedOver`."""
        match tree:
            case Constant() | ParameterOf() | ParticularOf(asks_whether=False) | QuantityOf() | Ask():
                return self._leaf(tree)
            case Operation(operator="and" | "or" as operator, operands=operands):
                return self._settled(operator, operands)
            case Operation(operator=operator, operands=operands):
                return _joined(operator, [self.of(operand) for operand in operands])
            case AmongWords(operand=operand, words=words, contrary=contrary):
                word = self.of(operand)
                among = z3.Or([word == self.word(own) for own in words])
                return z3.Not(among) if contrary else among
            case Choice(test=test, then=then, otherwise=otherwise):
                return self._chosen(self.of(test), then, otherwise)
            case LookUp(day=None):
                return self._looked_up(tree)
        raise NotHandedOver(f"{_in_words(tree)} is not handed to the solver")

    def _settled(self, operator: str, operands: tuple[Tree, ...]) -> Term:
        """Whether all hold, or one of them; once that is settled for everybody, the rest is not looked at."""
        terms, settles = [], z3.is_false if operator == "and" else z3.is_true
        for operand in operands:
            terms.append(z3.simplify(self.of(operand)))
            if settles(terms[-1]):
                return terms[-1]
        return _joined(operator, terms)

    def _chosen(self, test: Term, then: Tree, otherwise: Tree) -> Term:
        """One of two formulas; of a choice that is the same for everybody only the one that is taken."""
        test = z3.simplify(test)
        if z3.is_true(test) or z3.is_false(test):
            return self.of(then if z3.is_true(test) else otherwise)
        return z3.If(test, self.of(then), self.of(otherwise))

    def _leaf(self, tree: Constant | ParameterOf | ParticularOf | QuantityOf | Ask) -> Term:
        match tree:
            case Constant(value=value):
                return z3.BoolVal(value) if isinstance(value, bool) else self._cell(value)
            case ParameterOf(name=name):
                return _number(self.scheme.parameters[name].on(self.on).value)
            case ParticularOf(name=name, unit=unit):
                return self._asked(name, unit)
            case QuantityOf(name=name):
                return self.quantity(name)
            case Ask(question=question, unit=unit):
                limited, name = self._of_the_limit(question.name), written(tree)
                if limited is not None:
                    return limited
                if question.scope != "claim" and name not in self.fixed:
                    raise NotHandedOver(f"the payment asks {name} of each period")
                return self._asked(name, unit)

    def _of_the_limit(self, question: str) -> Term | None:
        """The answer to a question about what was used before; None where it is about something else."""
        if question in USED:
            return self._used
        return self._limit - self._used if question == LEFT else None

    def word(self, word: str) -> Term:
        """What stands for a word of the sheet."""
        return z3.IntVal(self._words.setdefault(word, len(self._words)))

    def word_of(self, number: int) -> str:
        """The word that a number stands for."""
        return next(word for word, own in self._words.items() if own == number)

    def take_for_granted(self, quantity: str, value: Term) -> None:
        """Do not work this quantity out: it is the same for everybody whom a statement is about."""
        self._quantities[quantity] = value

    def count_used(self, used: Term, limit: Term) -> None:
        """What was used of the limit before a period answers the questions about it."""
        self._used, self._limit = used, limit

    def _asked(self, name: str, unit: Unit) -> Term:
        if name in self.fixed:
            return self.fixed[name]
        if name not in self.free:
            self.free[name] = self._symbol(name, unit)
        return self.free[name]

    def _symbol(self, name: str, unit: Unit) -> Term:
        match unit.kind:
            case "yes_no":
                return z3.Bool(name)
            case "category":
                symbol = z3.Int(name)
                self.bounds.append(z3.Or([symbol == self.word(word) for word in sorted(unit.members)]))
            case "date":
                raise NotHandedOver(f"{name} is a day")
            case _:
                symbol = z3.Real(name)
                self.bounds += [symbol >= 0, symbol <= _number(LARGEST)]
        return symbol

    def _looked_up(self, tree: LookUp) -> Term:
        table = self.scheme.tables[tree.table]
        sheet = table.under(LawDays.of(self.on))
        if table.asks:
            raise NotHandedOver(f"the table {table.name} leaves cases to a person")
        keys = [self.of(key) for key in tree.keys]
        otherwise = None if table.otherwise is None else self._cell(table.otherwise)
        rows = [self._row(table, tree, row, keys, otherwise) for row in sheet.cells]
        return self._by_head(table.down, sheet.rows, keys[0], rows, otherwise, open_end=sheet.open_row)

    def _row(self, table: Table, tree: LookUp, cells: tuple[Any, ...], keys: list[Term], otherwise: Term) -> Term:
        values = [otherwise if cell is None else self._cell(cell) for cell in cells]
        if tree.column is not None:
            return values[list(table.columns).index(tree.column)]
        if table.across is None:
            return values[0]
        return self._by_head(table.across, table.heads, keys[1], values, otherwise, open_end=table.open_head)

    def _cell(self, cell: Any) -> Term:
        return self.word(cell) if isinstance(cell, str) else _number(cell)

    def _by_head(  # noqa: PLR0913  an axis of a table and what is looked up on it
        self, axis: Axis, heads: tuple[Any, ...], key: Term, values: list[Term], otherwise: Term, *, open_end: bool
    ) -> Term:
        """The value at the head that the key finds; whatever finds none gives `otherwise`, if the table has it."""
        if otherwise is None:
            otherwise = values[0]  # such a case cannot be reached
        named = [self._cell(head) for head in heads]
        pairs = list(zip(named, values, strict=False))
        if axis.step == "is":
            return reduce(lambda rest, pair: z3.If(key == pair[0], pair[1], rest), pairs, otherwise)
        if axis.step == "at least":
            return reduce(lambda rest, pair: z3.If(key >= pair[0], pair[1], rest), pairs, otherwise)
        beyond = values[len(heads)] if open_end and len(values) > len(heads) else otherwise
        return reduce(lambda rest, pair: z3.If(key <= pair[0], pair[1], rest), reversed(pairs), beyond)


def _in_words(tree: Tree) -> str:
    """A kind of formula, for whoever reads why nothing was proved."""
    match tree:
        case ParameterAt(name=name):
            return f"{name} as the law stood on another day"
        case LookUp(table=table):
            return f"the table {table} as it stood on another day"
        case ParticularOf(name=name):
            return f"whether {name} is stated"
        case TotalOf(quantity=quantity):
            return f"{quantity}, added up day by day,"
    return type(tree).__name__


def _number(value: int | Fraction) -> Term:
    exact = Fraction(value)
    return z3.Q(exact.numerator, exact.denominator)


def _whole(term: Term) -> Term:
    """The largest whole number that is not above."""
    return z3.ToReal(z3.ToInt(term))


def _round(term: Term, rounding: Rounding) -> Term:
    step = _number(rounding.step)
    match rounding.way:
        case "down":
            return step * _whole(term / step)
        case "up":
            return -step * _whole(-term / step)
        case "half up":
            return step * _whole(term / step + _number(Fraction(1, 2)))
    raise NotHandedOver(f"{rounding.way} is not handed to the solver")


def _least(terms: list[Term]) -> Term:
    return reduce(lambda one, other: z3.If(one <= other, one, other), terms)


def _most(terms: list[Term]) -> Term:
    return reduce(lambda one, other: z3.If(one >= other, one, other), terms)


_OPERATIONS: Mapping[str, Callable[[list[Term]], Term]] = {
    "+": lambda terms: reduce(lambda one, other: one + other, terms),
    "-": lambda terms: terms[0] - terms[1],
    "*": lambda terms: reduce(lambda one, other: one * other, terms),
    "/": lambda terms: terms[0] / terms[1],
    "=": lambda terms: terms[0] == terms[1],
    "!=": lambda terms: terms[0] != terms[1],
    "<": lambda terms: terms[0] < terms[1],
    "<=": lambda terms: terms[0] <= terms[1],
    ">": lambda terms: terms[0] > terms[1],
    ">=": lambda terms: terms[0] >= terms[1],
    "and": z3.And,
    "or": z3.Or,
    "not": lambda terms: z3.Not(terms[0]),
    "minus": lambda terms: -terms[0],
    "min": _least,
    "max": _most,
    "floor": lambda terms: _whole(terms[0]),
    "ceil": lambda terms: -_whole(-terms[0]),
}


def _joined(operator: str, terms: list[Term]) -> Term:
    if operator not in _OPERATIONS:
        raise NotHandedOver(f"'{operator}' is not handed to the solver")
    return _OPERATIONS[operator](terms)
