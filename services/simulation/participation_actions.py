"""What a provider reports of who takes part in a simulated life, as plain data."""

from __future__ import annotations

from datetime import date
from typing import Literal

from services.simulation.life_action import LifeAction


class ReportsDays(LifeAction):
    """A provider reports the days of a week: so many of five the person came, in this version; or takes it back."""

    do: Literal["reports_days"] = "reports_days"
    week: date
    """The first of the five days."""
    pick: int = 0
    came: int = 5
    version: int = 1
    what: Literal["reports", "takes_back"] = "reports"
