"""The closed sets from which the runtime's labels take their values."""

from __future__ import annotations

from contracts.schemas import published
from services.runtime.parking_codes import CODES

UNREADABLE = "unreadable"
"""Stands for the event's name where a message has none that is known."""
EVENT_NAMES = (*sorted({event.name for event in published().values()}), UNREADABLE)
PARKING_CODES = tuple(CODES)
DONE, PARKED, REPEATED = "done", "parked", "repeated"
BECAME = (DONE, PARKED)
MADE = ("determination", "assessment")
FIRST, AGAIN = "first", "again"
