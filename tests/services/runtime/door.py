"""The one door of a database of the counting service, on both kinds of database."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import text

from contracts.base import Envelope
from services.runtime.database.store import METADATA, Database
from services.runtime.delivery import parking
from services.runtime.delivery.batch_result import BatchResult
from services.runtime.delivery.delivery import deliver
from services.runtime.delivery.messages import Message
from services.runtime.service import Service
from tests.services.runtime.tally import TABLES, Tally


@contextmanager
def on_sqlite(folder: Path) -> Iterator[Database]:
    database = Database.on_sqlite(folder / "tally.db", TABLES, partitions=1)
    yield database
    database.close()


@contextmanager
def on_postgresql(url: str) -> Iterator[Database]:
    database = Database.on_postgresql(url, "tally", TABLES, partitions=1)
    with database.begin() as connection:
        connection.execute(text("CREATE SCHEMA tally"))
        METADATA.create_all(connection)
        TABLES.create_all(connection)
    yield database
    database.close()


class Door:
    """The one door of a database, and what it has parked."""

    def __init__(self, database: Database) -> None:
        self.database = database
        self._end = 0

    def takes(self, ours: Service[Tally], *events: Envelope, topic: str = "intake") -> BatchResult:
        batch = [Message(event.to_bytes(), topic, 0, self._end + place) for place, event in enumerate(events)]
        self._end += len(batch)
        return deliver(batch, ours, self.database)

    def parked(self) -> list[tuple[str | None, str, str]]:
        with self.database.reading() as connection:
            return [(event.subject, event.code, event.reason) for event in parking.waiting(connection)]
