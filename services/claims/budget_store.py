"""How error budgets are loaded and saved: decisions by the day on which they were made, and every stop."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from sqlalchemy import Connection, Row, select

from contracts.base import partition_of
from services.claims.error_budget import BudgetStop, DecidedDay, ErrorBudget
from services.claims.tables import budget_stop, decided_day
from services.runtime.database.many_rows import among
from services.runtime.database.prepared import Prepared
from services.runtime.database.store import chunks, upsert

_DAYS = Prepared(select(decided_day).where(among(decided_day.c.budget)))
_STOPS = Prepared(select(budget_stop).where(among(budget_stop.c.budget)))


def load_budgets(
    connection: Connection, subjects: Sequence[str], closed: Mapping[int, date], partitions: int
) -> dict[str, ErrorBudget]:
    """All that is known of these budgets."""
    budgets = {
        subject: ErrorBudget(subject, over_until=closed.get(partition_of(subject, partitions))) for subject in subjects
    }
    for chunk in chunks(subjects):
        for row in _DAYS.rows(connection, {"any_of": chunk}):
            budgets[row.budget].days[row.day] = day_of(row)
        for row in sorted(_STOPS.rows(connection, {"any_of": chunk}), key=lambda row: row.number):
            budgets[row.budget].stops.append(stop_of(row))
    return budgets


def save_budgets(connection: Connection, budgets: Iterable[ErrorBudget]) -> None:
    """Write what changed."""
    days: list[dict[str, Any]] = []
    stops: list[dict[str, Any]] = []
    for budget in budgets:
        days += [
            {"budget": budget.subject, "day": made_on, **_day_row(budget.days[made_on])}
            for made_on in sorted(budget.changed_days)
        ]
        stops += [
            {"budget": budget.subject, **_stop_row(stop)}
            for stop in budget.stops
            if stop.number in budget.changed_stops
        ]
    upsert(connection, decided_day, days)
    upsert(connection, budget_stop, stops)


def day_of(row: Row[Any]) -> DecidedDay:
    """A day's counts as they are stored."""
    return DecidedDay(row.decided, row.overturned, row.found_wrong, row.found_right)


def stop_of(row: Row[Any]) -> BudgetStop:
    """A stop as it is stored."""
    ended = (row.reopened_on, row.reopened_by, row.role, row.reasons)
    return BudgetStop(row.number, row.stopped_on, row.decided, row.wrong, *ended)


def _day_row(day: DecidedDay) -> dict[str, int]:
    return {
        "decided": day.decided,
        "overturned": day.overturned,
        "found_wrong": day.found_wrong,
        "found_right": day.found_right,
    }


def _stop_row(stop: BudgetStop) -> dict[str, Any]:
    return {
        "number": stop.number,
        "stopped_on": stop.stopped_on,
        "decided": stop.decided,
        "wrong": stop.wrong,
        "reopened_on": stop.reopened_on,
        "reopened_by": stop.reopened_by,
        "role": stop.role,
        "reasons": stop.reasons,
    }
