"""Which day may be closed, and the event that says that it is."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, date, datetime, time, timedelta

from contracts.base import Envelope, derived_id, seal
from contracts.clock import DayClosed
from contracts.in_words import InWords

DAY = timedelta(days=1)


class DayRefused(InWords):
    """A day cannot be closed now; the message says why, and what to do instead."""


def partitions_to_tell(
    day: date, closed: Mapping[int, date | None], today: date, *, simulation: bool = False, over_gap: bool = False
) -> list[int]:
    """The partitions in which the day is not closed yet; none where it, or a later day, is closed everywhere.

    `closed` is the last closed day of each partition, None where none is known; `today` is the day of the machine's
    clock. Raises `DayRefused` for a day that is not over, save in a simulation, and for one behind days that were
    never closed, unless `over_gap` says that they are closed with it.
    """
    left = {partition: last for partition, last in closed.items() if last is None or last < day}
    if left and day >= today and not simulation:
        raise DayRefused(
            f"{day} is not over: by this machine's clock today is {today}. A closed day cannot be opened again, so "
            "nothing was published. In a simulation add --simulation."
        )
    behind = min((last for last in left.values() if last is not None), default=day)
    if day - behind > DAY and not over_gap:
        missing = f"{behind + DAY}" if day - behind == 2 * DAY else f"{behind + DAY} to {day - DAY}"
        raise DayRefused(
            f"{missing} would be left out: the last day that is closed in every partition is {behind}. Close each "
            "missing day first, the oldest first, or add --over-gap to close them all with this one. Nothing was "
            "published."
        )
    return sorted(left)


def day_closed(day: date, partition: int) -> Envelope:
    """The end of a day for a partition. Its id follows from both, so that saying it twice changes nothing."""
    return seal(
        DayClosed(day=day, partition=partition),
        subject=f"partition-{partition}",
        source="/tideover/clock",
        time=datetime.combine(day, time(23, 59, 59), UTC),
        event_id=derived_id("day-closed", day, partition),
    )
