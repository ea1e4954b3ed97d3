"""Evaluates a scheme exactly, with the derivation of every value.

Each tree is compiled once into nested functions; a quantity is computed once per evaluation.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from fractions import Fraction
from typing import TypeAlias

from services.eligibility.rulesheet.derivation import Step
from services.eligibility.rulesheet.operations import EXACT, LOGIC
from services.eligibility.rulesheet.scheme import Condition, Quantity, Scheme
from services.eligibility.rulesheet.tree import (
    AmongWords,
    Ask,
    Choice,
    Constant,
    Operation,
    ParameterOf,
    QuantityOf,
    Tree,
)
from services.eligibility.rulesheet.units import Unit, money
from services.eligibility.rulesheet.values import Unknown

VALUE = 2  # the place of the value in a step
LAW_DAYS_MAX = 4096  # days whose parameters are kept in memory
Rule: TypeAlias = "Callable[[Evaluation], Step]"


class Evaluation:
    """One run of a scheme's rules over one case, under the law of one day.

    `anchor` is the day before which windows look back. An evaluation of a week has the claim's evaluation as
    `outer`: the claim's quantities stay as they were found there.
    """

    __slots__ = ("anchor", "case", "conditions", "law", "law_day", "outer", "rules", "steps")

    def __init__(
        self, rules: Rules, case: object, *, law_day: date, anchor: date, outer: Evaluation | None = None
    ) -> None:
        self.rules = rules
        self.case = case
        self.law_day = law_day
        self.anchor = anchor
        self.outer = outer
        self.law = rules.law_of(law_day)
        self.steps: dict[str, Step] = {}
        self.conditions: dict[str, Step] = {}

    def quantity(self, name: str) -> Step:
        """A named quantity with its derivation."""
        found = self.steps.get(name)
        if found is None:
            outer = self.outer
            found = (
                outer.quantity(name) if outer and name in outer.rules.quantities else self.rules.quantities[name](self)
            )
            self.steps[name] = found
        return found

    def parameter(self, name: str) -> Step:
        """A parameter as the law stood. Raises `OutsideKnownLaw`."""
        found = self.law.get(name)
        if found is None:
            parameter = self.rules.scheme.parameters[name]
            entry = parameter.on(self.law_day)
            found = self.law[name] = Step("parameter", name, entry.value, parameter.unit, entry.cites)
        return found

    def named(self, name: str) -> Step:
        """The quantity or parameter of that name."""
        return self.parameter(name) if name in self.rules.scheme.parameters else self.quantity(name)

    def condition(self, name: str) -> Step:
        """A condition's answer with its derivation."""
        found = self.conditions.get(name)
        if found is None:
            found = self.conditions[name] = self.rules.conditions[name](self)
        return found


class Rules:
    """The compiled rules of one scheme at one scope: of the claim, or of a week within it."""

    def __init__(self, scheme: Scheme, quantities: Mapping[str, Quantity], conditions: Mapping[str, Condition]) -> None:
        self.scheme = scheme
        self.quantities = {name: _quantity(quantity, scheme) for name, quantity in quantities.items()}
        self.conditions = {name: _condition(condition, scheme) for name, condition in conditions.items()}
        self.waiting_lasts = compiled(scheme.waiting.lasts, scheme)
        self.waiting_served = compiled(scheme.waiting.served_when, scheme)
        self._law: dict[date, dict[str, Step]] = {}

    def law_of(self, day: date) -> dict[str, Step]:
        """The parameters of a day that were asked for so far; they are the same for every case."""
        if len(self._law) > LAW_DAYS_MAX:
            self._law.clear()
        return self._law.setdefault(day, {})


class RulesOfScheme:
    """Both scopes of a scheme, compiled."""

    def __init__(self, scheme: Scheme) -> None:
        self.claim = Rules(scheme, scheme.quantities, scheme.conditions)
        self.week = Rules(scheme, scheme.week_quantities, scheme.week_conditions)


_compiled: dict[int, tuple[Scheme, RulesOfScheme]] = {}


def rules_of(scheme: Scheme) -> RulesOfScheme:
    """The compiled rules of a scheme; made once for each loaded scheme."""
    known = _compiled.get(id(scheme))
    if known is None or known[0] is not scheme:
        known = _compiled[id(scheme)] = (scheme, RulesOfScheme(scheme))
    return known[1]


