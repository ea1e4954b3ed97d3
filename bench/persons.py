"""Realistic persons: the demonstration's displaced workers, with all that registries and they themselves say."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice

from contracts.base import Event
from contracts.intake import CertificationFiled
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
    for worker in people.everybody():
        if not worker.row.filed:
            continue
        announced = {(one.fact.name, one.identity): one.fact for one in people.announced_of(worker)}
        facts = list(announced.values())
        certifications = [fact for fact in facts if isinstance(fact, CertificationFiled)]
        others = tuple(fact for fact in facts if not isinstance(fact, CertificationFiled))
        yield Claimant(worker.claim, others, tuple(certifications))
