"""For how long the law of each scheme is known, and when its figures are set anew; beyond that a sheet is wrong."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from law.catalogue import scheme_names
from services.runtime.metrics.catalogue import Metric
from services.watching.snapshot import Snapshot

DAY_SECONDS = 86_400
NO_END_DAYS = 3_650
"""Shown where nothing has an end."""

LawEnds = Mapping[str, Sequence[date]]
"""By scheme, the days on which something that its sheet knows comes to an end."""

LawRenewals = Mapping[str, date]
"""By scheme, the first day on which the law sets a figure anew and the sheet has no new value."""


@dataclass(frozen=True, slots=True)
class LawKnown:
    """What the exporter shows of the served schemes' law."""

    ends: LawEnds = field(default_factory=dict)
    renewals: LawRenewals = field(default_factory=dict)


NOTHING_KNOWN = LawKnown()


KNOWN = Metric(
    "tideover_law_known_seconds",
    "gauge",
    "For how long after the last closed day a scheme loses none of its values; ten years where no end is known.",
    "seconds",
    {"scheme": scheme_names()},
)
RENEWED = Metric(
    "tideover_law_renewal_seconds",
    "gauge",
    "For how long after the last closed day no figure of a scheme is due to be set anew; below zero if one was.",
    "seconds",
    {"scheme": scheme_names()},
)
OF_THE_LAW = (KNOWN, RENEWED)


def look_at_ends(ends: LawEnds, today: date | None, snapshot: Snapshot) -> None:
    """What is left of each scheme's law until the next end; before the first closed day there is no legal time.

    An end that has passed belongs to a measure that is over, or events are parked, which is shown elsewhere.
    """
    if today is None:
        return
    for scheme, days_of_end in ends.items():
        left = min(((end - today).days for end in days_of_end if end > today), default=NO_END_DAYS)
        snapshot.put(KNOWN, min(left, NO_END_DAYS) * DAY_SECONDS, scheme)


def look_at_renewals(renewals: LawRenewals, today: date | None, snapshot: Snapshot) -> None:
    """What is left until a figure of each scheme is set anew; nothing is shown of a scheme that names no such day."""
    if today is None:
        return
    for scheme, due in renewals.items():
        snapshot.put(RENEWED, (due - today).days * DAY_SECONDS, scheme)
