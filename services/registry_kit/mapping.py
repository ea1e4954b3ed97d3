"""The mapping file: which column of a file fills which field of a fact, and how it is to be read."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta, timezone, tzinfo
from functools import cache
from pathlib import Path
from typing import Annotated, Any, Literal, Self
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import yaml
from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, StrictInt, ValidationError, model_validator

from contracts.in_words import InWords
from contracts.refusals import in_words
from contracts.values import Currency
from services.registry_kit.kinds import KINDS, Shape, fields_of, required_of


class MappingFault(InWords):
    """The mapping cannot be used; the message is one sentence for the engineer who wrote it."""


OPTIONS = {
    "format": {Shape.DAY, Shape.MOMENT, Shape.PERIOD, Shape.TEXT},
    "zone": {Shape.MOMENT},
    "codes": {Shape.CHOICE, Shape.YES_NO, Shape.TEXT},
    "currency": {Shape.MONEY},
    "decimal": {Shape.MONEY, Shape.INTEGER},
    "thousands": {Shape.MONEY, Shape.INTEGER},
    "unit": {Shape.INTEGER},
    "plus_days": {Shape.DAY},
    "end_is": {Shape.PERIOD},
}
"""Which option means something for which shape of field; elsewhere it is a mistake and refused."""


class _MappingModel(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class FieldRule(_MappingModel):
    """How one field is filled: from a column, a constant, columns joined, a month, or a first and a last day."""

    column: str | None = None
    constant: Any = None
    join: tuple[str, ...] | None = None
    between: str = Field(default="-", alias="with")
    month: str | None = None
    start: str | None = None
    end: str | None = None

    format: str | None = None
    """As in Python's strptime, for example `%d.%m.%Y`; without it, ISO 8601."""
    zone: str | None = None
    """The zone of moments written without one: `UTC`, `+07:00` or `Asia/Bangkok`."""
    codes: dict[str, Any] | None = None
    """What the file's own codes stand for; a code not named is a fault of the line."""
    currency: Currency | None = None
    decimal: str = Field(default=".", min_length=1, max_length=1)
    thousands: str = Field(default="", max_length=1)
    unit: Literal["minutes", "hours"] | None = None
    """What a column counts where the field counts minutes."""
    plus_days: StrictInt = 0
    """1 turns a file's last day into the first day after it."""
    end_is: Literal["last_day", "day_after"] = "day_after"

    @model_validator(mode="after")
    def _one_way(self) -> Self:
        ways = {"column", "constant", "join", "month", "start"} & self.model_fields_set
        if len(ways) != 1 or (self.start is None) != (self.end is None):
            raise ValueError("a field is filled in one way: column, constant, join, month, or start with end")
        return self

    def columns(self) -> list[str]:
        """The columns it reads."""
        return [
            column
            for column in (self.column, *(self.join or ()), self.month, self.start, self.end)
            if column is not None
        ]


def _short_form(given: Any) -> Any:
    return {"column": given} if isinstance(given, str) else given


class PersonColumn(_MappingModel):
    """Where a line says whom it is about: an identity number, or a pseudonym made before."""

    national_id: str | None = None
    pseudonym: str | None = None

    @model_validator(mode="after")
    def _one_of_both(self) -> Self:
        if (self.national_id is None) == (self.pseudonym is None):
            raise ValueError("name the column of the national_id or of the pseudonym, one of both")
        return self


class Csv(_MappingModel):
    """How a CSV file is written."""

    delimiter: str = Field(default=",", min_length=1, max_length=1)
    quote: str = Field(default='"', min_length=1, max_length=1)
    encoding: str = "utf-8-sig"


class Mapping(_MappingModel):
    """A whole mapping file."""

    source: str = Field(min_length=1, max_length=200)
    """Who speaks: a URI of the institution's, the `source` of every event."""
    person: PersonColumn
    fields: dict[str, Annotated[FieldRule, BeforeValidator(_short_form)]]
    empty: tuple[str, ...] = ("",)
    """Texts that stand for nothing."""
    csv: Csv = Csv()

    def columns(self) -> set[str]:
        """Every column it reads."""
        whom = self.person.national_id or self.person.pseudonym
        return {column for rule in self.fields.values() for column in rule.columns()} | ({whom} if whom else set())

    def amounts(self) -> set[str]:
        """The columns that hold amounts of money."""
        return {column for rule in self.fields.values() if rule.currency for column in rule.columns()}


def read_mapping(path: Path, kind: str) -> Mapping:
    """The mapping in a file, for lines of one kind. Raises `MappingFault`."""
    if not path.is_file():
        raise MappingFault(f"There is no mapping file {path}.")
    try:
        mapping = Mapping.model_validate(yaml.safe_load(path.read_text("utf-8")))
    except ValidationError as error:
        raise MappingFault(f"{path.name}: {in_words(error)}") from None
    except yaml.YAMLError as error:
        where = getattr(error, "problem_mark", None)
        raise MappingFault(f"{path.name} is not YAML{f', line {where.line + 1}' if where else ''}.") from None
    if faults := list(_faults(mapping, kind)):
        raise MappingFault(f"{path.name}: {'; '.join(faults)}")
    return mapping


def _faults(mapping: Mapping, kind: str) -> Iterable[str]:
    shapes = fields_of(kind)
    for name in sorted(mapping.fields.keys() - shapes.keys()):
        yield f"{name} is no field of {kind}; there are {', '.join(shapes)}"
    for name in sorted(required_of(kind) - mapping.fields.keys()):
        yield f"{name} is missing, and every {kind} needs it"
    for name, rule in mapping.fields.items():
        if name in shapes:
            yield from (f"{name}: {fault}" for fault in _unfitting(rule, shapes[name]))


def _unfitting(rule: FieldRule, shape: Shape) -> Iterable[str]:
    for option, shapes in OPTIONS.items():
        if option in rule.model_fields_set and shape not in shapes:
            yield f"{option} means nothing for a field that holds a {shape.replace('_', ' or ')}"
    if shape is Shape.MONEY and rule.currency is None:
        yield "an amount needs its currency"
    if shape is Shape.PERIOD and rule.month is None and rule.start is None:
        yield "a period is filled from a month, or from a start and an end"
    if shape is not Shape.PERIOD and rule.start is not None:
        yield "only a period has a start and an end"
    if rule.month is not None and shape not in {Shape.PERIOD, Shape.TEXT}:
        yield "a month fills a period or a text"
    if rule.join is not None and shape is not Shape.TEXT:
        yield "only a text is joined of several columns"
    if rule.zone is not None and zone_of(rule.zone) is None:
        yield "the zone is written UTC, +07:00 or as in Asia/Bangkok"


@cache
def zone_of(name: str) -> tzinfo | None:
    """The zone of that name, or None if there is none."""
    sign, digits = name[:1], name[1:].replace(":", "")
    if sign in "+-" and digits.isdigit() and len(digits) == 4:
        offset = timedelta(hours=int(digits[:2]), minutes=int(digits[2:]))
        return timezone(offset if sign == "+" else -offset) if offset < timedelta(days=1) else None
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError):
        return None


def known_kinds() -> str:
    """The words that may stand after `--as`, for a message."""
    return ", ".join(KINDS)
