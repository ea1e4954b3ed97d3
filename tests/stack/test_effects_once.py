"""On real servers, whatever is struck: no event without effect, none twice, none out of order for a person.

The effect is a chronicle, which is deliberately not idempotent. All carriers stand the same trials, and behind the
chained one a second chronicle and Kafka itself: a naive worker, as tutorials write it, fails them, which shows that the
trials bite.
"""

from __future__ import annotations

import signal
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from deploy.kafka.cluster import Cluster
from deploy.postgres.server import Server
from deploy.waiting import until
from services.runtime.delivery import parking
from services.runtime.delivery.retry import UNAVAILABLE
from tests.stack.chronicle_worker import BOUNDARIES
from tests.stack.trial import Trial, left_by_bookmarks, reset_to_earliest, trial

CARRIERS = ("chained", "loop")
"""The chained carrier hears through Faust; Faust alone stands the two trials that are hardest for it."""
ALONE_TOO = (*CARRIERS, "faust")
MakeTrial = Callable[[], Trial]


@pytest.fixture
def one(kafka: Cluster, database_url: str, tmp_path: Path) -> Iterator[Trial]:
    with trial(kafka.servers, database_url, tmp_path) as started:
        yield started


@pytest.mark.parametrize("carrier", ALONE_TOO)
def test_killed_twice_in_the_middle_of_a_batch_while_the_source_repeats_itself(one: Trial, carrier: str) -> None:
    one.tell(40)
    worker = one.start(carrier, slow_ms=100)
    one.written_at_least(one.count() + 100)
    one.stop(worker, signal.SIGKILL)
    worker = one.start(carrier, slow_ms=100)
    one.tell(20)
    one.tell_again(10)
    one.written_at_least(one.count() + 100)
    one.stop(worker, signal.SIGKILL)
    one.start(carrier)
    one.settled()
    assert not one.faults()


@pytest.mark.parametrize("carrier", CARRIERS)
def test_told_to_stop_in_the_middle_of_a_batch(one: Trial, carrier: str) -> None:
    one.tell(40)
    worker = one.start(carrier, slow_ms=100)
    one.written_at_least(100)
    one.stop(worker, signal.SIGTERM)
    one.start(carrier)
    one.settled()
    assert not one.faults()
    assert [path for path in one.folder.iterdir() if path.is_dir()] == [], "a worker makes no folder where it stands"


@pytest.mark.parametrize("carrier", ALONE_TOO)
def test_a_second_worker_joins_and_leaves_while_batches_are_under_way(one: Trial, carrier: str) -> None:
    one.tell(30)
    one.start(carrier, slow_ms=50)
    one.written_at_least(100)
    second = one.start(carrier, slow_ms=50)
    one.tell(30)
    one.both_work()
    one.stop(second, signal.SIGTERM)
    one.tell(10)
    one.settled()
    assert not one.faults()


@pytest.mark.parametrize("carrier", CARRIERS)
def test_a_worker_is_killed_and_its_people_go_on_with_the_other(one: Trial, carrier: str) -> None:
    one.tell(20)
    first = one.start(carrier, slow_ms=50)
    one.start(carrier, slow_ms=50)
    one.both_work()
    one.stop(first, signal.SIGKILL)
    one.tell(30)
    one.settled()
    assert not one.faults()


@pytest.mark.parametrize("carrier", CARRIERS)
@pytest.mark.parametrize("blow", ["stopped", "killed"])
def test_the_database_goes_away_and_comes_back(one: Trial, carrier: str, blow: str, postgresql: Server) -> None:
    one.tell(30)
    one.start(carrier, slow_ms=50)
    one.written_at_least(100)
    if blow == "stopped":
        postgresql.pause()
        one.tell(20)
        one.passes(seconds=10)
        postgresql.resume()
    else:
        postgresql.kill()
        one.tell(20)
        postgresql.heal()
    one.settled()
    assert not one.faults()


