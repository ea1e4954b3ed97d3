"""Lag is seen from outside, on real brokers: in events and in seconds, whoever is dead."""

from __future__ import annotations

import gc
import warnings
from contextlib import suppress

import pytest
from kafka import KafkaProducer, TopicPartition
from kafka.admin import KafkaAdminClient
from kafka.structs import OffsetAndMetadata

from deploy.kafka.cluster import Cluster
from deploy.waiting import until
from services.names import CHAINED, FEED, SERVICES, group_of
from services.runtime.kafka.clients import BrokerRefused
from services.runtime.process.settings import Settings
from services.watching.flow import NEWEST
from services.watching.kafka_log import KafkaLog
from services.watching.lag import GAP, LAG_EVENTS, LAG_SECONDS, ReaderProgress
from services.watching.readers import GROUPS, TOPICS
from services.watching.servers import BEHIND, BROKERS, LEADERLESS, put_brokers
from services.watching.snapshot import Snapshot

PARTITIONS = 4
BEGAN_MS = 1_600_000_000_000
CLAIMS = "tideover-claims"


class Log:
    """Topics and groups of this test alone, on the run's own broker."""

    def __init__(self, cluster: Cluster, prefix: str) -> None:
        self.prefix = prefix
        self.servers = cluster.servers
        cluster.create_topics(*(f"{prefix}{topic}" for topic in TOPICS), partitions=PARTITIONS)
        groups = {group: f"{prefix}{group}" for group in (*GROUPS, group_of(CHAINED))}
        self.log = KafkaLog(Settings(kafka_servers=self.servers), groups)

    def holds(self, topic: str, *came_ms: int, partition: int = 0) -> None:
        """Messages come at these moments."""
        producer = KafkaProducer(bootstrap_servers=self.servers, acks="all")
        for moment in came_ms:
            producer.send(f"{self.prefix}{topic}", b"{}", partition=partition, timestamp_ms=moment)
        producer.close()

    def acknowledges(self, group: str, topic: str, offset: int, partition: int = 0) -> None:
        """A group has committed an offset."""
        admin = KafkaAdminClient(bootstrap_servers=self.servers)
        place = TopicPartition(f"{self.prefix}{topic}", partition)
        admin.alter_group_offsets(f"{self.prefix}{group}", {place: OffsetAndMetadata(offset, "", -1)})
        admin.close()

    def can_be_looked_at(self) -> bool:
        """A broker that has just started cannot say yet who coordinates a group."""
        with suppress(BrokerRefused):
            self.looked_at(BEGAN_MS)
            return True
        return False

    def looked_at(self, now_ms: int, standings: dict[str, ReaderProgress] | None = None) -> Snapshot:
        snapshot = Snapshot(now_ms)
        self.log.look(standings or {}, snapshot)
        for service, standing in (standings or {}).items():
            self.log.put_gaps(service, standing, snapshot)
        return snapshot


def at(position: int) -> dict[str, ReaderProgress]:
    """Claims has reached a position of its first partition of the topic intake."""
    return {"claims": ReaderProgress({("intake", 0): position})}


@pytest.fixture
def log(kafka: Cluster, topic_prefix: str, monkeypatch: pytest.MonkeyPatch) -> Log:
    monkeypatch.setattr("services.watching.kafka_log.topic_name", lambda publisher: f"{topic_prefix}{publisher}")
    log = Log(kafka, topic_prefix)
    until(log.can_be_looked_at, "the broker to know its groups")
    return log


def test_a_group_that_nobody_runs_is_behind_by_everything_there_is(log: Log) -> None:
    log.holds("intake", BEGAN_MS, BEGAN_MS + 5_000)
    log.holds("registry", BEGAN_MS + 60_000, partition=3)
    seen = log.looked_at(BEGAN_MS + 90_000).figures
    assert seen[LAG_EVENTS.name][CLAIMS, "intake", "0"] == 2
    assert seen[LAG_SECONDS.name][CLAIMS, "intake", "0"] == 90
    assert seen[LAG_EVENTS.name][group_of(FEED), "registry", "3"] == 1
    assert seen[LAG_SECONDS.name][group_of(FEED), "registry", "3"] == 30
    assert seen[LAG_EVENTS.name][CLAIMS, "intake", "1"] == 0
    assert seen[LAG_SECONDS.name][CLAIMS, "intake", "1"] == 0


def test_what_was_acknowledged_is_no_lag_and_age_is_that_of_the_oldest_left(log: Log) -> None:
    log.holds("intake", BEGAN_MS, BEGAN_MS + 5_000, BEGAN_MS + 80_000)
    log.acknowledges(CLAIMS, "intake", 2)
    log.acknowledges("tideover-eligibility", "intake", 1)
    seen = log.looked_at(BEGAN_MS + 90_000).figures
    assert seen[LAG_EVENTS.name][CLAIMS, "intake", "0"] == 1
    assert seen[LAG_SECONDS.name][CLAIMS, "intake", "0"] == 10
    assert seen[LAG_EVENTS.name]["tideover-eligibility", "intake", "0"] == 2
    assert seen[LAG_SECONDS.name]["tideover-eligibility", "intake", "0"] == 85
    log.acknowledges(CLAIMS, "intake", 3)
    seen = log.looked_at(BEGAN_MS + 90_000).figures
    assert seen[LAG_EVENTS.name][CLAIMS, "intake", "0"] == 0
    assert seen[LAG_SECONDS.name][CLAIMS, "intake", "0"] == 0


