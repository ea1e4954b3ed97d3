"""The console's own database, for audits and pruning: it hears nobody, but its rows are chained and published too."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import text

from services.console.laptop import OWN_FILE
from services.console.tables import TABLES
from services.names import CONSOLE
from services.runtime.database.store import Database
from services.runtime.kafka.process import database_of
from services.runtime.process.settings import Settings

_TOPICS = text("SELECT DISTINCT topic FROM outbox ORDER BY topic")


@contextmanager
def opened_console(settings: Settings, laptop: Path | None) -> Iterator[Database | None]:
    """The console's database in a laptop's folder, or of the stack; None where a folder had no console yet.

    Raises `WrongSetting` in one sentence.
    """
    if laptop is None:
        database = database_of(settings, CONSOLE, TABLES)
    elif (laptop / OWN_FILE).exists():
        database = Database.on_sqlite(laptop / OWN_FILE, TABLES)
    else:
        yield None
        return
    try:
        yield database
    finally:
        database.close()


def topics_of(service: str, database: Database) -> list[str]:
    """The topics to which an outbox is published: a service's own; the console speaks for officers in several."""
    if service != CONSOLE:
        return [service]
    with database.reading() as connection:
        return [*connection.scalars(_TOPICS)]
