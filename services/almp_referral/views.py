"""What others may read of referrals: how many stand where, which seats are held, and the programmes."""

from __future__ import annotations

from collections.abc import Mapping

from sqlalchemy import Connection, func, select

from services.almp_referral.catalogue import standard_catalogue
from services.almp_referral.referrals import ReferralState
from services.almp_referral.store import referral, seat
from services.runtime.database.prepared import Prepared

__all__ = ["ReferralState", "referrals_by_standing", "seats_held", "standard_catalogue"]


def referrals_by_standing(connection: Connection) -> Mapping[str, int]:
    """How many referrals stand where."""
    query = select(referral.c.standing, func.count()).group_by(referral.c.standing)
    return {row[0]: row[1] for row in connection.execute(query)}


def seats_held(connection: Connection) -> Mapping[str, int]:
    """How many seats of each programme are held."""
    return {row[0]: row[1] for row in _SEATS.rows(connection)}


_SEATS = Prepared(select(seat.c.programme, func.count()).group_by(seat.c.programme))
