"""On which terms the institution asks back what it paid too much: dated figures with their source (`terms.yaml`)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction
from functools import cache
from math import ceil, floor
from pathlib import Path

from contracts.currencies import MINOR_DIGITS
from contracts.overpayment_causes import UNTRUE
from contracts.values import LAST_DAY, Period
from law.language.terms.document import Entry, read_document
from law.language.terms.errors import OutsideKnownLaw
from law.language.terms.parameters import Parameter, read_parameter
from law.language.terms.whole_numbers import NO_CURRENCY
from services.runtime.handling import Refused

FILE = Path(__file__).with_name("terms.yaml")
EXAMPLE = "parameters: {...}, floors: {...}, arrears: {...}"
EXAMPLE_PARAMETERS = "parameters: {contest_days: {meaning: ..., unit: days, values: [...]}, ...}"
EXAMPLE_FLOORS = "floors: {USD: {meaning: ..., unit: USD/week, values: [...]}}"
EXAMPLE_ARREARS = "arrears: {withheld_from: false, cites: ...}"
DAYS_OF_A_WEEK = 7


@dataclass(frozen=True, slots=True)
class Terms:
    """The terms of one institution. A day outside their dates raises `OutsideKnownLaw` or, in an event, `Refused`."""

    contest_days: Parameter
    withheld_share: Parameter
    years_to_raise: Parameter
    years_to_raise_untrue: Parameter
    years_to_collect: Parameter
    late_closing_days: Parameter
    months_to_ask_again: Parameter
    floors: Mapping[str, Parameter]
    arrears_are_withheld_from: bool

    @classmethod
    def from_file(cls, path: Path = FILE) -> Terms:
        """Read and check a file of terms. Raises `RuleSheetError` naming file, line and rule."""
        document = read_document(path.read_text("utf-8"), file=path.name)
        fields = document.fields(required="parameters floors arrears", example=EXAMPLE)
        names = (
            "contest_days withheld_share years_to_raise years_to_raise_untrue years_to_collect late_closing_days "
            "months_to_ask_again"
        )
        figures = fields["parameters"].fields(required=names, example=EXAMPLE_PARAMETERS)
        arrears = fields["arrears"].fields(required="withheld_from cites", example=EXAMPLE_ARREARS)
        return cls(
            **{name: read_parameter(name, entry, currency=NO_CURRENCY) for name, entry in figures.items()},
            floors=_floors(fields["floors"]),
            arrears_are_withheld_from=arrears["withheld_from"].flag(),
        )

    def contest_until(self, decided_on: date) -> date:
        """The last day on which a decision that does not say may be contested."""
        return _days_after(decided_on, int(_figure(self.contest_days, decided_on)))

    def raise_until(self, paid_on: date, cause: str) -> date:
        """The last day on which what was paid on a day may be asked back."""
        years = self.years_to_raise_untrue if cause in UNTRUE else self.years_to_raise
        return _years_after(paid_on, int(_figure(years, paid_on)))

    def collect_until(self, final_on: date) -> date:
        """The last day on which a debt that became final on a day may be collected."""
        return _years_after(final_on, int(_figure(self.years_to_collect, final_on)))

    def latest_day(self, not_before: date, over_until: date | None) -> date:
        """The last day an act may bear, by the last closed day; while there is none, the first one stands for it."""
        days = int(_figure(self.late_closing_days, not_before))
        return _days_after(max(not_before, over_until or not_before), days)

    def asks_again_from(self, refused_on: date) -> date:
        """From when on a request to waive suspends as a first one does, after one that was refused on a day."""
        months = refused_on.year * 12 + refused_on.month - 1 + int(_figure(self.months_to_ask_again, refused_on))
        year, month = divmod(months, 12)
        return LAST_DAY if year >= LAST_DAY.year else _same_day(date(year, month + 1, 1), refused_on.day)

    def most_withheld(self, minor: int, currency: str, days: Period, on: date) -> int:
        """How much of a payment for these days may be withheld on a day, in minor units: zero where no figure is known.

        The share is of the whole payment, and the floor is what is left of it by the week.
        """
        if currency not in self.floors:
            return 0
        try:
            share, left = self.withheld_share.on(on).value, self.floors[currency].on(on).value
        except OutsideKnownLaw:
            return 0
        most: int = floor(Fraction(share) * minor)
        kept: int = ceil(Fraction(left) * 10 ** MINOR_DIGITS[currency] * days.days / DAYS_OF_A_WEEK)
        return max(0, min(most, minor - kept))


def _floors(entry: Entry) -> dict[str, Parameter]:
    listed = entry.entries(example=EXAMPLE_FLOORS)
    return {code: read_parameter(f"floor_{code}", floor_of, currency=code) for code, floor_of in listed.items()}


def _figure(parameter: Parameter, on: date) -> Fraction:
    try:
        return Fraction(parameter.on(on).value)
    except OutsideKnownLaw as fault:
        raise Refused("outside-known-law", f"the terms of recovery: {fault}") from None


def _days_after(day: date, days: int) -> date:
    return date.fromordinal(min(day.toordinal() + days, LAST_DAY.toordinal()))


def _same_day(first: date, day: int) -> date:
    """The same day of that month; the last one where it has none."""
    last = first + timedelta(days=31)
    return min(first + timedelta(days=day - 1), last.replace(day=1) - timedelta(days=1))


def _years_after(day: date, years: int) -> date:
    """The day before the same day of the year so many years later; the end of February where that day is missing."""
    year = day.year + years
    if year >= LAST_DAY.year:
        return LAST_DAY
    same = date(year, 3, 1) if (day.month, day.day) == (2, 29) else day.replace(year=year)
    return date.fromordinal(same.toordinal() - 1)


@cache
def standard_terms() -> Terms:
    """The terms that come with Tideover, read once."""
    return Terms.from_file()
