"""How many series a real exporter shows of a large installation, and how long a scrape of them is."""

from __future__ import annotations

from pathlib import Path

from deploy.kafka.broker import FOR_MINUTES
from deploy.stack import kafka as kafka_running
from deploy.waiting import until
from services.watching.catalogue import exporter_series
from services.watching.readers import READERS
from tests.services.runtime.asking import ask
from tests.stack.real_world import BESIDE, real_world

PARTITIONS = 48
SCHEMES = ("us/mississippi", "no/dagpenger", "jp/basic-allowance")
"""Each in a currency of its own. What one more of them costs is the same for any."""
SEEN_SECONDS = 120
SCRAPE_BYTES_MAX = 1_000_000


def test_a_large_installation_shows_no_more_than_was_budgeted(database_url: str, tmp_path: Path) -> None:
    large = {"TIDEOVER_PARTITIONS": str(PARTITIONS), "TIDEOVER_SCHEMES": ",".join(SCHEMES)}
    only = {"exporter": BESIDE["exporter"]}
    with (
        kafka_running(options=FOR_MINUTES) as cluster,
        real_world(tmp_path, cluster.servers, database_url, only, large) as world,
    ):

        def shown() -> list[str]:
            text = ask(world.addresses["exporter"], "/metrics")[2]
            return [line for line in text.splitlines() if line.startswith("tideover_")]

        until(lambda: len(lags(shown())) == 2 * PARTITIONS * len(READERS), "all lag to be seen", seconds=SEEN_SECONDS)
        series = shown()
    assert len(series) <= exporter_series(partitions=PARTITIONS - 1, schemes=len(SCHEMES), currencies=len(SCHEMES))
    assert sum(map(len, series)) < SCRAPE_BYTES_MAX


def lags(series: list[str]) -> list[str]:
    """Those that grow with partitions most: of each reader, in events and in seconds."""
    return [line for line in series if line.startswith("tideover_lag_")]
