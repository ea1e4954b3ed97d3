"""The types by which long work reports its progress."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager

Advance = Callable[[int], None]
"""Receives how many messages and rows were processed since the last call."""
Telling = Callable[[str, int | None], AbstractContextManager[Advance]]
"""Opens a line for a part of the work: its description, and how many steps there will be, if that is known."""
