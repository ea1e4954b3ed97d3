"""The tables of people in almp_referral. A subject is a person or a programme, whose id begins with `programme-`."""

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
    select,
)

from contracts.almp_referral import Occasion, WhyNoReferral
from contracts.casework import Officer
from contracts.eligibility import DeterminationOutcome
from contracts.programmes import PREFIX
from contracts.registry import Separation
from services.almp_referral.early_act_store import EARLY_ACTS
from services.almp_referral.follow_up_store import load_follow_up, save_follow_up
from services.almp_referral.life_record_store import load_records, save_records
from services.almp_referral.person import BesideEarlier, ClaimProgress, Jobseeker, RegistryFact, WithheldProgramme
from services.almp_referral.programme_store import (
    load_programmes,
    load_proposals,
    save_programmes,
    save_proposals,
    stated_programmes,
)
from services.almp_referral.referrals import NEVER_MADE, AskedAbout, Fit, Referral, ReferralState
from services.almp_referral.seats import Seats
from services.almp_referral.tables import TABLES
from services.runtime.database.chain import current
from services.runtime.database.many_rows import among
from services.runtime.database.prepared import Prepared
from services.runtime.database.store import chunks, upsert
from services.runtime.early_acts import KeepsEarlyActs
from services.runtime.handling import State

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
    Column("died_on", Date()),
    Column("occupation", String(40)),
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
    Column("beside", String(10)),
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
    Column("questioned", String(400)),
    Column("began_as", String(20)),
    Column("cohort", String(80)),
    Column("starts_on", Date()),
    Column("cohort_ends_on", Date()),
    Column("lasts_days", Integer),
    Column("trains", Boolean),
    Column("counted", String(60)),
    Column("times_counted", Integer),
    Column("why_none", String(20)),
    info=current(),
)
"""One row an offer; `pending` holds reasons and programmes still to ask, and is empty afterwards."""

withheld = Table(
    "withheld",
    TABLES,
    Column("subject", String(64), primary_key=True),
    Column("claim", String(80), primary_key=True),
    Column("programme", String(64), primary_key=True),
    Column("officer", String(80), nullable=False),
    Column("withheld_on", Date(), nullable=False),
    Column("reasons", String(2000), nullable=False),
    info=current(),
)
"""Programmes that an officer keeps from being offered by matching, with the reason."""


def load(connection: Connection, subjects: Sequence[str]) -> Mapping[str, State]:
    """People, and programmes with their seats, each as its own kind of state."""
    programmes = {subject: Seats(subject) for subject in subjects if subject.startswith(PREFIX)}
    look_up = stated_programmes(connection)
    people = {subject: Jobseeker(subject, look_up=look_up) for subject in subjects if subject not in programmes}
    for chunk in chunks(people):
        for row in _FACTS.rows(connection, {"any_of": chunk}):
            people[row.subject].facts[row.kind, row.key] = _fact(row)
        for row in _CLAIMS.rows(connection, {"any_of": chunk}):
            people[row.subject].claims[row.claim] = _claim(row)
        for row in _REFERRALS.rows(connection, {"any_of": chunk}):
            people[row.subject].referrals[row.referral] = _referral(row)
        load_records(connection, chunk, people)
        EARLY_ACTS.load(connection, chunk, people)
        load_follow_up(connection, chunk, people)
        claimants = [subject for subject in chunk if people[subject].claims]
        for row in _WITHHELD.rows(connection, {"any_of": claimants}) if claimants else ():
            word = WithheldProgramme(row.programme, row.officer, row.withheld_on, row.reasons)
            people[row.subject].claims[row.claim].withheld[row.programme] = word
        load_proposals(connection, chunk, {subject: person.proposals for subject, person in people.items()})
    load_programmes(connection, programmes)
    return {**people, **programmes}


_FACTS = Prepared(select(fact).where(among(fact.c.subject)))
_CLAIMS = Prepared(select(claim).where(among(claim.c.subject)))
_REFERRALS = Prepared(select(referral).where(among(referral.c.subject)))
_WITHHELD = Prepared(select(withheld).where(among(withheld.c.subject)))


