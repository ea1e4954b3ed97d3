"""The tables of almp_referral. A subject is a person or a programme; a programme's id begins with `programme-`."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from pydantic_core import from_json, to_json
from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Connection,
    Date,
    Integer,
    LargeBinary,
    Row,
    String,
    Table,
    bindparam,
    delete,
    select,
)

from contracts.almp_referral import Occasion
from contracts.eligibility import DeterminationOutcome
from contracts.registry import Separation
from services.almp_referral.catalogue import PREFIX
from services.almp_referral.follow_up_store import load_follow_up, save_follow_up
from services.almp_referral.life_record_store import life_record, load_records, save_records
from services.almp_referral.model import Fit
from services.almp_referral.person import ClaimProgress, Jobseeker, RegistryFact, Seats
from services.almp_referral.referrals import Referral, ReferralState
from services.runtime.database import chain
from services.runtime.database.chain import current
from services.runtime.database.many_rows import among
from services.runtime.database.prepared import Prepared
from services.runtime.database.store import chunks, upsert
from services.runtime.handling import State

TABLES = life_record.metadata

fact = Table(
    "fact",
    TABLES,
    Column("subject", String(64), primary_key=True),
    Column("kind", String(10), primary_key=True),
    Column("key", String(80), primary_key=True),
    Column("version", BigInteger, nullable=False),
    Column("stands", Boolean, nullable=False),
    Column("day", Date()),
    Column("employment", String(80)),
    Column("reason", String(30)),
    Column("birth_month", String(7)),
    Column("region", String(80)),
    info=current(),
)
"""What matching needs of registry facts, in their highest version."""

claim = Table(
    "claim",
    TABLES,
    Column("subject", String(64), primary_key=True),
    Column("claim", String(80), primary_key=True),
    Column("filed_on", Date()),
    Column("determination", Integer, nullable=False),
    Column("outcome", String(20)),
    Column("assessed_until", Date()),
    Column("assessed_number", Integer, nullable=False),
    Column("weeks_left", BigInteger),
    Column("scheme", String(80)),
    info=current(),
)
"""The latest of a claim."""

referral = Table(
    "referral",
    TABLES,
    Column("subject", String(64), primary_key=True),
    Column("referral", String(80), primary_key=True),
    Column("claim", String(80), nullable=False),
    Column("occasion", String(20), nullable=False),
    Column("standing", String(20), nullable=False),
    Column("asked_on", Date(), nullable=False),
    Column("programme", String(64)),
    Column("pending", LargeBinary, nullable=False),
    Column("number", Integer, nullable=False),
    Column("made_on", Date()),
    Column("answer_by", Date()),
    Column("closed", Date()),
    Column("since", Date()),
    Column("started_on", Date()),
    Column("ended_on", Date()),
    Column("ends_by", Date()),
    Column("moves", Integer),
    Column("questioned", String(40)),
    Column("began_as", String(20)),
    info=current(),
)
"""One row an offer; `pending` holds reasons and programmes still to ask, and is empty afterwards."""

seat = Table(
    "seat",
    TABLES,
    Column("programme", String(64), primary_key=True),
    Column("referral", String(80), primary_key=True),
    info=current(),
)
"""Who holds a seat."""


def load(connection: Connection, subjects: Sequence[str]) -> Mapping[str, State]:
    """People, and programmes with their seats, each as its own kind of state."""
    programmes = {subject: Seats(subject) for subject in subjects if subject.startswith(PREFIX)}
    people = {subject: Jobseeker(subject) for subject in subjects if subject not in programmes}
    for chunk in chunks(people):
        for row in _FACTS.rows(connection, {"any_of": chunk}):
            people[row.subject].facts[row.kind, row.key] = _fact(row)
        for row in _CLAIMS.rows(connection, {"any_of": chunk}):
            people[row.subject].claims[row.claim] = _claim(row)
        for row in _REFERRALS.rows(connection, {"any_of": chunk}):
            people[row.subject].referrals[row.referral] = _referral(row)
        load_records(connection, chunk, people)
        load_follow_up(connection, chunk, people)
    for chunk in chunks(programmes):
        for row in _SEATS.rows(connection, {"any_of": chunk}):
            programmes[row.programme].held_by.add(row.referral)
    return {**people, **programmes}


_FACTS = Prepared(select(fact).where(among(fact.c.subject)))
_CLAIMS = Prepared(select(claim).where(among(claim.c.subject)))
_REFERRALS = Prepared(select(referral).where(among(referral.c.subject)))
_SEATS = Prepared(select(seat).where(among(seat.c.programme)))
_RELEASE = Prepared(delete(seat).where(seat.c.programme == bindparam("programme"), among(seat.c.referral)))


def save(connection: Connection, states: Sequence[State]) -> None:
    """Write what changed."""
    people = [state for state in states if isinstance(state, Jobseeker) and state.has_news]
    upsert(connection, fact, list(_fact_rows(people)))
    upsert(connection, claim, list(_claim_rows(people)))
    upsert(connection, referral, list(_referral_rows(people)))
    save_records(connection, people)
    save_follow_up(connection, people)
    programmes = [state for state in states if isinstance(state, Seats)]
    for programme in programmes:
        for chunk in chunks(sorted(programme.released)):
            _RELEASE.run(connection, {"programme": programme.subject, "any_of": chunk})
            chain.note_removed(connection, seat, [(programme.subject, referral) for referral in chunk])
    given = [{"programme": seats.subject, "referral": held} for seats in programmes for held in sorted(seats.given)]
    upsert(connection, seat, given)


def _fact(row: Row[Any]) -> RegistryFact:
    return RegistryFact(
        kind=row.kind,
        key=row.key,
        version=row.version,
        stands=row.stands,
        day=row.day,
        employment=row.employment,
        reason=Separation(row.reason) if row.reason else None,
        birth_month=row.birth_month,
        region=row.region,
    )


def _claim(row: Row[Any]) -> ClaimProgress:
    return ClaimProgress(
        claim=row.claim,
        filed_on=row.filed_on,
        determination=row.determination,
        outcome=DeterminationOutcome(row.outcome) if row.outcome else None,
        assessed_until=row.assessed_until,
        assessed_number=row.assessed_number,
        weeks_left=row.weeks_left,
        scheme=row.scheme,
    )


def _referral(row: Row[Any]) -> Referral:
    reasons, to_ask = from_json(row.pending) if row.pending else ((), ())
    standing = ReferralState(row.standing)
    before_records = row.made_on is None and standing not in {ReferralState.ASKED, ReferralState.NONE}
    return Referral(
        referral=row.referral,
        claim=row.claim,
        occasion=Occasion(row.occasion),
        standing=standing,
        asked_on=row.asked_on,
        programme=row.programme,
        reasons=tuple(reasons),
        to_ask=tuple(Fit(programme, tuple(why)) for programme, why in to_ask),
        number=row.number,
        made_on=row.asked_on if before_records else row.made_on,
        answer_by=row.answer_by,
        closed=row.closed,
        since=row.since,
        started_on=row.started_on,
        ended_on=row.ended_on,
        ends_by=row.ends_by,
        moves=row.moves or 0,
        questioned=frozenset(ReferralState(asked) for asked in (row.questioned or "").split()),
        began_as=standing if before_records else ReferralState(row.began_as or ReferralState.MADE),
    )


def _fact_rows(people: Iterable[Jobseeker]) -> Iterable[dict[str, Any]]:
    for person in people:
        for key, known in person.facts.items():
            if key in person.changed:
                yield _row(fact, known, person.subject)


def _claim_rows(people: Iterable[Jobseeker]) -> Iterable[dict[str, Any]]:
    for person in people:
        for key, progress in person.claims.items():
            if key in person.changed:
                yield _row(claim, progress, person.subject)


def _row(table: Table, values: RegistryFact | ClaimProgress, subject: str) -> dict[str, Any]:
    """A row whose columns are named as the fields, and the subject."""
    return {name: getattr(values, name) for name in _FIELDS[table.name]} | {"subject": subject}


_FIELDS = {
    table.name: tuple(str(column.name) for column in table.columns if column.name != "subject")
    for table in (fact, claim)
}


def _referral_rows(people: Iterable[Jobseeker]) -> Iterable[dict[str, Any]]:
    for person in people:
        for referral in person.referrals.values():
            if referral.referral in person.changed:
                yield {
                    "referral": referral.referral,
                    "subject": person.subject,
                    "claim": referral.claim,
                    "occasion": referral.occasion,
                    "standing": referral.standing,
                    "number": referral.number,
                    "asked_on": referral.asked_on,
                    "programme": referral.programme,
                    "pending": _pending(referral),
                    "made_on": referral.made_on,
                    "answer_by": referral.answer_by,
                    "closed": referral.closed,
                    "since": referral.since,
                    "started_on": referral.started_on,
                    "ended_on": referral.ended_on,
                    "ends_by": referral.ends_by,
                    "moves": referral.moves or None,
                    "questioned": " ".join(sorted(referral.questioned)) or None,
                    "began_as": None if referral.began_as is ReferralState.MADE else referral.began_as,
                }


def _pending(referral: Referral) -> bytes:
    if referral.standing is not ReferralState.ASKED:
        return b""
    return to_json([referral.reasons, [(fit.programme, fit.reasons) for fit in referral.to_ask]])
