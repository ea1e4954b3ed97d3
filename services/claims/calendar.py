"""Which day it is for a notice: that of the clock's closings, and where they have stood still, that of the log's times.

A handler has no clock. But the log notes when each closing and each event came, so the days that have passed since a
closing that came in time can be counted, the same whenever the log is read again.
"""

from __future__ import annotations

from datetime import date, timedelta
from typing import NamedTuple

DAY_MS = 24 * 60 * 60 * 1000
CLOCK_CHANGE_MS = 2 * 60 * 60 * 1000
"""A day may begin so much later by the clock than the one before; no notice is dated ahead."""


class PromptClosing(NamedTuple):
    """A closing that came as soon after the end of its day as any did, and when, in Unix milliseconds."""

    day: date
    came_ms: int

    def or_sooner(self, day: date, came_ms: int) -> PromptClosing:
        """This one, or another that came sooner after its day."""
        other = PromptClosing(day, came_ms)
        return other if other._begins() > self._begins() else self

    def day_at(self, moment_ms: int) -> date:
        """The day that has begun by a moment as far as this closing tells: the next one, one more after each 24 h."""
        passed = max(0, moment_ms - self.came_ms - CLOCK_CHANGE_MS) // DAY_MS
        return self.day + timedelta(days=1 + passed)

    def _begins(self) -> int:
        return self.day.toordinal() * DAY_MS - self.came_ms
