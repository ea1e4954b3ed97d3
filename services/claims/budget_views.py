"""What others may read of error budgets: what was decided, what was wrong, what is stopped, which reviews wait."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from sqlalchemy import Connection, select

from contracts.error_budgets import BudgetReopened, ReopeningAsked
from services.claims.budget_handlers import Budgets
from services.claims.budget_store import day_of, load_budgets, stop_of
from services.claims.error_budget import (
    BudgetStop,
    DecidedDay,
    Spent,
    counted_of,
    counted_since,
    ground_and_office,
    spent_of,
)
from services.claims.procedure import Procedure, standard_procedure
from services.claims.tables import budget_stop, closed_day, decided_day
from services.claims.tallies import BUDGET_DAYS, REVIEWS, TALLIES

GOES_ON, STOPPED = "goes_on", "stopped"


@dataclass(frozen=True, slots=True)
class ErrorBudgetView:
    """One budget as it stands on a day."""

    budget: str
    ground: str
    office: str
    spent: Spent
    counted: DecidedDay
    """What counts of it: decided, overturned, found wrong and found right in a review."""
    counted_since: date
    """The first day whose decisions count."""
    to_review: int
    """Decisions that were drawn for a review, and nobody has looked at."""
    stops: tuple[BudgetStop, ...]

    @property
    def stopped(self) -> BudgetStop | None:
        """The stop that nobody has ended."""
        last = self.stops[-1] if self.stops else None
        return last if last is not None and last.reopened_on is None else None


def error_budgets(connection: Connection, on: date, procedure: Procedure | None = None) -> list[ErrorBudgetView]:
    """Every budget, by ground and office, by the figures that hold on the day."""
    rules = (procedure or standard_procedure()).error_budget
    days: defaultdict[str, dict[date, DecidedDay]] = defaultdict(dict)
    stops: defaultdict[str, list[BudgetStop]] = defaultdict(list)
    for row in connection.execute(select(decided_day)):
        days[row.budget][row.day] = day_of(row)
    for row in connection.execute(select(budget_stop).order_by(budget_stop.c.number)):
        stops[row.budget].append(stop_of(row))
    waiting = reviews_waiting(connection)
    return [
        ErrorBudgetView(
            budget=budget,
            ground=ground_and_office(budget)[0],
            office=ground_and_office(budget)[1],
            spent=spent_of(days[budget], stops[budget], on, rules),
            counted=counted_of(days[budget], stops[budget], on, rules),
            counted_since=counted_since(stops[budget], on, rules),
            to_review=waiting.get(budget, 0),
            stops=tuple(stops[budget]),
        )
        for budget in sorted(days.keys() | stops.keys())
    ]


def why_not_reopened(
    connection: Connection, act: BudgetReopened, partitions: int, procedure: Procedure | None = None
) -> str | None:
    """Why reopening a budget would not take effect, in the words in which it would be refused; None if it would."""
    closed: dict[int, date] = {row.partition: row.day for row in connection.execute(select(closed_day))}
    budget = load_budgets(connection, [act.budget], closed, partitions)[act.budget]
    asked = ReopeningAsked(budget=act.budget, officer=act.officer, reasons=act.reasons, asked_on=act.reopened_on)
    return Budgets(procedure or standard_procedure()).why_not_reopened(asked, budget)


def reviews_waiting(connection: Connection) -> Mapping[str, int]:
    """By budget, how many decisions that stand were drawn for a review and wait for it."""
    return TALLIES.of(connection, REVIEWS)


def budgets_by_standing(connection: Connection) -> Mapping[tuple[str, str], int]:
    """How many budgets of each ground go on or are stopped; one of which nothing is counted is none."""
    stopped = set(connection.scalars(select(budget_stop.c.budget).where(budget_stop.c.reopened_on.is_(None))))
    counts: Counter[tuple[str, str]] = Counter()
    for budget in TALLIES.of(connection, BUDGET_DAYS):
        ground, _ = ground_and_office(budget)
        counts[ground, STOPPED if budget in stopped else GOES_ON] += 1
    return counts
