"""What every fact of an institution has: a natural key, a source version, a valid time and a recorded time."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field, StrictInt

from contracts.base import Event
from contracts.values import Key, Period, SourceVersion
from contracts.written import Moment

MinutesWeekly = Annotated[StrictInt, Field(ge=0, le=7 * 24 * 60)]
"""Working time in minutes a week: 2400 is forty hours."""
FullPost = Annotated[StrictInt, Field(ge=1, le=7 * 24 * 60)]
"""The minutes a week of a full post."""


class Fact(Event):
    """What a source knows, with the version by which it may be corrected."""

    key: Key
    """Natural key: unique for this kind of fact and person in the source's own books."""
    source_version: SourceVersion
    """1 for the first statement; each correction raises it."""
    recorded_at: Moment
    """When the source came to know it in this form."""

    def valid(self) -> Period | None:
        """When the fact is true of the world; None where it is a moment or has no end yet."""
        return None
