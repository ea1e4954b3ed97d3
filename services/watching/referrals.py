"""Referrals by where they stand, and the seats of programmes by kind."""

from __future__ import annotations

from datetime import date

from sqlalchemy import Connection

from contracts.programmes import ProgrammeKind
from services.almp_referral.views import ReferralState, referrals_by_standing, seats_by_kind
from services.runtime.metrics.catalogue import Metric
from services.watching.snapshot import Snapshot

HELD, FREE, WAITING = "held", "free", "waiting"

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
OF_REFERRALS = (REFERRALS, SEATS, UNSERVED)


def look_at_referrals(connection: Connection, today: date | None, snapshot: Snapshot) -> None:
    """Where referrals stand and which seats are taken; which are free is known once a day was closed."""
    snapshot.put_all(REFERRALS, {**dict.fromkeys(ReferralState, 0), **referrals_by_standing(connection)})
    kinds = seats_by_kind(connection, today)
    for kind, seats in kinds.items():
        snapshot.put(SEATS, seats.held, kind, HELD)
        snapshot.put(SEATS, seats.waiting, kind, WAITING)
        if today is not None:
            snapshot.put(SEATS, seats.free, kind, FREE)
    snapshot.put(UNSERVED, sum(seats.unserved for seats in kinds.values()))
