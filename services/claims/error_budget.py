"""The error budget of a ground and an office: what was decided against claimants, and how much of it was wrong."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from fractions import Fraction

from contracts.casework import Officer
from contracts.claims import Ground
from contracts.error_budgets import CountedAs
from services.claims.error_budget_rules import ErrorBudgetRules
from services.runtime.handling import State

PREFIX = "budget:"
OVERPAYMENT = "overpayment"
"""What stands for a ground where a sum is asked back: no ground of the closed list is needed for that."""
WAIVER = "waiver"
"""What stands for a ground where a debt is not waived."""


def budget_of(ground: Ground | None, officer: Officer) -> str | None:
    """The budget of what an officer decides; None where the officer names no office."""
    return None if officer.office is None else f"{PREFIX}{ground or OVERPAYMENT}:{officer.office.lower()}"


def budget_of_waivers(officer: Officer) -> str | None:
    """The budget of requests that an officer refuses; None where the officer names no office."""
    return None if officer.office is None else f"{PREFIX}{WAIVER}:{officer.office.lower()}"


def ground_and_office(budget: str) -> tuple[str, str]:
    """What a budget is about."""
    _, ground, office = budget.split(":", 2)
    return ground, office


@dataclass(slots=True)
class DecidedDay:
    """The decisions of one day against claimants, and what became of them, each counted once."""

    decided: int = 0
    overturned: int = 0
    found_wrong: int = 0
    found_right: int = 0

    def count(self, counted_as: CountedAs) -> None:
        """One more."""
        setattr(self, counted_as.value, getattr(self, counted_as.value) + 1)

    @property
    def wrong(self) -> int:
        """Overturned, or found wrong in a review."""
        return self.overturned + self.found_wrong


@dataclass(slots=True)
class BudgetStop:
    """One time that the budget was spent, and who reopened it."""

    number: int
    stopped_on: date
    decided: int
    wrong: int
    reopened_on: date | None = None
    reopened_by: str | None = None
    role: str | None = None
    reasons: str | None = None


@dataclass(frozen=True, slots=True)
class Spent:
    """What counts of a budget on a day: decisions, wrong ones, and the share above which it stops."""

    decided: int
    wrong: int
    share: Fraction
    least: int

    @property
    def is_too_much(self) -> bool:
        """Whether more than the share was wrong, of enough decisions to tell."""
        return self.decided >= self.least and self.wrong > self.share * self.decided

    @property
    def left(self) -> int:
        """How many more wrong ones it bears, if nothing else is decided."""
        decided = max(self.decided, self.least)
        return max(0, int(self.share * decided) - self.wrong)


def counted_since(stops: list[BudgetStop], on: date, rules: ErrorBudgetRules) -> date:
    """The first day whose decisions count: of the last so many days, and behind the last reopening."""
    reopened = max((stop.reopened_on for stop in stops if stop.reopened_on is not None), default=date.min)
    return max(on - timedelta(days=rules.counted_days_on(on)), reopened) + timedelta(days=1)


def counted_of(
    days: Mapping[date, DecidedDay], stops: list[BudgetStop], on: date, rules: ErrorBudgetRules
) -> DecidedDay:
    """All that counts on a day."""
    since = counted_since(stops, on, rules)
    counted = [day for made_on, day in days.items() if made_on >= since]
    return DecidedDay(
        decided=sum(day.decided for day in counted),
        overturned=sum(day.overturned for day in counted),
        found_wrong=sum(day.found_wrong for day in counted),
        found_right=sum(day.found_right for day in counted),
    )


def spent_of(days: Mapping[date, DecidedDay], stops: list[BudgetStop], on: date, rules: ErrorBudgetRules) -> Spent:
    """What counts of a budget on a day, and the share above which it stops."""
    counted = counted_of(days, stops, on, rules)
    return Spent(counted.decided, counted.wrong, rules.wrong_share_on(on), rules.least_decisions_on(on))


@dataclass
class ErrorBudget(State):
    """The state of one budget, which is a subject of its own."""

    days: dict[date, DecidedDay] = field(default_factory=dict)
    """By the day of the decisions."""
    stops: list[BudgetStop] = field(default_factory=list)
    over_until: date | None = None
    """The last day that the budget's partition has closed."""
    changed_days: set[date] = field(default_factory=set)
    changed_stops: set[int] = field(default_factory=set)

    @property
    def stopped(self) -> BudgetStop | None:
        """The stop that nobody has ended; None where decisions go on."""
        last = self.stops[-1] if self.stops else None
        return last if last is not None and last.reopened_on is None else None

    def count(self, counted_as: CountedAs, decided_on: date) -> None:
        """Take note of a decision, or of what became of it."""
        self.days.setdefault(decided_on, DecidedDay()).count(counted_as)
        self.changed_days.add(decided_on)

    def stop(self, on: date, spent: Spent) -> BudgetStop:
        """No more decisions against claimants until somebody reopens it."""
        stop = BudgetStop(len(self.stops) + 1, on, spent.decided, spent.wrong)
        self.stops.append(stop)
        self.changed_stops.add(stop.number)
        return stop

    def reopen(self, stop: BudgetStop, on: date, officer: Officer, reasons: str) -> None:
        """A named person lets decisions go on."""
        stop.reopened_on, stop.reopened_by = on, officer.staff
        stop.role, stop.reasons = officer.role, reasons
        self.changed_stops.add(stop.number)
