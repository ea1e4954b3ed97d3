"""The servers of a worker: each starts when a test first asks for it and ends after the last test that does.

A broker that nobody asks for takes 3 % of a processor, and a suite goes on for long after its last one is needed.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from contextlib import AbstractContextManager, ExitStack
from threading import Thread
from threading import enumerate as threads
from typing import TypeVar

T = TypeVar("T")
CLIENT = "kafka-"
"""How the names of the threads begin that a client of Kafka runs."""
ENDS_SECONDS = 10
"""So long a client that was closed may take to end."""
NAMES = ("kafka", "kafka_of_three", "postgresql", "lived_on_stack", "secured", "working")
"""The fixtures that are servers, or that keep some."""


def last_asked(asked: Iterable[Collection[str]]) -> dict[str, int]:
    """The number of the last test that asks for each server, by the fixtures of every test in their order."""
    return {name: number for number, fixtures in enumerate(asked) for name in NAMES if name in fixtures}


class ClientsLeft(Exception):
    """A test did not close what it opened."""


def _clients() -> set[Thread]:
    return {thread for thread in threads() if thread.name.startswith(CLIENT)}


class Servers:
    """What runs here, by the names of fixtures."""

    def __init__(self) -> None:
        self._running: dict[str, ExitStack] = {}
        self._theirs: set[Thread] = set()

    def keep(self, name: str, server: AbstractContextManager[T]) -> T:
        """Start a server, and keep it until it is ended."""
        with ExitStack() as started:
            made = started.enter_context(server)
            self._running[name] = started.pop_all()
        self._theirs.update(_clients())
        return made

    def require_that_clients_ended(self, file: str) -> None:
        """Raise `ClientsLeft` if a test of the file left a client of Kafka open.

        Such a client looks for its broker for ever, and throws the dice of every test that comes after.
        """
        left = _clients() - self._theirs
        for thread in left:
            thread.join(ENDS_SECONDS)
        left = {thread for thread in left if thread.is_alive()}
        self._theirs.update(left)  # told once
        if left:
            raise ClientsLeft(f"{file} leaves clients of Kafka open: {', '.join(sorted(one.name for one in left))}")

    def end_before(self, number: int, last: Mapping[str, int]) -> None:
        """End all that no test from this number on asks for; who uses another server ends before it."""
        for name in [name for name in reversed(self._running) if last.get(name, -1) < number]:
            self._running.pop(name).close()

    def end(self) -> None:
        """End all."""
        while self._running:
            self._running.popitem()[1].close()
