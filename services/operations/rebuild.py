"""Rebuilds a service's state from the log in an empty database, and compares it with the live one, table by table.

The live database is read in one read-only transaction, which says how far the log has to be read and what must come
out. Messages are read in the order in which the log took them in; the live service may have read two topics in another
order, so only what holds now must be equal (`state`). What no event brings is copied: names and accounts, the states of
payment files, and what officers did with parked events.
"""

from __future__ import annotations

import secrets
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass, replace
from functools import reduce
from itertools import islice
from typing import Any

from alembic.util.exc import CommandError
from sqlalchemy import Connection, MetaData, Table, select, text, update
from sqlalchemy.exc import SQLAlchemyError

from services.operations.audit_log import begins_of, ends_of_topic
from services.operations.digest import Digest, digests
from services.operations.reading import in_order_of_arrival
from services.operations.state import NOT_IN_THE_LOG, parts_of
from services.payments.views import payment_file
from services.runtime.database import chain
from services.runtime.database.refusals import is_about_content
from services.runtime.database.schema import upgrade
from services.runtime.database.store import (
    METADATA,
    MIRRORED,
    Database,
    outbox,
    outbox_partition,
    parked,
    relayed,
    upsert,
)
from services.runtime.delivery import parking
from services.runtime.delivery.delivery import deliver, replay
from services.runtime.delivery.messages import OUTBOX, Message
from services.runtime.delivery.offsets import Partition, all_reached
from services.runtime.delivery.outbox import bookmarks_in
from services.runtime.kafka.names import came_ms, message
from services.runtime.kafka.process import database_of
from services.runtime.kafka.topics import topic_name
from services.runtime.process.settings import Settings, WrongSetting
from services.runtime.service import Service

AT_ONCE = 2_000
COPIED_AT_ONCE = 5_000
POSTGRESQL = "postgresql+psycopg://"
NEVER = "18446744073709551615"
"""The highest transaction there can be: a relay that meets a half-made database publishes nothing."""
HIGHEST = 2**62
"""The same of a number in an outbox."""


@dataclass(frozen=True, slots=True)
class Live:
    """The live database at one moment."""

    positions: Mapping[Partition, int]
    """How far each place of the log is to be read."""
    heard_by_log: Mapping[Partition, int]
    """How far the service itself has read it; what lies behind that was handed on to it, or was not heard."""
    handed_on: Mapping[Partition, int]
    """How many events of another service's outbox it was given beside the log, by that service and partition."""
    digests: Mapping[str, Digest]
    closed: Mapping[str, Any]
    """Parked events that were replayed or set aside, by their identity."""
    files: Mapping[str, Mapping[str, object]]
    """What became of each payment file, by its name."""
    beyond_compare: frozenset[str] = frozenset()
    """Parts that need not be equal, since they stand on several servers in part."""
    unheard: frozenset[bytes] = frozenset()
    """What others have said and it was not handed yet; the log has it."""

    def has_heard(self, place: Partition, offset: int, body: bytes) -> bool:
        """Whether a message of the log has come to it: handed on, or read by itself before or after it was chained."""
        return body not in self.unheard or offset < self.heard_by_log.get(place, 0)


@dataclass(frozen=True, slots=True)
class Compared:
    """One part of the state in both databases; `holds` if it must be equal."""

    part: str
    live: Digest
    rebuilt: Digest
    holds: bool

    @property
    def equal(self) -> bool:
        """Whether the same rows are there."""
        return self.live == self.rebuilt


def opened_empty(url: str, service: Service[Any], live: Database) -> Database:
    """The database to rebuild into, its schema made.

    Raises `WrongSetting` if it is the live one, or if the service has rows there.
    """
    database = None
    if not url.startswith(POSTGRESQL):
        raise WrongSetting(f"--into takes an address that begins with {POSTGRESQL}, as TIDEOVER_DATABASE_URL does.")
    try:
        database = Database.on_postgresql(url, service.name, service.tables, partitions=live.partitions)
        same = any(_is_the_same(database, part) for part in live.parts)
        if not same:
            upgrade(url, service.name)
        with database.reading() as connection:
            full = [table.name for table in _all_tables(service.tables) if not same and _any_row(connection, table)]
    except (SQLAlchemyError, CommandError) as fault:
        if database is not None:
            database.close()
        raise WrongSetting(f"The database to rebuild into does not do ({type(fault).__name__}).") from None
    if same or full:
        database.close()
        why = f"is not empty: {service.name} has rows in {', '.join(full)}" if full else "is the live one"
        raise WrongSetting(f"The database to rebuild into {why}.")
    return database


