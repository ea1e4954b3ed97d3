"""What others may read of referrals: where they stand, programmes with their seats, rosters, wait lists, proposals."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from sqlalchemy import Connection, func, select

from contracts.programmes import ProgrammeKind
from services.almp_referral.early_act_store import early_acts
from services.almp_referral.funnel import FunnelStage, funnel
from services.almp_referral.inbox import (
    LifeOfReferral,
    MissedPoint,
    OfferInInbox,
    inbox,
    missed_points,
    referral_life,
    without_offer,
)
from services.almp_referral.life_records import LifeRecord, LifeRecordKind
from services.almp_referral.procedure import standard_referral_procedure
from services.almp_referral.programme_store import cohort, seat, waiting
from services.almp_referral.provider_file import ProviderFile, synthetic_programmes
from services.almp_referral.referrals import HOLDS_SEAT, ReferralState
from services.almp_referral.report_views import reports_by
from services.almp_referral.rosters import (
    ListedProgramme,
    OpenProposal,
    Roster,
    SeatHolder,
    StatedVersions,
    held_seats,
    listings,
    open_proposals,
    programme_titles,
    roster,
    stated_versions,
)
from services.almp_referral.tallies import IN_WORK, MISSED, OUTCOMES, POINTS, REFERRALS, TALLIES
from services.runtime.database.prepared import Prepared

__all__ = [
    "HOLDS_SEAT",
    "MISSED",
    "FunnelStage",
    "LifeOfReferral",
    "LifeRecord",
    "LifeRecordKind",
    "ListedProgramme",
    "MissedPoint",
    "OfferInInbox",
    "OpenProposal",
    "ProviderFile",
    "ReferralState",
    "Roster",
    "SeatHolder",
    "SeatsOfKind",
    "StatedVersions",
    "early_acts",
    "funnel",
    "held_seats",
    "inbox",
    "listings",
    "missed_points",
    "open_proposals",
    "outcomes_seen",
    "points_by_end",
    "programme_titles",
    "referral_life",
    "referrals_by_standing",
    "reports_by",
    "roster",
    "seats_by_kind",
    "seats_held",
    "standard_referral_procedure",
    "stated_versions",
    "synthetic_programmes",
    "without_offer",
]


def referrals_by_standing(connection: Connection) -> Mapping[str, int]:
    """How many referrals stand where."""
    return TALLIES.of(connection, REFERRALS)


def points_by_end(connection: Connection) -> Mapping[str, int]:
    """How many mandatory points that are over were missed, and at how many help was considered, by what it was."""
    return TALLIES.of(connection, POINTS)


def outcomes_seen(connection: Connection) -> Mapping[tuple[int, bool], int]:
    """How many people were seen in work, or not, so many months after a participation."""
    seen = TALLIES.by_parts(connection, OUTCOMES)
    return {(int(months), work == IN_WORK): count for (months, work), count in seen.items()}


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
