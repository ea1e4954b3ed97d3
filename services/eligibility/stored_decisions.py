"""Decisions with their bytes, as they are stored, for whoever computes them again."""

from __future__ import annotations

import zlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, Select, func, select

from services.eligibility.model import PublishedVersion
from services.eligibility.tables import assessment, determination


@dataclass(frozen=True, slots=True)
class StoredDecision:
    """A version as it is stored; `certification` only of an assessment. `derivation` is its JSON."""

    made: UUID
    subject: str
    claim: str
    certification: str | None
    published: PublishedVersion
    derivation: bytes
    facts_known: int | None

    @property
    def kind(self) -> str:
        """`determination` or `assessment`."""
        return "determination" if self.certification is None else "assessment"


def decisions_beginning_with(connection: Connection, beginning: str) -> list[StoredDecision]:
    """The decisions whose id begins so. Raises `ValueError` if that is not the beginning of a UUID."""
    digits = beginning.replace("-", "").lower()
    first, last = UUID(f"{digits:0<32}"), UUID(f"{digits:f<32}")
    return [
        *_stored(connection, select(determination).where(determination.c.determination.between(first, last))),
        *_stored(connection, select(assessment).where(assessment.c.assessment.between(first, last))),
    ]


def drawn(connection: Connection, draws: Sequence[UUID]) -> list[StoredDecision]:
    """Of each table the first decision from each of these ids on, which are drawn at random; each once.

    Ids of decisions are digests, so each is as likely as any other but for the gap before it.
    """
    decisions: dict[UUID, StoredDecision] = {}
    for table, key in ((determination, determination.c.determination), (assessment, assessment.c.assessment)):
        for draw in draws:
            for decision in _stored(connection, select(table).where(key >= draw).order_by(key).limit(1)):
                decisions[decision.made] = decision
    return list(decisions.values())


def every_decision(connection: Connection) -> Iterator[StoredDecision]:
    """All decisions, determinations first, person by person."""
    yield from _stored(connection, select(determination).order_by(determination.c.subject, determination.c.number))
    yield from _stored(connection, select(assessment).order_by(assessment.c.subject, assessment.c.number))


def count_decisions(connection: Connection) -> int:
    """How many decisions there are."""
    return sum(connection.scalar(select(func.count()).select_from(table)) or 0 for table in (determination, assessment))


def _stored(connection: Connection, query: Select[Any]) -> Iterator[StoredDecision]:
    for row in connection.execute(query):
        fields = row._mapping  # noqa: SLF001 - SQLAlchemy's own name for a row by column
        made = fields["assessment"] if "assessment" in fields else fields["determination"]
        yield StoredDecision(
            made=made,
            subject=row.subject,
            claim=row.claim,
            certification=fields.get("certification"),
            published=PublishedVersion(made, row.number, row.content),
            derivation=zlib.decompress(row.derivation),
            facts_known=row.facts_known,
        )
