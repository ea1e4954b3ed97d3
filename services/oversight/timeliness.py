"""How fast the institution is in legal time, counted at the deadline, not when a case is finished.

A case in time counts on the day it is finished. A late one counts on every day on which it is overdue, from the day
after its deadline to the day it is finished; in a window of several days it counts once. So what is never finished
stays late however old it is, and a stopped engine cannot look punctual.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import Any

from sqlalchemy import Connection, Select, func, select

from services.oversight.store import claim_view, payment_view, question_view

ON_TIME, LATE = "on_time", "late"
OVERDUE, LATER = "overdue", "later"
WINDOWS_DAYS = (1, 3, 7, 28)
DUE_WITHIN_DAYS = (1, 3, 7)


class Stage(StrEnum):
    """From what to what time is counted."""

    CLAIM_TO_DECISION = "claim_to_decision"
    """From filing to the first grant or refusal; a withdrawn claim waits for nothing."""
    QUESTION_TO_DECISION = "question_to_decision"
    """From the question to a named person's decision; a question that fell away waits for nothing."""
    DECISION_TO_PAYMENT = "decision_to_payment"
    """From the day a payment is due to the bank's own word; what the bank sent back is counted elsewhere."""
    CLAIM_TO_PAYMENT = "claim_to_payment"
    """From filing to the first money, of claims of which a payment was ordered: certifying late is no fault of ours."""


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
    """The figures of a stage at the end of `today`."""
    each = _SPANS[stage].subquery()
    query = select(each.c.start, each.c.finish, func.count()).group_by(each.c.start, each.c.finish)
    return counted(((row[0], row[1], row[2]) for row in connection.execute(query)), limit_days, today)


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


_claim, _question, _payment = claim_view.c, question_view.c, payment_view.c
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
    Stage.CLAIM_TO_PAYMENT: select(_claim.filed_on.label("start"), func.min(_payment.settled_on).label("finish"))
    .join(payment_view, (_payment.subject == _claim.subject) & (_payment.claim == _claim.claim))
    .where(_claim.filed_on.is_not(None), _payment.amount_minor > 0)
    .group_by(_claim.subject, _claim.claim, _claim.filed_on),
}
