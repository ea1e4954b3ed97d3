"""How many series a real exporter shows of a large installation, and how long a scrape of them is."""

from __future__ import annotations

import re
from collections import Counter
from functools import partial
from pathlib import Path

from deploy.kafka.broker import FOR_MINUTES
from deploy.prometheus.server import prometheus
from deploy.stack import kafka as kafka_running
from deploy.waiting import until
from services.names import CHAINED
from services.watching.catalogue import SERIES_OF_A_WORKER_MAX, exporter_series
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

        all_readers = 3 * PARTITIONS * len(READERS)
        until(lambda: len(of_readers(shown())) == all_readers, "every reader to be seen", seconds=SEEN_SECONDS)
        series = shown()
    budget = partial(exporter_series, schemes=len(SCHEMES), currencies=len(SCHEMES))
    assert len(series) <= budget(partitions=PARTITIONS)
    of_each = Counter(found[1] for line in series if (found := re.search(r'partition="(\d+)"', line)))
    closed = 1  # no day of a partition was closed yet
    assert set(of_each.values()) == {budget(partitions=PARTITIONS + 1) - budget(partitions=PARTITIONS) - closed}
    assert len(of_each) == PARTITIONS
    assert sum(map(len, series)) < SCRAPE_BYTES_MAX


def test_the_worker_of_all_services_shows_no_more_at_many_partitions(database_url: str, tmp_path: Path) -> None:
    """Its series are by service and kind; a label of partitions would pass the limit at forty of them."""
    large = {"TIDEOVER_PARTITIONS": str(PARTITIONS)}
    only = {CHAINED: ["worker", CHAINED]}
    with (
        kafka_running(options=FOR_MINUTES) as cluster,
        real_world(tmp_path, cluster.servers, database_url, only, large) as world,
        prometheus(tmp_path, world.addresses) as server,
    ):
        until(lambda: server.targets() == {world.addresses[CHAINED]: "up"}, "the worker to be scraped")
        until(lambda: bool(server.query("scrape_samples_scraped")), "a scrape to be counted")
        [scraped] = server.query("scrape_samples_scraped")
        assert {one["metric"]["role"] for one in server.query("tideover_ready == 1")} == {CHAINED}
        assert not server.query('{__name__=~"tideover.+",partition!=""}')
    assert SERIES_OF_A_WORKER_MAX / 4 < float(scraped["value"][1]) < SERIES_OF_A_WORKER_MAX


def of_readers(series: list[str]) -> list[str]:
    """Those that grow with partitions most: lag of each reader in events and in seconds, and its gaps."""
    return [line for line in series if line.startswith(("tideover_lag_", "tideover_completeness_gap_"))]
