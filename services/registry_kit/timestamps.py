"""Moments as Kafka counts them, and spans as people say them."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

DAY_HOURS = 24
SECOND_MS = 1000
EPOCH = datetime.fromtimestamp(0, UTC)


def moment_of(at_ms: int) -> datetime:
    """The moment of a count of Unix milliseconds."""
    return EPOCH + timedelta(milliseconds=at_ms)


def milliseconds_of(moment: datetime) -> int:
    """The count of Unix milliseconds of a moment with its offset."""
    return (moment - EPOCH) // timedelta(milliseconds=1)


def written(at_ms: int) -> str:
    """A moment to the minute, in UTC."""
    return f"{moment_of(at_ms):%Y-%m-%d %H:%M} UTC"


def span_in_words(span_ms: int) -> str:
    """`3 days 4 h`."""
    days, hours = divmod(span_ms // (SECOND_MS * 3600), DAY_HOURS)
    return f"{days} days {hours} h" if days else f"{hours} h"
