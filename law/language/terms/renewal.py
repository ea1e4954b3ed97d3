"""On which day of each year a law sets a figure anew: what a sheet says so that a figure grown old is noticed."""

from __future__ import annotations

from datetime import date, timedelta
from typing import NamedTuple

from law.language.terms.document import Entry

MONTHS = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)
EXAMPLE = "renewed: each 1 January"
EARLY = timedelta(days=183)
"""A value that began within half a year before the day is the one of that day, set early or in the meantime."""


class Renewal(NamedTuple):
    """A day of each year."""

    month: int
    day: int

    def __str__(self) -> str:
        return f"{self.day} {MONTHS[self.month - 1]}"

    def due_after(self, newest: date) -> date:
        """The first such day for which a value that began on `newest` is too old."""
        this_year = date(newest.year, self.month, self.day)
        days = (this_year, this_year.replace(year=newest.year + 1), this_year.replace(year=newest.year + 2))
        return next(day for day in days if day > newest + EARLY)


def read_renewal(entry: Entry) -> Renewal:
    """The day of the year. Raises `RuleSheetError`."""
    words = entry.text(example=EXAMPLE).split()
    wrong = entry.wrong("the day of each year on which the law sets the figure anew is expected.", example=EXAMPLE)
    match words:
        case ["each", day, month] if month in MONTHS and day.isascii() and day.isdigit():
            renewal = Renewal(MONTHS.index(month) + 1, int(day))
        case _:
            raise wrong
    try:
        renewal.due_after(date(2001, 1, 1))  # a year without a 29 February
    except ValueError:
        raise wrong from None
    return renewal