def compiled(tree: Tree, scheme: Scheme) -> Rule:  # noqa: PLR0911  one branch a kind of node
    """The function that evaluates a tree."""
    match tree:
        case Constant(value=value, unit=unit):
            step = Step("constant", str(value), value, unit)
            return lambda _run: step
        case ParameterOf(name=name):
            return lambda run: run.parameter(name)
        case QuantityOf(name=name):
            return lambda run: run.quantity(name)
        case Ask():
            return _ask(tree, scheme)
        case Operation():
            return _operation(tree, scheme)
        case AmongWords():
            return _among(tree, scheme)
        case Choice():
            return _choice(tree, scheme)


def _quantity(quantity: Quantity, scheme: Scheme) -> Rule:
    body = compiled(quantity.tree, scheme)
    rounding, name, unit, cites = quantity.rounding, quantity.name, quantity.unit, quantity.cites

    def rule(run: Evaluation) -> Step:
        inner = body(run)
        value = inner.value
        if rounding is not None and isinstance(value, int | Fraction):
            value = rounding.apply(value)
        return Step("quantity", name, value, unit, cites, (inner,))

    return rule


def _condition(condition: Condition, scheme: Scheme) -> Rule:
    body = compiled(condition.tree, scheme)
    name, cites = condition.name, condition.cites

    def rule(run: Evaluation) -> Step:
        inner = body(run)
        return Step("condition", name, inner.value, inner.unit, cites, (inner,))

    return rule


def _ask(tree: Ask, scheme: Scheme) -> Rule:
    question, unit = tree.question, tree.unit
    windows = tuple(scheme.windows[name] for name in tree.windows)
    what = f"{question.name}({', '.join(tree.windows)})"
    cites = "; ".join(window.cites for window in windows) or None
    answer, part_unit = question.answer, money(scheme.currency)

    def rule(run: Evaluation) -> Step:
        known = run.steps.get(what)
        if known is not None:
            return known
        given = answer(run.case, *(window.window.spans(run.anchor) for window in windows))
        parts = tuple(Step("part", part.what, part.value, part_unit, None, (), part.facts) for part in given.parts)
        asked = run.steps[what] = Step("question", what, given.value, unit, cites, parts, given.facts)
        return asked

    return rule


def _operation(tree: Operation, scheme: Scheme) -> Rule:
    operands = tuple(compiled(operand, scheme) for operand in tree.operands)
    operator, unit = tree.operator, tree.unit
    if operator in LOGIC:
        logic = LOGIC[operator]

        def logical(run: Evaluation) -> Step:
            inputs = tuple([operand(run) for operand in operands])
            return Step("operation", operator, logic(*[step.value for step in inputs]), unit, None, inputs)

        return logical
    return _exact(operator, operands, unit)


def _exact(operator: str, operands: tuple[Rule, ...], unit: Unit) -> Rule:
    exact = EXACT[operator]
    if len(operands) == 2:
        left, right = operands

        def joined(run: Evaluation) -> Step:
            # The commonest case, written out: a determination holds dozens of these.
            first, second = left(run), right(run)
            one, other = first[VALUE], second[VALUE]
            doubtful = type(one) is Unknown or type(other) is Unknown
            value = Unknown.of(one, other) if doubtful else exact(one, other)
            return Step("operation", operator, value, unit, None, (first, second))

        return joined

    def rule(run: Evaluation) -> Step:
        inputs = tuple([operand(run) for operand in operands])
        values = [step.value for step in inputs]
        doubtful = any(type(value) is Unknown for value in values)
        return Step("operation", operator, Unknown.of(*values) if doubtful else exact(*values), unit, None, inputs)

    return rule


def _among(tree: AmongWords, scheme: Scheme) -> Rule:
    operand, words, contrary, unit = compiled(tree.operand, scheme), tree.words, tree.contrary, tree.unit
    what = f"{'not ' if contrary else ''}in [{', '.join(words)}]"

    def rule(run: Evaluation) -> Step:
        inner = operand(run)
        value = inner.value if isinstance(inner.value, Unknown) else (inner.value in words) != contrary
        return Step("operation", what, value, unit, None, (inner,))

    return rule


def _choice(tree: Choice, scheme: Scheme) -> Rule:
    test, then, otherwise = (compiled(part, scheme) for part in (tree.test, tree.then, tree.otherwise))
    unit = tree.unit

    def rule(run: Evaluation) -> Step:
        asked = test(run)
        if isinstance(asked.value, Unknown):
            return Step("choice", "if", asked.value, unit, None, (asked,))
        taken = then(run) if asked.value else otherwise(run)
        return Step("choice", "then" if asked.value else "else", taken.value, unit, None, (asked, taken))

    return rule
