"""The demonstration, made brief and patient: nothing happens on days on which nothing can, and each day comes to rest.

The real world is told the same days, and comes to rest before each of them is closed.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import partial

from sqlalchemy import exists, select

from services.demo.elsewhere import Post, Sealed
from services.demo.mistakes import Raw
from services.demo.run import Demonstration
from services.demo.world import LaptopWorld
from services.runtime.database.store import Database, wake


class PatientWorld(LaptopWorld):
    """A laptop on which all that came on a day has its effects before the day is closed, as the real world is told.

    A day is closed only if something came on it or somebody waited for it.
    """

    came = False

    def tell(self, messages: Iterable[Sealed], broken: Iterable[Raw] = ()) -> None:
        told, raw = list(messages), list(broken)
        self.came = bool(told or raw)
        super().tell(told, raw)

    def close_day(self, day: date) -> None:
        if self.came or any(map(partial(_waits, day), self.databases.values())):
            self.carry()
            super().close_day(day)


@dataclass
class Brief(Demonstration):
    """A demonstration whose officers may be asked for a day that was passed over: they answer on the next one."""

    def _live(self, day: date, post: Post) -> bool:
        for late in sorted(one for one in self.todo if one < day):
            self.todo[day] += self.todo.pop(late)
        return super()._live(day, post)


def _waits(day: date, database: Database) -> bool:
    with database.reading() as connection:
        return connection.scalar(select(exists().where(wake.c.day <= day))) or False