def save(connection: Connection, states: Sequence[State]) -> None:
    """Write what changed."""
    everybody = [state for state in states if isinstance(state, Jobseeker)]
    people = [person for person in everybody if person.has_news]
    upsert(connection, fact, list(_fact_rows(people)))
    upsert(connection, claim, list(_claim_rows(people)))
    upsert(connection, referral, list(_referral_rows(people)))
    save_records(connection, people)
    save_follow_up(connection, people)
    upsert(connection, withheld, [row for person in everybody for row in _withheld_rows(person)])
    EARLY_ACTS.save(connection, [state for state in states if isinstance(state, KeepsEarlyActs)])
    save_proposals(connection, [(person.subject, person.proposals) for person in everybody])
    save_programmes(connection, [state for state in states if isinstance(state, Seats)])


def _withheld_rows(person: Jobseeker) -> Iterable[dict[str, Any]]:
    for key, programme in person.withheld_now:
        word = person.claims[key].withheld[programme]
        yield {"subject": person.subject, "claim": key} | {name: getattr(word, name) for name in word.__slots__}


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
        died_on=row.died_on,
        occupation=row.occupation,
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
        beside=BesideEarlier(row.beside) if row.beside else None,
    )


def _referral(row: Row[Any]) -> Referral:
    pending: list[Any] = from_json(row.pending) if row.pending else []
    reasons, to_ask, first, officer, why = (*pending, *_NOTHING_PENDING[len(pending) :])
    standing = ReferralState(row.standing)
    before_records = row.made_on is None and standing not in NEVER_MADE
    return Referral(
        referral=row.referral,
        claim=row.claim,
        occasion=Occasion(row.occasion),
        standing=standing,
        asked_on=row.asked_on,
        programme=row.programme,
        reasons=tuple(reasons),
        to_ask=tuple(map(_fit, to_ask)),
        number=row.number,
        made_on=row.asked_on if before_records else row.made_on,
        answer_by=row.answer_by,
        closed=row.closed,
        since=row.since,
        started_on=row.started_on,
        ended_on=row.ended_on,
        ends_by=row.ends_by,
        moves=row.moves or 0,
        questioned=frozenset(map(AskedAbout.written, (row.questioned or "").split())),
        trains=bool(row.trains),
        counted=row.counted or "",
        times_counted=row.times_counted or 0,
        why_none=WhyNoReferral(row.why_none) if row.why_none else None,
        began_as=standing if before_records else ReferralState(row.began_as or ReferralState.MADE),
        first=_fit(first) if first else None,
        cohort=row.cohort,
        starts_on=row.starts_on,
        cohort_ends_on=row.cohort_ends_on,
        lasts_days=row.lasts_days,
        officer=Officer.model_validate(officer) if officer else None,
        officers_reasons=why,
    )


_NOTHING_PENDING: tuple[Any, ...] = ((), (), None, None, None)
"""Reasons, programmes to ask, the first that fits, the officer who chose, and why; earlier rows hold the first two."""


def _fit(written: Sequence[Any]) -> Fit:
    programme, reasons = written
    return Fit(programme, tuple(reasons))


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
                    "questioned": " ".join(map(str, sorted(referral.questioned))) or None,
                    "trains": referral.trains or None,
                    "counted": referral.counted or None,
                    "times_counted": referral.times_counted or None,
                    "why_none": referral.why_none,
                    "began_as": None if referral.began_as is ReferralState.MADE else referral.began_as,
                    "cohort": referral.cohort,
                    "starts_on": referral.starts_on,
                    "cohort_ends_on": referral.cohort_ends_on,
                    "lasts_days": referral.lasts_days,
                }


def _pending(referral: Referral) -> bytes:
    if referral.standing not in {ReferralState.ASKED, ReferralState.WAITING}:
        return b""
    fits = [(fit.programme, fit.reasons) for fit in referral.to_ask]
    first = (referral.first.programme, referral.first.reasons) if referral.first else None
    officer = referral.officer.model_dump(mode="json", exclude_none=True) if referral.officer else None
    return to_json([referral.reasons, fits, first, officer, referral.officers_reasons])
