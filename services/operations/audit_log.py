"""Compares the acknowledged messages of the log with each service's inbox and parked events."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from kafka import TopicPartition
from sqlalchemy import Connection

from services.names import CHAINED, FED, FEED, group_of
from services.operations.findings import DELETED, EFFECT, PASSED_OVER, Audit, Breach
from services.operations.reading import AT_ONCE, Ends, read_to
from services.runtime.database import bulk
from services.runtime.database.store import Database, inbox, parked
from services.runtime.delivery import outbox
from services.runtime.delivery.messages import OUTBOX, Item, Message, Readable, read_all
from services.runtime.delivery.offsets import Partition, all_missed, reached_in
from services.runtime.delivery.other_place import place_of
from services.runtime.kafka.clients import administering, looking_on
from services.runtime.kafka.names import message, publisher_of
from services.runtime.kafka.topics import topic_name
from services.runtime.process.settings import Settings
from services.runtime.service import Service
from services.watching.readers import READERS


@dataclass(frozen=True, slots=True)
class Reader:
    """A service, and how far its groups have acknowledged each place."""

    service: Service[Any]
    database: Database
    committed: Ends
    whole: Database
    """All servers of the service."""


def readers_of(service: Service[Any], database: Database, committed: Ends) -> Iterator[Reader]:
    """A service as the reader that it is on each of its servers."""
    for part in database.parts:
        own = {place: end for place, end in committed.items() if part.holds(place[1])}
        yield Reader(service, part, own, database)


def committed(settings: Settings, service: Service[Any]) -> dict[Partition, int]:
    """How far a service's groups have acknowledged each place that it reads. Raises `BrokerRefused`."""
    chained = group_of(CHAINED)
    mine = {topic_name(topic): {group, chained} for group, name, topic in READERS if name == service.name}
    if service.name == FED[0]:
        mine[topic_name(FED[1])] = {group_of(FEED)}
    groups = {group for readers in mine.values() for group in readers}
    with administering(settings) as admin:
        offsets = admin.list_group_offsets(dict.fromkeys(groups))
    ends: dict[Partition, int] = {}
    for group in groups:
        for place, at in offsets.get(group, {}).items():
            if at.offset >= 0 and group in mine.get(place.topic, ()):
                read = publisher_of(place.topic), place.partition
                ends[read] = max(ends.get(read, 0), at.offset)
    return ends


def audit_handed_on(databases: Mapping[str, Database], readers: Sequence[Reader], audit: Audit) -> Iterator[int]:
    """The same of what services were handed beside the log, from one's outbox to the other; yields how many."""
    for reader in readers:
        for (log, partition), end in reached_in(reader.database).items():
            if (publisher := log.removesuffix(OUTBOX)) != log:
                said = databases[publisher].of(partition)
                yield from _look_at_outbox(said, reader, (publisher, partition), end, audit)


def _look_at_outbox(database: Database, reader: Reader, place: Partition, end: int, audit: Audit) -> Iterator[int]:
    start = 0
    while start < end:
        with database.reading() as connection:
            messages = outbox.read(connection, *place, start, AT_ONCE)
        if not (messages := [message for message in messages if message.offset < end]):
            return  # what is older was pruned
        _look_at(reader, messages, audit)
        start = messages[-1].offset + 1
        yield len(messages)


def audit_effects(settings: Settings, readers: Sequence[Reader], audit: Audit) -> Iterator[int]:
    """Compare every acknowledged message with what its readers know of it; yields how many were checked."""
    ends: dict[Partition, int] = {}
    for reader in readers:
        for place, end in reader.committed.items():
            ends[place] = max(ends.get(place, 0), end)
    for (topic, partition), records in read_to(settings, ends):
        name = topic_name(topic)
        for reader in readers:
            end = reader.committed.get((topic, partition), 0)
            messages = [
                message(name, partition, record.offset, record.value, record.timestamp)
                for record in records
                if record.offset < end
            ]
            if messages:
                _look_at(reader, messages, audit)
        yield len(records)


