"""One person's life while it is drawn, and the schemes that lives are lived under."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from random import Random
from typing import Any

from services.simulation.actions import Action, CertifiedSpan

CHANCE_OF_TROUBLE = 25
"""Per cent, for each trouble by itself."""


@dataclass(frozen=True, slots=True)
class LivedScheme:
    """What a life needs to know of a scheme: when its lives begin, how its periods run, and what wages are like."""

    name: str
    currency: str
    first_filing: date
    filing_days: int
    months_of_wages: int
    wages: tuple[int, int]
    earned: tuple[int, ...]
    weekday: int | None
    """The weekday on which weeks begin; None where a period is a month from the day of filing."""


MISSISSIPPI = LivedScheme(
    "us/mississippi", "USD", date(2020, 1, 6), 150, 9, (30_000, 260_000), (0, 0, 3_900, 5_000, 12_000, 40_000), 6
)
BAHRAIN = LivedScheme("bh/unemployment", "BHD", date(2019, 4, 10), 40, 13, (120_000, 1_900_000), (0,), None)
DATED = LivedScheme(
    "simulated/dated", "EUR", date(2019, 12, 20), 90, 6, (60_000, 420_000), (0, 0, 2_500, 4_400, 8_000, 60_000), 0
)
SCHEMES = (MISSISSIPPI, MISSISSIPPI, DATED, DATED, BAHRAIN)


@dataclass
class SimulatedLife:
    """One person's life while it is drawn."""

    dice: Random
    who: int
    scheme: LivedScheme
    troubles: frozenset[str]
    names: Iterator[int]
    actions: list[Action] = field(default_factory=list)
    versions: dict[str, int] = field(default_factory=dict)

    def identity(self) -> str:
        """A name for the next action."""
        return f"a{next(self.names)}"

    def tempted(self, trouble: str, per_cent: int = CHANCE_OF_TROUBLE) -> bool:
        """Whether the trouble happens; the dice are thrown in any case, so that a gate changes nothing else."""
        return self.dice.randrange(100) < per_cent and trouble in self.troubles

    def version(self, what: str) -> int:
        """The next version of a fact."""
        self.versions[what] = self.versions.get(what, 0) + 1
        return self.versions[what]

    def add(self, kind: Callable[..., Action], on: date, /, **fields: Any) -> Action:
        """One more action of this person."""
        action = kind(id=self.identity(), at=on, who=self.who, **fields)
        self.actions.append(action)
        return action


Weeks = list[CertifiedSpan]


@dataclass(frozen=True, slots=True)
class Filed:
    """A claim with its certifications, as they were first filed."""

    claim: str
    on: date
    certified: Sequence[tuple[str, Weeks, date]]

    def some(self, dice: Random) -> tuple[str, Weeks, date]:
        """One certification."""
        return dice.choice(self.certified)

    def later(self, dice: Random) -> date:
        """A day during the claim or after it."""
        return self.certified[-1][2] + timedelta(days=dice.randint(-20, 60))
