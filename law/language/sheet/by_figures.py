"""What a rule comes to by the sheet's own figures, where no fact matters to it; and for whoever has drawn nothing."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from fractions import Fraction

from law.language.formula.fixed import Known, fixed
from law.language.formula.tree import (
    Ask,
    Choice,
    Constant,
    LookUp,
    Operation,
    ParameterAt,
    ParameterOf,
    QuantityOf,
    Tree,
    walk,
)
from law.language.sheet.scheme import Quantity, Scheme
from law.language.terms.dated import LawDays
from law.language.terms.errors import OutsideKnownLaw
from law.language.terms.values import Value

NOTHING_YET = frozenset({"benefit_used", "week_earnings", "period_earnings", "hours_worked", "total_of_periods_before"})
"""Questions to which the answer is zero for whoever has drawn nothing yet, and earns nothing."""


def worth_on_each_day(tree: Tree, scheme: Scheme) -> tuple[Value | None, ...]:
    """What the formula comes to on each day on which a figure in it changes; None where facts matter to it."""
    days = {since for name in _figures_in(tree, scheme, frozenset()) for since in _days_of(name, scheme)}
    return tuple(fixed(tree, by_figures(scheme, day)) for day in sorted(days)) or (fixed(tree),)


def by_figures(scheme: Scheme, day: date) -> Known:
    """The figures of the law of a day, and the quantities that follow from them alone."""

    def known(tree: Tree) -> Value | None:
        if isinstance(tree, ParameterOf):
            return _figure(tree.name, scheme, day)
        rule = _only_rule(tree, scheme)
        worth = fixed(rule.tree, known) if rule else None
        return rule.rounding.apply(worth) if rule and rule.rounding and _is_number(worth) else worth  # type: ignore[arg-type]

    return known


def with_nothing_drawn(scheme: Scheme) -> Known:
    """What whoever has drawn and earned nothing answers, and what follows from that alone."""

    def known(tree: Tree) -> Value | None:
        if isinstance(tree, Ask):
            return 0 if tree.question.name in NOTHING_YET else None
        rule = _only_rule(tree, scheme)
        return fixed(rule.tree, known) if rule else None

    return known


def is_whole(tree: Tree, scheme: Scheme) -> bool:
    """Whether the formula comes to a whole number by its form; of answers to questions nothing is known."""
    match tree:
        case Constant() | Operation(operator="floor" | "ceil" | "round"):
            return True
        case Operation(operator="+" | "-" | "*" | "min" | "max", operands=operands):
            return all(is_whole(operand, scheme) for operand in operands)
        case Choice(then=then, otherwise=otherwise):
            return is_whole(then, scheme) and is_whole(otherwise, scheme)
        case ParameterOf(name=name) | ParameterAt(name=name):
            return all(Fraction(known.value).denominator == 1 for known in scheme.parameters[name].values)
        case LookUp(table=name, column=column):
            figures = scheme.tables[name].figures(column)
            return all(isinstance(figure, int | Fraction) and figure.denominator == 1 for figure in figures)
    rule = _only_rule(tree, scheme)
    rounded = rule is not None and rule.rounding is not None and rule.rounding.step.denominator == 1
    return rounded or (rule is not None and is_whole(rule.tree, scheme))


def _is_number(worth: Value | None) -> bool:
    return worth is not None and not isinstance(worth, bool | str | date)


def _only_rule(tree: Tree, scheme: Scheme) -> Quantity | None:
    """The quantity that a tree names, if it never changed."""
    if not isinstance(tree, QuantityOf):
        return None
    changed = {**scheme.through_time.quantities, **scheme.through_time.week_quantities}
    every = {**scheme.week_quantities, **scheme.quantities}
    return None if tree.name in changed else every.get(tree.name)


def _figures_in(tree: Tree, scheme: Scheme, above: frozenset[str]) -> Iterator[str]:
    for node in walk(tree):
        if isinstance(node, ParameterOf):
            yield node.name
        elif (rule := _only_rule(node, scheme)) and rule.name not in above:
            yield from _figures_in(rule.tree, scheme, above | {rule.name})


def _days_of(name: str, scheme: Scheme) -> Iterator[date]:
    return (known.since for known in scheme.parameters[name].values)


def _figure(name: str, scheme: Scheme, day: date) -> Value | None:
    try:
        return scheme.parameters[name].under(LawDays.of(day)).value
    except OutsideKnownLaw:
        return None
