"""The book of what was reported and told: a small SQLite file that the kit keeps beside its work."""

from __future__ import annotations

import json
import os
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from services.registry_kit.mapping import MappingFault
from services.registry_kit.reported import SourceReport

OWNER_ALONE = 0o600
_TABLES = """
CREATE TABLE IF NOT EXISTS report (
    stream TEXT, person TEXT, key TEXT, difference TEXT, run TEXT NOT NULL, recorded TEXT NOT NULL, fields TEXT,
    PRIMARY KEY (stream, person, key, difference)
) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS report_run ON report (stream, person, run);
CREATE TABLE IF NOT EXISTS told (
    stream TEXT, person TEXT, event TEXT, key TEXT, version INTEGER NOT NULL, recorded TEXT NOT NULL, content TEXT,
    PRIMARY KEY (stream, person, event, key)
) WITHOUT ROWID;
"""


@dataclass(frozen=True, slots=True)
class ToldFact:
    """The last version of a fact that was told; `content` is a digest of what it says, None once it was taken back."""

    version: int
    recorded: str
    content: str | None


class ReportBook:
    """What was reported, by source and kind, and what was told of it. It holds amounts and pseudonyms, no identities.

    Nothing is written for good before `settle`: what a destination did not get is not in the book, and a run that is
    begun again says the same once more. Whoever loses the book ingests the reports again in the order in which they
    came. Raises `MappingFault` if another ingest has it open.
    """

    def __init__(self, path: Path | None, stream: str) -> None:
        """`path` is None for a book that nothing is kept in."""
        self._stream = stream
        try:
            self._connection = _opened(path)
        except OSError:
            raise MappingFault(f"The book of reports {path} cannot be made there.") from None
        except sqlite3.Error as error:
            why = "is in use by another ingest" if "locked" in str(error) else "cannot be read as one"
            raise MappingFault(f"The book of reports {path} {why}.") from None

    def settle(self) -> None:
        """Keep what was written; the destination has it."""
        self._connection.execute("COMMIT")
        self._connection.execute("BEGIN IMMEDIATE")

    def close(self) -> None:
        """Forget what was not settled."""
        self._connection.close()

    @contextmanager
    def whole_line(self) -> Iterator[None]:
        """What a line writes is written whole, or not at all if it raises."""
        self._connection.execute("SAVEPOINT line")
        try:
            yield
        except BaseException:
            self._connection.execute("ROLLBACK TO line")
            raise
        finally:
            self._connection.execute("RELEASE line")

    def report(self, person: str, key: str, difference: str = "") -> SourceReport | None:
        """The report that stands under a key."""
        rows = self._reports("key = ? AND difference = ?", person, key, difference)
        return rows[0] if rows else None

    def reports_of_key(self, person: str, key: str) -> list[SourceReport]:
        """The last word on a key, and the differences to it."""
        return self._reports("key = ?", person, key)

    def reports_of_run(self, person: str, run: str) -> list[SourceReport]:
        """Every report of a year and job."""
        return self._reports("run = ?", person, run)

    def write(self, person: str, report: SourceReport) -> None:
        """Keep a report in the place of the one before it."""
        fields = None if report.values is None else json.dumps(report.values, sort_keys=True)
        row = (self._stream, person, report.key, report.difference, report.run, report.recorded, fields)
        self._connection.execute("INSERT OR REPLACE INTO report VALUES (?, ?, ?, ?, ?, ?, ?)", row)

    def told(self, person: str, event: str, key: str) -> ToldFact | None:
        """What was last told of a fact."""
        row = self._connection.execute(
            "SELECT version, recorded, content FROM told WHERE stream = ? AND person = ? AND event = ? AND key = ?",
            (self._stream, person, event, key),
        ).fetchone()
        return None if row is None else ToldFact(*row)

    def tell(self, person: str, event: str, key: str, told: ToldFact) -> None:
        """Keep what is told of a fact now."""
        row = (self._stream, person, event, key, told.version, told.recorded, told.content)
        self._connection.execute("INSERT OR REPLACE INTO told VALUES (?, ?, ?, ?, ?, ?, ?)", row)

    def _reports(self, where: str, person: str, *values: str) -> list[SourceReport]:
        rows = self._connection.execute(
            "SELECT key, recorded, fields, run, difference FROM report "  # noqa: S608 - the condition is written here
            f"WHERE stream = ? AND person = ? AND {where} ORDER BY key, difference",
            (self._stream, person, *values),
        )
        return [
            SourceReport(key, recorded, None if fields is None else json.loads(fields), run, difference)
            for key, recorded, fields, run, difference in rows
        ]


def _opened(path: Path | None) -> sqlite3.Connection:
    """A connection with the tables, in a transaction. Raises `OSError` and `sqlite3.Error`."""
    if path is not None and not path.exists():
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        os.close(os.open(path, os.O_WRONLY | os.O_CREAT, OWNER_ALONE))
    connection = sqlite3.connect(path or ":memory:", isolation_level=None, timeout=0)
    try:
        connection.executescript(_TABLES)
        connection.execute("BEGIN IMMEDIATE")
    except sqlite3.Error:
        connection.close()
        raise
    return connection
