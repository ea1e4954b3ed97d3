"""Short-time benefit goes to the employer, who paid it out: a month's list is one period, under the employer's key.

A provisional sum is paid like any other; the final figures are a later assessment, so that only the difference is paid,
or proposed as overpaid. What is asked back is asked of the employer, whose key it stands under, never of a worker.
"""

from __future__ import annotations

from contracts.base import Envelope, derived_id
from contracts.eligibility import AssessmentMade, WeekAssessed, WeekState
from contracts.short_time_answers import ShortTimeAssessed
from contracts.values import Money


def as_assessment(event: ShortTimeAssessed, cause: Envelope) -> AssessmentMade:
    """A month's list as a period that was assessed."""
    month = f"{event.month.start:%Y-%m}"
    week = WeekAssessed(
        period=event.month,
        state=WeekState.PAID if event.amount.minor else WeekState.OUTSIDE,
        amount=event.amount,
        cites=event.cites,
        because=event.because,
    )
    return AssessmentMade(
        claim=event.scheme,
        certification=month,
        assessment=derived_id("short-time", cause.subject, event.scheme, month, event.number),
        number=event.number,
        determination=derived_id("short-time", cause.subject, event.scheme, month),
        period=event.month,
        amount=event.amount,
        weeks=(week,),
        total_left=Money(minor=0, currency=event.amount.currency),
        weeks_left=0,
        filed_on=event.told_on,
        scheme=event.scheme,
    )
