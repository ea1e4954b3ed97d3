"""Days on which a decision of a named person reduces the benefit by a share, and what they leave of an amount."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import NamedTuple

from contracts.claims import Ground
from contracts.values import Period


@dataclass(frozen=True, slots=True)
class ReducedDays:
    """A stretch on which so much of the benefit is not paid, by which decision and article."""

    period: Period
    share: str
    """As the decision says it, an exact number: `0.3`."""
    ground: Ground | None
    decided_on: date
    question: str
    """The question that the decision answers."""
    cites: str
    complied_on: date | None = None
    """The day on which it ended early, because the person complied."""
    counts_in_full: bool = True
    """Whether the days use up as much of the limit as days that are paid in full."""

    @property
    def exact(self) -> Fraction:
        """The share as a number."""
        return Fraction(self.share)


class Kept(NamedTuple):
    """What reductions leave of a period: of its amount, and of what it uses up of the limit; 1 for all."""

    paid: Fraction
    used: Fraction
    by: tuple[tuple[ReducedDays, int], ...]
    """Each reduction that counts, with the number of days on which it does."""


def kept_of(days: Iterable[date], reductions: Iterable[ReducedDays]) -> Kept | None:
    """What is kept of a period of these days; None if nothing is reduced on any of them.

    Every day counts alike. Where two reductions meet on a day, the greater one holds, and not their sum: nobody was
    told of more than one of them at a time.
    """
    every, ordered = list(days), sorted(reductions, key=lambda one: (-one.exact, one.decided_on, one.question))
    counted: dict[ReducedDays, int] = {}
    for day in every:
        holding = next((cut for cut in ordered if cut.period.start <= day < cut.period.end), None)
        if holding is not None:
            counted[holding] = counted.get(holding, 0) + 1
    if not counted:
        return None
    lost = sum((cut.exact * number for cut, number in counted.items()), Fraction(0))
    unused = sum((cut.exact * number for cut, number in counted.items() if not cut.counts_in_full), Fraction(0))
    by = tuple(sorted(counted.items(), key=lambda entry: (entry[0].period.start, entry[0].question)))
    return Kept(1 - lost / len(every), 1 - unused / len(every), by)
