"""Where the exporter looks: the files of a laptop, or one schema a service on PostgreSQL; always without writing."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import Connection, MetaData, create_engine

from services.names import SERVICES
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

    @contextmanager
    def reading(self, service: str, *, every_row: bool = False) -> Iterator[Connection]:
        """A transaction that cannot write; a statement that reads `every_row` may take its time."""
        with self.databases[service].begin() as connection:
            if connection.dialect.name == "postgresql":
                connection.exec_driver_sql("SET TRANSACTION READ ONLY")
                if every_row:
                    connection.exec_driver_sql(f"SET LOCAL statement_timeout = {EVERY_ROW_MAX_MS}")
            yield connection

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
    databases = {
        service: Database.on_postgresql(settings.database_url, service, MetaData(), partitions=settings.partitions)
        for service in SERVICES
    }
    return Places(databases, log or KafkaLog(settings), Progress(), relay=True)


def _read_only(path: Path) -> Database:
    return Database(create_engine(f"sqlite:///file:{path}?mode=ro&uri=true"), MetaData())
