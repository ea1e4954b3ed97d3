"""Referrals as pages and commands list them: the inbox of an office, by deadline, and the life of one."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Connection, Row, or_, select

from contracts.almp_referral import Occasion, WhyNoReferral
from contracts.eligibility import DeterminationOutcome
from services.almp_referral.follow_up_store import outcome, point
from services.almp_referral.life_record_store import life_record, record_of
from services.almp_referral.life_records import LifeRecord, LifeRecordKind
from services.almp_referral.procedure import ReferralProcedure
from services.almp_referral.referrals import HOLDS_SEAT, ObservedOutcome, ReferralState
from services.almp_referral.store import claim, fact, referral


@dataclass(frozen=True, slots=True)
class OfferInInbox:
    """A referral with what an officer must know to act; the person is a pseudonym."""

    referral: str
    person: str
    claim: str
    programme: str
    standing: ReferralState
    since: date | None
    made_on: date | None
    deadline: date | None
    """The last day to answer, or, once it is taken up, the last of the place."""
    invited: LifeRecord | None
    """The last appointment that stands."""
    asked_on: date
    """The day on which a programme was looked for."""
    occasion: Occasion
    why_none: WhyNoReferral | None = None
    """Why nothing was offered, where nothing was and the reason was kept."""

    @property
    def office(self) -> str | None:
        """The office that took it up; None where none did."""
        return self.invited.office if self.invited is not None else None


@dataclass(frozen=True, slots=True)
class LifeOfReferral:
    """One referral with all that was said of it, in the order of days, and what came of it."""

    offer: OfferInInbox
    started_on: date | None
    ended_on: date | None
    records: Sequence[LifeRecord]
    outcomes: Sequence[tuple[int, ObservedOutcome]]
    """By months after the end."""


@dataclass(frozen=True, slots=True)
class MissedPoint:
    """A mandatory point by whose last day nobody had considered help."""

    person: str
    claim: str
    point: str
    begins: date
    due_on: date


def inbox(
    connection: Connection, office: str | None = None, standings: Collection[ReferralState] = HOLDS_SEAT
) -> list[OfferInInbox]:
    """Referrals that hold a seat, or stand as named, by deadline; those nobody took up are in every office's inbox."""
    named = sorted(standing.value for standing in standings)
    rows = connection.execute(select(referral).where(referral.c.standing.in_(named))).all()
    invited = _invitations(connection)
    offers = [_offer(row, invited.get((row.subject, row.referral))) for row in rows]
    mine = [offer for offer in offers if office is None or offer.office is None or _same(offer.office, office)]
    return sorted(mine, key=lambda offer: (offer.deadline or date.max, offer.referral))


def without_offer(connection: Connection, today: date, procedure: ReferralProcedure) -> list[OfferInInbox]:
    """People to whom nothing could be offered, whom an officer may still help, the newest first.

    Somebody leaves the list when a programme is looked for again under the claim, when the claim is taken back or runs
    beside an earlier one, when a death is reported, or when the procedure's days have passed.
    """
    latest: dict[tuple[str, str], Row[Any]] = {}
    for row in connection.execute(select(referral)):
        key = (row.subject, row.claim)
        if key not in latest or _order(latest[key]) < _order(row):
            latest[key] = row
    gone = _gone(connection)
    offers = [
        _offer(row, None)
        for key, row in latest.items()
        if row.standing == ReferralState.NONE and not {key, (row.subject, None)} & gone
    ]
    listed = [offer for offer in offers if today <= (procedure.listed_until(offer.asked_on) or date.max)]
    return sorted(listed, key=lambda offer: (-offer.asked_on.toordinal(), offer.referral))


def _order(row: Row[Any]) -> tuple[date, bool, str, int]:
    """Of two referrals of one day the one that came to something counts as the later."""
    return row.asked_on, row.standing != ReferralState.NONE, row.occasion, row.number


def _gone(connection: Connection) -> set[tuple[str, str | None]]:
    """Claims that were taken back or run beside an earlier one, and of whom a death is reported, with None for all."""
    is_withdrawn = claim.c.outcome == DeterminationOutcome.WITHDRAWN.value
    closed = select(claim.c.subject, claim.c.claim).where(or_(is_withdrawn, claim.c.beside.is_not(None)))
    dead = select(fact.c.subject).where(fact.c.stands.is_(True), fact.c.died_on.is_not(None))
    gone: set[tuple[str, str | None]] = {(row.subject, row.claim) for row in connection.execute(closed)}
    return gone | {(row.subject, None) for row in connection.execute(dead)}


def referral_life(connection: Connection, beginning: str) -> LifeOfReferral | None:
    """The life of the referral whose id begins so, with the talks of its claim; None for none, or more than one."""
    query = select(referral).where(referral.c.referral.startswith(beginning, autoescape=True)).limit(2)
    rows = connection.execute(query).all()
    if len(rows) != 1:
        return None
    (row,) = rows
    is_talk = (life_record.c.kind == LifeRecordKind.ASSESSMENT.value) & (life_record.c.claim == row.claim)
    of_it = or_(life_record.c.referral == row.referral, is_talk)
    said = connection.execute(select(life_record).where(life_record.c.subject == row.subject, of_it))
    records = sorted((record_of(one) for one in said), key=lambda one: (one.day or date.min, one.kind, one.key))
    seen = connection.execute(
        select(outcome).where(outcome.c.subject == row.subject, outcome.c.referral == row.referral)
    )
    outcomes = sorted((one.months, ObservedOutcome(one.day, one.in_work, one.employment, one.number)) for one in seen)
    invited = [one for one in records if one.kind is LifeRecordKind.ARRANGEMENT and one.stands]
    offer = _offer(row, invited[-1] if invited else None)
    return LifeOfReferral(offer, row.started_on, row.ended_on, records, outcomes)


def missed_points(connection: Connection) -> list[MissedPoint]:
    """Mandatory points that were missed, the oldest first."""
    query = select(point).where(point.c.number > 0, point.c.considered_by.is_(None), point.c.due_on.is_not(None))
    rows = connection.execute(query.order_by(point.c.due_on, point.c.subject, point.c.claim, point.c.point))
    return [MissedPoint(row.subject, row.claim, row.point, row.begins, row.due_on) for row in rows]


def _invitations(connection: Connection) -> dict[tuple[str, str], LifeRecord]:
    kind = life_record.c.kind == LifeRecordKind.ARRANGEMENT.value
    rows = connection.execute(select(life_record).where(kind, life_record.c.stands.is_(True))).all()
    last: dict[tuple[str, str], LifeRecord] = {}
    for row in sorted(rows, key=lambda row: (row.day, row.key)):
        last[row.subject, row.referral] = record_of(row)
    return last


def _offer(row: Row[Any], invited: LifeRecord | None) -> OfferInInbox:
    standing = ReferralState(row.standing)
    answer_by = row.answer_by
    if invited is not None and invited.answer_by is not None:
        answer_by = max(invited.answer_by, answer_by or invited.answer_by)
    return OfferInInbox(
        referral=row.referral,
        person=row.subject,
        claim=row.claim,
        programme=row.programme or "",
        standing=standing,
        since=row.since,
        made_on=row.made_on,
        deadline=answer_by if standing is ReferralState.MADE else row.ends_by,
        invited=invited,
        asked_on=row.asked_on,
        occasion=Occasion(row.occasion),
        why_none=WhyNoReferral(row.why_none) if row.why_none else None,
    )


def _same(office: str, other: str) -> bool:
    return office.casefold() == other.casefold()
