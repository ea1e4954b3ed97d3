"""How acts are loaded and saved that name what is not known yet: one table of the same shape in each service."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from sqlalchemy import Column, Connection, LargeBinary, MetaData, String, Table, Uuid, delete, select

from contracts.base import Envelope, read
from services.runtime.database import chain
from services.runtime.database.many_rows import among
from services.runtime.database.prepared import Prepared
from services.runtime.database.store import upsert
from services.runtime.early_acts import KeepsEarlyActs


class EarlyActStore:
    """Acts that name what is not known yet, as they came, by the name of their event; gone once they took effect."""

    def __init__(self, tables: MetaData) -> None:
        self.table = Table(
            "early_act",
            tables,
            Column("subject", String(64), primary_key=True),
            Column("cause", Uuid(), primary_key=True),
            Column("act", String(80), nullable=False),
            Column("envelope", LargeBinary, nullable=False),
            info=chain.current(),
        )
        self._of_subjects = Prepared(select(self.table).where(among(self.table.c.subject)))

    def load(self, connection: Connection, subjects: Sequence[str], of: Mapping[str, KeepsEarlyActs]) -> None:
        """Give each of these people or programmes the acts that wait for something of theirs."""
        for row in self._of_subjects.rows(connection, {"any_of": subjects}):
            of[row.subject].early_acts[row.cause] = Envelope.from_bytes(row.envelope)

    def save(self, connection: Connection, of: Iterable[KeepsEarlyActs]) -> None:
        """Write those that are new, and take away those that took effect."""
        own = self.table.c
        for state in of:
            rows = [
                {"subject": state.subject, "cause": cause, "act": read(act).name, "envelope": act.to_bytes()}
                for cause in sorted(state.acts_kept)
                if (act := state.early_acts.get(cause)) is not None
            ]
            upsert(connection, self.table, rows)
            for cause in sorted(state.acts_taken_up - state.acts_kept):
                connection.execute(delete(self.table).where(own.subject == state.subject, own.cause == cause))
                chain.note_removed(connection, self.table, [(state.subject, cause)])
