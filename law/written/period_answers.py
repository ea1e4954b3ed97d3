"""What rules ask of a certified period and of its days, answered over its row."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import accumulate

from contracts.registry import JobSearchVerified
from law.language.formula.tree import Ask
from law.language.sheet.scheme import Scheme
from law.language.terms.values import Number
from law.questions import certified_period
from law.questions.insured_time import MINUTES_OF_AN_HOUR
from law.written.arithmetic import certain
from law.written.expression import Expression
from law.written.period_rows import PeriodRows

EARNED = "rows.earned_minor"
OF_THE_PERIOD: Mapping[str, str] = {
    "week_earnings": EARNED,
    "period_earnings": EARNED,
    "able_to_work": "rows.certified.able",
    "available_for_work": "rows.certified.available",
    "sought_work": "period_answers.sought_work(rows)",
    "hours_worked": "rows.certified.minutes_worked",
    "period_begins": "rows.certified.period.start",
    "days_of_period": "rows.length",
    "payable_days": "rows.payable_days",
    "payable_days_of_thirty": "rows.payable_days_of_thirty",
    "benefit_left": "rows.left",
    "benefit_used": "rows.used",
    "waiting_left": "rows.waiting_left",
    "is_a_weekday": "is_weekday(day)",
    "is_payable": "rows.is_payable(day)",
}
"""The questions about a period that are answered here, with what answers them; every other is asked where it stands."""
PARTS_POSSIBLE = ("benefit_left", "benefit_used", "waiting_left")
"""What may be a part of one: half a month of benefit is left."""
MAY_BE_OPEN = ("week_earnings", "period_earnings", "sought_work")
"""What may be left open by facts: the currency of pay, and what was verified of a search for work."""


def of_the_period(ask: Ask, scheme: Scheme) -> Expression | None:
    """Python that answers a question about the period; None for a question that is asked elsewhere."""
    name = ask.question.name
    code = OF_THE_PERIOD.get(name)
    if code is None:
        return None
    limits_money = scheme.quantities[scheme.benefit.limit].unit.is_money()
    if code == EARNED or (name == "benefit_left" and limits_money):
        return Expression(code, times=scheme.minor_units, is_whole=True)
    times = MINUTES_OF_AN_HOUR if name == "hours_worked" else 1
    is_count = ask.unit.is_number() and name not in PARTS_POSSIBLE
    return Expression(code, times=times, is_whole=is_count)


def sought_work(rows: PeriodRows) -> bool:
    """Whether the person looked for work: as certified, unless an employment service verified it."""
    if not rows.facts.of(JobSearchVerified):
        return rows.certified.sought_work
    return certain(certified_period.sought_work(rows.case)) is True


def sums_before(of_days: Sequence[Number]) -> list[Number]:
    """For each day the sum over the days before it."""
    return [*accumulate(of_days, initial=0)][:-1]


def sums_of_alike(of_days: Sequence[Number], keys: Sequence[object]) -> list[Number]:
    """For each day the sum over the days that have the same key."""
    sums: dict[object, Number] = {}
    for number, key in zip(of_days, keys, strict=True):
        sums[key] = sums.get(key, 0) + number
    return [sums[key] for key in keys]


def sums_before_alike(of_days: Sequence[Number], keys: Sequence[object]) -> list[Number]:
    """For each day the sum over the days before it that have the same key."""
    sums: dict[object, Number] = {}
    before: list[Number] = []
    for number, key in zip(of_days, keys, strict=True):
        so_far = sums.get(key, 0)
        before.append(so_far)
        sums[key] = so_far + number
    return before