def _is_the_same(database: Database, other: Database) -> bool:
    """Whether two addresses mean one database: a lock held in the one cannot be had in the other then."""
    key = {"key": secrets.randbits(62)}
    with other.reading() as holding, database.reading() as trying:
        holding.execute(text("SELECT pg_advisory_xact_lock(:key)"), key)
        return not trying.scalar(text("SELECT pg_try_advisory_xact_lock(:key)"), key)


def _all_tables(own: MetaData) -> list[Table]:
    return [*METADATA.tables.values(), *own.tables.values()]


def _any_row(connection: Connection, table: Table) -> bool:
    return connection.execute(select(table).limit(1)).first() is not None


def look_at_live(service: Service[Any], live: Database, rebuilt: Database) -> Live:
    """What the live database is at this moment; what no event brings is copied from it.

    Of a service that is split, what its servers hold together, each at a moment of its own.
    """
    return reduce(_together, [_look_at_part(service, part, rebuilt) for part in live.parts])


def _together(one: Live, other: Live) -> Live:
    """What two servers hold. An inbox that came along with a partition is on both, so inboxes are not added up."""
    return Live(
        {**one.positions, **other.positions},
        {**one.heard_by_log, **other.heard_by_log},
        {**one.handed_on, **other.handed_on},
        {name: digest.plus(other.digests[name]) for name, digest in one.digests.items()},
        {**one.closed, **other.closed},
        {**one.files, **other.files},
        beyond_compare=frozenset({"inbox"}),
    )


def _look_at_part(service: Service[Any], live: Database, rebuilt: Database) -> Live:
    with live.reading() as connection:
        connection.execute(text("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY"))
        came_to = {place: end for place, end in all_reached(connection).items() if live.holds(place[1])}
        live_digests = digests(connection, parts_of(service.name, service.tables))
        done = connection.execute(select(parked).where(parked.c.state != parking.WAITING))
        closed = {row.identity: row for row in done}
        files: dict[str, Mapping[str, object]] = {}
        if service.name == "payments":
            rows = connection.execute(select(payment_file.c.name, payment_file.c.state, payment_file.c.copies))
            files = {row.name: {"state": row.state, "copies": row.copies} for row in rows}
        for brought in NOT_IN_THE_LOG.get(service.name, ()):
            _copy(connection, rebuilt, brought.table)
    positions = {place: position for place, position in came_to.items() if not place[0].endswith(OUTBOX)}
    handed_on = {(log.removesuffix(OUTBOX), n): end for (log, n), end in came_to.items() if log.endswith(OUTBOX)}
    return Live(positions, positions, handed_on, live_digests, closed, files)


def _copy(source: Connection, target: Database, table: Table) -> None:
    rows = source.execution_options(stream_results=True).execute(select(table)).mappings()
    with target.begin() as connection:
        for part in rows.partitions(COPIED_AT_ONCE):
            chain.insert(connection, table, [dict(row) for row in part])


def check_that_all_is_kept(settings: Settings, live: Live) -> int:
    """How many messages are to be read. Raises `WrongSetting` if the log no longer holds the first of them."""
    begins = begins_of(settings, live.positions)
    for (topic, partition), begin in begins.items():
        if begin and live.positions[topic, partition]:
            raise WrongSetting(
                f"The log keeps {topic_name(topic)}/{partition} from {begin} on; what came before is in no log."
                " Restore a backup of the database instead."
            )
    return sum(live.positions.values())


