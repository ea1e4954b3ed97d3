"""An event of the log with when it came, and the day with whose closing it was known."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from datetime import date, datetime
from typing import NamedTuple

from contracts.base import Envelope

Closings = Sequence[tuple[int, date]]
"""When the closing of each day reached the log, in that order."""


class Arrived(NamedTuple):
    """An event and its moment, as `Message.arrival` says: it only grows, and compares across the topics of one log."""

    envelope: Envelope
    moment: int


def moment_of(time: datetime) -> int:
    """The moment of a time by a clock, as the times of arrival of a log that notes them: in Unix milliseconds."""
    return int(time.timestamp() * 1_000)


def known_by(moment: int, closings: Closings) -> date | None:
    """The first day whose closing came after this moment; None while there is none."""
    place = bisect_right(closings, moment, key=lambda closing: closing[0])
    return min((day for _, day in closings[place:]), default=None)
