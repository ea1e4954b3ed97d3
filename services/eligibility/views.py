"""What others may read of eligibility: people with their facts, and the tables that are compared."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from typing import Literal
from uuid import UUID

from sqlalchemy import Connection, Table, case, func, select

from contracts.base import Event, seal
from contracts.eligibility import AssessmentMade, DeterminationMade, DeterminationOutcome
from contracts.fact import Fact
from contracts.intake import ClaimFiled
from contracts.registry import ContributionRecorded
from contracts.values import Money
from law.case.facts import FactSet
from services.eligibility.audit_rows import AuditsWaiting, audits_waiting
from services.eligibility.fact_rows import stated_as
from services.eligibility.mergers import is_told_here
from services.eligibility.one_person import one_person
from services.eligibility.person import InsuredPerson
from services.eligibility.running_claims import (
    RunningClaims,
    count_determined,
    determined_otherwise,
    next_determined,
    running_claims,
)
from services.eligibility.samples import Sample, last_sample
from services.eligibility.store import PersonLoader
from services.eligibility.tables import assessment, determination, fact, sheet
from services.runtime.database.store import chunks
from services.runtime.delivery.arrived import Arrived, moment_of

__all__ = [
    "AuditsWaiting",
    "Claimed",
    "DecidedClaim",
    "LatestOutcome",
    "RunningClaims",
    "Sample",
    "assessment",
    "audits_waiting",
    "benefit_rates",
    "claimants",
    "claims_beginning_with",
    "contributions",
    "count_determined",
    "decided_claims",
    "determination",
    "determined_otherwise",
    "fact",
    "facts_as_they_came",
    "facts_of",
    "last_sample",
    "latest_assessments",
    "latest_versions",
    "next_determined",
    "people_beginning_with",
    "running_claims",
    "sheet",
    "some_claims",
]


@dataclass(frozen=True, slots=True)
class Claimed:
    """A person who filed a claim: all facts in the order in which they came, and each claim's latest outcome."""

    facts: tuple[Event, ...]
    outcomes: Mapping[str, DeterminationOutcome]


@dataclass(frozen=True, slots=True)
class DecidedClaim:
    """What was last determined of a claim, and what was last assessed of each certification under it."""

    determination: DeterminationMade
    assessments: tuple[AssessmentMade, ...]


@dataclass(frozen=True, slots=True)
class LatestOutcome:
    """What was last determined of a claim."""

    person: str
    claim: str
    determination: UUID
    outcome: DeterminationOutcome


def facts_of(connection: Connection, subject: str) -> list[Event]:
    """All facts of a person in the order in which they came; none if nobody has this pseudonym.

    Of a person who stands under several pseudonyms, those told under each, one pseudonym after the other.
    """
    person = PersonLoader().load(connection, [subject])[subject]
    return list(one_person(subject, person.facts.values()).events())


def facts_as_they_came(connection: Connection, subject: str) -> Iterator[Arrived]:
    """Every version of every fact of a person with when the log took it in, in the order in which they came.

    Where that was not noted, the fact was known when the next one came, at the latest; without a next one it counts by
    the time that it bears. Who told it, and how it was traced, is not kept: the source is the publisher's.
    """
    rows = connection.execute(select(fact).where(fact.c.subject == subject).order_by(fact.c.number)).all()
    next_came: int | None = None
    came: list[int | None] = []
    for row in reversed(rows):
        next_came = row.arrived if row.arrived is not None else next_came
        came.append(next_came)
    for row, moment in zip(rows, reversed(came), strict=True):
        event = stated_as(row.kind, row.event_version, row.body)
        if isinstance(event, Fact):
            source = f"/{event.publisher()}"
            told = seal(event, subject=subject, source=source, time=event.recorded_at, event_id=row.event_id)
            yield Arrived(told, moment_of(told.time) if moment is None else moment)


def latest_assessments(connection: Connection, subject: str) -> list[AssessmentMade]:
    """What was last assessed of each certification of a person."""
    person = PersonLoader().load(connection, [subject])[subject]
    return [AssessmentMade.model_validate_json(last.content) for last in person.assessments.values()]


def claimants(connection: Connection) -> Iterator[Claimed]:
    """Everybody who ever filed a claim, by pseudonym."""
    query = select(fact.c.subject).where(fact.c.kind == ClaimFiled.name).distinct().order_by(fact.c.subject)
    for chunk in chunks(list(connection.scalars(query))):
        for person in PersonLoader().load(connection, chunk).values():
            yield Claimed(tuple(one_person(person.subject, person.facts.values()).events()), _outcomes(person))


