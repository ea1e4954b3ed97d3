"""A line of progress on the terminal, beside what a command prints."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from rich.console import Console
from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn

from services.operations.progress import Advance


@contextmanager
def working(doing: str, total: int | None) -> Iterator[Advance]:
    """Show what is done and how far it is, on standard error, until the block ends."""
    columns = (TextColumn("{task.description}"), BarColumn(), TextColumn("{task.completed:,}"), TimeElapsedColumn())
    with Progress(*columns, console=Console(stderr=True)) as bar:
        task = bar.add_task(doing, total=total)
        yield lambda count: bar.advance(task, count)
        if total is None:
            done = bar.tasks[0].completed
            bar.update(task, total=done or 1, completed=done or 1)
