"""The claims of a scheme that run on a day, people page by page, for whoever computes all of them by another law.

A page is read by few statements in one short transaction, and begins behind the last person of the one before it
(keyset paging): nothing is held open between pages, and no writer waits.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from pydantic_core import from_json
from sqlalchemy import Connection, bindparam, distinct, func, select

from contracts.base import Event
from contracts.eligibility import DeterminationOutcome
from contracts.intake import ClaimFiled
from services.eligibility.fact_rows import stated_as
from services.eligibility.model import ReceivedFact
from services.eligibility.one_person import one_person
from services.eligibility.tables import determination, fact
from services.runtime.database.many_rows import ANY_OF, among
from services.runtime.database.prepared import Prepared


@dataclass(frozen=True, slots=True)
class RunningClaims:
    """The claims of a person that run, by the names that they have among the facts, each with its own name.

    The facts are those of everybody who is said to be the same person.
    """

    person: str
    facts: tuple[Event, ...]
    claims: Mapping[str, str]


def count_determined(connection: Connection) -> int:
    """How many people have a determined claim, under whichever scheme."""
    own = determination.c
    return int(connection.scalar(select(func.count(distinct(own.subject))).where(own.latest)) or 0)


def next_determined(connection: Connection, after: str, limit: int) -> list[str]:
    """The next people who have a determined claim, in the order of their pseudonyms; none behind the last."""
    return [row.subject for row in _NEXT.rows(connection, {"after": after, "limit": limit})]


def running_claims(connection: Connection, people: Sequence[str], scheme: str, on: date) -> Iterator[RunningClaims]:
    """Those of these people who have claims of a scheme whose benefit year lasts beyond a day, whatever became of them.

    Refused claims are among them, since another law may grant them; withdrawn ones are not.
    """
    running: dict[str, list[str]] = {}
    for row in _DETERMINED.rows(connection, {ANY_OF: list(people)}):
        if _runs(from_json(row.content), scheme, on):
            running.setdefault(row.subject, []).append(row.claim)
    received: dict[str, list[ReceivedFact]] = {person: [] for person in running}
    for row in _FACTS.rows(connection, {ANY_OF: list(running)}) if running else ():
        event = stated_as(row.kind, row.event_version, row.body)
        received[row.subject].append(ReceivedFact(row.kind, row.key, row.source_version, row.event_id, event))
    for person in sorted(running):
        known = one_person(person, received[person])
        facts = tuple(known.events())
        named = ((filed.key, known.own_claim(filed.key)) for filed in facts if isinstance(filed, ClaimFiled))
        yield RunningClaims(person, facts, {key: own for key, own in named if own in running[person]})


def determined_otherwise(
    connection: Connection, people: Sequence[str], scheme: str, digest: str, on: date
) -> list[tuple[str, str]]:
    """Person and claim of those running claims of a scheme that were last determined under another sheet than this."""
    rows = _DETERMINED.rows(connection, {ANY_OF: list(people)})
    contents = ((row.subject, row.claim, from_json(row.content)) for row in rows)
    return [
        (person, claim)
        for person, claim, made in contents
        if _runs(made, scheme, on) and made["scheme_digest"] != digest
    ]


def _runs(made: Mapping[str, Any], scheme: str, on: date) -> bool:
    if made["scheme"] != scheme or made["outcome"] == DeterminationOutcome.WITHDRAWN:
        return False
    year = made.get("benefit_year")
    return year is None or date.fromisoformat(year["end"]) > on


_NEXT = Prepared(
    select(determination.c.subject)
    .where(determination.c.latest, determination.c.subject > bindparam("after"))
    .group_by(determination.c.subject)
    .order_by(determination.c.subject)
    .limit(bindparam("limit"))
)
_DETERMINED = Prepared(
    select(determination.c.subject, determination.c.claim, determination.c.content)
    .where(among(determination.c.subject), determination.c.latest)
    .order_by(determination.c.subject, determination.c.claim)
)
_FACTS = Prepared(
    select(
        fact.c.subject,
        fact.c.kind,
        fact.c.key,
        fact.c.source_version,
        fact.c.event_id,
        fact.c.event_version,
        fact.c.body,
    )
    .where(among(fact.c.subject))
    .order_by(fact.c.number)
)