def contributions(connection: Connection) -> Iterator[ContributionRecorded]:
    """Every contribution that holds, person by person."""
    query = select(fact.c.subject).where(fact.c.kind == ContributionRecorded.name).distinct().order_by(fact.c.subject)
    for chunk in chunks(list(connection.scalars(query))):
        for person in PersonLoader().load(connection, chunk).values():
            yield from FactSet(_told_here(person)).of(ContributionRecorded)


def decided_claims(connection: Connection) -> Iterator[DecidedClaim]:
    """Every claim that was determined, person by person."""
    query = select(determination.c.subject).where(determination.c.latest).distinct().order_by(determination.c.subject)
    for chunk in chunks(list(connection.scalars(query))):
        assessed: dict[tuple[str, str], list[AssessmentMade]] = {}
        made, paid = determination.c, assessment.c
        rows = select(paid.subject, paid.claim, paid.content).where(paid.latest, paid.subject.in_(chunk))
        for row in connection.execute(rows):
            told = AssessmentMade.model_validate_json(row.content)
            assessed.setdefault((row.subject, row.claim), []).append(told)
        claims = select(made.subject, made.claim, made.content).where(made.latest, made.subject.in_(chunk))
        for row in connection.execute(claims.order_by(made.subject, made.claim)):
            own = sorted(assessed.get((row.subject, row.claim), ()), key=lambda told: told.period.start)
            yield DecidedClaim(DeterminationMade.model_validate_json(row.content), tuple(own))


def some_claims(connection: Connection, limit: int) -> list[LatestOutcome]:
    """At most so many claims with their latest outcome, by pseudonym."""
    columns = (determination.c.subject, determination.c.claim, determination.c.determination, determination.c.content)
    query = select(*columns).where(determination.c.latest).order_by(determination.c.subject, determination.c.claim)
    return [
        LatestOutcome(
            row.subject, row.claim, row.determination, DeterminationMade.model_validate_json(row.content).outcome
        )
        for row in connection.execute(query.limit(limit))
    ]


def benefit_rates(
    connection: Connection, people: Collection[str]
) -> dict[tuple[str, str], tuple[Money, Literal["day", "week", "month"]]]:
    """By person and claim, the rate of the latest determination; claims without one are left out."""
    rates: dict[tuple[str, str], tuple[Money, Literal["day", "week", "month"]]] = {}
    own = determination.c
    for chunk in chunks(sorted(people)):
        query = select(own.subject, own.claim, own.content).where(own.latest, own.subject.in_(chunk))
        for row in connection.execute(query):
            made = DeterminationMade.model_validate_json(row.content)
            if made.benefit_rate is not None and made.benefit_rate_per is not None:
                rates[row.subject, row.claim] = (made.benefit_rate, made.benefit_rate_per)
    return rates


def latest_versions(connection: Connection) -> dict[str, tuple[int, int]]:
    """By kind of decision, how many versions there are, and how many are wrongly marked as the latest or as superseded.

    The latest is the one of the highest number, of a claim or of a certified period.
    """
    kinds = {determination: ("subject", "claim"), assessment: ("subject", "claim", "certification")}
    return {table.name: _versions(connection, table, keys) for table, keys in kinds.items()}


def _versions(connection: Connection, table: Table, keys: tuple[str, ...]) -> tuple[int, int]:
    highest = func.max(table.c.number).over(partition_by=[table.c[name] for name in keys])
    marked = select(table.c.latest, (table.c.number == highest).label("highest")).subquery()
    wrong = case((marked.c.latest != marked.c.highest, 1), else_=0)
    count, faults = connection.execute(
        select(func.count(), func.coalesce(func.sum(wrong), 0)).select_from(marked)
    ).one()
    return int(count), int(faults)


def people_beginning_with(connection: Connection, beginning: str) -> set[str]:
    """The people whose pseudonym begins so; at most two, enough to tell whether it is one."""
    query = select(fact.c.subject).where(fact.c.subject.startswith(beginning, autoescape=True)).distinct().limit(2)
    return set(connection.scalars(query))


def claims_beginning_with(connection: Connection, beginning: str) -> set[str]:
    """The people of whom a determined claim begins so; at most two, enough to tell whether it is one."""
    begins = determination.c.claim.startswith(beginning, autoescape=True)
    return set(connection.scalars(select(determination.c.subject).where(begins).distinct().limit(2)))


def _told_here(person: InsuredPerson) -> Iterator[Event]:
    return (received.event for received in person.facts.values() if is_told_here(received))


def _outcomes(person: InsuredPerson) -> dict[str, DeterminationOutcome]:
    contents = {claim: last.content for claim, last in person.determinations.items()}
    return {claim: DeterminationMade.model_validate_json(content).outcome for claim, content in contents.items()}
