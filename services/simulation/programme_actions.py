"""What providers and placement officers do about programmes in a simulated life, as plain data."""

from __future__ import annotations

from typing import Literal

from services.simulation.life_action import LifeAction


class SaysOfProgramme(LifeAction):
    """A provider states, corrects, ends or goes on with a programme; an officer chooses it, or records a wait left."""

    do: Literal["says_of_programme"] = "says_of_programme"
    what: Literal["publishes", "ends", "goes_on", "chosen", "wait_left"]
    pick: int = 0
    seats: int = 1
    version: int = 1
    days: int = 0
    """After how many days it ends."""
