"""The facts, determinations and assessments of every person, all versions kept."""

from __future__ import annotations

import zlib
from collections.abc import Iterable, Sequence
from typing import Any
from uuid import UUID

from pydantic_core import from_json, to_json
from sqlalchemy import (
    Boolean,
    Column,
    Connection,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    Uuid,
    bindparam,
    select,
    update,
)

from contracts.base import EVENTS, Event
from contracts.intake import ClaimFiled
from services.eligibility.known import Case, KnownFact, Made, Place
from services.runtime import bulk
from services.runtime.store import ANY_OF, Position, chunks

TABLES = MetaData()
FACTS_KEPT_MAX = 500_000

fact = Table(
    "fact",
    TABLES,
    Column("number", Position, primary_key=True, autoincrement=True),
    Column("subject", String(64), nullable=False),
    Column("kind", String(80), nullable=False),
    Column("key", String(160), nullable=False),
    Column("source_version", Integer, nullable=False),
    Column("event_id", Uuid(), nullable=False),
    Column("event_version", Integer, nullable=False),
    Column("body", LargeBinary(), nullable=False),
    Index("fact_once", "subject", "kind", "key", "source_version", unique=True),
)
"""Every version of every fact, in the order we came to know them; never changed, never deleted."""

determination = Table(
    "determination",
    TABLES,
    Column("determination", Uuid(), primary_key=True),
    Column("subject", String(64), nullable=False),
    Column("claim", String(80), nullable=False),
    Column("number", Integer, nullable=False),
    Column("latest", Boolean, nullable=False),
    Column("content", LargeBinary(), nullable=False),
    Column("derivation", LargeBinary(), nullable=False),
    Index("determination_once", "claim", "number", unique=True),
    Index("determination_latest", "subject", "latest"),
)
"""Numbered determinations, each with its derivation as compressed JSON down to the facts."""

assessment = Table(
    "assessment",
    TABLES,
    Column("assessment", Uuid(), primary_key=True),
    Column("subject", String(64), nullable=False),
    Column("claim", String(80), nullable=False),
    Column("certification", String(80), nullable=False),
    Column("number", Integer, nullable=False),
    Column("latest", Boolean, nullable=False),
    Column("content", LargeBinary(), nullable=False),
    Column("derivation", LargeBinary(), nullable=False),
    Index("assessment_once", "claim", "certification", "number", unique=True),
    Index("assessment_latest", "subject", "latest"),
)
"""Numbered assessments of certified periods."""


class Shelf:
    """Loads cases. Facts never change once they are stored, so each is read from its bytes once a process."""

    def __init__(self, facts_max: int = FACTS_KEPT_MAX) -> None:
        self._facts_max = facts_max
        self._kept: dict[int, KnownFact] = {}

    def load(self, connection: Connection, subjects: Sequence[str]) -> dict[str, Case]:
        """The cases of all subjects in few queries for each five hundred of them."""
        cases = {subject: Case(subject) for subject in subjects}
        for chunk in chunks(subjects):
            if len(self._kept) > self._facts_max:
                self._kept.clear()
            numbered = connection.execute(_NUMBERS, {"any_of": chunk}).all()
            self._read(connection, [number for number, _ in numbered if number not in self._kept])
            for number, subject in numbered:
                known = self._kept[number]
                cases[subject].facts[known.kind, known.key, known.source_version] = known
            for subject, claim, made, number, content in connection.execute(_DETERMINATIONS, {"any_of": chunk}):
                cases[subject].determinations[claim] = Made(made, number, content)
            for subject, claim, certification, made, number, content in connection.execute(
                _ASSESSMENTS, {"any_of": chunk}
            ):
                cases[subject].assessments[claim, certification] = Made(made, number, content)
        return cases

    def _read(self, connection: Connection, numbers: list[int]) -> None:
        for chunk in chunks(numbers):
            for number, kind, key, version, event_id, event_version, body in connection.execute(
                _FACTS, {"any_of": chunk}
            ):
                self._kept[number] = KnownFact(kind, key, version, event_id, _event(kind, event_version, body))


def load(connection: Connection, subjects: Sequence[str]) -> dict[str, Case]:
    """The cases of all subjects, for a look from outside the service."""
    return Shelf().load(connection, subjects)


