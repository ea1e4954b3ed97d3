"""How a source reports, as a mapping file says it: which lines count, what takes back, what runs through the year."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field, field_validator

from services.registry_kit.field_rule import MappingModel
from services.registry_kit.line_tests import LineTest


class YearToDate(MappingModel):
    """Amounts that are reported as running totals of a year, and are told as those of each period."""

    of: Annotated[tuple[str, ...], Field(min_length=1)]
    """The fields whose columns hold running totals."""
    job: Annotated[tuple[str, ...], Field(min_length=1)]
    """The columns that together name what a total runs for: mostly an employer and a payroll number."""
    year_begins: Annotated[str, Field(pattern=r"^[0-9]{2}-[0-9]{2}$")] = "01-01"
    """The month and day on which the totals begin anew: `04-06`, `07-01`."""
    began: str | None = None
    """The column of the day on which the job began, in ISO 8601: a total cannot hold what lies before it."""

    @field_validator("year_begins")
    @classmethod
    def _a_day_of_every_year(cls, written: str) -> str:
        month, day = int(written[:2]), int(written[3:])
        if not (1 <= month <= 12 and 1 <= day <= 28):
            raise ValueError("a year begins on a day that every year has, written month and day, such as 04-06")
        return written


class Differences(MappingModel):
    """Lines whose amounts are to be added to what was reported before, and may have a minus sign before them."""

    when: LineTest
    """Which lines those are."""
    id: Annotated[tuple[str, ...], Field(min_length=1)]
    """The columns that tell one difference from another, so that each is added once."""
