"""The data set as it stands in the file: one real displaced worker a row."""

from __future__ import annotations

import csv
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from enum import StrEnum
from functools import cache
from pathlib import Path

FILE = Path(__file__).parent / "data" / "unemp_dur.csv"
CENTS = 100


class Ending(StrEnum):
    """How a spell of joblessness ended, as the survey recorded it."""

    FULL_TIME = "full_time"
    PART_TIME = "part_time"
    LEFT_AGAIN = "left_again"
    STILL_JOBLESS = "still_jobless"
    NOT_STATED = "not_stated"


@dataclass(frozen=True, slots=True)
class Row:
    """What the survey knows of one person."""

    number: int
    """Counted from 0, in the order of the file."""
    spell_fortnights: int
    ending: Ending
    age: int
    filed: bool
    replacement_rate: Decimal
    weekly_wage_minor: int
    """In US cents: e to the power of `logwage`, rounded to the cent."""
    tenure_years: int


@cache
def rows() -> tuple[Row, ...]:
    """Every row of the file, in its order."""
    with FILE.open(encoding="utf-8", newline="") as file:
        return tuple(_row(number, fields) for number, fields in enumerate(csv.DictReader(file)))


def _row(number: int, fields: Mapping[str, str]) -> Row:
    wage = (Decimal(fields["logwage"]).exp() * CENTS).quantize(Decimal(1), rounding=ROUND_HALF_UP)
    return Row(
        number=number,
        spell_fortnights=int(fields["spell"]),
        ending=_ending(fields),
        age=int(fields["age"]),
        filed=fields["ui"] == "yes",
        replacement_rate=Decimal(fields["reprate"]),
        weekly_wage_minor=int(wage),
        tenure_years=int(fields["tenure"]),
    )


def _ending(fields: Mapping[str, str]) -> Ending:
    marks = ("censor1", "censor2", "censor3", "censor4")
    marked = [ending for mark, ending in zip(marks, Ending, strict=False) if fields[mark] == "1"]
    return marked[0] if marked else Ending.NOT_STATED
