"""What producers make of a batch, and what brokers add: every codec, the ends of transactions, what was aborted."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from threading import Event

import aiokafka.codec
import kafka.codec
import pytest
from typer.testing import CliRunner, Result

from deploy.kafka.cluster import Cluster
from deploy.waiting import until
from services.__main__ import app
from services.runtime.delivery.retry import Carrier
from services.runtime.kafka.clients import CODECS, BatchUnreadable
from services.runtime.kafka.consumer_thread import ThreadedConsumer, of_topics
from services.runtime.kafka.loop import Loop
from services.runtime.process.health import Health
from services.runtime.process.settings import Settings
from tests.stack import chronicle
from tests.stack.prefixed import named
from tests.stack.trial import Trial, left_by_bookmarks, left_by_the_database, trial

CARRIERS = ("faust", "loop")
UNKNOWN = "zstd"


@pytest.fixture
def one(kafka: Cluster, database_url: str, tmp_path: Path) -> Iterator[Trial]:
    with trial(kafka.servers, database_url, tmp_path) as started:
        yield started


class Ended(Exception):
    """The process would have ended here."""


def ended(_status: int) -> None:
    raise Ended


def checked(one: Trial) -> Result:
    """What `check-producer` makes of the topic."""
    environment = {"TIDEOVER_KAFKA_SERVERS": one.servers}
    return CliRunner().invoke(app, ["check-producer", "--topic", one.topic, "--json"], env=environment)


@pytest.mark.parametrize("carrier", CARRIERS)
def test_batches_of_every_codec_take_effect(one: Trial, carrier: str, monkeypatch: pytest.MonkeyPatch) -> None:
    for codec in (*CODECS, None):
        one.tell(2, codec=codec)
    one.start(carrier)
    one.settled()
    assert not one.faults()
    until(lambda: left_by_bookmarks(one) == 0, "bookmarks at the end")

    assert f'"messages": {10 * len(one.people)}' in checked(one).stdout
    monkeypatch.setattr(kafka.codec, UNKNOWN, None)
    fault = checked(one).exception
    assert isinstance(fault, BatchUnreadable)
    assert str(fault).startswith(f"A batch in {one.topic}, partition ")
    assert UNKNOWN in str(fault)


def test_a_loop_carries_all_before_a_batch_that_it_cannot_unpack_and_ends_with_its_place(
    one: Trial, monkeypatch: pytest.MonkeyPatch
) -> None:
    one.tell(2)
    one.tell(2, codec=UNKNOWN)
    with named(f"{one.name}."):
        clients = {"bootstrap_servers": one.servers}
        carrier = Carrier(chronicle.service(), one.database, Health(), end=ended)
        begin, session_ms = of_topics([chronicle.PUBLISHER]), Settings().kafka_session_ms
        consumer = ThreadedConsumer(clients, one.name, begin, session_ms=session_ms)
        monkeypatch.setattr(aiokafka.codec, "cramjam", None)
        with pytest.raises(Ended):
            Loop(carrier, consumer).run(Event())
    says = carrier.health.ready_state().says
    assert says.startswith(f"Ending: A batch in {one.topic}, partition ")
    assert "nothing behind it is read" in says
    assert one.count() == 2 * len(one.people)


@pytest.mark.parametrize("carrier", CARRIERS)
def test_transactions_take_effect_once_committed_and_leave_nothing_behind(one: Trial, carrier: str) -> None:
    """A commit, and then quiet; four commits and one abort; an abort last; and a worker that begins after all of it."""
    worker = one.start(carrier)
    for outcomes in ((True,), (True, True, False, True, True), (True, False)):
        one.tell_in_transactions(*outcomes)
        one.settled()
        until(lambda: left_by_the_database(one) == 0, "the database at the end of the log", seconds=60)
        until(lambda: left_by_bookmarks(one) == 0, "bookmarks at the end of the log")
        assert not one.faults(), "what was aborted took no effect"
    assert worker.poll() is None
    one.stop(worker)

    one.tell_in_transactions(False, True, False)
    one.tell(3)
    one.start(carrier)
    one.settled()
    until(lambda: left_by_the_database(one) == left_by_bookmarks(one) == 0, "the end of the log", seconds=60)
    assert not one.faults()
