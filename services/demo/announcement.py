"""Something that becomes known: an event, about whom, by whom, and on which day."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from contracts.base import Envelope, Event, derived_id, seal

REGISTRY = "https://registry.example.org"
INTAKE = "/tideover/intake"


@dataclass(frozen=True, slots=True)
class Told:
    """One statement on its way to us. `identity` tells it apart from all others of the same person."""

    known_on: date
    person: str
    source: str
    identity: str
    event: Event
    at: datetime

    def envelope(self, seed: str) -> Envelope:
        """The statement in its envelope; the same seed gives the same bytes."""
        event_id = derived_id("demo", seed, self.person, self.event.name, self.identity)
        return seal(self.event, subject=self.person, source=self.source, time=self.at, event_id=event_id)
