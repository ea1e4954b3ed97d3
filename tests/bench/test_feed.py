"""The feed's benchmark carries every fact by every way; how fast is no matter of a test."""

from __future__ import annotations

import pytest

from bench.feed import PARTITIONS, measured
from bench.feed_profile import CLIENT, DOING, REST, doing_in, profile
from bench.feed_topic import fill
from bench.samples import CallStack, CodePlace
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


@pytest.mark.parametrize(
    ("innermost_first", "what"),
    [
        ((("uuid", "UUID"), ("contracts.reading", "read_in_one_pass")), DOING[0][2]),
        (
            (("psycopg.copy", "write"), ("services.runtime.delivery.inbox", "take_note")),
            "inbox: the rows to the driver",
        ),
        ((("services.eligibility.bulk_keeping", "row"),), "its row"),
        ((("services.eligibility.bulk_keeping", "_keep"),), "facts: who claims, and the rows to the driver"),
        ((("services.runtime.delivery.offsets", "advance"),), "delivery"),
        ((("bench.feed_profile", "profile"),), REST),
    ],
)
def test_the_innermost_function_that_tells_says_what_is_done(
    innermost_first: tuple[tuple[str, str], ...], what: str
) -> None:
    assert doing_in(CallStack(tuple(CodePlace(*place) for place in innermost_first), "")) == what


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
