"""What others may read of referrals: where they stand, programmes with their seats, rosters, wait lists, proposals."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from sqlalchemy import Connection, func, select

from contracts.programmes import ProgrammeKind
from services.almp_referral.programme_store import cohort, seat, waiting
from services.almp_referral.provider_file import ProviderFile, synthetic_programmes
from services.almp_referral.referrals import ReferralState
from services.almp_referral.rosters import ListedProgramme, Roster, held_seats, listings, open_proposals, roster
from services.almp_referral.store import referral
from services.runtime.database.prepared import Prepared

__all__ = [
    "ListedProgramme",
    "ProviderFile",
    "ReferralState",
    "Roster",
    "SeatsOfKind",
    "held_seats",
    "listings",
    "open_proposals",
    "referrals_by_standing",
    "roster",
    "seats_by_kind",
    "seats_held",
    "synthetic_programmes",
]


def referrals_by_standing(connection: Connection) -> Mapping[str, int]:
    """How many referrals stand where."""
    query = select(referral.c.standing, func.count()).group_by(referral.c.standing)
    return {row[0]: row[1] for row in connection.execute(query)}


def seats_held(connection: Connection) -> Mapping[str, int]:
    """How many seats of each programme are held."""
    return {row[0]: row[1] for row in _SEATS.rows(connection)}


_SEATS = Prepared(select(seat.c.programme, func.count()).group_by(seat.c.programme))


@dataclass
class SeatsOfKind:
    """The seats of all programmes of one kind on a day."""

    held: int = 0
    free: int = 0
    """In cohorts that are open."""
    waiting: int = 0
    """People on wait lists."""
    unserved: int = 0
    """People who wait for a programme in which as many seats are free."""


def seats_by_kind(connection: Connection, day: date | None) -> Mapping[ProgrammeKind, SeatsOfKind]:
    """Seats held, free and waited for, by kind of programme; without a day none is free, for nobody knows which are."""
    held: Counter[tuple[str, str | None]] = Counter()
    for row in connection.execute(select(seat.c.programme, seat.c.cohort)):
        held[row.programme, row.cohort] += 1
    waits = Counter(connection.execute(select(waiting.c.programme)).scalars())
    kinds = {kind: SeatsOfKind() for kind in ProgrammeKind}
    of_programme: dict[str, ProgrammeKind] = {}
    free: Counter[str] = Counter()
    for row in connection.execute(select(cohort)):
        of_programme[row.programme] = ProgrammeKind(row.kind)
        is_open = (
            day is not None and (row.opens_on or day) <= day and (row.closed_from is None or day < row.closed_from)
        )
        if is_open:
            free[row.programme] += max(0, row.seats - held[row.programme, row.cohort])
    for programme, kind in of_programme.items():
        of_kind = kinds[kind]
        of_kind.held += sum(count for (name, _), count in held.items() if name == programme)
        of_kind.free += free[programme]
        of_kind.waiting += waits[programme]
        of_kind.unserved += min(free[programme], waits[programme])
    return kinds
