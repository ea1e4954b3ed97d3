"""What traces are made of."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple


class EventSpan(NamedTuple):
    """One event at one service. Each field is an id, a number, or from a closed list: nothing of what it says."""

    trace: int
    id: int
    parent: int | None
    service: str
    event: str
    version: int | None
    """None where the event cannot be read."""
    became: str
    partition: int
    began_ns: int
    ended_ns: int
    """Unix time in nanoseconds."""


Emit = Callable[[EventSpan], None]
"""Takes a span at once, to be exported in the background; never waits and never raises."""
