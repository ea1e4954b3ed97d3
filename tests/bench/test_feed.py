"""The feed's benchmark carries every fact by every way; how fast is no matter of a test."""

from __future__ import annotations

from bench.feed import PARTITIONS, measured
from bench.feed_topic import fill
from deploy.kafka.cluster import Cluster
from services.runtime.process.settings import Settings

FACTS = 120


def test_every_way_carries_every_fact_at_one_worker_and_at_two(kafka: Cluster, database_url: str) -> None:
    settings = Settings(kafka_servers=kafka.servers, database_url=database_url, partitions=PARTITIONS)
    fill(settings, FACTS, lambda _: None)
    carried: list[int] = []

    figures = measured(settings, 1, carried.append)

    assert carried == [FACTS] * 6
    rates = {figure.what: figure.median for figure in figures if figure.unit == "facts/s"}
    assert len(rates) == 6
    assert all(rate > 0 for rate in rates.values())
    shares = [figure for figure in figures if figure.unit == "%"]
    assert all(f"{figure.what.rpartition(':')[0]}" in rates for figure in shares)
    assert len(shares) == 4
