"""People as eligibility knows them, for readers outside the service; decisions with their reasons are in `archive`."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from sqlalchemy import Connection, select

from contracts.base import Event
from contracts.eligibility import DeterminationMade, DeterminationOutcome
from contracts.intake import ClaimFiled
from services.eligibility.person import InsuredPerson
from services.eligibility.store import PersonLoader
from services.eligibility.tables import fact
from services.runtime.database.store import chunks


@dataclass(frozen=True, slots=True)
class PersonView:
    """A person's facts, whether or not they still hold, and the outcome of each claim as last determined."""

    facts: tuple[Event, ...]
    outcomes: Mapping[str, DeterminationOutcome]


def person_view(connection: Connection, subject: str) -> PersonView:
    """One person by pseudonym; without facts if there is nobody of that name."""
    return _view(PersonLoader().load(connection, [subject])[subject])


def claimants(connection: Connection) -> Iterator[PersonView]:
    """Everybody who ever filed a claim, by pseudonym."""
    query = select(fact.c.subject).where(fact.c.kind == ClaimFiled.name).distinct().order_by(fact.c.subject)
    for chunk in chunks(list(connection.scalars(query))):
        yield from map(_view, PersonLoader().load(connection, chunk).values())


def subjects_beginning_with(connection: Connection, beginning: str, *, at_most: int) -> list[str]:
    """The pseudonyms that begin so, as many as are asked for."""
    query = select(fact.c.subject).where(fact.c.subject.startswith(beginning, autoescape=True)).distinct()
    return list(connection.scalars(query.limit(at_most)))


def _view(person: InsuredPerson) -> PersonView:
    outcomes = {
        claim: DeterminationMade.model_validate_json(last.content).outcome
        for claim, last in person.determinations.items()
    }
    return PersonView(tuple(received.event for received in person.facts.values()), outcomes)
