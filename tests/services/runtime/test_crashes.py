"""A process may die at any statement or commit: after a restart the result is the one of a calm run."""

from __future__ import annotations

from pathlib import Path

import pytest
from sqlalchemy import select

from contracts.base import partition_of
from services.runtime.database.store import outbox
from services.runtime.laptop.laptop import Laptop
from services.simulation.crashes import Crash, crashing
from tests.services.runtime.tally import FIRST, claim, counts, day_closed, world

STORY = [claim("ann", "c-1"), claim("bob"), claim("ann", "bad"), claim("ann", "c-2"), claim("bob")]


def result(laptop: Laptop) -> tuple[object, object]:
    database = laptop.databases["claims"]
    with database.begin() as connection:
        said = [row.event_id for row in connection.execute(select(outbox.c.event_id).order_by(outbox.c.event_id))]
    return counts(database), said


def live(laptop: Laptop) -> None:
    laptop.publish(STORY)
    laptop.run_until_quiet()
    laptop.publish([day_closed(FIRST, partition_of("bob", 4))])
    laptop.run_until_quiet()


def boundaries(folder: Path) -> int:
    laptop = world(folder)
    with crashing([database.engine for database in (*laptop.databases.values(), laptop.feed)]) as crasher:
        live(laptop)
    return crasher.passed


def test_a_crash_at_every_boundary_changes_nothing(tmp_path: Path) -> None:
    calm = world(tmp_path / "calm")
    live(calm)
    wanted = result(calm)
    total = boundaries(tmp_path / "counted")
    assert total > 50
    for crash_at in range(1, total + 1):
        folder = tmp_path / str(crash_at)
        laptop = world(folder)
        engines = [database.engine for database in (*laptop.databases.values(), laptop.feed)]
        with pytest.raises(Crash), crashing(engines, crash_at):
            live(laptop)
        laptop.close()
        again = world(folder)
        live(again)
        assert result(again) == wanted, f"crash at boundary {crash_at}"
        again.close()


def test_the_crashes_do_bite_where_state_and_inbox_are_committed_apart(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    laptop = world(tmp_path)
    monkeypatch.setattr("services.runtime.delivery.delivery.take_note", lambda *_: None)
    monkeypatch.setattr("services.runtime.delivery.delivery.publish", lambda *_: None)
    laptop.publish([claim("ann")])
    laptop.run_until_quiet()
    monkeypatch.undo()
    laptop.publish([claim("ann")])
    laptop.run_until_quiet()
    assert counts(laptop.databases["claims"]) == {"ann": (2, 0)}
