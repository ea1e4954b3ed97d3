"""Referrals by where they stand, and the seats of programmes by kind."""

from __future__ import annotations

from datetime import date

from sqlalchemy import Connection

from contracts.programmes import ProgrammeKind
from contracts.referral_life import ConsideredBy
from services.almp_referral.views import (
    MISSED,
    ReferralState,
    early_acts,
    outcomes_seen,
    points_by_end,
    referrals_by_standing,
    seats_by_kind,
    standard_referral_procedure,
)
from services.runtime.metrics.catalogue import Metric
from services.watching.kept_acts import ABOUT_REFERRALS, KEPT_ACTS
from services.watching.snapshot import Snapshot

HELD, FREE, WAITING = "held", "free", "waiting"
IN_WORK, NOT_IN_WORK = "in_work", "not_in_work"
MONTHS = tuple(str(point.months) for point in standard_referral_procedure().outcomes)

REFERRALS = Metric(
    "tideover_referrals", "gauge", "Referrals by where they stand.", "people", {"standing": tuple(ReferralState)}
)
SEATS = Metric(
    "tideover_programme_seats",
    "gauge",
    "Seats of programmes by kind: how many are held, are free on the day, and are waited for.",
    "seats",
    {"kind": tuple(ProgrammeKind), "seats": (HELD, FREE, WAITING)},
)
UNSERVED = Metric(
    "tideover_people_waiting_beside_free_seats",
    "gauge",
    "People who wait for a programme in which a seat is free for them.",
    "people",
)
POINTS = Metric(
    "tideover_mandatory_points",
    "gauge",
    "Mandatory points of claims that are over: what was done for the person, or missed.",
    "claims",
    {"done": (*ConsideredBy, MISSED)},
)
OUTCOMES = Metric(
    "tideover_referral_outcomes",
    "gauge",
    "People seen so many months after a participation, by employment facts alone.",
    "people",
    {"months": MONTHS, "work": (IN_WORK, NOT_IN_WORK)},
)
OF_REFERRALS = (REFERRALS, SEATS, UNSERVED, POINTS, OUTCOMES, KEPT_ACTS)


def look_at_referrals(connection: Connection, today: date | None, snapshot: Snapshot) -> None:
    """Where referrals stand and which seats are taken; which are free is known once a day was closed."""
    snapshot.put(KEPT_ACTS, early_acts(connection), ABOUT_REFERRALS)
    snapshot.put_all(REFERRALS, {**dict.fromkeys(ReferralState, 0), **referrals_by_standing(connection)})
    kinds = seats_by_kind(connection, today)
    for kind, seats in kinds.items():
        snapshot.put(SEATS, seats.held, kind, HELD)
        snapshot.put(SEATS, seats.waiting, kind, WAITING)
        if today is not None:
            snapshot.put(SEATS, seats.free, kind, FREE)
    snapshot.put(UNSERVED, sum(seats.unserved for seats in kinds.values()))
    snapshot.put_all(POINTS, {**dict.fromkeys((*ConsideredBy, MISSED), 0), **points_by_end(connection)})
    seen = outcomes_seen(connection)
    for months in MONTHS:
        snapshot.put(OUTCOMES, seen.get((int(months), True), 0), months, IN_WORK)
        snapshot.put(OUTCOMES, seen.get((int(months), False), 0), months, NOT_IN_WORK)
