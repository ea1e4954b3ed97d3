"""Figures of referrals for whoever watches from outside: how many stand where, and who has seats."""

from __future__ import annotations

from collections.abc import Mapping

from sqlalchemy import Connection, func, select

from services.almp_referral.store import referral, seat


def referrals_by_standing(connection: Connection) -> Mapping[str, int]:
    """How many referrals stand where."""
    query = select(referral.c.standing, func.count()).group_by(referral.c.standing)
    return {row[0]: row[1] for row in connection.execute(query)}


def seats_held(connection: Connection) -> Mapping[str, int]:
    """How many seats of each programme are held."""
    query = select(seat.c.programme, func.count()).group_by(seat.c.programme)
    return {row[0]: row[1] for row in connection.execute(query)}
