"""What stands in an outbox and is not in Kafka yet is counted across its partitions."""

from __future__ import annotations

from pathlib import Path

from sqlalchemy import MetaData, insert

from services.runtime.database.store import Database, outbox_partition
from services.watching.flow import not_yet_published


def test_what_kafka_does_not_have_yet_is_counted_across_all_partitions(tmp_path: Path) -> None:
    database = Database.on_sqlite(tmp_path / "claims.db", MetaData())
    with database.begin() as connection:
        assert not_yet_published(connection) == 0
        rows = [(0, 7, 7), (1, 5, 2), (2, 1, 0)]
        values = [{"partition": number, "next_number": written, "published": sent} for number, written, sent in rows]
        connection.execute(insert(outbox_partition), values)
        assert not_yet_published(connection) == 4
    database.close()
