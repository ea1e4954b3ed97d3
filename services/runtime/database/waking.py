"""Waking: whoever writes to an outbox that others read beside the log says so, and they look at once.

Told after the commit and in no transaction, so that no two commits wait for each other: a word that is lost costs the
time until the next look, and no event.
"""

from __future__ import annotations

from contextlib import suppress

import psycopg
from sqlalchemy import Connection
from sqlalchemy.exc import DBAPIError

from services.runtime.database.store import Database

CHANNEL = "tideover_said"
_AT_ONCE = {"isolation_level": "AUTOCOMMIT"}


def wake(database: Database) -> None:
    """Something was said."""
    with suppress(DBAPIError), database.engine.connect().execution_options(**_AT_ONCE) as connection:
        connection.exec_driver_sql(f"NOTIFY {CHANNEL}")


class Ear:
    """Hears that something was said anywhere in a database; one thread asks it."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._connection: Connection | None = None

    def hears(self, *, within_seconds: int) -> bool:
        """Whether something was said, as soon as it is; True as well where nobody can know."""
        try:
            if self._connection is None:
                self._connection = self._database.engine.connect().execution_options(**_AT_ONCE)
                self._connection.exec_driver_sql(f"LISTEN {CHANNEL}")
                return True
            driver: psycopg.Connection[object] = self._connection.connection.driver_connection  # type: ignore[assignment]
            return any(True for _ in driver.notifies(timeout=within_seconds, stop_after=1))
        except (DBAPIError, psycopg.Error):
            self.close()
            return True

    def close(self) -> None:
        """Hear nothing any more."""
        if self._connection is not None:
            with suppress(DBAPIError, psycopg.Error):
                self._connection.invalidate()
                self._connection.close()
            self._connection = None
