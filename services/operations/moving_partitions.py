"""Moving partitions of a service from one server to another, while nobody works on either.

All rows of a partition are written on the new server in one transaction, then taken away from the old one in another;
who dies in between says it once more, and what is written already stays. Both servers' chains say what came and went.

An inbox row does not know its partition: the whole inbox goes along and stays where it was too.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Connection, Table, delete, select, text

from contracts.base import partition_of
from contracts.in_words import InWords
from services.names import CHAINED, WORKERS
from services.runtime.database import bulk, chain
from services.runtime.database.many_rows import ANY_OF, among
from services.runtime.database.store import (
    Database,
    chunks,
    inbox,
    missed,
    outbox,
    outbox_partition,
    parked,
    reached,
    wake,
)
from services.runtime.delivery.messages import Message
from services.runtime.delivery.partition_places import MOVED_AWAY, note_moved_away

ROWS_AT_ONCE = 2_000
SAME_EVERYWHERE = ("sheet",)
"""Tables without people, whose rows mean the same on every server: they go along, and stay."""
STAYS = ("replay_sample",)
"""Tables of what was done on a server: they stay there."""
_AT_WORK = text(
    "SELECT DISTINCT split_part(application_name, '/', 1) FROM pg_stat_activity"
    " WHERE datname = current_database() AND split_part(application_name, '/', 1) = ANY(:workers) ORDER BY 1"
)


class CannotMove(InWords):
    """A partition cannot be moved now; the message is one sentence for the operator."""


class Moved(NamedTuple):
    """A partition that lies elsewhere from now on, and how many rows went with it."""

    partition: int
    rows: int


def partitions_to_move(before: Database, after: Database) -> list[int]:
    """Those that lie on another server after than before."""
    return [number for number in range(before.partitions) if _address(before.of(number)) != _address(after.of(number))]


def move_partitions(before: Database, after: Database) -> Iterator[Moved]:
    """Move what lies elsewhere afterwards, one partition after the other. Raises `CannotMove` before anything moves."""
    asked = partitions_to_move(before, after)
    for part in _different([*before.parts, *after.parts]):
        _require_rest(part)
    for part in before.parts:
        _require_that_all_was_handed_over(part, asked)
    for partition in asked:
        yield Moved(partition, _move(before.of(partition), after.of(partition), partition))


def _address(part: Database) -> tuple[object, ...]:
    url = part.engine.url
    return url.host, url.port, url.database


def _different(parts: Sequence[Database]) -> Collection[Database]:
    return {_address(part): part for part in parts}.values()


def _require_rest(part: Database) -> None:
    with part.reading() as connection:
        workers = [f"tideover {name}" for name in (CHAINED, *WORKERS)]
        at_work = connection.scalars(_AT_WORK, {"workers": workers}).all()
    if at_work:
        server = f"{part.engine.url.host}:{part.engine.url.port}"
        raise CannotMove(f"{', '.join(at_work)} is at work on {server}: stop every worker first.")


def _require_that_all_was_handed_over(part: Database, asked: Collection[int]) -> None:
    with part.reading() as connection:
        behind = [
            row.partition
            for row in connection.execute(select(outbox_partition))
            if not part.holds(row.partition) and row.published < row.next_number
        ]
        gaps = [row.partition for row in connection.execute(select(missed)) if row.partition in asked]
    if behind or gaps:
        what = "what it said for other servers is not handed over" if behind else "what was passed over is not read"
        raise CannotMove(f"In {part.schema} {what} yet: let the workers run until tideover lag shows nothing.")


def _move(old: Database, new: Database, partition: int) -> int:
    rows = 0
    if not _is_there(new, partition):
        with old.reading() as source:
            for known in _all(source, inbox):
                _learn(new, known)
            with new.begin() as target:
                _take_away_what_was_counted(target, _tables(new), partition)
                for table in _tables(old):
                    rows += _bring(source, target, table, partition, old.partitions)
    with old.begin() as source:
        for table in _tables(old):
            _take_away(source, table, partition, old.partitions)
        note_moved_away(source, partition)
    return rows


def _is_there(database: Database, partition: int) -> bool:
    """Whether a partition was written here: how far it has heard goes with all else."""
    with database.reading() as connection:
        here = select(reached.c.topic).where(reached.c.partition == partition, reached.c.topic != MOVED_AWAY)
        return connection.scalar(here.limit(1)) is not None


def _tables(database: Database) -> list[Table]:
    """What a partition has rows in. The places reached come last: they say that all else is there."""
    own = [table for name, table in sorted(database.tables.tables.items()) if name not in STAYS]
    return [*own, parked, wake, outbox, outbox_partition, reached]


def _all(connection: Connection, table: Table) -> Iterator[Sequence[Any]]:
    columns = [table.c.event_id, table.c.content]
    rows = connection.execution_options(stream_results=True, yield_per=ROWS_AT_ONCE).execute(select(*columns))
    yield from rows.partitions(ROWS_AT_ONCE)


def _learn(new: Database, known: Sequence[Any]) -> None:
    with new.begin() as target:
        ids = [row.event_id for row in known]
        there = {row[0] for row in bulk.find(target, inbox, {"event_id": ids}, ("event_id",))}
        fresh = [(row.event_id, bytes(row.content)) for row in known if row.event_id not in there]
        bulk.insert(target, inbox, ("event_id", "content"), fresh)


def _bring(source: Connection, target: Connection, table: Table, partition: int, partitions: int) -> int:
    number = table.autoincrement_column
    columns = [column for column in table.c if column is not number and column.name != "transaction"]
    if table.name in SAME_EVERYWHERE:
        return _bring_missing(source, target, table)
    count = 0
    for where in _conditions(source, table, partition, partitions):
        query = select(*columns).where(where.condition).order_by(*(table.primary_key if number is None else [number]))
        rows = [dict(row) for row in source.execute(query, where.given).mappings()]
        for few in chunks(rows, ROWS_AT_ONCE):
            chain.insert(target, table, few)
        count += len(rows)
    return count


def _bring_missing(source: Connection, target: Connection, table: Table) -> int:
    [key] = table.primary_key
    there = set(target.scalars(select(key)))
    rows = [dict(row) for row in source.execute(select(table)).mappings() if row[key.name] not in there]
    chain.insert(target, table, rows)
    return len(rows)


def _take_away(source: Connection, table: Table, partition: int, partitions: int) -> None:
    if table.name in SAME_EVERYWHERE:
        return
    how = chain.chained(table)
    for where in _conditions(source, table, partition, partitions):
        if how is not None:
            rows = source.execute(select(*(table.c[name] for name in how.columns)).where(where.condition), where.given)
            going = rows.all()
            if how.key:
                places = [how.columns.index(name) for name in how.key]
                chain.note_removed(source, table, [[row[place] for place in places] for row in going])
            else:
                chain.note_pruned(source, table, going)
        source.execute(delete(table).where(where.condition), where.given)


def _take_away_what_was_counted(target: Connection, tables: Sequence[Table], partition: int) -> None:
    """What the new server said for this partition before was handed over, and comes back with the rest.

    What it counted of events that stood in this partition is counted by the partition's own server from now on.
    """
    for table in tables:
        if "partition" in table.c and (table is outbox or "subject" not in table.c):
            _take_away(target, table, partition, 0)


class _Where(NamedTuple):
    condition: ColumnElement[bool]
    given: Mapping[str, Any]


def _conditions(connection: Connection, table: Table, partition: int, partitions: int) -> Iterator[_Where]:
    """Which rows of a table are of a partition: they say so, or their subject does, or where they came from."""
    if "partition" in table.c:
        yield _Where(table.c.partition == partition, {})
        return
    subjects = connection.scalars(select(table.c.subject).where(table.c.subject.is_not(None)).distinct())
    own = sorted(subject for subject in subjects if partition_of(subject, partitions) == partition)
    for few in chunks(own):
        yield _Where(among(table.c.subject), {ANY_OF: few})
    if table is parked:
        origins = connection.execute(select(parked.c.identity, parked.c.origin).where(parked.c.subject.is_(None)))
        nobodys = [row.identity for row in origins if Message.from_origin(row.origin, b"").partition == partition]
        for few in chunks(nobodys):
            yield _Where(among(parked.c.identity), {ANY_OF: few})
