"""A simulated life as a story: what happens in it, in order, and how its bank speaks."""

from __future__ import annotations

from typing import Literal

from pydantic import BaseModel, ConfigDict

from services.simulation.actions import Action


class BankHabits(BaseModel):
    """How this story's bank speaks."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    duplicate_code: Literal["DUPL", "AM05", "DU01"] = "DUPL"
    """By which code it refuses a file that it has."""
    refuses_at: Literal["group", "batch"] = "group"
    """Where a status report refuses a whole file."""
    tells_pending: bool = False
    """Whether it tells of payments that are only pending before they are booked."""
    returns_by: Literal["reason", "reversal"] = "reason"
    """Whether money that comes back is told with a reason or only as a reversal."""
    books_as: Literal["single", "collective", "itemised"] = "single"
    """Whether each payment has an entry, or a file has one: without its parts, or with each of them."""


class SimulatedStory(BaseModel):
    """Everything that happens to the people of one simulated life, in order."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    says: str = "drawn"
    seed: int = 0
    bank: BankHabits = BankHabits()
    actions: tuple[Action, ...]
