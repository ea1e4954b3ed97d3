"""A fact on its way to us: about whom, by whom, and on which day it becomes known."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Self

from contracts.base import Envelope, derived_id, seal
from contracts.intake import CertificationFiled, ClaimFiled
from contracts.registry import EmploymentEnded, EmploymentStarted, Fact, LayoffAnnounced, PersonRecorded
from services.demo.calendar import morning_of

REGISTRY = "https://registry.example.org"
INTAKE = "/tideover/intake"
SOURCES = {
    PersonRecorded.name: f"{REGISTRY}/population",
    EmploymentStarted.name: f"{REGISTRY}/employment",
    EmploymentEnded.name: f"{REGISTRY}/employment",
    LayoffAnnounced.name: f"{REGISTRY}/employment",
    ClaimFiled.name: INTAKE,
    CertificationFiled.name: INTAKE,
}
CONTRIBUTIONS = f"{REGISTRY}/contributions"
"""The source of contributions and of their retractions."""
HOURS = {ClaimFiled.name: 10, CertificationFiled.name: 11}
"""The hour of the day, where it is another than that of the registries."""


@dataclass(frozen=True, slots=True)
class Announcement:
    """One version of a fact, and the day on which we come to know it."""

    known_on: date
    person: str
    fact: Fact

    @classmethod
    def on(cls, day: date, person: str, fact: Fact, version: int = 1) -> Self:
        """The fact as its source records it on the day on which it is announced."""
        recorded_at = morning_of(day, HOURS.get(fact.name, 9))
        return cls(day, person, fact.model_copy(update={"recorded_at": recorded_at, "source_version": version}))

    @property
    def identity(self) -> str:
        """What tells the fact apart from all others of its kind and person."""
        return f"{self.fact.key}/{self.fact.source_version}"

    def envelope(self, seed: str) -> Envelope:
        """The fact in its envelope; the same seed gives the same bytes."""
        event_id = derived_id("demo", seed, self.person, self.fact.name, self.identity)
        source = SOURCES.get(self.fact.name, CONTRIBUTIONS)
        return seal(self.fact, subject=self.person, source=source, time=self.fact.recorded_at, event_id=event_id)
