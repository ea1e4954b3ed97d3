"""The floor under the columns: the German formula written by hand in plain numpy, for this one law and day."""

from __future__ import annotations

from typing import Any

import numpy as np

from bench.columns_people import Aggregates

AGES, INSURED = np.array([50, 55, 58]), np.array([12, 16, 20, 24, 30, 36, 48])
MONTHS = np.array(
    [
        [0, 0, 0, 0],
        [6, 6, 6, 6],
        [8, 8, 8, 8],
        [10, 10, 10, 10],
        [12, 12, 12, 12],
        [12, 15, 15, 15],
        [12, 15, 18, 18],
        [12, 15, 18, 24],
    ]
)
CHUNK = 65_536


def by_hand(people: Aggregates) -> tuple[Any, Any, Any]:
    """Cents a day, days of benefit, and whether benefit is due, chunk by chunk as the engine does it."""
    parts = [_part(people, slice(start, start + CHUNK)) for start in range(0, len(people), CHUNK)]
    cents, days, due = zip(*parts, strict=True)
    return np.concatenate(cents), np.concatenate(days), np.concatenate(due)


def _part(people: Aggregates, of: slice) -> tuple[Any, Any, Any]:
    # A month's cents times 60 or 67 of a hundred, by thirty days: halves of a cent go up.
    share = np.where(people.children[of] > 0, 67, 60)
    cents = (people.net_monthly[of] * share * 2 + 3_000) // 6_000
    qualifies = people.months_in_frame[of] >= 12
    row = np.searchsorted(INSURED, people.months_in_extended_frame[of], side="right")
    months = MONTHS[row, np.searchsorted(AGES, people.age[of], side="right")]
    left = np.maximum(np.where(qualifies, months, 0) - people.months_drawn[of], 0)
    few_hours = people.side_job_hours[of] < 15
    due = qualifies & (left > 0) & few_hours & people.seeks_work[of] & ~people.pension_age_reached[of]
    return cents, left * 30, due
