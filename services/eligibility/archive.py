"""Stored decisions with their derivations, for whoever asks why. May be read from outside the service."""

from __future__ import annotations

import zlib
from collections.abc import Iterator, Mapping
from typing import Any
from uuid import UUID

from pydantic_core import from_json
from sqlalchemy import Connection, Select, select

from contracts.base import Event
from contracts.eligibility import AssessmentMade, DeterminationMade
from law.catalogue import load_scheme
from law.explain.decision import NO_STEPS, Decision, FactSource
from law.explain.determined import Determined, assessed_periods
from law.language.sheet.scheme import Scheme
from services.eligibility.known_then import first_facts, schemes_then
from services.eligibility.one_person import one_person
from services.eligibility.proof import signed, statement_of
from services.eligibility.replay import Replayed, replay, sample_of
from services.eligibility.samples import Sample, keep_sample
from services.eligibility.sheets import SheetNotKept, archived_sheet
from services.eligibility.sheets_of_claims import (
    SheetsOfClaim,
    conditions_known,
    recalls_ordered,
    refused_by_rule,
    sheets_of,
)
from services.eligibility.stored_decisions import (
    StoredDecision,
    count_decisions,
    decisions_beginning_with,
    drawn,
    every_decision,
)
from services.eligibility.tables import assessment, determination, fact

__all__ = [
    "Replayed",
    "Sample",
    "SheetsOfClaim",
    "StoredDecision",
    "as_determined",
    "beginning_with",
    "conditions_known",
    "count_decisions",
    "decisions_beginning_with",
    "drawn",
    "every_decision",
    "fact_sources",
    "keep_sample",
    "kept_facts",
    "known_to",
    "recalls_ordered",
    "refused_by_rule",
    "replacing",
    "replay",
    "sample_of",
    "scheme_of",
    "sheets_of",
    "signed",
    "statement_of",
    "superseded_by",
]
ALL = 2**31 - 2
"""More facts than anybody has."""


def beginning_with(connection: Connection, beginning: str) -> list[Decision]:
    """The decisions whose id begins so. Raises `ValueError` if that is not the beginning of a UUID."""
    digits = beginning.replace("-", "").lower()
    first, last = UUID(f"{digits:0<32}"), UUID(f"{digits:f<32}")
    determinations = _OF_DETERMINATIONS.where(determination.c.determination.between(first, last))
    assessments = _OF_ASSESSMENTS.where(assessment.c.assessment.between(first, last))
    return [*_determinations(connection, determinations), *_assessments(connection, assessments)]


def decisions_about(connection: Connection, subject: str) -> list[Decision]:
    """Every version of every decision about a person."""
    determinations = _determinations(connection, _OF_DETERMINATIONS.where(determination.c.subject == subject))
    return [
        *determinations,
        *_assessments(connection, _OF_ASSESSMENTS.where(assessment.c.subject == subject)),
    ]


def superseded_by(connection: Connection, decision: Decision) -> Decision | None:
    """The version that this one replaced."""
    number = decision.number - 1
    if isinstance(decision.event, AssessmentMade):
        own = (assessment.c.subject == decision.subject) & (assessment.c.claim == decision.claim)
        same = own & (assessment.c.certification == decision.event.certification)
        return next(_assessments(connection, _OF_ASSESSMENTS.where(same, assessment.c.number == number)), None)
    own = (determination.c.subject == decision.subject) & (determination.c.claim == decision.claim)
    return next(_determinations(connection, _OF_DETERMINATIONS.where(own, determination.c.number == number)), None)


def replacing(connection: Connection, subject: str) -> Iterator[tuple[Decision, Decision]]:
    """Every decision about a person that replaced another, with that other before it."""
    decisions = decisions_about(connection, subject)
    by_version = {(_decided(decision), decision.number): decision for decision in decisions}
    for decision in decisions:
        before = by_version.get((_decided(decision), decision.number - 1))
        if before is not None:
            yield before, decision


def _decided(decision: Decision) -> tuple[str, str]:
    """What a decision is on: a claim, and the certification if it assesses one."""
    return decision.claim, decision.event.certification if isinstance(decision.event, AssessmentMade) else ""


def as_determined(connection: Connection, decision: Decision) -> Determined:
    """A decision as one side of a difference; an assessment stands under the claim's latest determination."""
    if isinstance(decision.event, DeterminationMade):
        return Determined(scheme_of(connection, decision.event), decision.event, decision.graph)
    own = (determination.c.subject == decision.subject) & (determination.c.claim == decision.claim)
    content = connection.scalar(select(determination.c.content).where(own, determination.c.latest))
    if content is None:
        raise TypeError("an assessment stands under a determination")
    event = DeterminationMade.model_validate_json(content)
    return Determined(
        scheme_of(connection, event), event, NO_STEPS, assessed_periods([(decision.event, decision.graph)])
    )


def scheme_of(connection: Connection, event: DeterminationMade) -> Scheme:
    """The sheet by which a claim was determined; as it is today, where it was determined before sheets were kept."""
    try:
        return archived_sheet(connection, event.scheme_digest)
    except SheetNotKept:
        return load_scheme(event.scheme, accept_unverified=True)


def known_to(connection: Connection, decision: Decision) -> tuple[list[Event], Mapping[str, Scheme]]:
    """The facts on which a decision was made, and the sheets, by name. Raises `SheetNotKept`.

    Where nothing says how many were known, all that are known today.
    """
    table, key = (
        (assessment, assessment.c.assessment)
        if isinstance(decision.event, AssessmentMade)
        else (determination, determination.c.determination)
    )
    facts_known = connection.scalar(select(table.c.facts_known).where(key == decision.made))
    then = list(first_facts(connection, decision.subject, facts_known or ALL))
    return list(one_person(decision.subject, then).events()), schemes_then(
        connection, decision.subject, facts_known or ALL
    )


def fact_sources(connection: Connection, decision: Decision) -> list[FactSource]:
    """Every version of the facts that a decision rests on, by key and version."""
    keys = decision.graph.facts()
    query = select(fact.c.kind, fact.c.key, fact.c.source_version, fact.c.event_id)
    rows = connection.execute(query.where(fact.c.subject == decision.subject, fact.c.key.in_(keys)))
    return sorted(
        (FactSource(*row) for row in rows), key=lambda source: (source.key, source.kind, source.source_version)
    )


def kept_facts(connection: Connection, subject: str) -> frozenset[UUID]:
    """The events that brought the facts of a person which took effect."""
    return frozenset(connection.scalars(select(fact.c.event_id).where(fact.c.subject == subject)))


def _determinations(connection: Connection, query: Select[Any]) -> Iterator[Decision]:
    for made, number, subject, claim, content, derivation in connection.execute(query):
        event = DeterminationMade.model_validate_json(content)
        yield Decision("determination", made, number, subject, claim, event, from_json(zlib.decompress(derivation)))


def _assessments(connection: Connection, query: Select[Any]) -> Iterator[Decision]:
    for made, number, subject, claim, content, derivation in connection.execute(query):
        event = AssessmentMade.model_validate_json(content)
        yield Decision("assessment", made, number, subject, claim, event, from_json(zlib.decompress(derivation)))


_OF_DETERMINATIONS = select(
    determination.c.determination,
    determination.c.number,
    determination.c.subject,
    determination.c.claim,
    determination.c.content,
    determination.c.derivation,
)
_OF_ASSESSMENTS = select(
    assessment.c.assessment,
    assessment.c.number,
    assessment.c.subject,
    assessment.c.claim,
    assessment.c.content,
    assessment.c.derivation,
)
