"""The facts, determinations and assessments of every person, all versions kept."""

from __future__ import annotations

import zlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from weakref import WeakKeyDictionary

from sqlalchemy import Connection, Engine, bindparam, select, update

from law.language.sheet.scheme import Scheme
from services.eligibility.audit_rows import keep_audits
from services.eligibility.cache import FACTS_MAX, FactCache
from services.eligibility.fact_rows import add_facts, received_row, stated_as
from services.eligibility.model import PublishedVersion, ReceivedFact
from services.eligibility.person import InsuredPerson
from services.eligibility.sheets import keep_sheets
from services.eligibility.tables import assessment, determination, fact
from services.runtime.database import bulk
from services.runtime.database.many_rows import among
from services.runtime.database.prepared import Prepared
from services.runtime.database.store import chunks


class PersonLoader:
    """Loads persons. Facts never change once they are stored, so each is read from its bytes once a process."""

    def __init__(self, facts_max: int = FACTS_MAX) -> None:
        self._facts_max = facts_max
        self._kept_of: WeakKeyDictionary[Engine, FactCache] = WeakKeyDictionary()
        """By database: each server numbers its own facts."""

    def load(self, connection: Connection, subjects: Sequence[str]) -> dict[str, InsuredPerson]:
        """Each subject as a person, in few queries for each five hundred of them."""
        persons = {subject: InsuredPerson(subject) for subject in subjects}
        for chunk in chunks(subjects):
            for subject, received in self._facts(connection, chunk):
                persons[subject].facts[received.version] = received
            for subject, claim, *published in _DETERMINATIONS.rows(connection, {"any_of": chunk}):
                persons[subject].determinations[claim] = PublishedVersion(*published)
            for subject, claim, certification, *published in _ASSESSMENTS.rows(connection, {"any_of": chunk}):
                persons[subject].assessments[claim, certification] = PublishedVersion(*published)
        return persons

    def _facts(self, connection: Connection, subjects: Sequence[str]) -> Iterator[tuple[str, ReceivedFact]]:
        """Every fact of these people with whose it is, in the order in which they came."""
        numbered = _NUMBERS.rows(connection, {"any_of": subjects})
        cache = self._kept_of.setdefault(connection.engine, FactCache(self._facts_max))
        kept = {subject: cache.of(subject) for subject in subjects}
        read = dict(_read(connection, [number for number, subject in numbered if number not in kept[subject]]))
        for number, subject in numbered:
            yield subject, kept[subject][number] if number in kept[subject] else read[number]
        cache.add((subject, number, read[number]) for number, subject in numbered if number in read)


def _read(connection: Connection, numbers: list[int]) -> Iterator[tuple[int, ReceivedFact]]:
    for chunk in chunks(numbers):
        for number, kind, key, version, event_id, event_version, body in _FACTS.rows(connection, {"any_of": chunk}):
            yield number, ReceivedFact(kind, key, version, event_id, stated_as(kind, event_version, body))


_NUMBERS = Prepared(select(fact.c.number, fact.c.subject).where(among(fact.c.subject)).order_by(fact.c.number))
_FACTS = Prepared(
    select(
        fact.c.number,
        fact.c.kind,
        fact.c.key,
        fact.c.source_version,
        fact.c.event_id,
        fact.c.event_version,
        fact.c.body,
    ).where(among(fact.c.number))
)
_DETERMINATIONS = Prepared(
    select(
        determination.c.subject,
        determination.c.claim,
        determination.c.determination,
        determination.c.number,
        determination.c.content,
    ).where(among(determination.c.subject), determination.c.latest)
)
_ASSESSMENTS = Prepared(
    select(
        assessment.c.subject,
        assessment.c.claim,
        assessment.c.certification,
        assessment.c.assessment,
        assessment.c.number,
        assessment.c.content,
    ).where(among(assessment.c.subject), assessment.c.latest)
)


def saver(schemes: Mapping[str, Scheme]) -> Callable[[Connection, Sequence[InsuredPerson]], None]:
    """Saves persons; with the first determination that cites the sheet of a scheme, the sheet itself."""
    by_digest = {scheme.digest: scheme for scheme in schemes.values()}

    def save(connection: Connection, persons: Sequence[InsuredPerson]) -> None:
        cited = {digest for person in persons for digest in person.new_sheets}
        keep_sheets(connection, [by_digest[digest] for digest in sorted(cited & by_digest.keys())])
        _save(connection, persons)

    return save


def _save(connection: Connection, persons: Sequence[InsuredPerson]) -> None:
    """Write what is new about the persons."""
    received = ((person.subject, fact) for person in persons for fact in person.new_facts)
    add_facts(connection, [received_row(subject, fact) for subject, fact in received])
    keep_audits(connection, persons)
    _supersede(connection, persons)
    determinations = [
        (version.id, person.subject, claim, *_versioned(person, version, derivation))
        for person in persons
        for claim, version, derivation in person.new_determinations
    ]
    bulk.insert(connection, determination, _COLUMNS_OF_DETERMINATIONS, determinations)
    assessments = [
        (version.id, person.subject, claim, certification, *_versioned(person, version, derivation))
        for person in persons
        for (claim, certification), version, derivation in person.new_assessments
    ]
    bulk.insert(connection, assessment, _COLUMNS_OF_ASSESSMENTS, assessments)


_VERSIONED = ("number", "latest", "content", "derivation", "facts_known")
_COLUMNS_OF_DETERMINATIONS = ("determination", "subject", "claim", *_VERSIONED)
_COLUMNS_OF_ASSESSMENTS = ("assessment", "subject", "claim", "certification", *_VERSIONED)


def _versioned(
    person: InsuredPerson, version: PublishedVersion, derivation: bytes
) -> tuple[int, bool, bytes, bytes, int]:
    return version.number, True, version.content, zlib.compress(derivation, 1), len(person.facts)


def _supersede(connection: Connection, persons: Sequence[InsuredPerson]) -> None:
    replaced = [
        {"of_subject": person.subject, "of_claim": claim}
        for person in persons
        for claim, version, _ in person.new_determinations
        if version.number > 1
    ]
    if replaced:
        _SUPERSEDE_DETERMINATION.run_each(connection, replaced)
    replaced = [
        {"of_subject": person.subject, "of_claim": claim, "of_certification": certification}
        for person in persons
        for (claim, certification), version, _ in person.new_assessments
        if version.number > 1
    ]
    if replaced:
        _SUPERSEDE_ASSESSMENT.run_each(connection, replaced)


_SUPERSEDE_DETERMINATION = Prepared(
    update(determination)
    .where(
        determination.c.subject == bindparam("of_subject"),
        determination.c.claim == bindparam("of_claim"),
        determination.c.latest,
    )
    .values(latest=False)
)
_SUPERSEDE_ASSESSMENT = Prepared(
    update(assessment)
    .where(
        assessment.c.subject == bindparam("of_subject"),
        assessment.c.claim == bindparam("of_claim"),
        assessment.c.certification == bindparam("of_certification"),
        assessment.c.latest,
    )
    .values(latest=False)
)
