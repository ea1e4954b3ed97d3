"""Acts that name what is not known yet, as the state of whoever they are about holds them."""

from __future__ import annotations

from dataclasses import dataclass, field
from uuid import UUID

from contracts.base import Envelope
from services.runtime.handling import State


@dataclass
class KeepsEarlyActs(State):
    """The state of a person or a programme, with the acts that name what is not known of it yet."""

    early_acts: dict[UUID, Envelope] = field(default_factory=dict)
    """Acts that name what is not known yet, by the ids of their events."""
    acts_kept: set[UUID] = field(default_factory=set)
    acts_taken_up: set[UUID] = field(default_factory=set)
    """Those of them to be written, and those that took effect and are kept no longer."""
