"""What the committee resolved, as it stood when the day of the figures was closed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from services.console.staff.figures.asked import AskedFigures
from services.oversight.views import ResolutionTold


@dataclass(frozen=True, slots=True)
class RegisterRow:
    """A resolution, and by how many days it is late."""

    told: ResolutionTold
    days_late: int

    @property
    def scheme(self) -> str:
        """The scheme, with the beginning of its sheet's digest."""
        digest = f" {self.told.scheme_digest[:12]}" if self.told.scheme_digest else ""
        return f"{self.told.scheme or ''}{digest}"


def register_rows(asked: AskedFigures) -> list[RegisterRow]:
    """What is open first, by the day until which it is due; then what is over, the newest first."""
    day = asked.receipt.day
    rows = [RegisterRow(told, _days_late(told, day)) for told in asked.figures.resolutions.values()]
    over = sorted((row for row in rows if row.told.status != "open"), key=lambda row: row.told.resolution, reverse=True)
    still_open = [row for row in rows if row.told.status == "open"]
    return [*sorted(still_open, key=lambda row: (row.told.due_on or date.max, row.told.resolution)), *over]


def _days_late(told: ResolutionTold, day: date) -> int:
    if told.status != "open" or told.due_on is None:
        return 0
    return max(0, (day - told.due_on).days)
