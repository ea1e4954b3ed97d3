"""Referrals by where they stand, and the seats of programmes."""

from __future__ import annotations

from datetime import date

from sqlalchemy import Connection

from services.almp_referral.views import ReferralState, referrals_by_standing, seats_held, standard_catalogue
from services.runtime.metrics.catalogue import Metric
from services.watching.snapshot import Snapshot

PROGRAMMES = tuple(sorted(standard_catalogue().programmes))
HELD, OFFERED = "held", "offered"

REFERRALS = Metric(
    "tideover_referrals", "gauge", "Referrals by where they stand.", "people", {"standing": tuple(ReferralState)}
)
SEATS = Metric(
    "tideover_programme_seats",
    "gauge",
    "Seats of each programme: how many are held, and how many it offers on the day.",
    "seats",
    {"programme": PROGRAMMES, "seats": (HELD, OFFERED)},
)
OF_REFERRALS = (REFERRALS, SEATS)


def look_at_referrals(connection: Connection, today: date | None, snapshot: Snapshot) -> None:
    """Where referrals stand and which seats are taken; what is offered is known once a day was closed."""
    snapshot.put_all(REFERRALS, {**dict.fromkeys(ReferralState, 0), **referrals_by_standing(connection)})
    held = {**dict.fromkeys(PROGRAMMES, 0), **seats_held(connection)}
    for name, count in held.items():
        snapshot.put(SEATS, count, name, HELD)
    if today is not None:
        for programme in standard_catalogue().programmes.values():
            snapshot.put(SEATS, programme.seats_on(today), programme.id, OFFERED)
