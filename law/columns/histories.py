"""Claimants with their employment histories as columns: what a registry's extract says of many people at once."""

from __future__ import annotations

from dataclasses import dataclass, fields, replace
from typing import Any, Self, TypeVar

import numpy as np

from law.columns.columns import Words
from law.columns.masks import Persons

NONE = int(np.iinfo(np.int64).min)
"""Stands where nothing is known: no day, no number."""

AnyRows = TypeVar("AnyRows", bound="Rows")


@dataclass(frozen=True)
class Rows:
    """Rows of many persons, one person's after the other's; person i has those from `first[i]` up to `first[i+1]`."""

    first: Any

    def __post_init__(self) -> None:
        """Refuse columns in which arithmetic might overflow or round."""
        refuse_all_but_whole_numbers(self)

    def __len__(self) -> int:
        return int(self.first[-1])

    @property
    def counts(self) -> Any:
        """How many rows each person has."""
        return np.diff(self.first)

    def part(self, persons: Persons) -> Self:
        """The rows of some of the persons."""
        rows: Persons
        if isinstance(persons, slice):
            low, high = int(self.first[persons.start]), int(self.first[persons.stop])
            first, rows = self.first[persons.start : persons.stop + 1] - low, slice(low, high)
        else:
            counts = self.counts[persons]
            first = np.concatenate((np.zeros(1, dtype=np.int64), np.cumsum(counts)))
            rows = np.repeat(self.first[:-1][persons] - first[:-1], counts) + np.arange(int(first[-1]))
        cut = {kind.name: _part(getattr(self, kind.name), rows) for kind in fields(self) if kind.name != "first"}
        return replace(self, first=first, **cut)


def refuse_all_but_whole_numbers(columns: Any) -> None:
    """Raises `TypeError` for a column that is neither of 64-bit numbers nor of words nor of yes and no."""
    for kind in fields(columns):
        column = getattr(columns, kind.name)
        if isinstance(column, np.ndarray) and column.dtype not in (np.int64, np.bool_):
            raise TypeError(f"{kind.name} is a column of 64-bit whole numbers, not of {column.dtype}")


def _part(column: Any, rows: Persons) -> Any:
    if column is None:
        return None
    return column.part(rows) if isinstance(column, Words) else column[rows]


@dataclass(frozen=True)
class Contributions(Rows):
    """Insured earnings by stretch of days, in order of the first day within a person.

    Days count from 1970-01-01, `end` is not part of the stretch, `earnings` are minor units, zero or more.
    """

    start: Any
    end: Any
    earnings: Any
    minutes: Any = None
    """Working time in the stretch; `NONE` where it is not stated."""
    disputed: Any = None
    """Whether the source states the row in two ways: nothing of it counts, and whoever asks is in doubt."""
    foreign: Any = None
    """Whether the earnings are in another currency than the sheet's."""

    def __post_init__(self) -> None:
        """Refuse what no source may state, for the windows rely on it."""
        super().__post_init__()
        if len(self.start) != len(self) or len(self.earnings) != len(self):
            raise ValueError("every row has a first day, an end and earnings")
        if (self.end <= self.start).any() or (self.earnings < 0).any():
            raise ValueError("a stretch ends after it begins, and earnings are zero or more")
        same_person = np.ones(max(len(self) - 1, 0), dtype=np.bool_)
        borders = self.first[1:-1]
        same_person[borders[(borders > 0) & (borders < len(self))] - 1] = False
        if (same_person & (np.diff(self.start) < 0)).any():
            raise ValueError("a person's rows stand in order of their first day")


@dataclass(frozen=True)
class Jobs(Rows):
    """Employments; of two that count alike the later row counts."""

    started: Any
    """The first day; `NONE` where it is not reported."""
    ended: Any
    """The first day without it; `NONE` where no end is reported."""
    reason: Words
    """Why it ended, in the words of the contracts; without meaning where no end is reported."""
    minutes_weekly: Any
    """The agreed working time; `NONE` where nobody reported it."""


@dataclass(frozen=True)
class Claimants:
    """The claim and the person of each history. Days count from 1970-01-01, months from 1970-01."""

    filed: Any
    without_work_from: Any
    born: Any
    """The month of birth; `NONE` where the population registry says nothing of the person at all."""
    dependants: Any
    region: Words
    earlier_claim: Any
    """The day on which the claim before this one was filed; `NONE` where there is none."""

    def __post_init__(self) -> None:
        """Refuse columns in which arithmetic might overflow or round."""
        refuse_all_but_whole_numbers(self)

    def __len__(self) -> int:
        return len(self.filed)

    def part(self, persons: Persons) -> Claimants:
        """Some of them."""
        return Claimants(**{kind.name: _part(getattr(self, kind.name), persons) for kind in fields(self)})


@dataclass(frozen=True)
class Histories:
    """Claimants with their employments and contributions."""

    claimants: Claimants
    jobs: Jobs
    contributions: Contributions

    def __len__(self) -> int:
        return len(self.claimants)

    def part(self, persons: Persons) -> Histories:
        """Those of some of the persons."""
        return Histories(self.claimants.part(persons), self.jobs.part(persons), self.contributions.part(persons))


def without_facts(filed: Any, without_work_from: Any = None) -> Histories:
    """Claimants of whom nothing is known but the day of the claim: the rest is given as aggregates."""
    persons = len(filed)
    nothing = np.full(persons, NONE)
    empty = np.empty(0, dtype=np.int64)
    first = np.zeros(persons + 1, dtype=np.int64)
    unsaid = Words(np.zeros(persons, dtype=np.int64), ("",))
    since = filed if without_work_from is None else without_work_from
    return Histories(
        Claimants(filed, since, nothing, nothing, unsaid, nothing),
        Jobs(first, empty, empty, Words(empty, ("",)), empty),
        Contributions(first, empty, empty, empty),
    )
