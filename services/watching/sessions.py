"""Who makes the engine wait: sessions of PostgreSQL that hold a lock which a session of ours wants."""

from __future__ import annotations

from sqlalchemy import Connection, text

from services.runtime.metrics.catalogue import Metric
from services.watching.snapshot import Snapshot

ENGINE, ANOTHER = "engine", "another"
HOLDERS = (ENGINE, ANOTHER)
LOCK_WAIT = Metric(
    "tideover_lock_wait_seconds",
    "gauge",
    "How long a session of the engine has waited for a lock, by whose session holds it; 0 where none waits.",
    "seconds",
    {"holder": HOLDERS},
)
OF_SESSIONS = (LOCK_WAIT,)

_WAITS = text(
    """
    SELECT coalesce(holding.application_name LIKE 'tideover %', FALSE) AS ours,
           CAST(max(extract(epoch FROM clock_timestamp() - wanted.waitstart)) AS int) AS seconds
    FROM pg_locks AS wanted
    JOIN pg_stat_activity AS waiting ON waiting.pid = wanted.pid AND waiting.application_name LIKE 'tideover %'
    CROSS JOIN LATERAL unnest(pg_blocking_pids(wanted.pid)) AS blocking (pid)
    LEFT JOIN pg_stat_activity AS holding ON holding.pid = blocking.pid
    WHERE NOT wanted.granted AND wanted.waitstart IS NOT NULL
    GROUP BY 1
    """
)
"""What any role may see: a session's name and its locks, not what it says."""


def look_at_sessions(connection: Connection, snapshot: Snapshot) -> None:
    """How long the engine waits for locks; in SQLite's files one process writes, and nobody else waits."""
    waits = dict.fromkeys(HOLDERS, 0)
    if connection.dialect.name == "postgresql":
        waits |= {ENGINE if row.ours else ANOTHER: row.seconds for row in connection.execute(_WAITS)}
    snapshot.put_all(LOCK_WAIT, waits)
