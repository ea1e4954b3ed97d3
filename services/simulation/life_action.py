"""What every action of a simulated life has."""

from __future__ import annotations

from datetime import date

from pydantic import BaseModel, ConfigDict


class LifeAction(BaseModel):
    """One thing that happens, or reaches us, on a day."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    id: str
    """Its name in the story; ids of messages follow from it."""
    at: date
    """The day on which it happens or reaches us."""
    who: int = 1
    """The person's number in the story."""
    waits: bool = False
    """Whether the next action follows before anything of this one is delivered."""
