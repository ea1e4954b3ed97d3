"""Claims that an outage is about which was told after they were decided: they are woken, and look again."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

from sqlalchemy import Connection, bindparam, or_, select

from contracts.base import partition_of
from contracts.clock import DayClosed
from services.claims.outages import Outage
from services.claims.tables import claim, outage
from services.claims.waiting_store import keep_outage
from services.runtime.database.prepared import Prepared
from services.runtime.database.store import upsert, wake

LOOK_AGAIN = "outage"
"""For what a claim is woken; before its key."""

_UNSEEN = Prepared(select(outage).where(outage.c.partition == bindparam("of"), outage.c.looked_at.is_(False)))


def look_again(connection: Connection, closed: DayClosed, partitions: int) -> bool:
    """Wake the claims of a partition that outages are about which were told since; whether there are any."""
    unseen = _UNSEEN.rows(connection, {"of": closed.partition})
    if not unseen:
        return False
    rows = [
        {"subject": row.subject, "what": f"{LOOK_AGAIN} {row.claim}", "partition": closed.partition, "day": closed.day}
        for row in _touched(connection, [each.since for each in unseen])
        if partition_of(row.subject, partitions) == closed.partition
    ]
    upsert(connection, wake, rows)
    for row in unseen:
        known = Outage(row.outage, row.version, row.institution, row.since, row.until)
        keep_outage(connection, row.partition, known, looked_at=True)
    return bool(rows)


def _touched(connection: Connection, since: list[date | None]) -> Iterator[Any]:
    """Claims determined since an outage began, that are provisional, or of which a step of waiting was told.

    Of one that was taken back nobody knows any more when it began.
    """
    own = claim.c
    first = None if None in since else min(day for day in since if day is not None)
    determined = own.determined_on.is_not(None) if first is None else own.determined_on >= first
    query = select(own.subject, own.claim).where(
        or_(determined, own.provisional.is_not(None), own.awaited_step.is_not(None))
    )
    yield from connection.execute(query.order_by(own.subject, own.claim))
