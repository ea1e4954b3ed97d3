"""Claims, questions and contests found by the beginning of their keys, or of the person's pseudonym."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from sqlalchemy import Column, Connection, select

from services.claims.tables import claim, contest, question


class FoundKind(StrEnum):
    """What was found."""

    CLAIM = "claim"
    QUESTION = "question"
    CONTEST = "contest"


@dataclass(frozen=True, slots=True)
class FoundKey:
    """Something of a person, by its key."""

    kind: FoundKind
    person: str
    key: str


def found_by(connection: Connection, beginning: str, most: int) -> list[FoundKey]:
    """What begins so, at most so many of a kind: of a pseudonym the claims of the people."""
    found = _of(connection, FoundKind.CLAIM, claim.c.claim, claim.c.subject, beginning, most)
    for kind, key in (
        (FoundKind.CLAIM, claim.c.claim),
        (FoundKind.QUESTION, question.c.question),
        (FoundKind.CONTEST, contest.c.contest),
    ):
        found += _of(connection, kind, key, key, beginning, most)
    return list(dict.fromkeys(found))


def _of(  # noqa: PLR0913, PLR0917 - what is looked for, in which column, and how much of it
    connection: Connection, kind: FoundKind, key: Column[str], by: Column[str], beginning: str, most: int
) -> list[FoundKey]:
    query = select(key.table.c.subject, key).where(by.startswith(beginning, autoescape=True)).order_by(by).limit(most)
    return [FoundKey(kind, row[0], row[1]) for row in connection.execute(query)]
