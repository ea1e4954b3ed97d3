"""How long work takes and how old something is: for metrics and health only, never for a decision."""

from __future__ import annotations

import time

MILLI = 10**3
MILLION = 10**6
NANO = 10**9


def nanoseconds() -> int:
    """A count that only grows; the difference of two readings is the time between them."""
    return time.monotonic_ns()


def unix_milliseconds() -> int:
    """The time of day, as Kafka writes it on a record."""
    return unix_nanoseconds() // MILLION


def unix_nanoseconds() -> int:
    """The time of day, as traces write it."""
    return time.time_ns()


def pause(milliseconds: int) -> None:
    """Do nothing for a moment, between two looks at what others do."""
    time.sleep(milliseconds / MILLI)
