"""How far long work is: a bar on a terminal, a line now and then where the output goes into a file."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from rich.console import Console
from rich.progress import (
    BarColumn,
    MofNCompleteColumn,
    Progress,
    SpinnerColumn,
    TextColumn,
    TimeElapsedColumn,
    TimeRemainingColumn,
)

from services.operations.progress import Advance
from services.runtime.process.stopwatch import NANO, nanoseconds

SECONDS_BETWEEN_LINES = 5
LATER_SECONDS_BETWEEN_LINES = 30
"""After the first minute, so that work of an hour does not flood a file."""
FIRST_SECONDS = 60

Report = Callable[[str, int], None]
"""Is told what is being done and how many steps were taken since the last time."""


@contextmanager
def working(doing: str, total: int | None) -> Iterator[Advance]:
    """Show what is done and how far it is, on standard error, until the block ends."""
    with reporting(doing, total) as report:
        yield lambda count: report(doing, count)


@contextmanager
def reporting(steps: str, total: int | None) -> Iterator[Report]:
    """Show what is done, how far it is and how long it may still take, on standard error, until the block ends.

    `total` may be an estimate: it grows with what is done, and at the end what was done is all there was.
    """
    console = Console(stderr=True)
    if not sys.stderr.isatty() or console.is_dumb_terminal:  # rich alone would believe a variable such as FORCE_COLOR
        yield _Lines(console, steps, total)
        return
    counted = MofNCompleteColumn() if total else TextColumn("{task.completed:,}")
    columns = (SpinnerColumn(), TextColumn("{task.description:<22}"), BarColumn(10), counted, TextColumn(steps))
    with Progress(*columns, TimeElapsedColumn(), TimeRemainingColumn(), console=console) as bar:
        task = bar.add_task("", total=total)

        def report(doing: str, count: int) -> None:
            bar.update(task, description=doing, advance=count)
            if total and bar.tasks[0].completed > total:
                bar.update(task, total=bar.tasks[0].completed)

        yield report
        done = bar.tasks[0].completed
        bar.update(task, total=done or 1, completed=done or 1)


def nobody_listens(_doing: str, _count: int) -> None:
    """A report for nobody."""


class _Lines:
    """Writes at most a line every few seconds, later more rarely: the step, how far, how fast, and what is left."""

    def __init__(self, console: Console, steps: str, total: int | None) -> None:
        self._console = console
        self._steps = steps
        self._total = total
        self._done = 0
        self._began = self._last = nanoseconds()

    def __call__(self, doing: str, count: int) -> None:
        self._done += count
        now = nanoseconds()
        seconds = (now - self._began) // NANO
        pause = SECONDS_BETWEEN_LINES if seconds < FIRST_SECONDS else LATER_SECONDS_BETWEEN_LINES
        if now - self._last < pause * NANO:
            return
        self._last = now
        far = f"{self._done:,} of about {max(self._done, self._total):,}" if self._total else f"{self._done:,}"
        left = ""
        if self._total and 0 < self._done < self._total:
            left = f", about {seconds * (self._total - self._done) // self._done} s left"
        pace = f", {self._done // seconds:,} a second" if seconds else ""
        self._console.print(f"{doing}: {far} {self._steps}{pace}, {seconds} s{left}", highlight=False, soft_wrap=True)