@pytest.mark.parametrize("carrier", CARRIERS)
def test_who_is_told_to_stop_while_the_database_is_away_ends_without_waiting_for_it(
    one: Trial, carrier: str, postgresql: Server
) -> None:
    one.tell(20)
    worker = one.start(carrier, slow_ms=50)
    one.written_at_least(50)
    postgresql.kill()
    one.tell(20)
    until(lambda: '"pause_ms": 2000' in one.said_by(worker), "a longer pause")
    worker.send_signal(signal.SIGTERM)
    assert worker.wait(timeout=30) == UNAVAILABLE
    postgresql.heal()
    one.start(carrier)
    one.settled()
    assert not one.faults()


@pytest.mark.parametrize("carrier", CARRIERS)
def test_the_broker_pauses_and_is_started_again(one: Trial, carrier: str, kafka: Cluster) -> None:
    one.tell(30)
    one.start(carrier, slow_ms=50)
    one.written_at_least(100)
    kafka.brokers[0].pause()
    one.passes(seconds=3)
    kafka.brokers[0].resume()
    kafka.brokers[0].kill()
    kafka.heal()
    one.tell(20)
    one.settled()
    assert not one.faults()


@pytest.mark.parametrize("carrier", CARRIERS)
def test_the_bookmarks_are_set_back_to_the_beginning(one: Trial, carrier: str) -> None:
    one.tell(30)
    worker = one.start(carrier)
    one.settled()
    one.stop(worker)
    reset_to_earliest(one)
    one.start(carrier)
    one.tell(10)
    one.settled()
    assert not one.faults()


@pytest.mark.parametrize("carrier", CARRIERS)
def test_the_bookmarks_follow_to_the_end_of_what_took_effect(one: Trial, carrier: str) -> None:
    one.tell(30)
    worker = one.start(carrier)
    one.settled()
    one.tell(20)
    one.settled()
    until(lambda: left_by_bookmarks(one) == 0, "bookmarks at the end")
    one.stop(worker)
    one.tell(10)
    assert left_by_bookmarks(one) == 10 * len(one.people)


@pytest.mark.parametrize("carrier", CARRIERS)
def test_a_handler_fails_on_one_person_and_everybody_else_goes_on(
    kafka: Cluster, database_url: str, tmp_path: Path, carrier: str
) -> None:
    with trial(kafka.servers, database_url, tmp_path, unlucky=2) as one:
        one.tell(30)
        one.start(carrier)
        until(lambda: one.count() + one.parked() == 30 * len(one.people), "everything done or parked")
        until(
            lambda: {who.partition(" ")[0] for who in one.faults()} == {"broken-0", "broken-1"}, "only theirs to differ"
        )
        with one.database.begin() as connection:
            waiting = parking.waiting(connection)
        assert {parked.code for parked in waiting} == {"handler-failed", "behind-parked"}
        assert len(waiting) == 2 * (30 - 13), "the event that failed and all later ones of its person, none lost"


def test_the_chained_worker_dies_at_every_boundary_between_two_services_and_kafka(one: Trial) -> None:
    for boundary in BOUNDARIES:
        worker = one.start("chained", dies=boundary)
        one.tell(3)
        one.dies(worker)
    one.start("chained")
    one.settled()
    assert not one.faults()


def test_a_naive_worker_that_raises_loses_a_batch(one: Trial, tmp_path: Path) -> None:
    stumbles = tmp_path / "stumbles"
    stumbles.touch()
    one.tell(40)
    one.start("naive", stumbles=stumbles)
    until(lambda: not stumbles.exists(), "the stumble")
    one.tell(20)
    one.last_is_written()
    assert any("lost" in fault and not fault.startswith("0 lost") for fault in one.faults().values())


def test_a_naive_worker_that_is_killed_does_things_twice(one: Trial) -> None:
    one.tell(40)
    worker = one.start("naive")
    one.written_at_least(1000)
    one.stop(worker, signal.SIGKILL)
    one.tell_again(40)
    one.tell(1)
    one.start("naive")
    one.last_is_written()
    assert any(" 0 twice" not in fault for fault in one.faults().values())