def _look_at(reader: Reader, messages: Sequence[Message], audit: Audit) -> None:
    audit.looked_at[EFFECT, reader.service.name] += len(messages)
    read_all(messages, reader.service)
    is_split = len(reader.whole.parts) > 1
    by_place: dict[Database, list[Item]] = {}
    for came in messages:
        if came.item is not None:
            place = place_of(came.item, came.partition, reader.whole) if is_split else reader.database
            by_place.setdefault(place, []).append(came.item)
    for database, items in by_place.items():
        with database.reading() as connection:
            _look_at_items(connection, reader.service, items, audit)


def _look_at_items(connection: Connection, service: Service[Any], items: Sequence[Item], audit: Audit) -> None:
    ids = [item.id for item in items if isinstance(item, Readable)]
    done: dict[UUID, bytes] = dict(bulk.find(connection, inbox, {"event_id": ids}, ("event_id", "content")))
    without_effect = [item for item in items if not (isinstance(item, Readable) and _is_done(item, done))]
    identities = _parked(connection, without_effect)
    for item in without_effect:
        if not identities.intersection(_identities(item)):
            audit.found(_without_effect(service.name, item))


def _is_done(item: Readable, done: Mapping[UUID, bytes]) -> bool:
    return item.id in done and item.is_noted_as(done[item.id])


def _parked(connection: Connection, items: Sequence[Item]) -> set[str]:
    identities = [identity for item in items for identity in _identities(item)]
    return {row[0] for row in bulk.find(connection, parked, {"identity": identities}, ("identity",))}


def _identities(item: Item) -> tuple[str, ...]:
    """What the item is called if it is parked: by its id, or beside another event that came under it before."""
    if not isinstance(item, Readable):
        return (item.identity,)
    return (item.identity, f"{item.identity}#{item.content.hex()[:16]}")


def _without_effect(service: str, item: Item) -> Breach:
    if isinstance(item, Readable):
        origin, what = item.message.origin, f"event {item.id} ({item.model.name})"
    else:
        origin, what = item.origin, f"a message that cannot be read ({item.code})"
    says = f"{service} acknowledged {origin}, {what}, and it neither took effect nor is it parked."
    return Breach(EFFECT, service, origin, says)


def audit_positions(settings: Settings, reader: Reader, reached: Mapping[Partition, int], audit: Audit) -> None:
    """What the service noticed to be passed over, and what the log deleted before the service came to it."""
    name = reader.service.name
    with reader.database.reading() as connection:
        gaps = all_missed(connection)
    audit.looked_at[PASSED_OVER, name] += len(reader.committed)
    for gap in gaps:
        place = f"{gap.topic}/{gap.partition}/{gap.start}"
        says = f"{name} was not given {gap.topic}/{gap.partition} from {gap.start} up to {gap.end}, and still waits."
        audit.found(Breach(PASSED_OVER, name, place, says))
    for (topic, partition), begin in begins_of(settings, reader.committed).items():
        audit.looked_at[DELETED, name] += 1
        if (last := reached.get((topic, partition), 0)) < begin:
            says = f"{name} has read {topic}/{partition} up to {last}, and the log keeps nothing before {begin}."
            audit.found(Breach(DELETED, name, f"{topic}/{partition}/{last}", says))


def begins_of(settings: Settings, places: Iterable[Partition]) -> dict[Partition, int]:
    """The first position of each place that the log still keeps."""
    with looking_on(settings) as consumer:
        asked = [TopicPartition(topic_name(topic), partition) for topic, partition in places]
        begins = consumer.beginning_offsets(asked) if asked else {}
    return {(publisher_of(place.topic), place.partition): begin for place, begin in begins.items()}


def ends_of_topic(settings: Settings, publisher: str) -> dict[Partition, int]:
    """Where each partition of a publisher's topic ends now."""
    name = topic_name(publisher)
    with looking_on(settings) as consumer:
        places = [TopicPartition(name, number) for number in consumer.partitions_for_topic(name) or ()]
        ends = consumer.end_offsets(places) if places else {}
    return {(publisher, place.partition): end for place, end in ends.items()}
