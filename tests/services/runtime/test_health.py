"""A process says that it lives only while its work moves on, and that it is ready only if every part of it is."""

from __future__ import annotations

from pathlib import Path
from threading import Event, Thread
from typing import Any

from services.runtime.delivery.messages import Message
from services.runtime.delivery.retry import Carrier
from services.runtime.process.health import Health
from services.runtime.process.stopwatch import NANO, nanoseconds
from tests.services.runtime.tally import claim, service, world

PATIENCE_SECONDS = 60


def test_no_part_hides_what_another_sees() -> None:
    health = Health()
    health.ready(True, "The log and the database answer.", part="watch")
    assert health.ready_state().says == "The process is starting."
    health.ready(True, "Partitions are assigned.")
    assert health.ready_state().good
    health.ready(False, "The database does not answer.", part="watch")
    health.ready(True, "Partitions are assigned.")
    assert (health.ready_state().good, health.ready_state().says) == (False, "The database does not answer.")
    health.ready(True, "The log and the database answer.", part="watch")
    assert (health.ready_state().good, health.ready_state().says) == (True, "Partitions are assigned.")


def test_a_loop_that_goes_round_beside_a_handler_that_hangs_is_not_alive(tmp_path: Path) -> None:
    health = Health(work_max_seconds=0)
    at_work, goes_on = Event(), Event()
    counting, database = service(), world(tmp_path).databases["claims"]
    saves = counting.save

    def hangs(connection: Any, states: Any) -> None:
        at_work.set()
        goes_on.wait(PATIENCE_SECONDS)
        saves(connection, states)

    counting.save = hangs
    carrier = Carrier(counting, database, health)
    handling = Thread(target=carrier.carry, args=([Message(claim("ann").to_bytes(), "intake", 0, 0)],))
    handling.start()
    assert at_work.wait(PATIENCE_SECONDS)
    health.beat()
    assert not health.alive_state().good
    assert health.alive_state().says.startswith("One piece of work has not moved on for")
    assert not health.ready_state().good

    goes_on.set()
    handling.join(PATIENCE_SECONDS)
    health.beat()
    assert health.alive_state().good


def test_work_that_moves_on_may_take_as_long_as_it_likes() -> None:
    health = Health(work_max_seconds=3600)
    health._at_work_since = nanoseconds() - 3601 * NANO
    assert not health.alive_state().good
    health.works()
    assert health.alive_state().good
