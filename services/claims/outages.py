"""Days on which nobody can be late: outages of ours and of registries, and how they move a last day. Pure.

A window counts the days outside outages alone, so it depends on which outages there were, and not on the order in which
they were told, lengthened or taken back.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from contracts.outages import OURSELVES, OutageRecorded
from contracts.values import LAST_DAY

ONE_DAY = timedelta(days=1)


@dataclass(slots=True)
class Outage:
    """One outage in its highest version; both days are None where it was taken back."""

    outage: str
    version: int
    institution: str
    since: date | None
    until: date | None
    """The first day after it; None while it goes on."""

    @classmethod
    def recorded(cls, event: OutageRecorded) -> Outage:
        """As a named operator declared it."""
        since = None if event.taken_back else event.since
        return cls(event.key, event.source_version, event.institution, since, event.until)

    @property
    def is_of_a_registry(self) -> bool:
        """Whether it was another institution that could not be reached."""
        return self.institution != OURSELVES

    def covers(self, day: date) -> bool:
        """Whether the day is one of its own."""
        return self.since is not None and self.since <= day and (self.until is None or day < self.until)


Outages = Mapping[str, Outage]
"""The outages of a partition, by key."""
NO_OUTAGES: Outages = {}


def moved(begins: date, last: date, outages: Iterable[Outage]) -> date | None:
    """The last day of a window once the days of outages do not count; None while an outage keeps it open.

    `begins` is the day after which the window runs, `last` its last day as it was told.
    """
    stretches = sorted(
        (max(outage.since, begins + ONE_DAY), outage.until or LAST_DAY + ONE_DAY)
        for outage in outages
        if outage.since is not None and (outage.until is None or outage.until > begins + ONE_DAY)
    )
    counted = begins
    for start, end in stretches:
        if start > last:
            break
        lost = end - max(start, counted + ONE_DAY)
        if lost > timedelta():
            if end > LAST_DAY or last > LAST_DAY - lost:
                return None
            last += lost
            counted = end - ONE_DAY
    return last
