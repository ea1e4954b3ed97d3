"""How a source reports, as a mapping file says it: which lines count, what takes back, what runs through the year."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field, field_validator

from services.registry_kit.field_rule import FieldRule, MappingModel, ShortRule
from services.registry_kit.line_tests import LineTest


class YearToDate(MappingModel):
    """Amounts that are reported as running totals of a year, and are told as those of each period."""

    of: Annotated[tuple[str, ...], Field(min_length=1)]
    """The fields whose columns hold running totals."""
    job: Annotated[tuple[str, ...], Field(min_length=1)]
    """The columns that together name what a total runs for: mostly an employer and a payroll number."""
    year_begins: Annotated[str, Field(pattern=r"^[0-9]{2}-[0-9]{2}$")] = "01-01"
    """The month and day on which the totals begin anew: `04-06`, `07-01`."""
    began: ShortRule | None = None
    """The column of the day on which the job began: a total cannot hold what lies before it."""

    @field_validator("began")
    @classmethod
    def _a_day_in_a_column(cls, rule: FieldRule | None) -> FieldRule | None:
        if rule is not None and not rule.model_fields_set <= {"column", "format", "pivot", "zone", "plus_days"}:
            raise ValueError("a day stands in one column, with format, pivot, zone or plus_days")
        return rule

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
    whole: Literal["leaves_out_differences", "includes_differences"] = "leaves_out_differences"
    """What a whole figure says that is recorded after differences to an earlier one: sources differ in it."""

    def in_words(self) -> str:
        """What a later whole figure is taken for."""
        if self.whole == "includes_differences":
            return "A whole figure is taken to include the differences recorded before it: they are no longer added."
        return "A whole figure is taken to leave out the differences recorded before it: they are added to it too."
