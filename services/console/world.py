"""What the console works on: the databases that it may read, its own, and the way of what it says to the services."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date

from sqlalchemy import Connection

from contracts.base import Envelope
from services.runtime.database.store import Database
from services.runtime.delivery.arrived import Arrived

AT_ONCE = 4
"""So many pages are made at once, and so many connections to each database are kept: more would only wait for cores."""


@dataclass(frozen=True, slots=True)
class SoughtPerson:
    """Who is looked for by identity: a number, a name, or both. Its fields are not printed, so no log has them."""

    number: str = field(repr=False)
    name: str = field(repr=False)


Identify = Callable[[SoughtPerson, int], Sequence[str]]
"""The pseudonyms of at most so many people, by the vault."""


@dataclass(frozen=True)
class ConsoleWorld:
    """A laptop's folder, or the stack."""

    databases: Mapping[str, Database]
    """Those of the services, for reading alone."""
    own: Database
    heard: Callable[[str], Iterable[Envelope]]
    """Every event of a person that can be had at once."""
    today: Callable[[], date]
    """The day of the world: a laptop's is the one after its last closed day."""
    now_ms: Callable[[], int]
    """The time of the machine's clock, in Unix milliseconds: for sessions and for who looked when."""
    carry: Callable[[], None]
    """Takes what stands in the outbox to the services. On a laptop all that follows has happened when it returns."""
    arrived: Callable[[str], Iterable[Arrived]]
    """The same events as `heard`, each with when it came: what was known on a day follows from that alone."""
    identify: Identify | None = None
    """Finds people by who they are; None where the vault is not open to the console."""

    @contextmanager
    def reading(self, service: str) -> Iterator[Connection]:
        """A service's database, to be asked through the views that the service publishes."""
        with self.databases[service].reading() as connection:
            yield connection

    @contextmanager
    def reading_of(self, service: str, person: str) -> Iterator[Connection]:
        """The same where a person lies, of a service that may be split."""
        with self.databases[service].of_subject(person).reading() as connection:
            yield connection

    def reading_each(self, service: str) -> Iterator[Connection]:
        """The same of each server of a service, one after the other."""
        for part in self.databases[service].parts:
            with part.reading() as connection:
                yield connection
