"""Units of rules: money per time, days, weeks, shares, dates. Different time bases never mix silently."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import cache
from typing import Literal

from contracts.in_words import nearest
from law.language.terms.errors import FormulaError

TIMES = ("day", "working_day", "week", "month", "quarter", "year", "hour")
"""Time bases; each is a dimension of its own: six months are not 182 days."""

Kind = Literal["number", "date", "yes_no", "category"]
Label = Literal["", "share", "count"]

EXAMPLE = "unit: USD/week"
CURRENCY = re.compile(r"[A-Z]{3}")


def _power(name: str, exponent: int) -> str:
    shown = name if CURRENCY.fullmatch(name) else name.replace("_", " ")
    return shown if exponent == 1 else f"{shown}^{exponent}"


@dataclass(frozen=True, slots=True)
class Unit:
    """What a value is counted in.

    `powers` holds the dimensions with their exponents (`USD/week` is USD 1, week -1). A number without
    dimension is a `share` or a `count`. A category lists its possible `members`.
    """

    kind: Kind = "number"
    powers: tuple[tuple[str, int], ...] = ()
    label: Label = ""
    members: frozenset[str] = field(default=frozenset())
    written: str = field(init=False, repr=False, compare=False)
    """As a sheet writes it: `USD/week`."""
    currency: str | None = field(init=False, repr=False, compare=False)
    """The ISO 4217 code if this is money (per time or not)."""
    counted: str | None = field(init=False, repr=False, compare=False)
    """The time base that is counted: `hour` for `hours/week`."""
    per: str | None = field(init=False, repr=False, compare=False)
    """The time base under the bar: `week` for `USD/week`."""

    def __post_init__(self) -> None:
        """Work out once what every step of every derivation asks."""
        currency = next((name for name, _ in self.powers if CURRENCY.fullmatch(name)), None)
        counted = (name for name, exponent in self.powers if exponent > 0 and name in TIMES)
        object.__setattr__(self, "currency", currency)
        object.__setattr__(self, "counted", next(counted, None))
        object.__setattr__(self, "per", next((name for name, exponent in self.powers if exponent < 0), None))
        object.__setattr__(self, "written", self._written())

    def __str__(self) -> str:
        return self.written

    def _written(self) -> str:
        if self.kind != "number":
            return self.kind
        if not self.powers:
            return self.label
        over = [_power(name, exponent) for name, exponent in self.powers if exponent > 0]
        under = [_power(name, -exponent) for name, exponent in self.powers if exponent < 0]
        return "/".join([" ".join(over) or "1", *under])

    def is_money(self) -> bool:
        """Whether this is an amount of money, not per time."""
        return len(self.powers) == 1 and self.currency is not None and self.powers[0][1] == 1

    def is_number(self) -> bool:
        """Whether arithmetic applies."""
        return self.kind == "number"


SHARE = Unit(label="share")
COUNT = Unit(label="count")
DATE = Unit(kind="date")
YES_NO = Unit(kind="yes_no")
DAYS = Unit(powers=(("day", 1),))
WEEKS = Unit(powers=(("week", 1),))
MONTHS = Unit(powers=(("month", 1),))
YEARS = Unit(powers=(("year", 1),))
WORKING_DAYS = Unit(powers=(("working_day", 1),))

NAMED = {"share": SHARE, "count": COUNT, "date": DATE, "yes_no": YES_NO}


def category(*members: str) -> Unit:
    """A closed list of words, such as the reasons of a separation."""
    return Unit(kind="category", members=frozenset(members))


@cache
def money(currency: str, per: str | None = None) -> Unit:
    """Money of one currency, per time base if one is given."""
    powers = {currency: 1} | ({per: -1} if per else {})
    return Unit(powers=tuple(sorted(powers.items())))


def parse_unit(text: str, *, currency: str) -> Unit:
    """The unit that a sheet writes as `USD/week`, `weeks`, `quarters/week`, `share`. Raises `FormulaError`."""
    if text in NAMED:
        return NAMED[text]
    powers: dict[str, int] = {}
    for place, part in enumerate(text.split("/")):
        dimension = _dimension(part.strip(), currency=currency, whole=text)
        if dimension:
            powers[dimension] = powers.get(dimension, 0) + (-1 if place else 1)
    if not any(powers.values()):
        raise FormulaError(f"'{text}' says no unit.", example=EXAMPLE)
    return Unit(powers=_tidy(powers))


def times(left: Unit, right: Unit) -> Unit:
    """The unit of a product."""
    return _combined(left, right, sign=1)


def over(left: Unit, right: Unit) -> Unit:
    """The unit of a quotient; like over like is a share."""
    return _combined(left, right, sign=-1)


def _combined(left: Unit, right: Unit, *, sign: int) -> Unit:
    powers = dict(left.powers)
    for name, exponent in right.powers:
        powers[name] = powers.get(name, 0) + sign * exponent
    tidy = _tidy(powers)
    if tidy:
        return Unit(powers=tidy)
    product_of_counts = sign > 0 and not left.powers and not right.powers and "count" in (left.label, right.label)
    return COUNT if product_of_counts or (left.label == "count" and right.label == "share") else SHARE


def _tidy(powers: dict[str, int]) -> tuple[tuple[str, int], ...]:
    return tuple(sorted((name, exponent) for name, exponent in powers.items() if exponent))


def _dimension(part: str, *, currency: str, whole: str) -> str:
    if part == currency:
        return part
    for time in TIMES:
        if part in (time, f"{time}s"):
            return time
    if part == "1":
        return ""
    if CURRENCY.fullmatch(part) and part not in OTHER_WORDS:
        raise FormulaError(f"the sheet's currency is {currency}, not {part}.", example=f"unit: {currency}/week")
    raise _no_unit(part, currency, whole)


OTHER_WORDS = {
    **dict.fromkeys(("%", "percent", "per cent", "percentage", "rate", "fraction", "factor"), "share"),
    **dict.fromkeys(("number", "times", "amount of", "integer", "int"), "count"),
    **dict.fromkeys(("bool", "boolean", "true", "false", "yes", "no"), "yes_no"),
    **dict.fromkeys(("calendar day", "calendar days"), "days"),
    **dict.fromkeys(("working days", "working day", "weekday", "weekdays", "business days"), "working_days"),
}
"""Words by which people name a unit, and the word that the language has for it."""


def _no_unit(part: str, currency: str, whole: str) -> FormulaError:
    known = [currency, *TIMES, *(f"{time}s" for time in TIMES), *NAMED]
    ours = OTHER_WORDS.get(part.casefold()) or next(iter(nearest(part, known)), None)
    if " per " in whole:
        return FormulaError(
            f"'{whole}' is not a unit: a bar stands for per.", example=f"unit: {whole.replace(' per ', '/')}"
        )
    if ours is not None:
        return FormulaError(
            f"'{whole}' is not a unit; do you mean {ours}?", example=f"unit: {whole.replace(part, ours)}"
        )
    return FormulaError(
        f"'{whole}' is not a unit: use {currency}, {', '.join(TIMES)}, share, count, date or yes_no.",
        example=EXAMPLE,
    )
