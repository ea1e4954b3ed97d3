"""The types by which long work reports its progress."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager

Advance = Callable[[int], None]
"""Receives how many messages and rows were processed since the last call."""
Telling = Callable[[str, int | None], AbstractContextManager[Advance]]
"""Opens a line for a part of the work: its description, and how many steps there will be, if that is known."""


@contextmanager
def without_a_word(_doing: str, _total: int | None) -> Iterator[Advance]:
    """A line that nobody sees."""
    yield lambda _count: None
