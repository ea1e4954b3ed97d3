"""The servers that the engine stands on, as they tell of themselves to anybody who may connect."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import Connection, text

from services.runtime.metrics.catalogue import Metric
from services.watching.snapshot import Snapshot

SESSIONS = Metric("tideover_database_sessions", "gauge", "Sessions that are open in PostgreSQL, anybody's.", "1")
SESSIONS_MAX = Metric("tideover_database_sessions_max", "gauge", "How many sessions PostgreSQL admits.", "1")
BYTES = Metric("tideover_database_bytes", "gauge", "How large the engine's database is.", "bytes")
IDS = Metric(
    "tideover_database_transaction_ids",
    "gauge",
    "Transaction ids that rows not yet frozen hold; shortly before 2,147,483,648 PostgreSQL writes no more.",
    "1",
)
OF_POSTGRESQL = (SESSIONS, SESSIONS_MAX, BYTES, IDS)

BROKERS = Metric("tideover_log_brokers", "gauge", "Brokers that hold a copy of our topics in sync.", "1")
BEHIND = Metric(
    "tideover_log_partitions_behind", "gauge", "Partitions of our topics of which a copy is not in sync.", "1"
)
LEADERLESS = Metric(
    "tideover_log_partitions_leaderless",
    "gauge",
    "Partitions of our topics that no broker leads: nobody is heard.",
    "1",
)
OF_KAFKA = (BROKERS, BEHIND, LEADERLESS)

_POSTGRESQL = text(
    """
    SELECT (SELECT sum(numbackends) FROM pg_stat_database), current_setting('max_connections')::bigint,
           pg_database_size(current_database()), age(datfrozenxid)
    FROM pg_database WHERE datname = current_database()
    """
)
_SQLITE = text("SELECT 0, 0, (SELECT page_count FROM pragma_page_count) * page_size, 0 FROM pragma_page_size")
"""A file admits one who writes, and counts no transactions."""


def look_at_database(connection: Connection, snapshot: Snapshot) -> None:
    """How full the database's server is."""
    found = connection.execute(_POSTGRESQL if connection.dialect.name == "postgresql" else _SQLITE).one()
    for metric, number in zip(OF_POSTGRESQL, found, strict=True):
        snapshot.put(metric, int(number))


def put_brokers(topics: Sequence[Mapping[str, Any]], snapshot: Snapshot) -> None:
    """Whether every partition has a leader and all its copies, from what the brokers say of our topics.

    A laptop's log is a file, and has none.
    """
    partitions = [partition for topic in topics for partition in topic["partitions"]]
    snapshot.put(BROKERS, len({node for one in partitions for node in one["isr_nodes"]}))
    snapshot.put(BEHIND, sum(len(one["isr_nodes"]) < len(one["replica_nodes"]) for one in partitions))
    snapshot.put(LEADERLESS, sum(one["leader_id"] < 0 for one in partitions))
