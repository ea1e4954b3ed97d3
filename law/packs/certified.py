"""What the engine says of the periods of a claim, as names of an expectation: a list for each, in calendar order."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from fractions import Fraction
from functools import cached_property
from typing import Any

from law.case.balance import Balance
from law.case.benefit_periods import days_of
from law.case.model import Assessment, Determination
from law.language.sheet.scheme import Scheme
from law.language.terms.derivation import Step
from law.packs.formulas import exact

THIS_PERIOD = "this_period"
"""Which of the periods, counted from one, it is about; None where it is about none."""
Steps = Mapping[str, Step]


@dataclass
class CertifiedPeriods:
    """All periods that were certified, and what followed from them."""

    scheme: Scheme
    determination: Determination
    assessments: tuple[Assessment, ...]
    unasked: Mapping[str, Any] = field(default_factory=dict)
    """What a rule comes to in a period where nothing asked for it; None where this does not say."""

    @cached_property
    def in_order(self) -> list[Assessment]:
        """In the order of the calendar."""
        return sorted(self.assessments, key=lambda one: one.period.start)

    @cached_property
    def steps(self) -> list[Steps]:
        """Of each period every step, by what it is."""
        return [_by_name(one.steps) for one in self.in_order]

    @cached_property
    def totals(self) -> Mapping[str, Any]:
        """`paid`, `used` and `left` of the limit, `period_begins` and `period_ends` (the last day) of each period;
        `stopped_from`, the day from which the claim has stopped.
        """
        limit, *left = self._limits()
        return {
            "paid": [Fraction(one.amount.minor, self.scheme.minor_units) for one in self.in_order],
            "used": [before - after for before, after in zip([limit, *left], left, strict=False)],
            "left": left,
            "period_begins": [one.period.start for one in self.in_order],
            "period_ends": [one.period.end - timedelta(days=1) for one in self.in_order],
            "stopped_from": next((one.stopped_from for one in self.in_order if one.stopped_from), None),
        }

    def _limits(self) -> list[Fraction]:
        """What may be drawn before the first period, and what is left after each."""
        found, minor = self.determination, self.scheme.minor_units
        full = Balance.full(found.entitlement, waiting=found.waiting, sanctioned=found.sanctioned)
        if full.units_left is None:
            return [
                Fraction(money, minor) for money in (full.money_left, *(one.total_left.minor for one in self.in_order))
            ]
        return [Fraction(full.units_left), *(Fraction(one.limit_left or 0) for one in self.in_order)]

    def of_rule(self, name: str) -> list[Any] | None:
        """What a rule of the sheet comes to in each period, or on each of its days; None if there is no such rule."""
        if name in self.scheme.week_quantities or name in self.scheme.week_conditions:
            return [self._worth(steps, name, name) for steps in self.steps]
        if name not in self.scheme.day_quantities:
            return None
        days = (tuple(days_of(one.period)) for one in self.in_order)
        return [
            [self._worth(steps, f"{name} on {day}", name) for day in own]
            for own, steps in zip(days, self.steps, strict=True)
        ]

    def _worth(self, steps: Steps, step: str, name: str) -> Any:
        return exact(steps[step].value) if step in steps else self.unasked.get(name)


class PeriodNames(Mapping[str, Any]):
    """What is said of the periods, by name: the totals, the sheet's rules of a period or a day, and `this_period`."""

    def __init__(self, periods: CertifiedPeriods, this: date | None = None) -> None:
        """`this` is the first day of the period in question."""
        begins = [one.period.start for one in periods.in_order]
        self._periods = periods
        self._this = begins.index(this) + 1 if this in begins else None

    def __getitem__(self, name: str) -> Any:
        """Raises `KeyError` where the name stands for nothing here."""
        if name == THIS_PERIOD:
            return self._this
        if name in self._periods.totals:
            return self._periods.totals[name]
        of_rule = self._periods.of_rule(name)
        if of_rule is None:
            raise KeyError(name)
        return of_rule

    def __iter__(self) -> Iterator[str]:
        """The totals; rules of the sheet are found by their names."""
        return iter([THIS_PERIOD, *self._periods.totals])

    def __len__(self) -> int:
        """How many names `iter` gives."""
        return len(list(iter(self)))


def _by_name(steps: Iterable[Step]) -> Steps:
    found: dict[str, Step] = {}
    todo, seen = list(steps), set[int]()
    while todo:
        step = todo.pop()
        if id(step) not in seen:
            seen.add(id(step))
            found.setdefault(step.what, step)
            todo.extend(step.inputs)
    return found
