"""The people of the demonstration, and what becomes known of them: an initial load, then day by day."""

from __future__ import annotations

from collections import defaultdict, deque
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from itertools import islice
from random import Random

from contracts.base import Envelope
from services.demo.announcement import Told
from services.demo.calendar import DAY, FIRST_DAY
from services.demo.data_set import rows
from services.demo.identity import Invented, invented
from services.demo.intake import SCHEME, intake_told
from services.demo.life import Life, chance, life_of, pseudonym
from services.demo.mistakes import DAY_OF_MISTAKES, PEOPLE, Raw, mistakes
from services.demo.registry import registry_told

REPEATED_PER_MILLE = 5
SEED = "tideover-2020"


@dataclass(frozen=True, slots=True)
class DayOfEvents:
    """What reaches us on one day, in order."""

    day: date
    envelopes: list[Envelope] = field(default_factory=list)
    raw: list[Raw] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class People:
    """So many people, drawn from a seed; the rows of the data set in their order, again and again."""

    count: int = len(rows())
    seed: str = SEED
    scheme: str = SCHEME

    def lives(self) -> Iterator[Life]:
        """Every life, in the order of the data set."""
        for number in range(self.count):
            draw, row = divmod(number, len(rows()))
            yield life_of(rows()[row], draw=draw, seed=self.seed)

    def identities(self) -> Iterator[Invented]:
        """The invented identity of every life, for the vault and the bank; no event holds any of it."""
        return (invented(life, seed=self.seed) for life in self.lives())

    def history(self) -> Iterator[Envelope]:
        """What registries knew before the first day: an institution's initial load, one person after the other."""
        return self.known().history()

    def days(self) -> Iterator[DayOfEvents]:
        """Every day from the first to the last on which something becomes known, the empty ones included."""
        known = self.known()
        deque(known.history(), maxlen=0)
        return known.days()

    def known(self) -> Known:
        """Both, with every life told once."""
        return Known(self)

    def told_of(self, life: Life) -> list[Told]:
        """All that is ever told of a life, in the order in which it becomes known, repeats included."""
        dice = Random(f"{self.seed}|{life.row.number}|{life.draw}|told")
        told = [*registry_told(life, dice), *intake_told(life, dice, self.scheme)]
        told += [again for one in told if (again := _repeated(one, dice)) is not None]
        return sorted(told, key=lambda one: one.known_on)

    def never_filed(self) -> list[str]:
        """As many people who never filed as mistakes are about; strangers where there are too few."""
        found = [life.person for life in islice((life for life in self.lives() if not life.row.filed), PEOPLE)]
        return found + [pseudonym(self.seed, -number, -1) for number in range(len(found), PEOPLE)]


class Known:
    """What becomes known of people, in two parts: first the whole of `history`, then `days`."""

    def __init__(self, people: People) -> None:
        self._people = people
        self._later: dict[date, list[Told]] = defaultdict(list)

    def history(self) -> Iterator[Envelope]:
        """What was known before the first day; whatever comes later is kept for its day."""
        for life in self._people.lives():
            for told in self._people.told_of(life):
                if told.known_on < FIRST_DAY:
                    yield told.envelope(self._people.seed)
                else:
                    self._later[told.known_on].append(told)

    def days(self) -> Iterator[DayOfEvents]:
        """Every day with what becomes known on it, in order; `history` must have been read to its end."""
        seed = self._people.seed
        last = max(self._later, default=FIRST_DAY)
        day = FIRST_DAY
        while day <= max(last, DAY_OF_MISTAKES):
            raw = mistakes(self._people.never_filed(), seed=seed) if day == DAY_OF_MISTAKES else []
            yield DayOfEvents(day, [told.envelope(seed) for told in self._later.pop(day, [])], raw)
            day += DAY


def _repeated(told: Told, dice: Random) -> Told | None:
    """The same message once more, as networks do: on the same day or some days later."""
    if not chance(dice, REPEATED_PER_MILLE):
        return None
    known_on = told.known_on + timedelta(days=dice.randint(0, 10))
    return Told(known_on, told.person, told.source, told.identity, told.event, told.at)
