"""Whether a database holds what the settings say: a partition that has moved must not be carried where it was."""

from __future__ import annotations

from sqlalchemy import Connection, select

from services.runtime.database.store import Database, reached, upsert

MOVED_AWAY = "moved-away"
"""In the place of a topic: this partition lies on another server since it was moved there."""


def misplaced_fault(connection: Connection, service: str, database: Database) -> str | None:
    """Why a worker must not work on a database of a service, in one sentence; None if it may."""
    for row in connection.execute(select(reached.c.topic, reached.c.partition).order_by(reached.c.partition)):
        if row.topic == MOVED_AWAY and database.holds(row.partition):
            return (
                f"Partition {row.partition} of {service} was moved to another server, and TIDEOVER_DATABASES does not"
                " say so: set the file by which it was moved."
            )
        if row.topic != MOVED_AWAY and not database.holds(row.partition):
            return (
                f"TIDEOVER_DATABASES puts partition {row.partition} of {service} elsewhere than it lies: stop every"
                " worker and move it with tideover move-partitions."
            )
    return None


def note_moved_away(connection: Connection, partition: int) -> None:
    """From now on nobody may carry this partition here."""
    upsert(connection, reached, [{"topic": MOVED_AWAY, "partition": partition, "next_position": 0}])
