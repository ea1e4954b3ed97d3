"""Outages of ours and of registries, as a named operator declares them; said beside `casework`."""

from __future__ import annotations

from itertools import count
from typing import ClassVar, Self

from pydantic import StrictBool, model_validator

from contracts.base import partition_of
from contracts.casework import Officer
from contracts.fact import Fact
from contracts.values import Day, Key, Sentence

OURSELVES = "tideover"
"""The institution of an outage of our own."""


def everybody_in(partition: int, partitions: int) -> str:
    """The subject under which everybody in a partition is told: the first name of its kind that lies there."""
    names = (f"everybody-{number}" for number in count())
    return next(name for name in names if partition_of(name, partitions) == partition)


class OutageRecorded(Fact):
    """On these days an institution could not be reached, or we could not; lateness on them counts against nobody.

    A correction under the same key makes it longer or shorter, or takes it back. It is told once in each partition,
    under a subject that stands for everybody there (`everybody_in`).
    """

    name: ClassVar[str] = "casework.outage-recorded"
    institution: Key
    """The source of a registry's messages, or `tideover` for an outage of our own."""
    since: Day
    until: Day | None = None
    """The first day on which it was over; None while it goes on."""
    officer: Officer
    because: Sentence
    taken_back: StrictBool = False
    """Whether there was no outage after all."""

    @model_validator(mode="after")
    def _ends_after_it_began(self) -> Self:
        if self.until is not None and self.until <= self.since:
            raise ValueError("an outage ends after it began")
        return self
