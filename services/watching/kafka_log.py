"""Kafka as the exporter sees it: what each group has acknowledged, beside what is there and when it came.

The broker's own clock stamps messages (`message.timestamp.type` in `contracts/topics.yaml`), so ages are as true as
the two clocks agree.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from kafka import KafkaConsumer, TopicPartition
from kafka.admin import KafkaAdminClient, OffsetSpec

from services.names import CHAINED, FEED, SERVICES, group_of
from services.runtime.kafka.clients import administering, looking_on
from services.runtime.kafka.topics import topic_name
from services.runtime.process.settings import Settings
from services.runtime.process.stopwatch import unix_milliseconds
from services.watching.flow import NEWEST
from services.watching.lag import GAP, LAG_EVENTS, LAG_SECONDS, ReaderProgress, ReadersProgress, unheard
from services.watching.readers import GROUPS, READERS, TOPICS
from services.watching.servers import put_brokers
from services.watching.snapshot import MILLI, Snapshot

CHAINED_GROUP = group_of(CHAINED)
Places = Mapping[TopicPartition, int]
SECOND_MS = 1_000


@dataclass(frozen=True, slots=True)
class Bounds:
    """Where the topics begin and end at one moment."""

    begins: Places
    ends: Places

    def waiting_from(self, place: TopicPartition, committed: int | None) -> int:
        """The first message that a group has not acknowledged, of those that are still kept."""
        return max(committed or 0, self.begins[place])


@dataclass(frozen=True, slots=True)
class _Seen:
    """What is seen of readers from all sides: their groups, the log, and their databases where these are known."""

    committed: Mapping[str, Places]
    bounds: Bounds
    standings: ReadersProgress

    def can_tell(self, group: str, service: str, place: TopicPartition) -> bool:
        """Whether it is known how far a service has come; what it is handed in memory only its database tells."""
        topic = _publisher(place)
        if topic not in SERVICES or self.committed[group].get(place) is not None:
            return True
        return not self.committed[CHAINED_GROUP] or {service, topic} <= self.standings.keys()

    def came_to(self, group: str, service: str, place: TopicPartition) -> int | None:
        """How far a service has come: by its own group, by that of the chained worker, or by what it was handed."""
        own, chained, topic = self.committed[group].get(place), self.committed[CHAINED_GROUP], _publisher(place)
        if topic in SERVICES:
            left = unheard(self.standings, service, (topic, place.partition))
            return own if left is None else max(own or 0, self.bounds.ends[place] - left)
        if group == group_of(FEED) or place not in chained:
            return own
        return max(own or 0, chained[place])

    def acknowledged(self, group: str, service: str, place: TopicPartition) -> int | None:
        """Up to where the log was told that messages took effect; of what is handed on in memory it is told nothing."""
        own = self.committed[group].get(place)
        return own if _publisher(place) in SERVICES else self.came_to(group, service, place)


class KafkaLog:
    """Looks at the brokers anew each time, so that an outage heals by itself."""

    def __init__(self, settings: Settings, groups: Mapping[str, str] | None = None) -> None:
        self._settings = settings
        self._named = dict(groups or {})
        self._acknowledged: dict[tuple[str, TopicPartition], tuple[int, int]] = {}

    def look(self, standings: ReadersProgress, snapshot: Snapshot) -> None:
        """Lag in events and seconds, and each topic's newest message. Raises `BrokerRefused`.

        Of a service without a standing, since its database cannot be seen, no lag is shown that only the database
        could tell.
        """
        with (
            administering(self._settings) as admin,
            looking_on(self._settings) as consumer,
        ):
            committed = self._committed(admin)
            bounds = _bounds(consumer)
            _put_newest(admin, bounds, snapshot)
            put_brokers(admin.describe_topics([topic_name(topic) for topic in TOPICS]), snapshot)
            seen = _Seen(committed, bounds, standings)
            came_to = {
                (group, service, place): seen.came_to(group, service, place)
                for group, service, topic in READERS
                for place in _places_of(topic, bounds)
                if seen.can_tell(group, service, place)
            }
            waiting = {(group, place): bounds.waiting_from(place, at) for (group, _, place), at in came_to.items()}
            behind = {(place, start) for (_, place), start in waiting.items() if start < bounds.ends[place]}
            came = _times(consumer, behind)
        for (group, place), start in waiting.items():
            labels = (group, _publisher(place), str(place.partition))
            snapshot.put(LAG_EVENTS, max(0, bounds.ends[place] - start), *labels)
            snapshot.put(LAG_SECONDS, snapshot.age_seconds(came.get((place, start))), *labels)
        self._acknowledged = {
            (service, place): (seen.acknowledged(group, service, place) or 0, bounds.begins[place])
            for group, service, place in came_to
        }

    def put_gaps(self, service: str, standing: ReaderProgress, snapshot: Snapshot) -> None:
        """What was acknowledged to the log at the last look and has had no effect by now.

        In this order nothing that took effect between two looks is called lost.
        """
        for (reader, place), (acknowledged, begin) in self._acknowledged.items():
            if reader == service:
                topic, partition = _publisher(place), place.partition
                lost = standing.lost((topic, partition), acknowledged, begin)
                snapshot.put(GAP, lost, service, topic, str(partition))

    def _committed(self, admin: KafkaAdminClient) -> dict[str, dict[TopicPartition, int]]:
        names = {group: self._named.get(group, group) for group in (*GROUPS, CHAINED_GROUP)}
        offsets = admin.list_group_offsets(dict.fromkeys(names.values()))
        return {
            group: {place: at.offset for place, at in offsets.get(name, {}).items() if at.offset >= 0}
            for group, name in names.items()
        }

    def close(self) -> None:
        """Nothing stays open between two looks."""


def _bounds(consumer: KafkaConsumer) -> Bounds:
    places = [
        TopicPartition(topic_name(topic), partition)
        for topic in TOPICS
        for partition in sorted(consumer.partitions_for_topic(topic_name(topic)) or ())
    ]
    return Bounds(consumer.beginning_offsets(places), consumer.end_offsets(places))


def _places_of(topic: str, bounds: Bounds) -> list[TopicPartition]:
    return [place for place in bounds.ends if place.topic == topic_name(topic)]


def _publisher(place: TopicPartition) -> str:
    return str(place.topic).removeprefix(topic_name(""))


def _put_newest(admin: KafkaAdminClient, bounds: Bounds, snapshot: Snapshot) -> None:
    """When each topic's newest message came; an empty topic has none."""
    newest = admin.list_partition_offsets(dict.fromkeys(bounds.ends, OffsetSpec.MAX_TIMESTAMP))
    for topic in TOPICS:
        came = [newest[place].timestamp for place in _places_of(topic, bounds)]
        if (last := max(came, default=-1)) >= 0:
            snapshot.put(NEWEST, last // MILLI, topic)


def _times(
    consumer: KafkaConsumer, messages: Iterable[tuple[TopicPartition, int]]
) -> dict[tuple[TopicPartition, int], int]:
    """When these messages came, in milliseconds and to the second, without reading one.

    The broker answers which message is the first from a time on, and the right to describe a topic suffices. Several
    groups may wait at different messages of one partition: these are looked up one after another.
    """
    times: dict[tuple[TopicPartition, int], int] = {}
    left = sorted(messages)
    while left:
        round_ = dict(reversed(left))
        times |= {(place, round_[place]): came for place, came in _came(consumer, round_).items()}
        left = [(place, start) for place, start in left if round_[place] != start]
    return times


def _came(consumer: KafkaConsumer, starts: Places) -> dict[TopicPartition, int]:
    """When the message of each place came, between the log's first message and now, by halving."""
    now = unix_milliseconds()
    earliest = {place: first for place, first in consumer.offsets_for_times(dict.fromkeys(starts, 0)).items() if first}
    times = {place: first.timestamp for place, first in earliest.items()}
    before = {place: max(now, came) + SECOND_MS for place, came in times.items()}
    exact = {place for place, first in earliest.items() if first.offset == starts[place]}
    while open_ := {
        place: (times[place] + before[place]) // 2
        for place in times
        if place not in exact and before[place] - times[place] > SECOND_MS
    }:
        for place, first in consumer.offsets_for_times(open_).items():
            if first is None or first.offset > starts[place]:
                before[place] = open_[place]
                continue
            times[place] = max(first.timestamp, open_[place])
            if first.offset == starts[place]:
                exact.add(place)
    return times
