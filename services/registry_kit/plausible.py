"""What cannot be true of the times in a statement, whatever else it says."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta

from contracts.base import Event
from contracts.intake import CertificationFiled
from contracts.registry import ContributionRecorded
from contracts.values import Period

CLOCKS_AND_ZONES = timedelta(days=1)
"""How far the days of two places, and their clocks, may lie apart."""
AHEAD_MAX = timedelta(days=366)
"""A beginning further ahead than this is a slip in the year; what ends may be known for longer."""
DONE_ON = ("filed_on", "withdrawn_on", "died_on")
"""Days on which something happened, which is then recorded."""
BEGINS_ON = ("started_on", "valid_from", "since", "unemployed_from")
"""Days from which something is true, which may be known before."""


def time_faults(event: Event, recorded: datetime, now: datetime | None) -> Iterator[str]:
    """What lies in the future of its recording, field by field; and a recording that lies in ours."""
    last = (recorded + CLOCKS_AND_ZONES).date()
    if now is not None and recorded > now + CLOCKS_AND_ZONES:
        yield "recorded_at: it lies in the future"
    if isinstance(event, ContributionRecorded) and event.period.start > last:
        yield "period: it had not begun when the line was recorded"
    if isinstance(event, CertificationFiled) and event.weeks[-1].period.start > last:
        yield "weeks: the last had not begun when the line was recorded"
    for name in DONE_ON:
        if (day := getattr(event, name, None)) is not None and day > last:
            yield f"{name}: it lies after the moment of recording"
    period = getattr(event, "period", None)
    beginnings = {name: getattr(event, name, None) for name in BEGINS_ON}
    beginnings["period"] = period.start if isinstance(period, Period) else None
    for name, day in beginnings.items():
        if day is not None and day > last + AHEAD_MAX and not isinstance(event, ContributionRecorded):
            yield f"{name}: it lies more than a year after the moment of recording"
