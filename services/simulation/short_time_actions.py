"""What employers tell of workers on short time, as plain data."""

from __future__ import annotations

from datetime import date
from typing import Literal

from services.simulation.life_action import LifeAction


class TellsLine(LifeAction):
    """An employer's list states a month of the person: at first as expected, then as it was; sums in cents."""

    do: Literal["tells_line"] = "tells_line"
    employer: int
    """The employer's number in the story: lists are paid to it like to a person."""
    key: str
    month: date
    establishment: str | None = None
    minutes_lost: int
    should_pay: int
    pay: int
    net_of_should_pay: int
    net_of_pay: int
    children: int = 0
    is_final: bool = False
    version: int = 1
