"""Time as an event: no rule reads a clock, every rule may read that a day is over."""

from __future__ import annotations

from typing import ClassVar

from pydantic import Field, StrictInt

from contracts.base import Event
from contracts.values import Day


class DayClosed(Event):
    """A calendar day is over for one partition; the subject is `partition-N`."""

    name: ClassVar[str] = "clock.day-closed"
    day: Day
    partition: StrictInt = Field(ge=0, le=4095)
