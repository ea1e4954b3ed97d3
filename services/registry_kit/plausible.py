"""What cannot be true of the times in a statement, whatever else it says."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta

from contracts.base import Event
from contracts.registry import ContributionRecorded, PersonRecorded

CLOCKS_AND_ZONES = timedelta(days=1)
"""How far the days of two places, and their clocks, may lie apart."""
DONE_ON = ("filed_on", "withdrawn_on")
"""Days on which a person did something, which is then recorded."""


def time_faults(event: Event, recorded: datetime, now: datetime | None) -> Iterator[str]:
    """What lies in the future of its recording, field by field; and a recording that lies in ours."""
    if now is not None and recorded > now + CLOCKS_AND_ZONES:
        yield "recorded_at: it lies in the future"
    last = (recorded + CLOCKS_AND_ZONES).date()
    if isinstance(event, ContributionRecorded) and event.period.start > last:
        yield "period: it had not begun when the line was recorded"
    if isinstance(event, PersonRecorded) and event.birth_month > f"{last:%Y-%m}":
        yield "birth_month: it lies after the moment of recording"
    for name in DONE_ON:
        if (day := getattr(event, name, None)) is not None and day > last:
            yield f"{name}: it lies after the moment of recording"
