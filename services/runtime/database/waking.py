"""Waking: whoever writes to an outbox that others read beside the log says so, and they look at once.

Told after the commit and in no transaction, so that no two commits wait for each other: a word that is lost costs the
time until the next look, and no event.
"""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import suppress
from multiprocessing.connection import wait

import psycopg
from sqlalchemy import Connection
from sqlalchemy.exc import DBAPIError

from services.runtime.database.store import Database

CHANNEL = "tideover_said"
_AT_ONCE = {"isolation_level": "AUTOCOMMIT"}


def wake(database: Database) -> None:
    """Something was said."""
    for part in database.parts:
        with suppress(DBAPIError), part.engine.connect().execution_options(**_AT_ONCE) as connection:
            connection.exec_driver_sql(f"NOTIFY {CHANNEL}")


class Ear:
    """Hears that something was said in any of the databases; one thread asks it.

    Those that lie at one address are one to PostgreSQL, whatever their schemas and roles, and are listened to once.
    """

    def __init__(self, databases: Iterable[Database]) -> None:
        by_address = {_address(part): part for database in databases for part in database.parts}
        self._databases = tuple(by_address.values())
        self._connections: dict[Database, Connection] = {}

    def hears(self, *, within_seconds: int) -> bool:
        """Whether something was said, as soon as it is; True as well where nobody can know."""
        try:
            if silent := [database for database in self._databases if database not in self._connections]:
                for database in silent:
                    self._listen(database)
                return True
            drivers = [_driver(connection) for connection in self._connections.values()]
            if _said(drivers):
                return True
            wait([driver.fileno() for driver in drivers], within_seconds)
            return _said(drivers)
        except (DBAPIError, psycopg.Error, OSError):
            self.close()
            return True

    def _listen(self, database: Database) -> None:
        connection = database.engine.connect().execution_options(**_AT_ONCE)
        self._connections[database] = connection
        connection.exec_driver_sql(f"LISTEN {CHANNEL}")

    def close(self) -> None:
        """Hear nothing any more."""
        while self._connections:
            _, connection = self._connections.popitem()
            with suppress(DBAPIError, psycopg.Error):
                connection.invalidate()
                connection.close()


def _address(database: Database) -> tuple[object, ...]:
    url = database.engine.url
    return url.host, url.port, url.database, *sorted(url.query.items())


def _driver(connection: Connection) -> psycopg.Connection[object]:
    driver: psycopg.Connection[object] = connection.connection.driver_connection  # type: ignore[assignment]
    return driver


def _said(drivers: Iterable[psycopg.Connection[object]]) -> bool:
    """Whether a word waits on any of the connections; afterwards none does."""
    return sum(len(list(driver.notifies(timeout=0))) for driver in drivers) > 0
