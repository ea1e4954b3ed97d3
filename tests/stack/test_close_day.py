"""`tideover close-day` on a real broker: what is closed is read from the clock's own topic."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

import pytest
from typer.testing import CliRunner

from deploy.kafka.cluster import Cluster
from services.__main__ import app
from services.runtime.kafka.clock import closed_days, tell_closed
from services.runtime.kafka.topics import topic_name
from services.runtime.process.settings import Settings
from tests.stack.prefixed import named

PARTITIONS = 2


@pytest.fixture
def settings(kafka: Cluster, topic_prefix: str) -> Iterator[Settings]:
    with named(topic_prefix):
        kafka.create_topics(topic_name("clock"), partitions=PARTITIONS)
        yield Settings(kafka_servers=kafka.servers, partitions=PARTITIONS)


def closes(settings: Settings, *words: str) -> tuple[int, str]:
    """How the command ends, and its sentence."""
    told = {"TIDEOVER_KAFKA_SERVERS": settings.kafka_servers, "TIDEOVER_PARTITIONS": str(PARTITIONS)}
    result = CliRunner().invoke(app, ["close-day", *words], env=told)
    return result.exit_code, str(result.exception) if result.exit_code == 1 else result.stdout


def test_days_are_closed_one_after_another_and_each_once(settings: Settings) -> None:
    first, not_over = date(2020, 1, 31), date(2099, 1, 1)
    assert closed_days(settings) == {0: None, 1: None}
    assert closes(settings, f"{first}") == (0, "2020-01-31 is closed. Partitions told: 2.\n")
    assert closed_days(settings) == {0: first, 1: first}

    tell_closed(settings, first + timedelta(days=1), [1])
    assert closes(settings, "2020-02-01") == (0, "2020-02-01 is closed. Partitions told: 1.\n")

    for earlier in ("2020-02-01", "2020-01-05"):
        said = f"{earlier} is closed: already closed up to 2020-02-01. Nothing was published.\n"
        assert closes(settings, earlier) == (0, said)

    status, said = closes(settings, "2020-04-01")
    assert status == 1
    assert said.startswith("2020-02-02 to 2020-03-31 would be left out")
    status, said = closes(settings, f"{not_over}", "--over-gap")
    assert status == 1
    assert said.startswith(f"{not_over} is not over")
    assert closed_days(settings) == {0: date(2020, 2, 1), 1: date(2020, 2, 1)}, "nothing was published"

    assert closes(settings, "2020-04-01", "--over-gap") == (0, "2020-04-01 is closed. Partitions told: 2.\n")
    status, said = closes(settings, "2099-01-01", "--over-gap", "--simulation")
    assert status == 0
    assert said.startswith("A simulation: 2099-01-01 is not over by this machine's clock.")
    assert closed_days(settings) == {0: date(2099, 1, 1), 1: date(2099, 1, 1)}
