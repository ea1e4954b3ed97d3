"""Crashing a process at a chosen statement or commit of its databases, and counting how many there are."""

from __future__ import annotations

import sqlite3
import traceback
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from typing import Any

from sqlalchemy import Engine, event


class Crash(BaseException):
    """The process is gone: nobody may catch this."""


class Crasher:
    """Counts database boundaries over all engines of a world, and crashes at the one asked for.

    Boundaries are: before a statement, after it, before a commit, and just after a commit whose success the
    process never came to know.
    """

    def __init__(self, crash_at: int | None) -> None:
        self.crash_at = crash_at
        self.passed = 0
        self.connections: list[Any] = []

    def opened(self, connection: Any, *_more: Any) -> None:
        """Remember a connection, to cut it when the process dies."""
        self.connections.append(connection)

    def boundary(self, *_args: Any, **_more: Any) -> None:
        """One place where a process may die."""
        self.passed += 1
        if self.passed == self.crash_at:
            raise Crash(f"at boundary {self.passed}")

    def after_commit(self, commit: Callable[[Any], None]) -> Callable[[Any], None]:
        """A commit that may be the last thing the process did."""

        def committing(connection: Any) -> None:
            commit(connection)
            self.boundary()

        return committing


@contextmanager
def crashing(engines: list[Engine], crash_at: int | None) -> Iterator[Crasher]:
    """Crash at boundary number `crash_at` (1 is the first) of all statements and commits on the engines."""
    crasher = Crasher(crash_at)
    patched: list[tuple[Any, Any]] = []
    for engine in engines:
        engine.dispose()
        event.listen(engine, "connect", crasher.opened)
        event.listen(engine, "before_cursor_execute", crasher.boundary)
        event.listen(engine, "after_cursor_execute", crasher.boundary)
        event.listen(engine, "commit", crasher.boundary)
        original = engine.dialect.do_commit
        engine.dialect.do_commit = crasher.after_commit(original)  # type: ignore[method-assign,assignment]
        patched.append((engine.dialect, original))
    try:
        yield crasher
    except Crash as crash:
        traceback.clear_frames(crash.__traceback__)  # cursors in its frames would keep the lock of a dead process
        for connection in crasher.connections:
            with suppress(sqlite3.ProgrammingError):  # already closed
                connection.rollback()
                connection.close()
        raise
    finally:
        for engine in engines:
            event.remove(engine, "connect", crasher.opened)
            event.remove(engine, "before_cursor_execute", crasher.boundary)
            event.remove(engine, "after_cursor_execute", crasher.boundary)
            event.remove(engine, "commit", crasher.boundary)
        for dialect, original in patched:
            dialect.do_commit = original
