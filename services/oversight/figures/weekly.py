"""The figures week by week, for the lines of the front page. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta
from typing import NamedTuple

from services.oversight.figures.cases import ClaimCase, PersonCase
from services.oversight.presets import CountingRules

PAID_WEEKLY, FIRST_PAYMENTS_WEEKLY = "paid", "first-payments"
QUESTIONS_WEEKLY, REFERRALS_WEEKLY = "questions", "referrals"
WEEKS = 26
"""So many weeks that are over are told."""


class Week(NamedTuple):
    """A case of a series: the Monday of its week, whether it is one of those that the series asks for, its money."""

    series: str
    begins: date
    is_hit: bool
    amount: int = 0


def monday(day: date) -> date:
    """The Monday of a day's week."""
    return day - timedelta(days=day.weekday())


def told_weeks(day: date) -> list[date]:
    """The Mondays of the weeks that are told at the end of a day: only those that are over, oldest first."""
    after = monday(day + timedelta(days=1))
    return [after - timedelta(weeks=back) for back in range(WEEKS, 0, -1)]


def weeks_of(person: PersonCase, day: date, rules: CountingRules) -> Iterator[Week]:
    """Every case of the series in the weeks that are told."""
    mondays = told_weeks(day)
    first, end = mondays[0], mondays[-1] + timedelta(weeks=1)
    return (week for week in _all_weeks(person, rules) if first <= week.begins < end)


def _all_weeks(person: PersonCase, rules: CountingRules) -> Iterator[Week]:
    for claim in person.claims.values():
        yield from _money(claim)
        start, paid = claim.first_week_end, claim.first_settled
        if start is not None and paid is not None:
            in_time = (paid - start).days <= rules.first_payment_soon.limit_days
            yield Week(FIRST_PAYMENTS_WEEKLY, monday(paid), in_time)
    for question in person.questions.values():
        if question.opened_on is not None and question.decided_on is not None and question.verdict:
            days = (question.decided_on - question.opened_on).days
            yield Week(QUESTIONS_WEEKLY, monday(question.decided_on), days <= rules.question.limit_days)
    for _, referral in person.referrals.values():
        yield Week(REFERRALS_WEEKLY, monday(referral.on), referral.outcome == "found_work")


def _money(claim: ClaimCase) -> Iterator[Week]:
    for payment in claim.payments.values():
        if payment.settled_on is not None and payment.returned_on is None:
            yield Week(PAID_WEEKLY, monday(payment.settled_on), is_hit=True, amount=payment.amount)


def hidden_weeks(parts: Sequence[Mapping[date, int]], minimum: int) -> frozenset[date]:
    """The weeks of which nothing is told: those in which a part is about few, and who covers them.

    Each part says how many there were of it in each week. The totals of the year are told elsewhere, so what all
    hidden weeks have together can be worked out: it is about few in no part.
    """
    weeks = sorted({week for part in parts for week, number in part.items() if number})
    hidden = {week for week in weeks if any(0 < part.get(week, 0) < minimum for part in parts)}
    others = sorted(set(weeks) - hidden, key=lambda week: (sum(part.get(week, 0) for part in parts), week))
    while others and any(0 < sum(part.get(week, 0) for week in hidden) < minimum for part in parts):
        hidden.add(others.pop(0))
    return frozenset(hidden)
