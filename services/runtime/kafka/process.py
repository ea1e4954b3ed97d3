"""What every long-running process does: refuse a wrong start, answer probes, stop when told."""

from __future__ import annotations

import signal
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from threading import Event

from sqlalchemy import MetaData
from sqlalchemy.exc import DBAPIError

from services.runtime.database.refusals import refusal_in
from services.runtime.database.schema import schema_fault
from services.runtime.database.split import database_at_its_places
from services.runtime.database.store import CONNECTIONS_KEPT, Database
from services.runtime.process.health import Health
from services.runtime.process.http import serving
from services.runtime.process.settings import Settings, WrongSetting


@dataclass
class Process:
    """A running process: its health, and whether it was told to stop."""

    health: Health
    stop: Event = field(default_factory=Event)

    def stop_on_signals(self) -> None:
        """Let SIGTERM and SIGINT end the loop after the batch in hand."""
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, lambda *_: self.stop.set())


@contextmanager
def running(settings: Settings) -> Iterator[Process]:
    """A process with its three pages; raises `WrongSetting` when they cannot be served."""
    process = Process(Health())
    with serving(process.health, host=settings.http_host, port=settings.http_port):
        yield process


def database_of(settings: Settings, service: str, tables: MetaData, *, kept: int = CONNECTIONS_KEPT) -> Database:
    """The service's database. Raises `WrongSetting` with one sentence when there is none to work with."""
    if not settings.database_url:
        raise WrongSetting("TIDEOVER_DATABASE_URL is not set: a worker needs PostgreSQL.")
    database = database_at_its_places(settings, service, tables, kept=kept)
    for part in database.parts:
        try:
            with part.begin() as connection:
                fault = schema_fault(connection)
        except DBAPIError as error:
            unanswered = f"The database of {service} does not answer ({type(error.orig).__name__})."
            fault = refusal_in(error, part.engine.url.render_as_string()) or unanswered
        if fault:
            database.close()
            raise WrongSetting(fault)
        part.schema_fault = schema_fault
    return database
