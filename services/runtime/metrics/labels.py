"""The closed sets from which labels take their values, as far as the runtime knows them."""

from __future__ import annotations

from contracts.schemas import published
from services.runtime.parking_codes import CODES

UNREADABLE = "unreadable"
"""In place of an event's name where a message was too broken to have one, or names none that is known."""
EVENT_NAMES = (*sorted({event.name for event in published().values()}), UNREADABLE)
PARKING_CODES = tuple(CODES)
DONE, PARKED = "done", "parked"
BECAME = (DONE, PARKED)
MADE = ("determination", "assessment")
FIRST, AGAIN = "first", "again"
