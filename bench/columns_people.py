"""German claimants in plain columns, as a ministry's extract would hold them: synthetic, the same for the same seed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from law.columns.calendar import first_day_of, month_of
from law.columns.columns import Column, Flags, Words
from law.columns.histories import NONE, Claimants, Contributions, Histories, Jobs
from law.columns.integers import Whole
from law.columns.numbers import Numbers

CENTS, DAYS_OF_A_MONTH = 100, 30
MONTHS_MAX = 36  # months of contributions that a person has at most
FILED = np.datetime64("2024-01-01").astype(np.int64)


@dataclass(frozen=True)
class Aggregates:
    """What all sides are given: whole numbers (cents), and yes or no."""

    net_monthly: Any
    months_in_frame: Any
    months_in_extended_frame: Any
    age: Any
    children: Any
    side_job_hours: Any
    seeks_work: Any
    pension_age_reached: Any
    months_drawn: Any

    def __len__(self) -> int:
        return len(self.age)


def aggregates(count: int, seed: int = 1) -> Aggregates:
    """So many claimants of 1 January 2024."""
    dice = np.random.default_rng(seed)
    in_extended = dice.integers(0, 61, count)
    return Aggregates(
        net_monthly=dice.integers(0, 400_000, count),
        months_in_frame=np.minimum(in_extended, dice.integers(0, 31, count)),
        months_in_extended_frame=in_extended,
        age=dice.integers(18, 66, count),
        children=dice.integers(0, 3, count),
        side_job_hours=dice.integers(0, 20, count),
        seeks_work=dice.random(count) < 0.97,
        pension_age_reached=dice.random(count) < 0.01,
        months_drawn=dice.integers(0, 6, count),
    )


def as_given(people: Aggregates) -> dict[str, Column]:
    """The same under the names of the sheet; nobody mostly had short contracts."""
    return {
        "months_in_frame": Numbers(Whole(people.months_in_frame)),
        "months_in_extended_frame": Numbers(Whole(people.months_in_extended_frame)),
        "qualifies_by_short_contracts": Flags(np.zeros(len(people), dtype=np.bool_)),
        "age()": Numbers(Whole(people.age)),
        "children": Numbers(Whole(people.children)),
        "side_job_hours": Numbers(Whole(people.side_job_hours)),
        "seeks_work": Flags(people.seeks_work),
        "pension_age_reached": Flags(people.pension_age_reached),
        "months_drawn": Numbers(Whole(people.months_drawn)),
        "net_pay_daily": Numbers(Whole(people.net_monthly), Whole(CENTS * DAYS_OF_A_MONTH)),
    }


def histories(count: int, seed: int = 1) -> tuple[Histories, dict[str, Column]]:
    """Claimants of a year with up to 36 months of contributions and one or two jobs, and their wage tax by the day."""
    dice = np.random.default_rng(seed)
    filed = FILED + dice.integers(0, 300, count)
    months = dice.integers(6, MONTHS_MAX + 1, count)
    first = np.concatenate([[0], np.cumsum(months)])
    person = np.repeat(np.arange(count), months)
    month = month_of(filed)[person] - (first[person + 1] - np.arange(len(person)))
    ended = first_day_of(month_of(filed))
    jobs = dice.integers(1, 3, count)
    holder = np.repeat(np.arange(count), jobs)
    job_first = np.concatenate([[0], np.cumsum(jobs)])
    back = (job_first[holder + 1] - 1 - np.arange(len(holder))) * 700
    people = Histories(
        Claimants(
            filed=filed,
            without_work_from=ended,
            born=month_of(filed) - dice.integers(18 * 12, 66 * 12, count),
            dependants=dice.integers(0, 3, count),
            region=Words(np.zeros(count, dtype=np.int64), ("here",)),
            earlier_claim=np.full(count, NONE),
        ),
        Jobs(
            first=job_first,
            started=ended[holder] - back - 690,
            ended=ended[holder] - back,
            reason=Words(dice.integers(0, 2, len(holder)), ("laid_off", "fixed_term_ended")),
            minutes_weekly=np.full(len(holder), 2_400),
        ),
        Contributions(
            first=first,
            start=first_day_of(month),
            end=first_day_of(month + 1),
            earnings=dice.integers(100_000, 600_000, len(person)),
        ),
    )
    return people, {"wage_tax_daily": Numbers(Whole(dice.integers(0, 3_000, count)), Whole(CENTS))}
