"""Lays a story out in time: when days close, files go out and the transport works, and where it is disturbed."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from itertools import groupby
from random import Random

from services.simulation.actions import Action, BankActs, Carries, ClosesDay, Collects, Sends

TOGETHER_DAYS = 35
"""What happens within so many days is often delivered together."""
BOUNDARIES_MAX = 120
"""Statements and commits of a delivery among which a process may die."""


def delivered(
    actions: Sequence[Action], dice: Random, names: Iterator[int], troubles: frozenset[str]
) -> tuple[Action, ...]:
    """The actions in the order of their days, with days that close, files that are sent, and the transport's work."""
    laid: list[Action] = []
    for _, together in groupby(actions, key=lambda action: action.at.toordinal() // TOGETHER_DAYS):
        part = list(together)
        laid += [action.model_copy(update={"waits": True}) for action in part]
        laid.append(_carries(part[-1].at, dice, names, troubles))
        if dice.randrange(100) < 65:
            laid += _banking(part[-1].at, dice, names, troubles)
    return tuple(laid)


def _carries(on: date, dice: Random, names: Iterator[int], troubles: frozenset[str]) -> Carries:
    shuffled, repeats, dies = (dice.randrange(100) for _ in range(3))
    seed, again, crash = dice.randint(1, 10**6), dice.randint(1, 5), dice.randint(1, BOUNDARIES_MAX)
    return Carries(
        id=f"a{next(names)}",
        at=on,
        shuffle=seed if shuffled < 30 and "orders are shuffled" in troubles else 0,
        again=again if repeats < 15 and "transports repeat" in troubles else 0,
        crash=crash if dies < 20 and "processes die" in troubles else 0,
    )


def _banking(on: date, dice: Random, names: Iterator[int], troubles: frozenset[str]) -> list[Action]:
    """A day closes, perhaps late or twice; files go out; the bank books and is asked."""
    day = on - timedelta(days=dice.choice((0, 0, 0, 1, 9)))

    def name() -> str:
        return f"a{next(names)}"

    laid: list[Action] = [ClosesDay(id=name(), at=on, day=day, waits=True)]
    if dice.randrange(100) < 15:
        laid.append(ClosesDay(id=name(), at=on, day=day, waits=True))
    laid.append(_carries(on, dice, names, troubles))
    line = dice.choice(("good", "broken_before", "broken_after")) if dice.randrange(100) < 20 else "good"
    crash = dice.randint(1, 14) if dice.randrange(100) < 12 else 0
    laid.append(
        Sends(
            id=name(),
            at=on,
            waits=True,
            line=line if "lines break" in troubles else "good",  # type: ignore[arg-type]
            crash=crash if "processes die" in troubles else 0,
            again=dice.randrange(3) == 0,
        )
    )
    if line != "good" and dice.randrange(2) and "lines break" in troubles:
        laid.append(Sends(id=name(), at=on, waits=True, again=True))
    what = dice.choice(("books", "books", "books_some"))
    if dice.randrange(100) < 80:
        laid.append(BankActs(id=name(), at=on, waits=True, what=what))
    if dice.randrange(100) < 80:
        crash = dice.randint(1, 14) if dice.randrange(100) < 10 else 0
        laid.append(
            Collects(
                id=name(),
                at=on,
                again=dice.randrange(4) == 0,
                reversed=dice.randrange(5) == 0,
                crash=crash if "processes die" in troubles else 0,
            )
        )
    return laid
