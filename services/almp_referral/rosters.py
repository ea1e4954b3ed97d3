"""Programmes as pages list them: what is offered, who holds which seat since when, who waits in which order."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Connection, Row, exists, func, select

from contracts.almp_referral import Occasion
from contracts.programmes import Cohort
from contracts.providers import ProgrammeEnded, ProgrammePublished
from services.almp_referral.model import in_order
from services.almp_referral.procedure import standard_referral_procedure
from services.almp_referral.programme_store import every_programme, load_programmes, proposal, seat, statement
from services.almp_referral.proposals import ProposalAnswer
from services.almp_referral.referrals import ReferralState
from services.almp_referral.seats import Seats
from services.almp_referral.statements import StatedProgramme, StatementOf, title_by
from services.almp_referral.store import referral
from services.runtime.database.many_rows import ANY_OF, among
from services.runtime.database.prepared import Prepared


@dataclass(frozen=True, slots=True)
class ListedProgramme:
    """A programme with its seats on a day."""

    programme: ProgrammePublished
    end: ProgrammeEnded | None
    seats: int
    """In cohorts that are open on the day."""
    held: int
    free: int
    waiting: int


@dataclass(frozen=True, slots=True)
class SeatHolder:
    """Who holds a seat: a pseudonym, and where the referral stands."""

    person: str
    referral: str
    claim: str | None
    standing: ReferralState
    since: date | None


@dataclass(frozen=True, slots=True)
class WaitingPlace:
    """A place in a wait list, in the order in which seats are offered."""

    place: int
    person: str
    referral: str
    claim: str
    occasion: Occasion
    cohort: str | None
    registered_on: date
    lottery: str
    since: date


@dataclass(frozen=True, slots=True)
class CohortRoster:
    """A cohort and who holds its seats; None gathers seats of earlier programs, which name no cohort."""

    cohort: Cohort | None
    holders: Sequence[SeatHolder]


@dataclass(frozen=True, slots=True)
class Roster:
    """Everything of one programme."""

    listing: ListedProgramme
    cohorts: Sequence[CohortRoster]
    waiting: Sequence[WaitingPlace]


@dataclass(frozen=True, slots=True)
class OpenProposal:
    """What a provider proposes and no officer has answered; the subject is a person, or the programme."""

    subject: str
    key: str
    provider: str
    programme: str
    cohort: str | None
    places: int
    until: date | None
    reasons: str
    version: int


@dataclass(frozen=True, slots=True)
class StatedVersions:
    """Whose a programme is, and the highest versions of what was said of it, taken back or not; 0 for none."""

    provider: str
    programme: int
    end: int


@dataclass(frozen=True, slots=True)
class StoredSeat:
    """A seat as it is stored; seats of earlier programs name the referral only."""

    programme: str
    referral: str
    person: str | None
    claim: str | None
    cohort: str | None


def held_seats(connection: Connection) -> list[StoredSeat]:
    """Every seat that is held."""
    return [StoredSeat(*row) for row in _HELD.rows(connection)]


_HELD = Prepared(select(seat.c.programme, seat.c.referral, seat.c.person, seat.c.claim, seat.c.cohort))


def listings(connection: Connection, day: date) -> list[ListedProgramme]:
    """Every programme that a provider states, in the order in which they are asked for seats."""
    programmes = _loaded(connection, sorted(every_programme(connection).statements))
    listed = {seats.subject: _listing(seats, day) for seats in programmes}
    stated = [listing.programme for listing in listed.values() if listing is not None]
    in_turn = in_order(stated, standard_referral_procedure().kinds_in_order)
    return [listing for programme in in_turn if (listing := listed[programme.key]) is not None]


def programme_titles(connection: Connection) -> Mapping[str, str]:
    """What each programme is called by the newest statement of its provider, also where it has ended."""
    stated = every_programme(connection).statements
    return {key: title for key, statements in stated.items() if (title := title_by(statements)) is not None}


def roster(connection: Connection, programme: str, day: date) -> Roster | None:
    """One programme with its holders and its wait list; None where nobody states it."""
    (seats,) = _loaded(connection, [programme])
    listing = _listing(seats, day)
    if listing is None:
        return None
    rows = {row.referral: row for row in _OF_HOLDERS.rows(connection, {ANY_OF: sorted(seats.held)})}
    cohorts: list[Cohort | None] = [*listing.programme.cohorts]
    if any(seat.cohort is None for seat in seats.held.values()):
        cohorts.append(None)
    of_cohorts = [CohortRoster(cohort, _holders(seats, cohort, rows)) for cohort in cohorts]
    return Roster(listing, of_cohorts, _waiting(seats))


_OF_HOLDERS = Prepared(
    select(referral.c.subject, referral.c.referral, referral.c.standing).where(among(referral.c.referral))
)


def stated_versions(connection: Connection, programme: str) -> StatedVersions | None:
    """Whose a programme is, and how often it and its end were stated; None where nobody ever has."""
    columns = (statement.c.of, statement.c.provider, func.max(statement.c.version))
    query = select(*columns).where(statement.c.programme == programme).group_by(statement.c.of, statement.c.provider)
    rows = connection.execute(query).all()
    if not rows:
        return None
    highest = {row[0]: int(row[2]) for row in rows}
    return StatedVersions(rows[0][1], highest.get(StatementOf.PROGRAMME, 0), highest.get(StatementOf.END, 0))


def _loaded(connection: Connection, programmes: Sequence[str]) -> list[Seats]:
    states = {programme: Seats(programme) for programme in programmes}
    load_programmes(connection, states)
    return list(states.values())


def _listing(seats: Seats, day: date) -> ListedProgramme | None:
    stated = StatedProgramme.by(seats.statements)
    if stated.programme is None:
        return None
    return ListedProgramme(
        stated.programme,
        stated.end,
        seats=stated.seats_on(day),
        held=len(seats.held),
        free=seats.free_on(day),
        waiting=len(seats.waiting),
    )


def _holders(seats: Seats, cohort: Cohort | None, rows: Mapping[str, Row[Any]]) -> list[SeatHolder]:
    holders = []
    for held in sorted(seats.held.values(), key=lambda one: (one.since or date.min, one.referral)):
        row = rows.get(held.referral)
        if held.cohort == (cohort.key if cohort else None) and row is not None:
            standing = ReferralState(row.standing)
            holders.append(SeatHolder(row.subject, held.referral, held.claim, standing, held.since))
    return holders


def _waiting(seats: Seats) -> list[WaitingPlace]:
    in_order = sorted(seats.waiting.values(), key=lambda one: one.order)
    return [
        WaitingPlace(
            number,
            one.person,
            one.referral,
            one.claim,
            one.occasion,
            one.cohort,
            one.registered_on,
            one.lottery,
            one.since,
        )
        for number, one in enumerate(in_order, start=1)
    ]


def open_proposals(connection: Connection, day: date) -> list[OpenProposal]:
    """What providers propose for programmes of their own and no officer has answered, the oldest first."""
    own = exists().where(statement.c.programme == proposal.c.programme, statement.c.provider == proposal.c.provider)
    query = select(proposal).where(proposal.c.stands, proposal.c.answer == ProposalAnswer.OPEN, own)
    rows = connection.execute(query.order_by(proposal.c.recorded_on, proposal.c.subject, proposal.c.key))
    return [
        OpenProposal(**{name: getattr(row, name) for name in OpenProposal.__slots__})
        for row in rows
        if row.until is None or day < row.until
    ]