_NUMBERS = select(fact.c.number, fact.c.subject).where(fact.c.subject.in_(ANY_OF)).order_by(fact.c.number)
_FACTS = select(
    fact.c.number,
    fact.c.kind,
    fact.c.key,
    fact.c.source_version,
    fact.c.event_id,
    fact.c.event_version,
    fact.c.body,
).where(fact.c.number.in_(ANY_OF))
_DETERMINATIONS = select(
    determination.c.subject,
    determination.c.claim,
    determination.c.determination,
    determination.c.number,
    determination.c.content,
).where(determination.c.subject.in_(ANY_OF), determination.c.latest)
_ASSESSMENTS = select(
    assessment.c.subject,
    assessment.c.claim,
    assessment.c.certification,
    assessment.c.assessment,
    assessment.c.number,
    assessment.c.content,
).where(assessment.c.subject.in_(ANY_OF), assessment.c.latest)


def save(connection: Connection, cases: Sequence[Case]) -> None:
    """Write what is new in the cases."""
    add_facts(connection, [(case.subject, known) for case in cases for known in case.new_facts])
    _supersede(connection, cases)
    determinations = [
        {"determination": made.made, "subject": case.subject, "claim": claim, **_versioned(made, derivation)}
        for case in cases
        for claim, made, derivation in case.new_determinations
    ]
    if determinations:
        connection.execute(determination.insert(), determinations)
    assessments = [
        {"assessment": made.made, "subject": case.subject, "claim": claim, "certification": certification}
        | _versioned(made, derivation)
        for case in cases
        for (claim, certification), made, derivation in case.new_assessments
    ]
    if assessments:
        connection.execute(assessment.insert(), assessments)


def add_facts(connection: Connection, facts: Iterable[tuple[str, KnownFact]]) -> None:
    """Append facts, each with the person it is about."""
    rows = [
        (subject, *known.place, known.event_id, type(known.event).version, to_json(known.event, exclude_none=True))
        for subject, known in facts
    ]
    bulk.insert(connection, fact, _COLUMNS, rows)


_COLUMNS = ("subject", "kind", "key", "source_version", "event_id", "event_version", "body")


def with_claim(connection: Connection, people: Sequence[str]) -> set[str]:
    """Those who ever filed a claim."""
    by = {"subject": people, "kind": [ClaimFiled.name] * len(people)}
    return {row[0] for row in bulk.find(connection, fact, by, ("subject",))}


def stated(connection: Connection, facts: Sequence[tuple[str, KnownFact]]) -> dict[tuple[str, Place], Event]:
    """What was stated before, under other ids, in the places of these facts."""
    by: dict[str, list[Any]] = {
        "subject": [subject for subject, _ in facts],
        "kind": [known.kind for _, known in facts],
        "key": [known.key for _, known in facts],
        "source_version": [known.source_version for _, known in facts],
    }
    found = bulk.find(connection, fact, by, (*by, "event_version", "body"))
    return {(row[0], (row[1], row[2], row[3])): _event(row[1], row[4], row[5]) for row in found}


def _event(kind: str, version: int, body: bytes) -> Event:
    return EVENTS[kind.partition(":")[0], version].model_validate_json(body)


def _versioned(made: Made, derivation: bytes) -> dict[str, Any]:
    return {"number": made.number, "latest": True, "content": made.content, "derivation": zlib.compress(derivation, 1)}


def _supersede(connection: Connection, cases: Sequence[Case]) -> None:
    replaced = [{"of_claim": claim} for case in cases for claim, made, _ in case.new_determinations if made.number > 1]
    if replaced:
        is_old = (determination.c.claim == bindparam("of_claim")) & determination.c.latest
        connection.execute(update(determination).where(is_old).values(latest=False), replaced)
    replaced = [
        {"of_claim": claim, "of_certification": certification}
        for case in cases
        for (claim, certification), made, _ in case.new_assessments
        if made.number > 1
    ]
    if replaced:
        is_old = (
            (assessment.c.claim == bindparam("of_claim"))
            & (assessment.c.certification == bindparam("of_certification"))
            & assessment.c.latest
        )
        connection.execute(update(assessment).where(is_old).values(latest=False), replaced)


def derivations(connection: Connection, beginning: str) -> list[tuple[str, UUID, int, Any]]:
    """(`determination` or `assessment`, id, number, derivation) of the decisions whose id begins so.

    Raises `ValueError` if `beginning` is not the beginning of a UUID.
    """
    digits = beginning.replace("-", "").lower()
    first, last = UUID(f"{digits:0<32}"), UUID(f"{digits:f<32}")
    found = []
    for name, table in (("determination", determination), ("assessment", assessment)):
        query = select(table.c[name], table.c.number, table.c.derivation)
        rows = connection.execute(query.where(table.c[name].between(first, last)))
        found += [(name, row[0], row[1], from_json(zlib.decompress(row[2]))) for row in rows]
    return found
