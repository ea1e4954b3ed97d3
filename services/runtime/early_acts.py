"""Acts that name what is not known yet, as the state of whoever they are about holds them."""

from __future__ import annotations

from dataclasses import dataclass, field
from uuid import UUID

from contracts.base import Envelope, Event, read
from services.runtime.handling import State


@dataclass
class KeepsEarlyActs(State):
    """The state of a person or a programme, with the acts that name what is not known of it yet."""

    early_acts: dict[UUID, Envelope] = field(default_factory=dict)
    """Acts that name what is not known yet, by the ids of their events."""
    acts_kept: set[UUID] = field(default_factory=set)
    acts_taken_up: set[UUID] = field(default_factory=set)
    """Those of them to be written, and those that took effect and are kept no longer."""
    _read: dict[UUID, tuple[Event, Envelope]] = field(default_factory=dict, repr=False, compare=False)
    """The acts as they were read, in the order of their times; emptied, only time is lost."""

    def acts_in_order(self) -> list[tuple[Event, Envelope]]:
        """The acts that wait, in the order of their times. Each is read once, however often it is looked at."""
        if self._read.keys() != self.early_acts.keys():
            in_order = sorted(self.early_acts.values(), key=lambda act: (act.time, act.id))
            self._read = {act.id: self._read.get(act.id) or (read(act), act) for act in in_order}
        return list(self._read.values())

    def no_longer_waits(self, cause: Envelope) -> None:
        """The act takes effect now."""
        del self.early_acts[cause.id]
        self._read.pop(cause.id, None)
        self.acts_taken_up.add(cause.id)
