"""How fast the institution is in legal time, counted at the deadline, not when a case is finished.

A case in time counts on the day it is finished. A late one counts on every day on which it is overdue, from the day
after its deadline to the day it is finished; in a window of several days it counts once. So what is never finished
stays late however old it is, and a stopped engine cannot look punctual.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from sqlalchemy import Connection, Select, case, func, select

from services.oversight.presets import WINDOWS_DAYS, Stage
from services.oversight.store import claim_view, payment_view, period_view, question_view

ON_TIME, LATE = "on_time", "late"
OVERDUE, LATER = "overdue", "later"
DUE_WITHIN_DAYS = (1, 3, 7)


@dataclass(frozen=True, slots=True)
class Timeliness:
    """One stage against one limit, as of the last closed day."""

    passed: Mapping[tuple[str, int], int]
    """Cases that were finished in time, or were overdue, in the last so many closed days."""
    pending: Mapping[str, int]
    """Cases that wait, by how soon they must be finished: `overdue`, `1d`, `3d`, `7d`, `later`."""
    oldest_days: int
    """For how long the oldest pending case has waited; 0 where none waits."""


def timeliness(connection: Connection, stage: Stage, limit_days: int, today: date) -> Timeliness:
    """The figures of a stage at the end of `today`. What was finished before the longest window counts nowhere."""
    return timeliness_on(connection, stage, limit_days, [today])[0]


def timeliness_on(connection: Connection, stage: Stage, limit_days: int, days: Sequence[date]) -> Sequence[Timeliness]:
    """The figures of a stage at the end of each of the days, from one reading."""
    each = _SPANS[stage].subquery()
    of_late = each.c.finish.is_(None) | (each.c.finish > min(days) - timedelta(days=max(WINDOWS_DAYS)))
    query = select(each.c.start, each.c.finish, func.count()).where(of_late).group_by(each.c.start, each.c.finish)
    spans = [(row[0], row[1], row[2]) for row in connection.execute(query)]
    return [counted(spans, limit_days, day) for day in days]


def counted(spans: Iterable[tuple[date, date | None, int]], limit_days: int, today: date) -> Timeliness:
    """The figures of spans, each given as first day, last day if it is over, and how many such there are."""
    passed: Counter[tuple[str, int]] = Counter()
    pending: Counter[str] = Counter()
    oldest = 0
    for start, finished, number in spans:
        deadline = start + timedelta(days=limit_days)
        if finished is None or finished > today:
            pending[_due_in((deadline - today).days)] += number
            oldest = max(oldest, (today - start).days)
        if finished is not None and finished <= min(deadline, today):
            counted_on, result = finished, ON_TIME
        elif deadline < today:
            counted_on, result = min(finished or today, today), LATE
        else:
            continue
        for window in WINDOWS_DAYS:
            passed[result, window] += number * ((today - counted_on).days < window)
    return Timeliness(passed, pending, oldest)


def _due_in(days: int) -> str:
    if days < 0:
        return OVERDUE
    return next((f"{within}d" for within in DUE_WITHIN_DAYS if days <= within), LATER)


_claim, _question, _payment, _period = claim_view.c, question_view.c, payment_view.c, period_view.c
_ARRIVED = case((_payment.returned_on.is_(None), _payment.settled_on))
"""The day on which money left, where it did not come back."""
_ORDERED = (
    select(_payment.subject, _payment.claim, func.min(_ARRIVED).label("finish"))
    .where(_payment.amount_minor > 0)
    .group_by(_payment.subject, _payment.claim)
    .subquery()
)
_FIRST_PAYMENTS = (
    select(func.min(_period.first_due_end).label("start"), func.min(_ORDERED.c.finish).label("finish"))
    .join(_ORDERED, (_ORDERED.c.subject == _period.subject) & (_ORDERED.c.claim == _period.claim))
    .where(_period.first_due_end.is_not(None))
    .group_by(_period.subject, _period.claim)
)
_SPANS: Mapping[Stage, Select[Any]] = {
    Stage.CLAIM_TO_DECISION: select(_claim.filed_on.label("start"), _claim.decided_on.label("finish")).where(
        _claim.filed_on.is_not(None), (_claim.outcome != "withdrawn") | _claim.decided_on.is_not(None)
    ),
    Stage.QUESTION_TO_DECISION: select(_question.opened_on.label("start"), _question.decided_on.label("finish")).where(
        _question.opened_on.is_not(None), _question.verdict != "dropped"
    ),
    Stage.DECISION_TO_PAYMENT: select(_payment.due_on.label("start"), _payment.settled_on.label("finish")).where(
        _payment.amount_minor > 0, _payment.settled_on.is_not(None) | _payment.returned_on.is_(None)
    ),
    Stage.FIRST_PAYMENT_SOON: _FIRST_PAYMENTS,
    Stage.FIRST_PAYMENT: _FIRST_PAYMENTS,
}
