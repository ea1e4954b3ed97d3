"""Which batches are probably all news: in those nothing is looked for that the database's own constraints would refuse.

A guess only saves look-ups. Where it was wrong, the transaction is undone and the batch goes through them after all.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Protocol

CAREFUL_BATCHES = 16
"""So many batches are looked at closely after a guess was wrong: a log that repeats itself does so more than once."""


class SeenBefore(Exception):
    """Something in the batch was unusual, so that only a close look can tell what it is."""


class Placed(Protocol):
    """A message, as far as it matters where in the log it stood."""

    topic: str
    partition: int
    offset: int


class Expectation:
    """How far this process has come in each partition since it began, and whether its guesses are right."""

    def __init__(self) -> None:
        self._next: dict[tuple[str, int], int] = {}
        self._careful = 0

    def is_news(self, messages: Iterable[Placed]) -> bool:
        """Whether all of them stand behind what this process saw committed, and nothing was repeated lately."""
        if self._careful:
            self._careful -= 1
            return False
        first: dict[tuple[str, int], int] = {}
        for message in messages:
            first.setdefault((message.topic, message.partition), message.offset)
        return all(place in self._next and offset >= self._next[place] for place, offset in first.items())

    def passed(self, messages: Iterable[Placed]) -> None:
        """These are committed."""
        self._next |= {(message.topic, message.partition): message.offset + 1 for message in messages}

    def was_wrong(self) -> None:
        """Look closely for a while."""
        self._careful = CAREFUL_BATCHES
