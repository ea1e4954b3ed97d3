"""What an employer announces and an operator declares, before anything is claimed or decided."""

from __future__ import annotations

from datetime import date
from typing import Literal

from services.simulation.planned_action import PlannedAction


class AnnouncesLayoff(PlannedAction):
    """The employer's list of those it lays off names the person, beside the end of the job."""

    do: Literal["announces_layoff"] = "announces_layoff"
    job: str = "job-1"
    ended: date
    scheme: str
    version: int = 1


class TellsOfOutage(PlannedAction):
    """An operator declares an outage, makes it longer or shorter, or takes it back."""

    do: Literal["tells_of_outage"] = "tells_of_outage"
    outage: str
    since: date
    until: date | None
    of_a_registry: bool = False
    taken_back: bool = False
    version: int = 1
