"""The order in which a laptop's log took everything in, though its topics lie in several files.

The closing of a day divides that order. With every closing the feed notes, in the same transaction, how far each outbox
had come; what stands behind that was published after the day was closed, whoever reads it and when.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field

from sqlalchemy import Column, Connection, MetaData, String, Table, bindparam, select

from services.runtime.database.prepared import Prepared
from services.runtime.database.store import Database, Position
from services.runtime.delivery.messages import OUTBOX
from services.runtime.delivery.outbox import ends_of

FEED_TABLES = MetaData()
PARTITION = 0
"""The one partition of a laptop's outboxes."""

outbox_end = Table(
    "outbox_end",
    FEED_TABLES,
    Column("turn", Position, primary_key=True),
    Column("topic", String(40), primary_key=True),
    Column("number", Position, nullable=False),
)
"""The number that each outbox gave next when a day was closed; `turn` is the closing's own position in the feed."""


@dataclass
class Noted:
    """Where an outbox ended at each closing, oldest first."""

    turns: list[int] = field(default_factory=list)
    ends: list[int] = field(default_factory=list)


_SINCE = Prepared(select(outbox_end).where(outbox_end.c.turn > bindparam("last")).order_by(outbox_end.c.turn))


class Turns:
    """The turn of every message: its position if it stands in the feed, else that of the last closing before it."""

    def __init__(self, feed: Database, outboxes: Mapping[str, Database]) -> None:
        self._feed = feed
        self._outboxes = outboxes
        self._last = 0
        self._noted: dict[str, Noted] = defaultdict(Noted)
        self.read_on()

    def note(self, connection: Connection, turn: int) -> None:
        """Note with a closing, in the feed's transaction, what had been published before it."""
        ends = [
            {"turn": turn, "topic": topic, "number": end_of_outbox(database)}
            for topic, database in self._outboxes.items()
        ]
        connection.execute(outbox_end.insert(), ends)

    def read_on(self) -> None:
        """Read what was noted since, by whichever process; after the messages whose turns are asked for."""
        with self._feed.reading() as connection:
            for row in _SINCE.rows(connection, {"last": self._last}):
                noted = self._noted[row.topic]
                noted.turns.append(row.turn)
                noted.ends.append(row.number)
                self._last = row.turn

    def of(self, log: str, position: int) -> int:
        """The turn of a message; 0 where no day had been closed before it."""
        if not log.endswith(OUTBOX):
            return position
        noted = self._noted[log.removesuffix(OUTBOX)]
        before = bisect_right(noted.ends, position)
        return noted.turns[before - 1] if before else 0


def end_of_outbox(database: Database) -> int:
    """The number that the outbox gives next."""
    with database.reading() as connection:
        return ends_of(connection).get(PARTITION, 0)
