"""The last closed day of each partition: what officers say of debts cannot be dated much later."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import Connection, bindparam, select

from contracts.clock import DayClosed
from services.payments.recovery_tables import closed_day
from services.runtime.database.prepared import Prepared
from services.runtime.database.store import upsert
from services.runtime.handling import To
from services.runtime.service import DayCloser

_DAY = Prepared(select(closed_day.c.day).where(closed_day.c.partition == bindparam("of")))


def over_until(connection: Connection, partition: int) -> date | None:
    """The last day that a partition has closed; None while it has closed none."""
    row = _DAY.row(connection, {"of": partition})
    return None if row is None else row.day


@dataclass(frozen=True, slots=True)
class KeepsDays:
    """Notes each closed day before its payments are sealed."""

    run: DayCloser

    def __call__(
        self, connection: Connection, closed: DayClosed, arrived: int | None = None
    ) -> tuple[Sequence[To], bool]:
        """What the end of the day causes; an older day than the last changes nothing here."""
        last = over_until(connection, closed.partition)
        if last is None or last < closed.day:
            upsert(connection, closed_day, [{"partition": closed.partition, "day": closed.day}])
        return self.run(connection, closed, arrived)
