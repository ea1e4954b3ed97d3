"""Skips duplicate look-ups for batches that are probably new; the unique keys catch the rest.

A wrong guess costs only time: the transaction is rolled back, and the batch is looked up after all.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Protocol

CAREFUL_BATCHES = 16
"""How many batches are looked up after a wrong guess: a log that repeats itself does so more than once."""


class SeenBefore(Exception):
    """Something in a batch that was taken for new may have come before: look it up."""


class Placed(Protocol):
    """A message by its position in the log."""

    partition: int
    offset: int

    @property
    def log(self) -> str:
        """The log in which its position counts."""


class Expectation:
    """How far this process has come in each partition since it started, and whether its guesses were right."""

    def __init__(self) -> None:
        self._next: dict[tuple[str, int], int] = {}
        self._careful = 0

    def is_news(self, messages: Iterable[Placed]) -> bool:
        """Whether all messages come after what this process has committed, and no guess was wrong lately."""
        if self._careful:
            self._careful -= 1
            return False
        first: dict[tuple[str, int], int] = {}
        for message in messages:
            first.setdefault((message.log, message.partition), message.offset)
        return all(place in self._next and offset >= self._next[place] for place, offset in first.items())

    def passed(self, messages: Iterable[Placed]) -> None:
        """Note that these messages are committed."""
        self._next |= {(message.log, message.partition): message.offset + 1 for message in messages}

    def was_wrong(self) -> None:
        """Look up the next batches."""
        self._careful = CAREFUL_BATCHES
