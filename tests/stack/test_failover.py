"""The first PostgreSQL dies in the middle of work and its standby takes its place, as deploy/STANDBY.md says.

Kafka stays. The chronicle of the trials shows what of each person took effect, and how often.
"""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from deploy.kafka.cluster import Cluster
from deploy.postgres.programs import give
from deploy.postgres.server import Server
from deploy.postgres.standby import Standby
from deploy.stack import postgres
from tests.stack.trial import Trial, reset_to_earliest, trial

DATABASE = "tideover"


@pytest.fixture
def primary() -> Iterator[Server]:
    with postgres() as server:
        server.create_database(DATABASE)
        yield server


@pytest.fixture
def standby(primary: Server) -> Iterator[Standby]:
    """A copy of the primary that follows it; it dies with the test."""
    folder = Path(tempfile.mkdtemp(prefix="tideover-"))
    give(folder)
    server = Standby(folder, primary)
    try:
        server.start()
        yield server
    finally:
        server.kill()
        shutil.rmtree(folder)


@pytest.fixture
def one(kafka: Cluster, standby: Standby, tmp_path: Path) -> Iterator[Trial]:
    with trial(kafka.servers, standby.url_of_either(DATABASE), tmp_path) as started:
        yield started


def test_with_a_standby_that_confirms_nothing_is_lost_and_nobody_has_to_tell_the_engine(
    one: Trial, primary: Server, standby: Standby
) -> None:
    standby.must_confirm()
    one.tell(30)
    one.start("chained", slow_ms=50)
    one.written_at_least(100)
    before = one.count()
    primary.kill()
    standby.promote()
    assert one.count() >= before, "what was committed is there"
    one.tell(20)
    one.settled()
    assert not one.faults()


def test_what_a_standby_that_was_away_never_had_takes_effect_again_from_the_log(
    one: Trial, primary: Server, standby: Standby
) -> None:
    one.tell(30)
    worker = one.start("chained", slow_ms=20)
    one.written_at_least(200)
    standby.kill()
    one.written_at_least(one.count() + 200)
    one.stop(worker)
    had = one.count()
    primary.kill()
    standby.start()
    standby.promote()
    assert 0 < one.count() <= had - 200, "what was committed in the meantime is lost"
    reset_to_earliest(one)
    one.start("chained")
    one.tell(10)
    one.settled()
    assert not one.faults()
