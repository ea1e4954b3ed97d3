"""The order in which a laptop's log took everything in, though its topics lie in several files.

The closing of a day divides that order. With every closing the feed notes, in the same transaction, how far each outbox
had come; what stands behind that was published after the day was closed, whoever reads it and when.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field

from sqlalchemy import Column, Connection, MetaData, String, Table, bindparam, func, select

from services.runtime.database.store import Database, Position, outbox

FEED_TABLES = MetaData()

outbox_end = Table(
    "outbox_end",
    FEED_TABLES,
    Column("turn", Position, primary_key=True),
    Column("topic", String(40), primary_key=True),
    Column("position", Position, nullable=False),
)
"""The last row of each outbox when a day was closed; `turn` is the closing's own position in the feed."""


@dataclass
class Noted:
    """Where an outbox ended at each closing, oldest first."""

    turns: list[int] = field(default_factory=list)
    ends: list[int] = field(default_factory=list)


_SINCE = select(outbox_end).where(outbox_end.c.turn > bindparam("last")).order_by(outbox_end.c.turn)


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
            {"turn": turn, "topic": topic, "position": end_of_outbox(database)}
            for topic, database in self._outboxes.items()
        ]
        connection.execute(outbox_end.insert(), ends)

    def read_on(self) -> None:
        """Read what was noted since, by whichever process; after the messages whose turns are asked for."""
        with self._feed.reading() as connection:
            for row in connection.execute(_SINCE, {"last": self._last}):
                noted = self._noted[row.topic]
                noted.turns.append(row.turn)
                noted.ends.append(row.position)
                self._last = row.turn

    def of(self, topic: str, position: int) -> int:
        """The turn of a message; 0 where no day had been closed before it."""
        if topic not in self._outboxes:
            return position
        noted = self._noted[topic]
        before = bisect_left(noted.ends, position)
        return noted.turns[before - 1] if before else 0


def end_of_outbox(database: Database) -> int:
    """The position of the last row; 0 where there is none."""
    with database.reading() as connection:
        return connection.scalar(select(func.max(outbox.c.position))) or 0
