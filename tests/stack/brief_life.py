"""The demonstration, made brief and patient: nothing happens on days on which nothing can, and each day comes to rest.

The real world is told the same days, and comes to rest before each of them is closed.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import partial

from sqlalchemy import exists, select

from contracts.base import Envelope
from contracts.clock import DayClosed
from services.demo.elsewhere import Post
from services.demo.run import Demonstration
from services.names import ONLY_LISTENING
from services.runtime.database.store import Database, wake
from services.runtime.laptop.laptop import Laptop
from services.runtime.laptop.listener_process import Listening


class ListeningHere(Listening):
    """Those who only listen read in this process, on the record."""

    def __init__(self, laptop: Laptop) -> None:
        self._laptop = laptop

    def read_on(self) -> None:
        self._laptop.catch_up(ONLY_LISTENING)

    def finish(self) -> None:
        self._laptop.catch_up(ONLY_LISTENING)


class PatientLaptop(Laptop):
    """A laptop on which all that came on a day has its effects before the day is closed, as the real world is told."""

    def publish(self, envelopes: Iterable[Envelope]) -> int:
        came = list(envelopes)
        closed = [one for one in came if one.type == DayClosed.type_()]
        published = super().publish(one for one in came if one.type != DayClosed.type_())
        if closed:
            self.run_until_quiet(but=ONLY_LISTENING)
        return published + super().publish(closed)


@dataclass
class Brief(Demonstration):
    """A demonstration that closes a day only if something came on it or somebody waited for it."""

    somebody_waits: bool = True

    def _live(self, day: date, post: Post) -> None:
        for late in sorted(one for one in self.todo if one < day):  # an officer may be asked for a day not closed
            self.todo[day] += self.todo.pop(late)
        came = post.raw or post.sealed or self.booked or self.todo.get(day)
        self.somebody_waits = bool(came) or any(map(partial(_waits, day), self.laptop.databases.values()))
        super()._live(day, post)

    def _day_closed(self, day: date) -> list[Envelope]:
        return super()._day_closed(day) if self.somebody_waits else []


def _waits(day: date, database: Database) -> bool:
    with database.reading() as connection:
        return connection.scalar(select(exists().where(wake.c.day <= day))) or False
