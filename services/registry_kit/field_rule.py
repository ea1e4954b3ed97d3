"""How one field of a fact is filled from a line, as a mapping file says it."""

from __future__ import annotations

import re
from datetime import datetime, timedelta, timezone, tzinfo
from functools import cache
from typing import Annotated, Any, Literal, Self
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, StrictInt, field_validator, model_validator

from contracts.values import Currency
from services.registry_kit.line_tests import LineTest
from services.registry_kit.numbers import DecimalSign, NumberStyle, ThousandsSign

WAYS = ("column", "constant", "join", "month", "start", "hidden", "words", "counted", "sum")
SIGN_NAMES = {"": "none", ".": "point", ",": "comma", " ": "space", "'": "apostrophe"}
SAMPLE = datetime(2019, 11, 28, 17, 46)  # noqa: DTZ001 - a day that shows what a format keeps of it
LOCAL_PARTS = re.compile(r"%[cxX]")


def _named(sign: Any) -> Any:
    """The sign itself may stand for its name."""
    return SIGN_NAMES.get(sign, sign) if isinstance(sign, str) else sign


def _as_list(given: Any) -> Any:
    return (given,) if isinstance(given, str) else given


SomeColumns = Annotated[tuple[str, ...], Field(min_length=1)]


class MappingModel(BaseModel):
    """A part of a mapping file; what it does not know is a mistake."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class FieldRule(MappingModel):
    """How one field is filled: from a column, a constant, columns joined, a month, two days, or a hidden column."""

    column: str | None = None
    constant: Any = None
    join: tuple[str, ...] | None = None
    sum: SomeColumns | None = None
    """Columns whose amounts together are the field's; an empty one is nothing."""
    between: str = Field(default="-", alias="with")
    month: str | None = None
    start: str | None = None
    end: str | None = None
    days: Annotated[StrictInt, Field(ge=1, le=366)] | None = None
    """How many days a period has that only names its first."""
    unless: LineTest | None = None
    """Lines in which the column means something else, so that the field is left out."""
    hidden: Annotated[SomeColumns | None, BeforeValidator(_as_list)] = None
    """One or more columns of which only a keyed MAC travels, such as an employer's number; another for each person."""
    words: str | None = None
    """A column of free text that is sealed beside the vault; only a keyed MAC of it travels."""
    under: Literal["persons", "employers"] = "persons"
    """Whose key hides: that of identity numbers, or the one of employers' names and numbers."""
    counted: Literal["changes"] | None = None
    """Of a source without versions: the kit numbers what it tells, one more whenever the content changes."""

    format: str | None = None
    """As in Python's strptime, for example `%d.%m.%Y`; without it, ISO 8601."""
    pivot: Annotated[StrictInt, Field(ge=1900, le=2100)] | None = None
    """The last year that two digits may stand for: under 2025, `25` is 2025 and `26` is 1926."""
    zone: str | None = None
    """The zone of moments written without one: `UTC`, `+07:00`, `Asia/Bangkok`. Of a day: its column holds a moment."""
    codes: dict[str, Any] | None = None
    """What the file's own codes stand for; a code not named is a fault of the line."""
    of_list: Annotated[str | None, Field(alias="list", pattern=r"^[a-z][a-z0-9_]{1,19}$")] = None
    """The name of the list that a column's codes are of, which goes before each: `isco08`, `stp2`."""
    digits: Literal["two", "all"] = "two"
    """How much of an occupation's or industry's code travels: two digits, or all where a sheet asks for more."""
    currency: Currency | None = None
    decimal: Annotated[DecimalSign, BeforeValidator(_named)] = "point"
    thousands: Annotated[ThousandsSign, BeforeValidator(_named)] = "none"
    decimals: Annotated[StrictInt, Field(ge=0, le=12)] | None = None
    """How many decimals an amount always has in this column, where they are more than its currency's."""
    unit: Literal["minutes", "hours"] | None = None
    """What a column counts where the field counts minutes."""
    percent: str | None = None
    """A column with the share of the whole, in percent: of a full post's hours, those of this post."""
    percent_off: str | None = None
    """A column with the share that is missing, in percent, such as that of a partial leave."""
    signs: tuple[Annotated[StrictInt, Field(ge=1, le=99)], Annotated[StrictInt, Field(ge=1, le=99)]] | None = None
    """The first and the last sign of the cell that count, from 1: the places of a code that is made of several."""
    plus_days: Annotated[StrictInt, Field(ge=-366, le=366)] = 0
    """1 turns a file's last day into the first day after it."""
    end_is: Literal["last_day", "day_after"] = "day_after"

    @model_validator(mode="after")
    def _one_way(self) -> Self:
        named = {name for name in self.model_fields_set if name == "constant" or getattr(self, name) is not None}
        ways, ends = named & {*WAYS}, named & {"end", "days"}
        if len(ways) != 1 or len(ends) != int(self.start is not None):
            raise ValueError(
                "a field is filled in one way: column, constant, join, month, hidden, words, sum or counted, or start "
                "with end or days"
            )
        if self.decimal == self.thousands:
            raise ValueError("the sign before decimals cannot stand between thousands too")
        return self

    @field_validator("format")
    @classmethod
    def _a_format_of_days(cls, form: str | None) -> str | None:
        """Tried on a day: what does not give back its year and month would give a fact another day."""
        if form is None:
            return None
        if LOCAL_PARTS.search(form):
            raise ValueError("%c, %x and %X mean another thing on another machine; write out the parts")
        try:
            kept = datetime.strptime(SAMPLE.strftime(form), form)  # noqa: DTZ007 - for its day alone
        except (ValueError, re.error):
            raise ValueError("the format is none of Python's strptime") from None
        if (kept.year, kept.month) != (SAMPLE.year, SAMPLE.month):
            raise ValueError("the format has no year and month")
        return form

    @property
    def style(self) -> NumberStyle:
        """How its numbers are written."""
        return NumberStyle(self.decimal, self.thousands)

    def shares(self) -> list[str]:
        """The columns that say which share of the number in its own counts."""
        return [column for column in (self.percent, self.percent_off) if column is not None]

    def columns(self) -> list[str]:
        """The columns it reads."""
        named = (
            self.column,
            *(self.join or ()),
            *(self.sum or ()),
            self.month,
            self.start,
            self.end,
            *self.shares(),
            *self.secret(),
            *(self.unless or ()),
        )
        return [column for column in named if column is not None]

    def secret(self) -> tuple[str, ...]:
        """The columns of which only a keyed MAC travels."""
        return (self.words,) if self.words is not None else self.hidden or ()

    def open_columns(self) -> list[str]:
        """The columns of which it lets something be read."""
        return [column for column in self.columns() if column not in self.secret()]


def _short_form(given: Any) -> Any:
    return {"column": given} if isinstance(given, str) else given


ShortRule = Annotated[FieldRule, BeforeValidator(_short_form)]


@cache
def zone_of(name: str) -> tzinfo | None:
    """The zone of that name, or None if there is none."""
    if offset := re.fullmatch(r"([+-])([0-9]{2}):?([0-9]{2})", name):
        ahead = timedelta(hours=int(offset[2]), minutes=int(offset[3]))
        return timezone(ahead if offset[1] == "+" else -ahead) if ahead < timedelta(days=1) else None
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return None
