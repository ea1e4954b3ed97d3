"""A process that dies at a chosen statement or commit of its databases."""

from __future__ import annotations

import traceback
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from sqlalchemy import Engine, event


class Crash(BaseException):
    """The process is gone: nobody may catch this."""


class Boundaries:
    """Counts the places where a process may die: before and after a statement, before and just after a commit."""

    def __init__(self, crash_at: int) -> None:
        self.crash_at = crash_at
        self.passed = 0

    def boundary(self, *_args: Any, **_more: Any) -> None:
        """One such place."""
        self.passed += 1
        if self.passed == self.crash_at:
            raise Crash(f"at boundary {self.passed}")

    def after_commit(self, commit: Callable[[Any], None]) -> Callable[[Any], None]:
        """A commit of whose success the process may never come to know."""

        def committing(connection: Any) -> None:
            commit(connection)
            self.boundary()

        return committing


@contextmanager
def crashing(engines: Sequence[Engine], crash_at: int) -> Iterator[Boundaries]:
    """Raise `Crash` at boundary number `crash_at` (1 is the first) of all engines together; at none where it is 0."""
    boundaries = Boundaries(crash_at)
    commits: list[tuple[Any, Any]] = []
    hooks = ("before_cursor_execute", "after_cursor_execute", "commit")
    for engine in engines:
        for hook in hooks:
            event.listen(engine, hook, boundaries.boundary)
        commit = engine.dialect.do_commit
        engine.dialect.do_commit = boundaries.after_commit(commit)  # type: ignore[method-assign,assignment]
        commits.append((engine.dialect, commit))
    try:
        yield boundaries
    except Crash as crash:
        traceback.clear_frames(crash.__traceback__)  # cursors in its frames would keep the locks of a dead process
        raise
    finally:
        for engine in engines:
            for hook in hooks:
                event.remove(engine, hook, boundaries.boundary)
        for dialect, commit in commits:
            dialect.do_commit = commit
