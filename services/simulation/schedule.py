"""Lays a story out in time: when days close, files go out and the transport works, and where it is disturbed."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import groupby
from random import Random

from services.simulation.actions import Action, BankActs, Carries, ClosesDay, Collects, How, Sends

TOGETHER_DAYS = 35
"""What happens within so many days is often delivered together."""
BANKING = 75
"""Per cent of the times at which a day closes and the bank is spoken to."""
MISTAKEN = 20
"""Per cent of the times at which files are stopped, or are not released as they must be."""
NOT_RELEASED: tuple[How, ...] = ("one", "same_twice", "proposer", "wrong_sum", "stops", "stops")
SEEDS = 10**6
BOUNDARIES_OF_GATEWAY = 14
BOUNDARIES_MAX = 120
"""Statements and commits of a delivery among which a process may die."""


def delivered(
    actions: Sequence[Action], dice: Random, names: Iterator[int], troubles: frozenset[str]
) -> tuple[Action, ...]:
    """The actions in the order of their days, with days that close, the transport's work, and files that are sent."""
    plan = _Plan(dice, names, troubles)
    laid: list[Action] = []
    for _, together in groupby(actions, key=lambda action: action.at.toordinal() // TOGETHER_DAYS):
        part = list(together)
        at, banks = part[-1].at, plan.chance(BANKING)
        laid += [action.model_copy(update={"waits": True}) for action in part]
        laid += plan.days(at) if banks else []
        laid.append(plan.carries(at))
        laid += plan.banking(at) if banks else []
    return tuple(laid)


@dataclass(frozen=True, slots=True)
class _Plan:
    """Draws the disturbances of one story."""

    dice: Random
    names: Iterator[int]
    troubles: frozenset[str]

    def chance(self, per_cent: int, trouble: str | None = None) -> bool:
        """Whether it happens; the dice are thrown in any case, so that a trouble left out changes nothing else."""
        return self.dice.randrange(100) < per_cent and (trouble is None or trouble in self.troubles)

    def name(self) -> str:
        """The next action's name."""
        return f"a{next(self.names)}"

    def carries(self, at: date) -> Carries:
        """The transport works, perhaps disturbed."""
        seed, again, crash = self.dice.randint(1, SEEDS), self.dice.randint(1, 5), self.dice.randint(1, BOUNDARIES_MAX)
        return Carries(
            id=self.name(),
            at=at,
            shuffle=seed if self.chance(30, "orders are shuffled") else 0,
            again=again if self.chance(20, "transports repeat") else 0,
            crash=crash if self.chance(25, "processes die") else 0,
        )

    def days(self, at: date) -> list[Action]:
        """A day closes, perhaps late or twice."""
        day = at - timedelta(days=self.dice.choice((0, 0, 0, 1, 9)))
        times = 2 if self.chance(15) else 1
        return [ClosesDay(id=self.name(), at=at, day=day, waits=True) for _ in range(times)]

    def banking(self, at: date) -> list[Action]:
        """Files go out, the bank books, and is asked."""
        line = self.dice.choice(("broken_before", "broken_after")) if self.chance(20, "lines break") else "good"
        name = self.name()
        sends = Sends(
            id=name,
            at=at,
            waits=True,
            line=line,  # type: ignore[arg-type]  # one of the three
            crash=self._crash(),
            again=self.dice.randrange(3) == 0,
            release=_release(name, at),
        )
        laid: list[Action] = [sends]
        if self.chance(50) and line != "good":
            laid.append(Sends(id=self.name(), at=at, waits=True, again=True))
        what = self.dice.choice(("books", "books", "books_some"))
        if self.chance(80):
            laid.append(BankActs(id=self.name(), at=at, waits=True, what=what))  # type: ignore[arg-type]
        if self.chance(80):
            again, backwards = self.dice.randrange(4) == 0, self.dice.randrange(5) == 0
            crash = self._crash()
            laid.append(Collects(id=self.name(), at=at, waits=True, again=again, reversed=backwards, crash=crash))
        return laid

    def _crash(self) -> int:
        boundary = self.dice.randint(1, BOUNDARIES_OF_GATEWAY)
        return boundary if self.chance(12, "processes die") else 0


def _release(name: str, at: date) -> How:
    """What officers do with files: mostly two release them. Its die is its own, so that all else stays as it was."""
    dice = Random(f"{name} on {at} is released")
    return dice.choice(NOT_RELEASED) if dice.randrange(100) < MISTAKEN else "two"
