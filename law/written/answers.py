"""The questions that most sheets ask, answered over prepared rows of whole minor units and days.

Each answers as the question of its name in `law/questions` does, without steps and keys; every other question is
asked there. An answer that the facts leave open raises `Doubtful`.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple, cast

from contracts.registry import EmploymentEnded, EmploymentStarted, HoursChanged
from law.language.terms.calendar import first_of_month, first_of_next_month
from law.language.terms.questions import Answer, Figure
from law.language.terms.values import Number, Value
from law.language.terms.windows import LEFT_OPEN, Spans
from law.questions import current_work, person_and_job
from law.questions.insured_time import DAYS_OF_A_MONTH, MINUTES_OF_AN_HOUR
from law.written.arithmetic import certain, doubtful, exactly
from law.written.rows import ClaimRows, month_of


def earnings_in(rows: ClaimRows, spans: Spans) -> int:
    """All insured earnings within the window, in minor units."""
    earned = rows.earned(spans)
    if earned is None and spans.edge == LEFT_OPEN:  # an edge within the window does not matter to its total
        earned = _earned(rows, spans.whole)
    return sum(_earned(rows, spans) if earned is None else earned)


def highest_quarter(rows: ClaimRows, spans: Spans) -> int:
    """The insured earnings of the quarter in which they were highest, in minor units."""
    return max(_earned(rows, spans), default=0)


def quarters_with_earnings(rows: ClaimRows, spans: Spans) -> int:
    """In how many quarters of the window anything was earned."""
    return sum(map(bool, _earned(rows, spans)))


def months_with_earnings(rows: ClaimRows, spans: Spans) -> int:
    """In how many calendar months of the window anything was earned."""
    return sum(map(bool, _earned(rows, spans)))


def average_monthly_earnings(rows: ClaimRows, spans: Spans) -> Number:
    """The mean over the months with earnings, in minor units; zero if there are none."""
    earned = [minor for minor in _earned(rows, spans) if minor]
    return exactly(sum(earned), len(earned)) if earned else 0


def indexed_earnings(rows: ClaimRows, spans: Spans, index: Figure) -> Number:
    """The earnings of each month raised from the index of its first day to that of the claim, in minor units."""
    by_index: dict[Number, int] = {}
    for minor, start in zip(_earned(rows, spans), spans.starts, strict=True):
        if minor:
            then = index.on(start).value
            by_index[then] = by_index.get(then, 0) + minor
    over: Number = 0
    under: Number = 1
    for then, minor in by_index.items():
        over, under = over * then + minor * under, under * then
    return exactly(over * index.now, under)


def insured_days(rows: ClaimRows, spans: Spans) -> int:
    """Calendar days covered by contributions, each once."""
    return sum([(end - start).days for start, end in rows.covered(spans)])


def insured_months(rows: ClaimRows, spans: Spans) -> int:
    """Whole calendar months that are covered and the other insured days, thirty to a month: in thirtieths."""
    months, days = 0, 0
    for start, end in rows.covered(spans):
        first = start if start.day == 1 else first_of_next_month(start)
        last = first_of_month(end)
        if first > last:
            days += (end - start).days
        else:
            months += month_of(last) - month_of(first)
            days += (first - start).days + (end - last).days
    return months * DAYS_OF_A_MONTH + days


def insured_hours(rows: ClaimRows, spans: Spans) -> int:
    """Hours of work that contributions state, in minutes."""
    if not spans:
        return 0
    start, end = spans[0].start, spans[-1].end
    minutes = 0
    for paid in rows.paid:
        if paid.start < end and start < paid.end:
            if paid.start < start or end < paid.end or paid.minutes is None:
                doubtful("A contribution does not say how many hours were worked within the window.")
            minutes += paid.minutes
    return minutes


def usual_weekly_hours(rows: ClaimRows) -> int:
    """The usual weekly working time before the loss of work, in minutes."""
    facts, claim = rows.case.facts, rows.case.claim
    begun = facts.of(EmploymentStarted)
    if len(begun) == 1 and not facts.of(HoursChanged):
        only = begun[0]
        is_lost = only.started_on <= claim.filed_on and claim.employment in (None, only.employment)
        if is_lost and only.minutes_weekly is not None:
            return only.minutes_weekly
    return _minutes(person_and_job.usual_weekly_hours(rows.case))


def weekly_hours_left(rows: ClaimRows) -> int:
    """The weekly working time that is left on the day of the claim, in minutes."""
    facts, day = rows.case.facts, rows.case.claim.filed_on
    begun, ended = facts.of(EmploymentStarted), facts.of(EmploymentEnded)
    if len(begun) == len(ended) == 1 and begun[0].employment == ended[0].employment and ended[0].ended_on <= day:
        return 0
    return _minutes(current_work.weekly_hours_left(rows.case))


def _minutes(hours: Answer) -> int:
    told = cast("Number", certain(hours))
    return told.numerator * MINUTES_OF_AN_HOUR // told.denominator


def separation_reason(rows: ClaimRows) -> Value:
    """The reported reason why the employment ended."""
    ended = rows.case.facts.of(EmploymentEnded)
    if len(ended) == 1 and ended[0].reason not in person_and_job.NO_REASON:
        (only,), claim = ended, rows.case.claim
        latest = max(claim.filed_on, claim.unemployed_from)
        if only.employment == claim.employment or (claim.employment is None and only.ended_on <= latest):
            return only.reason.value
    return certain(person_and_job.separation_reason(rows.case))


class InParts(NamedTuple):
    """How an answer is counted: in so many parts of its unit, None for minor units; whole, unless it may be a part."""

    times: int | None
    is_whole: bool = True


COUNTED: Mapping[str, InParts] = {
    earnings_in.__name__: InParts(None),
    highest_quarter.__name__: InParts(None),
    quarters_with_earnings.__name__: InParts(1),
    months_with_earnings.__name__: InParts(1),
    average_monthly_earnings.__name__: InParts(None, is_whole=False),
    indexed_earnings.__name__: InParts(None, is_whole=False),
    insured_days.__name__: InParts(1),
    insured_months.__name__: InParts(DAYS_OF_A_MONTH),
    insured_hours.__name__: InParts(MINUTES_OF_AN_HOUR),
    usual_weekly_hours.__name__: InParts(MINUTES_OF_AN_HOUR),
    weekly_hours_left.__name__: InParts(MINUTES_OF_AN_HOUR),
    separation_reason.__name__: InParts(1),
}
"""The questions that are answered here."""

OF_THE_CLAIM: Mapping[str, str] = {
    "claim_day": "rows.case.claim.filed_on",
    "claim_begins": "rows.begins",
    "earlier_benefit_left": "0",
    "earlier_benefit_used": "0",
    "earlier_rate": "0",
    "claims_drawn_before": "0",
}
"""What needs no looking up: a certain claim is the first of its person."""


def _earned(rows: ClaimRows, spans: Spans) -> tuple[int, ...]:
    """The earnings of each bucket. Raises `Doubtful` where a contribution runs across the edge of one."""
    earned = rows.earned(spans)
    return doubtful("A contribution runs across an edge of the window.") if earned is None else earned
