"""Evaluates a scheme exactly, with the derivation of every value; a quantity is computed once per evaluation."""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from datetime import date
from typing import Generic, TypeAlias, TypeVar

from law.language.run.rules import Rules
from law.language.terms.dated import LawDays
from law.language.terms.derivation import Step, given
from law.language.terms.values import Unknown, Value
from law.language.terms.windows import Spans

NOTHING_GIVEN: Mapping[str, Value] = {}

C_co = TypeVar("C_co", covariant=True)
"""The case that the questions of the sheet are put to."""
Looked: TypeAlias = tuple[Spans | Unknown, tuple[Step, ...]]
"""A window as it stands in a case, and the steps that moved it there."""


class Evaluation(Generic[C_co]):
    """One run of a scheme's rules over one case, under the law of some days.

    `anchor` is the day on which the claim begins, before which windows look back; `day` that on which particulars are
    asked. `period` is the first day of the period in question, of a claim by itself the day it begins. An evaluation
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
        "law_days",
        "laws",
        "looks",
        "outer",
        "rules",
        "steps",
    )

    def __init__(  # noqa: PLR0913  what an evaluation is made of
        self,
        rules: Rules[Evaluation[object]],
        case: C_co,
        *,
        law_day: date,
        anchor: date,
        outer: Evaluation[C_co] | None = None,
        day: date | None = None,
        period: date | None = None,
        given: Mapping[str, Value] = NOTHING_GIVEN,
    ) -> None:
        self.rules = rules
        self.case = case
        self.law_day = law_day
        self.anchor = anchor
        self.law_days = LawDays(law_day, anchor, period or anchor)
        self.outer = outer
        self.day = day or anchor
        self.days: tuple[Evaluation[C_co], ...] = ()
        """The days of a period, in order, once they are opened."""
        self.given: Mapping[str, Value] = {**outer.given, **given} if outer and outer.given else given
        self.law = rules.law_of(law_day)
        self.laws: dict[tuple[Rules[Evaluation[object]], date], Evaluation[C_co]] = {}
        self.steps: dict[Hashable, Step] = {}
        self.looks: dict[str, Looked] = {}
        self.conditions: dict[str, Step] = {}

    def under(self, rules: Rules[Evaluation[object]], days: LawDays) -> Evaluation[C_co]:
        """The same case under the law of other days, looked back on from the same day; kept for the next asker.

        `rules` are those that hold on these days.
        """
        if rules is self.rules and days.law == self.law_day:
            return self
        other = self.laws.get((rules, days.law))
        if other is None:
            other = self.laws[rules, days.law] = Evaluation(
                rules,
                self.case,
                law_day=days.law,
                anchor=self.anchor,
                day=self.day,
                period=days.period,
                given=self.given,
            )
        return other

    def quantity(self, name: str) -> Step:
        """A named quantity with its derivation."""
        step = self.steps.get(name)
        if step is None:
            if self.given and name in self.given:
                step = given(name, self.given[name], self.rules.units[name])
            elif name in self.rules.quantities:
                step = self.rules.quantities[name](self)
            elif self.outer is not None:
                step = self.outer.quantity(name)
            else:
                raise LookupError(f"{name} is not known of a claim")
            self.steps[name] = step
        return step

    def parameter(self, name: str) -> Step:
        """A parameter as the law stood. Raises `OutsideKnownLaw`."""
        step = self.law.get(name)
        if step is None:
            parameter = self.rules.scheme.parameters[name]
            entry = parameter.under(self.law_days)
            step = self.law[name] = Step("parameter", name, entry.value, parameter.unit, entry.cites)
        return step

    def named(self, name: str) -> Step:
        """The parameter, particular or quantity of that name."""
        if name in self.rules.scheme.parameters:
            return self.parameter(name)
        if name in self.rules.particulars:
            return self.rules.particulars[name](self)
        return self.quantity(name)

    def condition(self, name: str) -> Step:
        """A condition's answer with its derivation."""
        step = self.conditions.get(name)
        if step is None:
            step = self.conditions[name] = self.rules.conditions[name](self)
        return step


AnyEvaluation: TypeAlias = Evaluation[object]
"""What rules are run in: they hand the case to the questions and never look into it."""
