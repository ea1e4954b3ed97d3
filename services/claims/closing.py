"""The closing of a day in claims: it is remembered, and one that came too late tells of an outage of ours."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import Connection

from contracts.clock import DayClosed
from contracts.outages import OURSELVES, everybody_in
from contracts.values import Period
from contracts.waiting import OutageFound
from services.claims import store
from services.claims.calendar import PromptClosing
from services.claims.outage_store import look_again
from services.claims.outages import Outage
from services.claims.procedure import Procedure, days_of
from services.claims.silences import found_silent
from services.claims.waiting_store import keep_outage, last_words, stored_outages
from services.runtime.handling import State, To
from services.runtime.service import Service

ONE_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class CloseDay:
    """Keeps the last closed day, so that no notice is dated before it, and by when it came that of a late clock.

    In a simulation times of arrival say nothing of its days.
    """

    claims: Service[State]
    procedure: Procedure
    partitions: int

    def __call__(self, connection: Connection, closed: DayClosed, arrived: int | None, /) -> tuple[Sequence[To], bool]:
        """What is said is an outage, if this closing tells of one. Claims that one is about are woken once more."""
        if look_again(connection, closed, self.partitions):
            return (), True
        came_ms = None if self.claims.simulation else arrived
        prompt = store.prompt_closing(connection, closed.partition)
        store.keep_day(connection, closed.partition, closed.day, came_ms)
        if self._finds_silences(connection, closed):
            return (), True
        if prompt is None or came_ms is None:
            return (), False
        lost = stood_still(prompt, closed.day, came_ms, days_of(self.procedure.late_closing_days, closed.day))
        if lost is None:
            return (), False
        key = f"clock:{closed.day}"
        keep_outage(connection, closed.partition, Outage(key, 1, OURSELVES, lost.start, lost.end))
        everybody = everybody_in(closed.partition, self.partitions)
        return (To(everybody, OutageFound(outage=key, period=lost)),), False

    def _finds_silences(self, connection: Connection, closed: DayClosed) -> bool:
        """Open an outage of each registry that is overdue; whether there is one, which claims then look at."""
        if not self.procedure.rhythms:
            return False
        found = False
        outages = stored_outages(connection)[closed.partition]
        for institution, last in last_words(connection, closed.partition).items():
            rhythm = self.procedure.rhythms.get(institution)
            silence = rhythm and found_silent(institution, rhythm, last, closed.day, outages)
            if silence:
                keep_outage(connection, closed.partition, silence)
                found = True
        return found


def stood_still(prompt: PromptClosing, day: date, came_ms: int, late_days: int) -> Period | None:
    """The days on which nobody was served, where a day was closed later than days may be closed late."""
    begun, first = prompt.day_at(came_ms), day + ONE_DAY
    return Period(start=first, end=begun) if (begun - first).days > late_days else None
