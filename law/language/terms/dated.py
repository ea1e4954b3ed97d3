"""Dated law: of several entries the last one holds whose day has come, for the claim and the period in question."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Generic, Literal, NamedTuple, TypeVar

ChosenBy = Literal["law", "claim", "period"]
"""Which day decides whether an entry holds: that whose law is followed, or the first day of the claim or the period."""


class LawDays(NamedTuple):
    """The days that decide which law holds: that whose law is followed, and the first days of claim and period."""

    law: date
    claim: date
    period: date

    @classmethod
    def of(cls, day: date) -> LawDays:
        """Those of a claim that begins on a day, in its first period: everything follows the law of that day."""
        return cls(day, day, day)


class Applies(NamedTuple):
    """To what an entry applies: which day must have reached it, and from when on, where not from its own first day."""

    by: ChosenBy = "law"
    since: date | None = None


AS_THE_LAW = Applies()
"""Like most figures: by the day whose law the claim or the week follows."""


@dataclass(frozen=True, slots=True)
class DatedEntry:
    """What the law says from `since` up to, not including, `until`.

    None if no end is known, or if it ends for each claim on the day on which a later entry applies to that claim.
    """

    since: date
    until: date | None
    applies: Applies = field(default=AS_THE_LAW, kw_only=True)

    @property
    def first(self) -> date:
        """The first day by which it is chosen."""
        return self.applies.since or self.since

    def has_come(self, days: LawDays) -> bool:
        """Whether these days have reached it."""
        by, since = self.applies
        day = days.law if by == "law" else days.claim if by == "claim" else days.period
        return (since or self.since) <= day


E = TypeVar("E", bound=DatedEntry)
F = TypeVar("F", bound=DatedEntry)


@dataclass(frozen=True, slots=True)
class DatedEntries(Generic[E]):
    """What the law says of one thing through time: what is known of it, the oldest first, and what nobody knows.

    Each entry, known or not, holds until a later one has come. So one that is for new claims leaves the claims that
    run to the one before it.
    """

    known: tuple[E, ...]
    unknown: tuple[DatedEntry, ...] = ()

    def under(self, days: LawDays) -> E | None:
        """The entry that holds on these days; None where the sheet knows none."""
        for entry in reversed(self.known):  # the newest law is asked for most
            if entry.has_come(days):
                return None if self.unknown and self._is_over(entry, days) else entry
        return None

    @property
    def end(self) -> date | None:
        """The day from which on nothing is known any more; None where no end is known."""
        after = [stretch.first for stretch in self.unknown if stretch.since > self.newest.since]
        return min(after, default=None)

    @property
    def every(self) -> tuple[DatedEntry, ...]:
        """All entries, those of which nobody knows what holds among them."""
        return (*self.known, *self.unknown)

    def _is_over(self, entry: E, days: LawDays) -> bool:
        return any(later.since > entry.since and later.has_come(days) for later in self.unknown)

    def on(self, day: date) -> E | None:
        """The entry that holds for a claim that begins on a day."""
        return self.under(LawDays.of(day))

    def each(self, change: Callable[[E], F]) -> DatedEntries[F]:
        """The same days with what becomes of each entry that is known."""
        return DatedEntries(tuple(change(entry) for entry in self.known), self.unknown)

    @property
    def newest(self) -> E:
        """The last one that is known."""
        return self.known[-1]

    @property
    def by_law_alone(self) -> bool:
        """Whether nothing but the day whose law is followed decides."""
        return all(entry.applies.by == "law" for entry in self.every)

    @property
    def changes(self) -> Sequence[date]:
        """The days on which something else may begin to hold, in order."""
        return sorted({entry.first for entry in self.every})
