"""How acts are loaded and saved that name what is not known yet."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from sqlalchemy import Connection, delete, func, select

from contracts.base import Envelope, read
from services.claims.early_acts import AWAITS
from services.claims.person import Applicant
from services.claims.tables import early_act
from services.runtime.database import chain
from services.runtime.database.many_rows import among
from services.runtime.database.prepared import Prepared
from services.runtime.database.store import upsert

KEEPABLE = tuple(sorted(act.name for act in AWAITS))
"""The names of the events that may name what is not known yet."""
_EARLY_ACTS = Prepared(select(early_act).where(among(early_act.c.subject)))


def load_early_acts(connection: Connection, subjects: list[str], people: dict[str, Applicant]) -> None:
    """Give each of these people the acts that wait for something of theirs."""
    for row in _EARLY_ACTS.rows(connection, {"any_of": subjects}):
        people[row.subject].early_acts[row.cause] = Envelope.from_bytes(row.envelope)


def save_early_acts(connection: Connection, people: Iterable[Applicant]) -> None:
    """Write those that are new, and take away those that took effect."""
    for person in people:
        rows = [
            {
                "subject": person.subject,
                "cause": cause,
                "act": read(envelope).name,
                "envelope": envelope.to_bytes(),
            }
            for cause in sorted(person.acts_kept)
            if (envelope := person.early_acts.get(cause)) is not None
        ]
        upsert(connection, early_act, rows)
        for cause in sorted(person.acts_taken_up - person.acts_kept):
            own = early_act.c
            connection.execute(delete(early_act).where(own.subject == person.subject, own.cause == cause))
            chain.note_removed(connection, early_act, [(person.subject, cause)])


def early_acts_by_kind(connection: Connection) -> Mapping[str, int]:
    """How many acts name what is not known yet, by the name of their event."""
    query = select(early_act.c.act, func.count().label("count_")).group_by(early_act.c.act)
    return dict.fromkeys(KEEPABLE, 0) | {row.act: row.count_ for row in connection.execute(query)}
