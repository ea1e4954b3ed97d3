"""The servers of a worker: each starts when a test first asks for it and ends after the last test that does.

A broker that nobody asks for takes 3 % of a processor, and a suite goes on for long after its last one is needed.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from contextlib import AbstractContextManager, ExitStack
from typing import TypeVar

T = TypeVar("T")
NAMES = ("kafka", "kafka_of_three", "postgresql", "lived_on_stack", "secured", "working")
"""The fixtures that are servers, or that keep some."""


def last_asked(asked: Iterable[Collection[str]]) -> dict[str, int]:
    """The number of the last test that asks for each server, by the fixtures of every test in their order."""
    return {name: number for number, fixtures in enumerate(asked) for name in NAMES if name in fixtures}


class Servers:
    """What runs here, by the names of fixtures."""

    def __init__(self) -> None:
        self._running: dict[str, ExitStack] = {}

    def keep(self, name: str, server: AbstractContextManager[T]) -> T:
        """Start a server, and keep it until it is ended."""
        with ExitStack() as started:
            made = started.enter_context(server)
            self._running[name] = started.pop_all()
        return made

    def end_before(self, number: int, last: Mapping[str, int]) -> None:
        """End all that no test from this number on asks for; who uses another server ends before it."""
        for name in [name for name in reversed(self._running) if last.get(name, -1) < number]:
            self._running.pop(name).close()

    def end(self) -> None:
        """End all."""
        while self._running:
            self._running.popitem()[1].close()