def with_what_was_handed_on(settings: Settings, live: Live) -> Live:
    """The same with how far the log has to be read for what came beside it, and what of it was not heard.

    Raises `WrongSetting` if it has heard what Kafka does not have yet.
    """
    positions = dict(live.positions)
    unheard: set[bytes] = set()
    for publisher in {publisher for publisher, _ in live.handed_on}:
        with closing(database_of(settings, publisher, MetaData())) as database:
            heard = {number: end for (name, number), end in live.handed_on.items() if name == publisher}
            if any(row.published < heard.get(row.partition, 0) for row in bookmarks_in(database)):
                raise WrongSetting(f"Kafka does not have yet what {publisher} has said; try again in a moment.")
            positions |= ends_of_topic(settings, publisher)
            for part in database.parts:
                with part.reading() as connection:
                    unheard.update(said_behind(connection, heard, part.holds))
    return replace(live, positions=positions, unheard=frozenset(unheard))


def said_behind(
    connection: Connection, heard: Mapping[int, int], holds: Callable[[int], bool] = lambda _partition: True
) -> Iterator[bytes]:
    """What stands in an outbox from these numbers on, by partition; all of a partition of which nothing was heard."""
    for partition in filter(holds, connection.scalars(select(outbox_partition.c.partition)).all()):
        behind = (outbox.c.partition == partition) & (outbox.c.number >= heard.get(partition, 0))
        yield from map(bytes, connection.scalars(select(outbox.c.body).where(behind)))


def read_all_again(settings: Settings, service: Service[Any], rebuilt: Database, live: Live) -> Iterator[int]:
    """Let every message take effect that the live service has heard, in the order of arrival; yields how many did."""
    with rebuilt.begin() as connection:
        upsert(connection, relayed, [{"reader": MIRRORED, "transaction": NEVER, "position": 0}])
        places = [{"partition": place, "next_number": 0, "published": HIGHEST} for place in range(rebuilt.partitions)]
        upsert(connection, outbox_partition, places)
    topics = service.topics()
    records = in_order_of_arrival(settings, live.positions, topics.index)
    while batch := list(islice(records, AT_ONCE)):
        messages = [
            _message(place, record) for place, record in batch if live.has_heard(place, record.offset, record.value)
        ]
        deliver(messages, service, rebuilt, parked_max=sys.maxsize)
        yield len(batch)


def _message(place: Partition, record: Any) -> Message:
    topic, partition = place
    name = topic_name(topic)
    arrived_ms = came_ms(name, record.timestamp, record.headers)
    return message(name, partition, record.offset, record.value, arrived_ms, record.key)


def act_again(service: Service[Any], rebuilt: Database, live: Live) -> None:
    """What officers did with parked events, and what became of payment files, stands in no topic."""
    with rebuilt.begin() as connection:
        waiting = [event for event in parking.waiting(connection) if event.identity in live.closed]
        for event in waiting:
            act = live.closed[event.identity]
            if act.state == parking.DISCARDED:
                parking.close(connection, event.number, act.state, officer=act.closed_by, because=act.closed_because)
        for name, became in live.files.items():
            connection.execute(update(payment_file).where(payment_file.c.name == name).values(**became))
            chain.note_stored(connection, payment_file, "name", [name])
    again = [event.subject for event in waiting if live.closed[event.identity].state == parking.REPLAYED]
    for subject in dict.fromkeys(again):
        try:
            replay(service, rebuilt, subject)
        except Exception as fault:
            if not is_about_content(fault):  # else they stay parked, and the comparison says so
                raise


def everything_was_published(rebuilt: Database) -> None:
    """Put the relay's bookmarks behind the last row: what was said then stands in the log already."""
    with rebuilt.begin() as connection:
        connection.execute(update(outbox_partition).values(published=outbox_partition.c.next_number))
        last = select(parked.c.transaction, parked.c.number).order_by(
            parked.c.transaction.desc(), parked.c.number.desc()
        )
        row = connection.execute(last.limit(1)).one_or_none()
        there = {"transaction": row[0], "position": row[1]} if row else {"transaction": "0", "position": 0}
        connection.execute(update(relayed).where(relayed.c.reader == MIRRORED).values(there))


def compare(service: Service[Any], rebuilt: Database, live: Live) -> Sequence[Compared]:
    """Both databases, part by part."""
    parts = parts_of(service.name, service.tables)
    with rebuilt.reading() as connection:
        rebuilt_digests = digests(connection, parts)
    return [
        Compared(
            part.name,
            live.digests[part.name],
            rebuilt_digests[part.name],
            part.holds and part.name not in live.beyond_compare,
        )
        for part in parts
    ]
