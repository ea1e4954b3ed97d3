"""Realistic persons: the demonstration's displaced workers, with all that registries and they themselves say."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice

from contracts.base import Event
from contracts.intake import CertificationFiled
from contracts.registry import Fact
from services.demo.people import People


@dataclass(frozen=True, slots=True)
class Claimant:
    """A person's claim and facts, every statement once; certifications apart, in the order of filing."""

    claim: str
    facts: tuple[Event, ...]
    certifications: tuple[CertificationFiled, ...]


def claimants(count: int, scheme: str) -> list[Claimant]:
    """So many of the people who filed a claim."""
    return list(islice(_claimants(People(scheme=scheme)), count))


def _claimants(people: People) -> Iterator[Claimant]:
    for life in people.lives():
        if not life.row.filed:
            continue
        said = {(told.event.name, told.identity): told.event for told in people.told_of(life)}
        facts = [event for event in said.values() if isinstance(event, Fact)]
        certifications = [fact for fact in facts if isinstance(fact, CertificationFiled)]
        others = tuple(fact for fact in facts if not isinstance(fact, CertificationFiled))
        yield Claimant(life.claim, others, tuple(certifications))
