"""How acts are loaded and saved that name what is not known yet."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from sqlalchemy import Column, Connection, LargeBinary, String, Table, Uuid, delete, func, select

from contracts.base import Envelope, read
from services.almp_referral.kept_acts import KeepsEarlyActs
from services.almp_referral.tables import TABLES
from services.runtime.database import chain
from services.runtime.database.chain import current
from services.runtime.database.many_rows import among
from services.runtime.database.prepared import Prepared
from services.runtime.database.store import upsert

early_act = Table(
    "early_act",
    TABLES,
    Column("subject", String(64), primary_key=True),
    Column("cause", Uuid(), primary_key=True),
    Column("act", String(80), nullable=False),
    Column("envelope", LargeBinary, nullable=False),
    info=current(),
)
"""Acts that name what is not known yet, as they came; `act` is the name of the event. Gone once they took effect."""

_EARLY_ACTS = Prepared(select(early_act).where(among(early_act.c.subject)))


def load_early_acts(connection: Connection, subjects: Sequence[str], of: Mapping[str, KeepsEarlyActs]) -> None:
    """Give each of these people or programmes the acts that wait for something of theirs."""
    for row in _EARLY_ACTS.rows(connection, {"any_of": subjects}):
        of[row.subject].early_acts[row.cause] = Envelope.from_bytes(row.envelope)


def save_early_acts(connection: Connection, of: Iterable[KeepsEarlyActs]) -> None:
    """Write those that are new, and take away those that took effect."""
    for person in of:
        rows = [
            {"subject": person.subject, "cause": cause, "act": read(act).name, "envelope": act.to_bytes()}
            for cause in sorted(person.acts_kept)
            if (act := person.early_acts.get(cause)) is not None
        ]
        upsert(connection, early_act, rows)
        for cause in sorted(person.acts_taken_up - person.acts_kept):
            own = early_act.c
            connection.execute(delete(early_act).where(own.subject == person.subject, own.cause == cause))
            chain.note_removed(connection, early_act, [(person.subject, cause)])


def early_acts(connection: Connection) -> int:
    """How many acts name what is not known yet."""
    return connection.scalar(select(func.count()).select_from(early_act)) or 0
