"""Names in written law: those of the sheet, with how many times as large a number is written at the end."""

from __future__ import annotations

import builtins
import keyword
import re

from law.language.terms.units import Unit

OURS = frozenset(
    {
        "Amounts",
        "EXACT",
        "Fraction",
        "Resting",
        "UnmetOfPeriod",
        "Worth",
        "at",
        "cache",
        "day",
        "is_weekday",
        "of_claim",
        "of_period",
        "period_answers",
        "unmet",
        "worth",
        "days",
        "all_of",
        "amounts",
        "benefit_rate_minor",
        "answers",
        "any_of",
        "certain",
        "counted",
        "date",
        "days_after",
        "days_before",
        "decide",
        "divided",
        "doubtful",
        "exactly",
        "findings",
        "law",
        "math",
        "met",
        "minor_of",
        "months_after",
        "money_shown",
        "not_met",
        "outside_known_law",
        "resting",
        "rounded_half_even",
        "rounded_half_up",
        "rounded_up",
        "rows",
        "said",
        "shown",
        "unless_silent",
        "waiting",
        "waiting_days",
        "year_until",
    }
)
"""What written law calls by itself."""


class LocalNames:
    """The names of one source, each given once."""

    def __init__(self) -> None:
        self._taken = {*OURS, *keyword.kwlist, *keyword.softkwlist, *dir(builtins)}

    def take(self, wanted: str) -> str:
        """The name that is wanted, or one like it if it is taken."""
        plain = re.sub(r"\W+", "_", wanted).strip("_")
        name, number = plain, 2
        while name in self._taken:
            name, number = f"{plain}_{number}", number + 1
        self._taken.add(name)
        return name


def with_parts(name: str, unit: Unit, times: int, minor_units: int) -> str:
    """A name that says how many times as large its number is written: `wages_minor`, `rate_times_2600`."""
    if times == 1:
        return name
    if unit.currency is not None and times == minor_units:
        return f"{name}_minor"
    return f"{name}_times_{times}"
