"""What every action of a simulated life has: a name, a day, a person."""

from __future__ import annotations

from datetime import date

from pydantic import BaseModel, ConfigDict


class PlannedAction(BaseModel):
    """One thing that happens in a life."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    id: str
    """Its name in the story; ids of messages follow from it."""
    at: date
    """The day on which it happens or reaches us."""
    who: int = 1
    """The person's number in the story."""
    waits: bool = False
    """Whether the next action follows before anything of this one is delivered."""
