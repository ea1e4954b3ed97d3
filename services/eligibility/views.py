"""What others may read of eligibility: the facts of people, and the tables that are compared."""

from __future__ import annotations

from sqlalchemy import Connection, select

from contracts.base import Event
from services.eligibility.store import load
from services.eligibility.tables import assessment, determination, fact

__all__ = ["assessment", "determination", "fact", "facts_of", "load", "people_beginning_with"]


def facts_of(connection: Connection, subject: str) -> list[Event]:
    """All facts of a person in the order in which they came."""
    return [known.event for known in load(connection, [subject])[subject].facts.values()]


def people_beginning_with(connection: Connection, beginning: str) -> set[str]:
    """The people whose pseudonym begins so; at most two, enough to tell whether it is one."""
    query = select(fact.c.subject).where(fact.c.subject.startswith(beginning, autoescape=True)).distinct().limit(2)
    return set(connection.scalars(query))
