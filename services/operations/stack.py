"""The services and their databases, for commands that work beside the workers."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from typing import Any, TypeVar

from sqlalchemy import Connection
from sqlalchemy.exc import DBAPIError

from contracts.base import Envelope
from contracts.in_words import as_sentence, no_such
from services.names import KEYED, SERVICES
from services.operations.progress import Telling, without_a_word
from services.runtime.database.refusals import is_about_content, refusal_in
from services.runtime.database.store import Database
from services.runtime.database.waking import wake
from services.runtime.delivery import parking
from services.runtime.delivery.arrived import Arrived
from services.runtime.delivery.batch_result import BatchResult
from services.runtime.delivery.delivery import replay
from services.runtime.kafka.process import database_of
from services.runtime.process.settings import Settings, WrongSetting
from services.runtime.service import Service
from services.worlds import payments_cipher, real_services

THE_STACK = "the stack"
T = TypeVar("T")
Waiting = tuple[str, parking.Parked]
"""A parked event with the service that it waits for."""


@dataclass(frozen=True)
class Stack:
    """Every service, each with its database."""

    services: Mapping[str, Service[Any]]
    databases: Mapping[str, Database]
    place: str
    """Where it is, for people to read; never with a password."""
    heard: Callable[[str], Iterator[Arrived]]
    """Every event of a person with when it came, topic by topic."""
    carry: Callable[[], object] = lambda: None
    """Takes what follows from a replay to the others; on the real stack it wakes who does."""

    def about(self, subject: str) -> Iterator[Envelope]:
        """Every event of a person, topic by topic."""
        return (arrived.envelope for arrived in self.heard(subject))

    def all_of(self, service: str, read: Callable[[Connection], Iterable[T]]) -> Iterator[T]:
        """What is read of a service, of each server that it lies on."""
        for part in self.databases[service].parts:
            with part.reading() as connection:
                yield from read(connection)

    def waiting(self) -> list[Waiting]:
        """Every waiting event with the service it waits for, each service's in order."""
        return self._of_each_service(parking.waiting)

    def discarded(self) -> list[Waiting]:
        """Every event that a person has set aside, with the service that it was parked for."""
        return self._of_each_service(parking.discarded)

    def _of_each_service(self, read: Callable[[Connection], list[parking.Parked]]) -> list[Waiting]:
        return [(name, event) for name in self.databases for event in self.all_of(name, read)]

    def replay(self, service: str, subject: str | None) -> BatchResult | None:
        """Let a subject's parked events take effect after all; None if the database refused what follows.

        What it causes stands in the outbox, and goes on from there.
        """
        try:
            result = BatchResult()
            for part in self._where(service, subject):
                result.add(replay(self.services[service], part, subject))
        except Exception as fault:
            if is_about_content(fault):
                return None
            raise
        self.carry()
        return result

    def _where(self, service: str, subject: str | None) -> Sequence[Database]:
        """Where a subject's events are parked; of those without a subject, everywhere."""
        database = self.databases[service]
        return database.parts if subject is None else (database.of_subject(subject),)


@contextmanager
def opened_stack(
    settings: Settings, names: Collection[str] = SERVICES, *, acting: bool = True, telling: Telling = without_a_word
) -> Iterator[Stack]:
    """The stack of the settings, or only some services of it, closed at the end.

    With `acting` events may take effect, which needs payments' key if payments is opened; looking needs no key.
    Raises `WrongSetting` in one sentence.
    """
    if unknown := [name for name in names if name not in SERVICES]:
        raise WrongSetting(as_sentence(no_such("service", unknown[0], SERVICES)))
    cipher = payments_cipher(settings) if acting and KEYED in names else None
    served = real_services(settings, bank_cipher=cipher)
    services = {name: service for name, service in served.items() if name in names}
    databases: dict[str, Database] = {}
    try:
        for name, service in services.items():
            databases[name] = database_of(settings, name, service.tables)
        woken = partial(wake, databases[next(iter(names))]) if names else (lambda: None)
        yield Stack(services, databases, THE_STACK, lambda subject: _from_the_log(settings, subject, telling), woken)
    except DBAPIError as fault:
        if refusal := refusal_in(fault, settings.database_url):
            raise WrongSetting(refusal) from None
        raise
    finally:
        for database in databases.values():
            database.close()


def _from_the_log(settings: Settings, subject: str, telling: Telling) -> Iterator[Arrived]:
    from services.operations.person_log import heard_of  # noqa: PLC0415 - Kafka's client, which few commands need

    return heard_of(settings, subject, telling)