def test_what_was_acknowledged_and_never_reached_the_database_is_a_gap(log: Log) -> None:
    log.holds("intake", BEGAN_MS, BEGAN_MS, BEGAN_MS)
    log.acknowledges(CLAIMS, "intake", 3)
    assert log.looked_at(BEGAN_MS, at(3)).figures[GAP.name]["claims", "intake", "0"] == 0
    assert log.looked_at(BEGAN_MS, at(1)).figures[GAP.name]["claims", "intake", "0"] == 2
    nothing_reached = {"claims": ReaderProgress()}
    assert log.looked_at(BEGAN_MS, nothing_reached).figures[GAP.name]["claims", "intake", "0"] == 3
    ahead = log.looked_at(BEGAN_MS, at(9))
    assert ahead.figures[GAP.name]["claims", "intake", "0"] == 0, "the database may be ahead of what is acknowledged"


def test_a_database_that_cannot_be_seen_hides_no_lag_of_the_log_and_shows_no_gap(log: Log) -> None:
    log.holds("intake", BEGAN_MS, BEGAN_MS)
    log.holds("claims", BEGAN_MS)
    log.acknowledges(group_of(CHAINED), "intake", 1)
    seen = log.looked_at(BEGAN_MS + 90_000, {}).figures
    assert seen[LAG_EVENTS.name][CLAIMS, "intake", "0"] == 1
    assert seen[LAG_SECONDS.name][CLAIMS, "intake", "0"] == 90
    handed_on_in_memory = ("tideover-payments", "claims", "0")
    assert handed_on_in_memory not in seen[LAG_EVENTS.name], "only the databases tell how far that came"
    assert GAP.name not in seen
    known = {name: ReaderProgress() for name in SERVICES}
    assert handed_on_in_memory in log.looked_at(BEGAN_MS + 90_000, known).figures[LAG_EVENTS.name]


def test_what_takes_effect_between_two_looks_is_not_lost(log: Log) -> None:
    log.holds("intake", BEGAN_MS, BEGAN_MS, BEGAN_MS)
    log.acknowledges(CLAIMS, "intake", 2)
    seen_before = log.looked_at(BEGAN_MS, at(2))
    log.acknowledges(CLAIMS, "intake", 3)
    reached_since = Snapshot(BEGAN_MS)
    log.log.put_gaps("claims", at(3)["claims"], reached_since)
    gaps = [seen.figures[GAP.name]["claims", "intake", "0"] for seen in (seen_before, reached_since)]
    assert gaps == [0, 0]


def test_what_a_service_has_noticed_to_be_passed_over_is_a_gap_too(log: Log) -> None:
    log.holds("intake", BEGAN_MS, BEGAN_MS, BEGAN_MS)
    log.acknowledges(CLAIMS, "intake", 3)
    noticed = ReaderProgress({("intake", 0): 3}, {("intake", 0): 2})
    assert log.looked_at(BEGAN_MS, {"claims": noticed}).figures[GAP.name]["claims", "intake", "0"] == 2


def test_the_newest_message_of_a_topic_is_known_and_an_empty_topic_has_none(log: Log) -> None:
    log.holds("registry", BEGAN_MS)
    log.holds("registry", BEGAN_MS + 7_000, partition=2)
    newest = log.looked_at(BEGAN_MS + 90_000).figures[NEWEST.name]
    assert newest == {("registry",): (BEGAN_MS + 7_000) // 1000}


def test_brokers_that_cannot_be_reached_are_an_error_and_not_no_lag() -> None:
    with pytest.raises(BrokerRefused):
        KafkaLog(Settings(kafka_servers="127.0.0.1:1", kafka_patience_seconds=1)).look({}, Snapshot(BEGAN_MS))
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", ResourceWarning)  # the client leaves sockets that never connected lying about
        gc.collect()


def test_each_partition_has_a_leader_and_all_its_copies(log: Log) -> None:
    seen = log.looked_at(BEGAN_MS).figures
    assert [seen[metric.name][()] for metric in (BROKERS, BEHIND, LEADERLESS)] == [1, 0, 0]


def test_a_copy_that_is_behind_and_a_partition_that_nobody_leads_are_counted() -> None:
    whole = {"leader_id": 1, "replica_nodes": [1, 2], "isr_nodes": [1, 2]}
    behind = {"leader_id": 1, "replica_nodes": [1, 2], "isr_nodes": [1]}
    lost = {"leader_id": -1, "replica_nodes": [3], "isr_nodes": []}
    snapshot = Snapshot()
    put_brokers([{"partitions": [whole, behind]}, {"partitions": [lost]}], snapshot)
    assert [snapshot.figures[metric.name][()] for metric in (BROKERS, BEHIND, LEADERLESS)] == [2, 2, 1]
