"""The worlds that a demonstration can run in: what it tells them, and what it sees of them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from typing import Protocol

from contracts.base import Envelope, derived_id, seal
from contracts.clock import DayClosed
from services.demo.calendar import morning_of
from services.demo.elsewhere import FEW, Sealed
from services.demo.mistakes import Raw
from services.demo.people import People
from services.names import ONLY_LISTENING
from services.runtime.database.store import Database
from services.runtime.delivery.messages import Message
from services.runtime.laptop.laptop import Laptop
from services.runtime.privacy.cipher import Cipher
from services.worlds import cipher_in, listening_beside

EVENING = 23


class World(Protocol):
    """All services together, wherever they run."""

    @property
    def databases(self) -> Mapping[str, Database]:
        """Each service's own."""

    def cipher(self, service: str) -> Cipher:
        """That of a service which keeps personal data."""

    def tell(self, messages: Iterable[Sealed], broken: Iterable[Raw] = ()) -> None:
        """Put what comes from outside into the log."""

    def close_day(self, day: date) -> None:
        """Say that a day is over, after all that was told on it."""

    def carry(self) -> int:
        """Let events take effect until nothing moves; about how many the services have published meanwhile."""

    def published(self, service: str, start: int) -> list[Message]:
        """What a service has said from a position of its outbox on, in order; a part of it, or nothing."""

    def about(self, subject: str) -> Iterator[Envelope]:
        """Every event of a person, topic by topic."""

    def events(self) -> int:
        """How many messages the log holds."""

    def month_ends(self) -> None:
        """Let the committee read, where it does not read by itself."""

    def finish(self) -> None:
        """Wait until the committee has read everything."""


class Committee(Protocol):
    """The services that only listen."""

    def read_on(self) -> None:
        """Let them read what is new."""

    def finish(self) -> None:
        """Let them read everything, and wait until they have. Raises `ListenerLost`."""


@dataclass(frozen=True, slots=True)
class CommitteeHere:
    """They read in this process, between the other services."""

    laptop: Laptop

    def read_on(self) -> None:
        """Comes back when they have read."""
        self.laptop.catch_up(ONLY_LISTENING)

    def finish(self) -> None:
        """The same."""
        self.laptop.catch_up(ONLY_LISTENING)


@dataclass
class LaptopWorld:
    """All services on a laptop, with the committee's read model here or in a second process."""

    laptop: Laptop
    committee: Committee
    seed: str

    @property
    def databases(self) -> Mapping[str, Database]:
        """SQLite files, one a service."""
        return self.laptop.databases

    def cipher(self, service: str) -> Cipher:
        """From a key in the laptop's folder."""
        return cipher_in(self.laptop.folder, service)

    def tell(self, messages: Iterable[Sealed], broken: Iterable[Raw] = ()) -> None:
        """Broken messages first."""
        self.laptop.publish_raw(broken)
        self.laptop.publish_sealed(messages)

    def close_day(self, day: date) -> None:
        """Its messages follow those of the day in one log, so nobody has to wait."""
        self.laptop.publish(day_closed(day, self.laptop.partitions, self.seed))

    def carry(self) -> int:
        """The services that publish take turns until none has anything to read."""
        return self.laptop.run_until_quiet(but=ONLY_LISTENING).published

    def published(self, service: str, start: int) -> list[Message]:
        """The next batch."""
        return self.laptop.read(service, start)

    def about(self, subject: str) -> Iterator[Envelope]:
        """From the feed and the outboxes."""
        return self.laptop.about(subject)

    def events(self) -> int:
        """Those of the feed and of all outboxes."""
        return sum(self.laptop.lengths().values())

    def month_ends(self) -> None:
        """A committee in a second process reads while the others go on."""
        self.committee.read_on()

    def finish(self) -> None:
        """Raises `ListenerLost`."""
        self.committee.finish()


@contextmanager
def laptop_world(laptop: Laptop, people: People) -> Iterator[LaptopWorld]:
    """A laptop with the committee beside it, for the length of the block; what few people cause, it reads here."""
    if people.count <= FEW:
        yield LaptopWorld(laptop, CommitteeHere(laptop), people.seed)
        return
    with listening_beside(laptop) as committee:
        yield LaptopWorld(laptop, committee, people.seed)


def day_closed(day: date, partitions: int, seed: str) -> list[Envelope]:
    """The end of a day, as the clock tells it to each partition."""
    return [
        seal(
            DayClosed(day=day, partition=partition),
            subject=f"partition-{partition}",
            source="/tideover/clock",
            time=morning_of(day, EVENING),
            event_id=derived_id("day-closed", seed, day, partition),
        )
        for partition in range(partitions)
    ]
