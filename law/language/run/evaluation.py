"""Evaluates a scheme exactly, with the derivation of every value.

Each tree is compiled once into nested functions; a quantity is computed once per evaluation.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Mapping
from datetime import date
from fractions import Fraction

from law.language.formula.tree import ParticularOf
from law.language.run.answer import Found
from law.language.run.compile import Rule, compiled, given
from law.language.sheet.scheme import Condition, Quantity, Scheme
from law.language.terms.derivation import VALUE, Step, new
from law.language.terms.units import Unit
from law.language.terms.values import Value

LAW_DAYS_MAX = 4096  # days whose parameters are kept in memory
NOTHING_GIVEN: Mapping[str, Value] = {}


class Evaluation:
    """One run of a scheme's rules over one case, under the law of one day.

    `anchor` is the day before which windows look back; `day` that on which particulars are asked. An evaluation
    of a period has the claim's as `outer`, one of a day that of its period: what was found there stays.
    `given` answers take the place of quantities, questions (`earnings_in(base_period)`) and particulars.
    """

    __slots__ = (
        "anchor",
        "case",
        "conditions",
        "day",
        "days",
        "given",
        "law",
        "law_day",
        "laws",
        "looks",
        "outer",
        "rules",
        "steps",
    )

    def __init__(  # noqa: PLR0913  what an evaluation is made of
        self,
        rules: Rules,
        case: object,
        *,
        law_day: date,
        anchor: date,
        outer: Evaluation | None = None,
        day: date | None = None,
        given: Mapping[str, Value] = NOTHING_GIVEN,
    ) -> None:
        self.rules = rules
        self.case = case
        self.law_day = law_day
        self.anchor = anchor
        self.outer = outer
        self.day = day or anchor
        self.days: tuple[Evaluation, ...] = ()
        self.given: Mapping[str, Value] = {**outer.given, **given} if outer and outer.given else given
        self.law = rules.law_of(law_day)
        self.laws: dict[date, Evaluation] = {}
        self.steps: dict[Hashable, Step] = {}
        self.looks: dict[str, Found] = {}
        self.conditions: dict[str, Step] = {}

    def under(self, law_day: date) -> Evaluation:
        """The same case under the law of another day, looked back on from the same day; kept for the next asker."""
        if law_day == self.law_day:
            return self
        found = self.laws.get(law_day)
        if found is None:
            found = self.laws[law_day] = Evaluation(
                self.rules, self.case, law_day=law_day, anchor=self.anchor, day=self.day, given=self.given
            )
        return found

    def of_days(self, rules: Rules, cases: Iterable[tuple[date, object]]) -> None:
        """Open the days of a period, in order."""
        self.days = tuple(
            Evaluation(rules, case, law_day=self.law_day, anchor=self.anchor, outer=self, day=day)
            for day, case in cases
        )

    def quantity(self, name: str) -> Step:
        """A named quantity with its derivation."""
        found = self.steps.get(name)
        if found is None:
            if self.given and name in self.given:
                found = given(name, self.given[name], self.rules.unit_of(name))
            elif name in self.rules.quantities:
                found = self.rules.quantities[name](self)
            elif self.outer is not None:
                found = self.outer.quantity(name)
            else:
                raise LookupError(f"{name} is not known of a claim")
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
        """The parameter, particular or quantity of that name."""
        if name in self.rules.scheme.parameters:
            return self.parameter(name)
        if name in self.rules.particulars:
            return self.rules.particulars[name](self)
        return self.quantity(name)

    def condition(self, name: str) -> Step:
        """A condition's answer with its derivation."""
        found = self.conditions.get(name)
        if found is None:
            found = self.conditions[name] = self.rules.conditions[name](self)
        return found


class Rules:
    """The compiled rules of one scheme at one scope: of the claim, of a period within it, or of a period's day."""

    def __init__(
        self,
        scheme: Scheme,
        quantities: Mapping[str, Quantity],
        conditions: Mapping[str, Condition],
        *,
        of_days: bool = False,
    ) -> None:
        self.scheme = scheme
        self.quantities = {name: _quantity(quantity, scheme, of_days=of_days) for name, quantity in quantities.items()}
        self.conditions = {name: _condition(condition, scheme) for name, condition in conditions.items()}
        self.waiting_lasts = compiled(scheme.waiting.lasts, scheme)
        self.waiting_served = compiled(scheme.waiting.served_when, scheme)
        self.linked_when = compiled(scheme.spells.linked_when, scheme) if scheme.spells else None
        self.rests = {name: compiled(rest.lasts, scheme) for name, rest in scheme.rests.items()}
        self.sanctions = {ground: compiled(rule.consumes, scheme) for ground, rule in scheme.sanctions.items()}
        self.particulars = {
            name: compiled(ParticularOf(name, asks_whether=False, unit=one.unit), scheme)
            for name, one in scheme.particulars.items()
        }
        self._units = {
            name: quantity.unit
            for of in (scheme.quantities, scheme.week_quantities, scheme.day_quantities)
            for name, quantity in of.items()
        }
        self._law: dict[date, dict[str, Step]] = {}

    def unit_of(self, name: str) -> Unit:
        """The unit of a named quantity of any scope."""
        return self._units[name]

    def law_of(self, day: date) -> dict[str, Step]:
        """The parameters of a day that were asked for so far; they are the same for every case."""
        if len(self._law) > LAW_DAYS_MAX:
            self._law.clear()
        return self._law.setdefault(day, {})


class RulesOfScheme:
    """All scopes of a scheme, compiled."""

    def __init__(self, scheme: Scheme) -> None:
        self.claim = Rules(scheme, scheme.quantities, scheme.conditions)
        self.week = Rules(scheme, scheme.week_quantities, scheme.week_conditions)
        self.day = Rules(scheme, scheme.day_quantities, {}, of_days=True)


_compiled: dict[int, tuple[Scheme, RulesOfScheme]] = {}


def rules_of(scheme: Scheme) -> RulesOfScheme:
    """The compiled rules of a scheme; made once for each loaded scheme."""
    known = _compiled.get(id(scheme))
    if known is None or known[0] is not scheme:
        known = _compiled[id(scheme)] = (scheme, RulesOfScheme(scheme))
    return known[1]


def _quantity(quantity: Quantity, scheme: Scheme, *, of_days: bool) -> Rule:
    body = compiled(quantity.tree, scheme)
    rounding, name, unit, cites = quantity.rounding, quantity.name, quantity.unit, quantity.cites

    def rule(run: Evaluation) -> Step:
        inner = body(run)
        value = inner[VALUE]
        if rounding is not None and isinstance(value, int | Fraction):
            value = rounding.apply(value)
        return new(Step, ("quantity", name, value, unit, cites, (inner,), ()))

    def rule_of_a_day(run: Evaluation) -> Step:
        return rule(run)._replace(what=f"{name} on {run.day}")

    return rule_of_a_day if of_days else rule


def _condition(condition: Condition, scheme: Scheme) -> Rule:
    body = compiled(condition.tree, scheme)
    name, cites = condition.name, condition.cites

    def rule(run: Evaluation) -> Step:
        inner = body(run)
        return new(Step, ("condition", name, inner.value, inner.unit, cites, (inner,), ()))

    return rule
