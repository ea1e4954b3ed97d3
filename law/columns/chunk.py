"""One chunk of persons on its way through a plan."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any, TypeAlias, TypeVar

import numpy as np

from law.columns.columns import Column, Days, Flags, Words
from law.columns.histories import Histories
from law.columns.masks import Mask, Persons, either, part_of
from law.columns.numbers import Numbers
from law.columns.segments import persons_of
from law.language.sheet.scheme import Scheme

AnyAnswer = TypeVar("AnyAnswer")
Does: TypeAlias = Callable[..., Any]
"""What a step of a plan does: called with the run, then the columns it needs."""


@dataclass(frozen=True)
class Given:
    """A column that stands in the place of a question, a particular or a quantity."""

    column: Column
    absent: Mask = None
    """For whom nobody stated the particular, so that what the sheet says for that case holds."""

    def refuse_unless_exact(self, name: str, persons: int) -> None:
        """Raises `TypeError` for binary fractions, and `ValueError` for a column of another length."""
        for values in _arrays(self.column):
            if values.dtype.kind not in "ibO" or (values.dtype.kind == "i" and values.dtype != np.int64):
                raise TypeError(f"{name} is a column of {values.dtype}: give 64-bit whole numbers of parts")
            if values.ndim and len(values) != persons:
                raise ValueError(f"{name} has {len(values)} values for {persons} persons")

    def part(self, persons: Persons) -> Given:
        """Those of some of the persons."""
        return Given(self.column.part(persons), part_of(self.absent, persons))


def _arrays(column: Column) -> list[Any]:
    match column:
        case Numbers(over=over, under=under):
            return [part.values for part in (over, under) if not part.is_same]
        case Words(places=values) | Flags(values=values) | Days(values=values):
            return [np.asarray(values)]


class Run:
    """The persons of a chunk: what is given and known of them, and who is left to the exact evaluation."""

    def __init__(self, scheme: Scheme, begins: Any, given: Mapping[str, Given], histories: Histories) -> None:
        self.begins = begins
        """The day on which each claim begins, whose law holds."""
        self.given = given
        self.histories = histories
        self.country, self.minor_units = scheme.country, scheme.minor_units
        self.left: Mask = None
        self._answers: dict[tuple[Callable[..., Any], int], tuple[Any, Any]] = {}
        """By what answers and what it is asked about, which is kept with its answer so that its id stays its own."""

    def __len__(self) -> int:
        return len(self.histories)

    def leave(self, persons: Mask) -> None:
        """Leave these persons to the exact evaluation."""
        self.left = either(self.left, persons)

    def leave_all(self) -> None:
        """Leave everybody to the exact evaluation."""
        self.leave(np.bool_(True))

    def once(self, does: Callable[..., AnyAnswer], about: Any) -> AnyAnswer:
        """What `does` finds about something of this run, worked out once whoever asks."""
        asked = does, id(about)
        if asked not in self._answers:
            self._answers[asked] = about, does(self, about)
        answer: AnyAnswer = self._answers[asked][1]
        return answer

    @cached_property
    def persons_of_contributions(self) -> Any:
        """Whose each contribution is."""
        return persons_of(self.histories.contributions.first)

    @cached_property
    def persons_of_jobs(self) -> Any:
        """Whose each job is."""
        return persons_of(self.histories.jobs.first)

    @cached_property
    def law_days(self) -> Any:
        """The days whose law is asked for: one where it is the same for all, which is the commonest case."""
        first = self.begins[0]
        return first if (self.begins == first).all() else self.begins
