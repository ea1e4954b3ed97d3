"""The closing audits of employers as rows, and what of them still waits."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import date

from sqlalchemy import Connection, func, select

from services.eligibility.person import InsuredPerson
from services.eligibility.tables import closing_audit
from services.runtime.database.store import upsert


@dataclass(frozen=True, slots=True)
class AuditsWaiting:
    """Lines of audits that nobody has looked at yet, and the day of the oldest order that is not settled."""

    lines: int
    oldest: date | None


def keep_audits(connection: Connection, persons: Sequence[InsuredPerson]) -> None:
    """Write down how the audits of employers stand."""
    rows = [{"subject": person.subject, **asdict(audit)} for person in persons for audit in person.audits]
    upsert(connection, closing_audit, rows)


def audits_waiting(connection: Connection) -> AuditsWaiting:
    """What waits of all employers together."""
    own = closing_audit.c
    query = select(func.sum(own.drawn - own.looked_at), func.min(own.ordered_on)).where(~own.settled)
    lines, oldest = connection.execute(query).one()
    return AuditsWaiting(int(lines or 0), oldest)
