"""The values events are made of: money in minor units, half-open periods, days within reason."""

from __future__ import annotations

from datetime import date, timedelta
from fractions import Fraction
from typing import Annotated, Self

from pydantic import AfterValidator, Field, StrictInt, model_validator
from pydantic_core import PydanticCustomError

from contracts.base import Part
from contracts.code_lists import InTheList
from contracts.currencies import MINOR_DIGITS
from contracts.written import PROSE, Written, must_not_turn

FIRST_DAY = date(1900, 1, 1)
LAST_DAY = date(2100, 1, 1)
MINOR_MAX = 10**15


Day = Annotated[
    date,
    Field(ge=FIRST_DAY, le=LAST_DAY),
    Written(
        r"^[0-9]{4}-[0-9]{2}-[0-9]{2}$",
        "day",
        "a day from 1900 to 2100 is written as year, month and day: 2020-02-03",
    ),
]
"""A calendar day a benefit engine can meet: a typing slip such as 0219 or 20190 is refused."""


KEY_MAX = 80
Key = Annotated[str, Field(min_length=1, max_length=KEY_MAX, pattern=r"^[A-Za-z0-9][A-Za-z0-9:_./\-]*$")]
"""An identifier made by its source: letters, digits and `: _ . / -`."""

Sentence = Annotated[str, Field(min_length=1, max_length=2000, pattern=PROSE), AfterValidator(must_not_turn)]
"""Plain words for a person to read; never names, numbers of accounts or identity numbers."""

VERSION_MAX = 2**63 - 1
SourceVersion = Annotated[StrictInt, Field(ge=1, le=VERSION_MAX)]
"""A source's own count of its statements. Many count in nanoseconds since 1970; a column of eight bytes holds that."""

Ordinal = Annotated[StrictInt, Field(ge=1, le=2**31 - 1)]
"""A place in a row, from 1."""

Count = Annotated[StrictInt, Field(ge=0, le=2**31 - 1)]
"""How many there are."""


def _within_a_whole(share: str) -> str:
    if not 0 < Fraction(share) <= 1:
        raise PydanticCustomError("share", "a share lies above 0 and is at most 1: 0.3 is thirty per cent")
    return share


Share = Annotated[
    str,
    Field(pattern=r"^(1|0\.[0-9]{1,6}|[1-9][0-9]{0,5}/[1-9][0-9]{0,5})$"),
    AfterValidator(_within_a_whole),
]
"""A part of a whole as an exact number, above zero: `0.3`, `1/3`, `1` for all of it."""

EndToEnd = Annotated[str, Field(pattern=r"^[A-Z2-7]{26}$")]
"""The identifier that travels with a payment through every bank: 26 characters of base32."""


Currency = Annotated[
    str,
    InTheList(
        tuple(MINOR_DIGITS),
        "currency",
        "a currency is a code of ISO 4217 in capital letters, such as USD",
        "^[A-Z]{3}$",
    ),
]
"""A code of ISO 4217 for money: not gold (XAU), not a test (XTS), not "no currency" (XXX)."""


class Money(Part):
    """An amount in minor units (cents) of one currency, zero or more."""

    minor: StrictInt = Field(ge=0, le=MINOR_MAX)
    currency: Currency

    def __str__(self) -> str:
        """As people write it: `1,234.50 USD`."""
        digits = MINOR_DIGITS[self.currency]
        whole, part = divmod(self.minor, 10**digits)
        return f"{whole:,}.{part:0{digits}d} {self.currency}" if digits else f"{whole:,} {self.currency}"


class Period(Part):
    """Whole days from `start` up to, not including, `end`."""

    start: Day
    end: Day

    @model_validator(mode="after")
    def _runs_forward(self) -> Self:
        if self.end <= self.start:
            raise ValueError("a period must end after it starts (the end day is not part of it)")
        return self

    @property
    def days(self) -> int:
        """Number of calendar days."""
        return (self.end - self.start).days

    def overlaps(self, other: Period) -> bool:
        """Whether the two share a day."""
        return self.start < other.end and other.start < self.end

    def holds(self, other: Period) -> bool:
        """Whether every day of the other is one of its own."""
        return self.start <= other.start and other.end <= self.end

    @classmethod
    def of_days(cls, start: date, days: int) -> Self:
        """The period of `days` days from `start`."""
        return cls(start=start, end=start + timedelta(days=days))
