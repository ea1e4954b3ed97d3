"""A person as eligibility knew them when it decided: the facts that had come by then, and the versions before."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from sqlalchemy import Connection, Select, Table, and_, func, select

from contracts.eligibility import DeterminationMade, FactShared
from law.language.sheet.scheme import Scheme
from services.eligibility.fact_rows import stated_as
from services.eligibility.model import PublishedVersion, ReceivedFact
from services.eligibility.person import InsuredPerson
from services.eligibility.sheets import archived_sheet
from services.eligibility.tables import assessment, determination, fact


def person_then(connection: Connection, subject: str, facts_known: int) -> InsuredPerson:
    """The person in the moment before what followed from the first so many facts was published."""
    person = InsuredPerson(subject)
    for received in first_facts(connection, subject, facts_known):
        person.facts[received.version] = received
        person.new_facts.append(received)
    for row in connection.execute(_versions_before(determination, ("claim",), subject, facts_known)):
        person.determinations[row.claim] = PublishedVersion(row.determination, row.number, row.content)
    for row in connection.execute(_versions_before(assessment, ("claim", "certification"), subject, facts_known)):
        person.assessments[row.claim, row.certification] = PublishedVersion(row.assessment, row.number, row.content)
    return person


def first_facts(connection: Connection, subject: str, count: int) -> Iterator[ReceivedFact]:
    """The first facts of a person, in the order in which they came."""
    rows = connection.execute(_first_facts(subject, count))
    for kind, key, source_version, event_id, event_version, body in rows:
        yield ReceivedFact(kind, key, source_version, event_id, stated_as(kind, event_version, body))


def _first_facts(subject: str, count: int) -> Select[Any]:
    columns = (fact.c.kind, fact.c.key, fact.c.source_version, fact.c.event_id, fact.c.event_version, fact.c.body)
    return select(*columns).where(fact.c.subject == subject).order_by(fact.c.number).limit(count)


def schemes_then(connection: Connection, subject: str, facts_known: int) -> Mapping[str, Scheme]:
    """The sheets under which the person's claims stood once so many facts were known, by name, out of the archive.

    All claims are worked out together, so there is one sheet for each scheme. A scheme under which only another
    pseudonym of the person claimed has the sheet by which that claim was determined last. Raises `SheetNotKept`.
    """
    newest: dict[str, tuple[int, DeterminationMade]] = {}
    for row in connection.execute(_versions_before(determination, ("claim",), subject, facts_known + 1)):
        event = DeterminationMade.model_validate_json(row.content)
        known = row.facts_known or 0
        if event.scheme not in newest or newest[event.scheme][0] <= known:
            newest[event.scheme] = known, event
    for event in _determined_of_others(connection, subject, facts_known):
        newest.setdefault(event.scheme, (0, event))
    return {name: archived_sheet(connection, event.scheme_digest) for name, (_, event) in newest.items()}


def _determined_of_others(connection: Connection, subject: str, facts_known: int) -> Iterator[DeterminationMade]:
    """What was determined last of the claims of those who shared facts with a person."""
    first = _first_facts(subject, facts_known).subquery()
    shared = connection.execute(select(first).where(first.c.kind.startswith(FactShared.name)))
    facts = (stated_as(row.kind, row.event_version, row.body) for row in shared)
    others = sorted({event.person for event in facts if isinstance(event, FactShared)})
    of_others = select(determination.c.content).where(determination.c.subject.in_(others), determination.c.latest)
    for content in connection.scalars(of_others) if others else ():
        yield DeterminationMade.model_validate_json(content)


def _versions_before(table: Table, keys: tuple[str, ...], subject: str, facts_known: int) -> Select[Any]:
    """Of each claim or certification the last version that was published when fewer facts were known."""
    before = (table.c.subject == subject) & (func.coalesce(table.c.facts_known, 0) < facts_known)
    of_each = [table.c[key] for key in keys]
    last = select(*of_each, func.max(table.c.number).label("number")).where(before).group_by(*of_each).subquery()
    is_last = and_(*(table.c[key] == last.c[key] for key in (*keys, "number")))
    return select(table).join(last, is_last).where(table.c.subject == subject)


def determined_then(connection: Connection, subject: str, claim: str, facts_known: int) -> bytes:
    """The content of the determination of a claim that stood once so many facts were known."""
    rows = connection.execute(_versions_before(determination, ("claim",), subject, facts_known + 1))
    return next(bytes(row.content) for row in rows if row.claim == claim)
