"""The facts, determinations and assessments of every person, all versions kept."""

from __future__ import annotations

import zlib
from collections.abc import Sequence
from typing import Any

from sqlalchemy import Connection, bindparam, select, update

from services.eligibility.fact_rows import add_facts, fact_row, stated_as
from services.eligibility.person import Case, KnownFact, Made
from services.eligibility.tables import assessment, determination, fact
from services.runtime.database.store import ANY_OF, chunks

FACTS_KEPT_MAX = 500_000


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
                self._kept[number] = KnownFact(kind, key, version, event_id, stated_as(kind, event_version, body))


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
    add_facts(
        connection, [fact_row(case.subject, known.event, known.event_id) for case in cases for known in case.new_facts]
    )
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
