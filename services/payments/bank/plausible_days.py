"""Whether the days that a bank names fit the day on which its message was made; the bounds are data."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from enum import StrEnum
from functools import cache
from pathlib import Path

import yaml

from services.payments.bank.schema_values import FURTHEST_ZONE, NotUnderstood

FILE = Path(__file__).with_suffix(".yaml")


class DayOf(StrEnum):
    """What a day in a message is the day of."""

    BOOKED = "booked"
    VALUE = "value"
    SETTLED = "settled"


_WORDS: Mapping[DayOf, str] = {
    DayOf.BOOKED: "The day of the booking",
    DayOf.VALUE: "The day from which the money counts",
    DayOf.SETTLED: "The day on which the return was settled",
}


@dataclass(frozen=True, slots=True)
class MessageDay:
    """The day on which a message was made, and the last one that had begun anywhere by then.

    Both are None where the message does not say when it was made: then its days cannot be held against it.
    """

    made_on: date | None = None
    begun: date | None = None

    @classmethod
    def of(cls, created_at: datetime | None) -> MessageDay:
        """The day of a moment, as it is written."""
        if created_at is None:
            return cls()
        return cls(created_at.date(), (created_at.astimezone(UTC) + FURTHEST_ZONE).date())

    def check(self, written: date, what: DayOf) -> None:
        """Raises `NotUnderstood` for a day too far from that of the message."""
        if self.made_on is None or self.begun is None:
            return
        first = self.made_on - timedelta(days=days_allowed(what, "before"))
        last = self.begun + timedelta(days=days_allowed(what, "after"))
        if not first <= written <= last:
            side = "before" if written < first else "after"
            raise NotUnderstood(f"{_WORDS[what]} lies too far {side} the day on which the message was made.")


@cache
def days_allowed(what: DayOf, side: str) -> int:
    """How many days `before` or `after` that of its message such a day may lie."""
    bounds: Mapping[str, Mapping[str, Mapping[str, int]]] = yaml.safe_load(FILE.read_text("utf-8"))
    return bounds[what][side]["days"]
