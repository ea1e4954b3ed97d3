"""Where the exporter looks: the files of a laptop, or one schema a service on PostgreSQL; always without writing."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from sqlalchemy import Connection, MetaData, create_engine

from services.names import SERVICES
from services.runtime.database.split import database_at_its_places
from services.runtime.database.store import Database
from services.runtime.process.settings import Settings, WrongSetting
from services.watching.kafka_log import KafkaLog
from services.watching.lag import Log
from services.watching.laptop_log import LaptopLog
from services.watching.progress import Progress

EVERY_ROW_MAX_MS = 30 * 60_000
"""How long a statement may take that reads every row; it makes no writer wait."""


@dataclass(frozen=True)
class Places:
    """The services' databases, the log, and whether a relay carries outboxes to it."""

    databases: Mapping[str, Database]
    log: Log
    progress: Progress
    relay: bool
    kafka: Settings | None = None
    """How Kafka is reached, where the log is there."""
    _others: dict[int, Progress] = field(default_factory=dict)

    @contextmanager
    def reading(self, service: str, *, every_row: bool = False) -> Iterator[Connection]:
        """A transaction that sees one moment and cannot write; a statement that reads `every_row` may take its time."""
        with _looking_into(self.databases[service], every_row=every_row) as connection:
            yield connection

    def reading_each(self, service: str) -> Iterator[Connection]:
        """The same of each server of a service, one after the other."""
        for part in self.databases[service].parts:
            with _looking_into(part) as connection:
                yield connection

    def progress_of(self, number: int) -> Progress:
        """What was seen on a server of a service, by its place among them: each numbers its rows itself."""
        return self.progress if number == 0 else self._others.setdefault(number, Progress())

    def close(self) -> None:
        """Let go of everything."""
        self.log.close()
        for database in self.databases.values():
            database.close()


def on_laptop(folder: Path) -> Places:
    """The files of a laptop. Raises `WrongSetting` if there are none."""
    if not (folder / "feed.db").exists():
        raise WrongSetting(f"There is no database in {folder}. Make one with: tideover demo")
    databases = {service: _read_only(folder / f"{service}.db") for service in SERVICES}
    progress = Progress()
    return Places(databases, LaptopLog(_read_only(folder / "feed.db"), databases, progress), progress, relay=False)


def on_the_stack(settings: Settings, log: Log | None = None) -> Places:
    """One schema a service on PostgreSQL, and Kafka unless another log is given. Raises `WrongSetting`."""
    if not settings.database_url:
        raise WrongSetting("TIDEOVER_DATABASE_URL is not set; for a laptop's files say --folder.")
    databases = {service: database_at_its_places(settings, service, MetaData()) for service in SERVICES}
    kafka = settings if log is None else None
    return Places(databases, log or KafkaLog(settings), Progress(), relay=True, kafka=kafka)


@contextmanager
def _looking_into(database: Database, *, every_row: bool = False) -> Iterator[Connection]:
    with database.begin() as connection:
        if connection.dialect.name == "postgresql":
            connection.exec_driver_sql("SET TRANSACTION READ ONLY")
            if every_row:
                connection.exec_driver_sql(f"SET LOCAL statement_timeout = {EVERY_ROW_MAX_MS}")
        yield connection


def _read_only(path: Path) -> Database:
    return Database(create_engine(f"sqlite:///file:{path}?mode=ro&uri=true"), MetaData())
