"""The people of the demonstration, and what becomes known of them: an initial load, then day by day."""

from __future__ import annotations

from collections import defaultdict, deque
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from functools import cache
from itertools import islice
from random import Random

from contracts.base import Envelope
from law.catalogue import load_scheme
from services.demo.announcement import Announcement
from services.demo.calendar import DAY, FIRST_DAY
from services.demo.data_set import rows
from services.demo.displaced_worker import SCHEME, DisplacedWorker, chance, displaced_worker, pseudonym
from services.demo.identity import Invented, invented
from services.demo.intake import announced_by_claimant
from services.demo.large_sums import certified_on_one_paper, corrected_on
from services.demo.mistakes import DAY_OF_MISTAKES, PEOPLE, Raw, mistakes
from services.demo.registry import announced_by_registries

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

    def everybody(self) -> Iterator[DisplacedWorker]:
        """Every person, in the order of the data set."""
        for number in range(self.count):
            draw, row = divmod(number, len(rows()))
            yield displaced_worker(rows()[row], draw=draw, seed=self.seed)

    def identities(self) -> Iterator[Invented]:
        """The invented identity of everybody, for the vault and the bank; no event holds any of it."""
        return (invented(worker, seed=self.seed) for worker in self.everybody())

    def history(self) -> Iterator[Envelope]:
        """What registries knew before the first day: an institution's initial load, one person after the other."""
        return self.known().history()

    def days(self) -> Iterator[DayOfEvents]:
        """Every day from the first to the last on which something becomes known, the empty ones included."""
        known = self.known()
        deque(known.history(), maxlen=0)
        return known.days()

    def known(self) -> Known:
        """Both, with everybody announced once."""
        return Known(self)

    def announced_of(self, worker: DisplacedWorker) -> list[Announcement]:
        """All that is ever announced of a person, in the order in which it becomes known, repeats included."""
        dice = Random(f"{self.seed}|{worker.row.number}|{worker.draw}|told")
        scheme = load_scheme(self.scheme, accept_unverified=True)
        announced = [*announced_by_registries(worker, dice, scheme), *announced_by_claimant(worker, dice, scheme)]
        announced += [again for first in announced if (again := _repeated(first, dice)) is not None]
        if (corrected := _large_sums_of(self).get(worker.person)) is not None:
            announced = [*certified_on_one_paper(announced, worker, corrected)]
        return sorted(announced, key=lambda announcement: announcement.known_on)

    def never_filed(self) -> list[str]:
        """As many people who never filed as mistakes are about; strangers where there are too few."""
        silent = (worker.person for worker in self.everybody() if not worker.row.filed)
        people = list(islice(silent, PEOPLE))
        return people + [pseudonym(self.seed, -number, -1) for number in range(len(people), PEOPLE)]


class Known:
    """What becomes known of people, in two parts: first the whole of `history`, then `days`."""

    def __init__(self, people: People) -> None:
        self._people = people
        self._later: dict[date, list[Announcement]] = defaultdict(list)

    def history(self) -> Iterator[Envelope]:
        """What was known before the first day; whatever comes later is kept for its day."""
        for worker in self._people.everybody():
            for announcement in self._people.announced_of(worker):
                if announcement.known_on < FIRST_DAY:
                    yield announcement.envelope(self._people.seed)
                else:
                    self._later[announcement.known_on].append(announcement)

    def days(self) -> Iterator[DayOfEvents]:
        """Every day with what becomes known on it, in order; `history` must have been read to its end."""
        seed = self._people.seed
        last = max(self._later, default=FIRST_DAY)
        day = FIRST_DAY
        while day <= max(last, DAY_OF_MISTAKES):
            raw = mistakes(self._people.never_filed(), seed=seed) if day == DAY_OF_MISTAKES else []
            yield DayOfEvents(day, [announced.envelope(seed) for announced in self._later.pop(day, [])], raw)
            day += DAY


@cache
def _large_sums_of(people: People) -> dict[str, date]:
    """Of whom a large sum comes into question, and when."""
    return corrected_on(people.everybody())


def _repeated(first: Announcement, dice: Random) -> Announcement | None:
    """The same message once more, as networks do: on the same day or some days later."""
    if not chance(dice, REPEATED_PER_MILLE):
        return None
    return replace(first, known_on=first.known_on + timedelta(days=dice.randint(0, 10)))
