"""A process that dies at a chosen statement or commit of its databases, and how many such places there are."""

from __future__ import annotations

import sqlite3
import traceback
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from typing import Any

from sqlalchemy import Engine


class Crash(BaseException):
    """The process is gone: nobody may catch this."""


class Boundaries:
    """Counts the places where a process may die: before and after a statement, before and just after a commit.

    After a commit the process never comes to know that it succeeded.
    """

    def __init__(self, crash_at: int) -> None:
        self.crash_at = crash_at
        self.passed = 0
        self.connections: dict[int, Any] = {}

    def boundary(self) -> None:
        """One such place."""
        self.passed += 1
        if self.passed == self.crash_at:
            raise Crash(f"at boundary {self.passed}")

    def around_statement(self, execute: Callable[..., None]) -> Callable[..., None]:
        """A statement before which and after which the process may die; what it had begun is undone then."""

        def executing(cursor: Any, *given: Any) -> None:
            self.connections[id(cursor.connection)] = cursor.connection
            self.boundary()
            execute(cursor, *given)
            self.boundary()

        return executing

    def around_commit(self, commit: Callable[[Any], None]) -> Callable[[Any], None]:
        """A commit that may be the last thing the process did, or that it did not come to."""

        def committing(connection: Any) -> None:
            self.boundary()
            commit(connection)
            self.boundary()

        return committing

    def undo(self) -> None:
        """Undo what the process had not committed, as SQLite does once nobody has its connection open any more."""
        for connection in self.connections.values():
            with suppress(sqlite3.ProgrammingError):  # already closed
                connection.rollback()


STATEMENTS = ("do_execute", "do_executemany", "do_execute_no_params")
"""Where a dialect hands a statement to its driver. Listening to events instead would make every later run slower."""


@contextmanager
def crashing(engines: Sequence[Engine], crash_at: int = 0) -> Iterator[Boundaries]:
    """Raise `Crash` at boundary number `crash_at` (1 is the first) of all engines together; at none where it is 0.

    What was not committed is undone then; the connections stay open, for the process that starts next.
    """
    boundaries = Boundaries(crash_at)
    for engine in engines:
        dialect: Any = engine.dialect
        for name in STATEMENTS:
            setattr(dialect, name, boundaries.around_statement(getattr(dialect, name)))
        dialect.do_commit = boundaries.around_commit(dialect.do_commit)
    try:
        yield boundaries
    except Crash as crash:
        traceback.clear_frames(crash.__traceback__)  # cursors in its frames would keep the locks of a dead process
        boundaries.undo()
        raise
    finally:
        for engine in engines:
            for name in (*STATEMENTS, "do_commit"):
                delattr(engine.dialect, name)
