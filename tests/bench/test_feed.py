"""The feed's benchmark carries every fact by every way; how fast is no matter of a test."""

from __future__ import annotations

import pytest

from bench.feed import PARTITIONS, measured
from bench.feed_profile import CLIENT, DOING, REST, profile
from bench.feed_topic import fill
from deploy.kafka.cluster import Cluster
from services.runtime.process.settings import Settings

FACTS = 120


@pytest.fixture(scope="module")
def servers(kafka: Cluster) -> str:
    """Kafka with the facts in the topic of the bench."""
    fill(Settings(kafka_servers=kafka.servers, partitions=PARTITIONS), FACTS, lambda _: None)
    return kafka.servers


def test_the_profile_says_where_the_whole_of_a_fact_goes(servers: str, database_url: str) -> None:
    settings = Settings(kafka_servers=servers, database_url=database_url, partitions=PARTITIONS)

    whole, *parts = profile(settings)

    assert {part.what.strip() for part in parts} <= {CLIENT, REST, *(what for _, _, what in DOING)}
    assert sum(part.median for part in parts) == pytest.approx(whole.median)


def test_every_way_carries_every_fact_at_one_worker_and_at_two(servers: str, database_url: str) -> None:
    settings = Settings(kafka_servers=servers, database_url=database_url, partitions=PARTITIONS)
    carried: list[int] = []

    figures = measured(settings, 1, carried.append)

    assert carried == [FACTS] * 6
    rates = {figure.what: figure.median for figure in figures if figure.unit == "facts/s"}
    assert len(rates) == 6
    assert all(rate > 0 for rate in rates.values())
    shares = [figure for figure in figures if figure.unit == "%"]
    assert all(f"{figure.what.rpartition(':')[0]}" in rates for figure in shares)
    assert len(shares) == 4
