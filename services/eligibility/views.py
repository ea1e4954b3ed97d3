"""What others may read of eligibility: people with their facts, and the tables that are compared."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from sqlalchemy import Connection, select

from contracts.base import Event
from contracts.eligibility import DeterminationMade, DeterminationOutcome
from contracts.intake import ClaimFiled
from services.eligibility.person import InsuredPerson
from services.eligibility.store import PersonLoader
from services.eligibility.tables import assessment, determination, fact
from services.runtime.database.store import chunks

__all__ = ["Claimed", "assessment", "claimants", "determination", "fact", "facts_of", "people_beginning_with"]


@dataclass(frozen=True, slots=True)
class Claimed:
    """A person who filed a claim: all facts in the order in which they came, and each claim's latest outcome."""

    facts: tuple[Event, ...]
    outcomes: Mapping[str, DeterminationOutcome]


def facts_of(connection: Connection, subject: str) -> list[Event]:
    """All facts of a person in the order in which they came; none if nobody has this pseudonym."""
    return list(_facts(PersonLoader().load(connection, [subject])[subject]))


def claimants(connection: Connection) -> Iterator[Claimed]:
    """Everybody who ever filed a claim, by pseudonym."""
    query = select(fact.c.subject).where(fact.c.kind == ClaimFiled.name).distinct().order_by(fact.c.subject)
    for chunk in chunks(list(connection.scalars(query))):
        for person in PersonLoader().load(connection, chunk).values():
            yield Claimed(tuple(_facts(person)), _outcomes(person))


def people_beginning_with(connection: Connection, beginning: str) -> set[str]:
    """The people whose pseudonym begins so; at most two, enough to tell whether it is one."""
    query = select(fact.c.subject).where(fact.c.subject.startswith(beginning, autoescape=True)).distinct().limit(2)
    return set(connection.scalars(query))


def _facts(person: InsuredPerson) -> Iterator[Event]:
    return (received.event for received in person.facts.values())


def _outcomes(person: InsuredPerson) -> dict[str, DeterminationOutcome]:
    contents = {claim: last.content for claim, last in person.determinations.items()}
    return {claim: DeterminationMade.model_validate_json(content).outcome for claim, content in contents.items()}
