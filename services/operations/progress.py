"""How long work says how far it is, whoever shows it."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager

Advance = Callable[[int], None]
"""Is told how many messages and rows were worked through since the last time."""
Telling = Callable[[str, int | None], AbstractContextManager[Advance]]
"""Opens a line for a part of the work: what is done, and how many there will be, if that is known."""
