"""Legal time goes forward a day at a time and never ahead of the calendar, whoever says that a day is over."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from contracts.base import partition_of
from services.runtime.day_closing import DayRefused, partitions_to_tell
from services.runtime.delivery import parking
from services.runtime.delivery.delivery import deliver, replay
from services.runtime.delivery.messages import Message
from tests.services.runtime.tally import FIRST, claim, counts, day_closed, service, world

TODAY = date(2026, 11, 29)
YESTERDAY = TODAY - timedelta(days=1)
LAST = YESTERDAY - timedelta(days=1)
PARTITION = partition_of("ann", 4)


def arrived(day: date, hour: int = 0) -> int:
    return int(datetime(day.year, day.month, day.day, hour, tzinfo=UTC).timestamp()) * 1000


def test_the_day_that_ended_last_is_told_to_every_partition() -> None:
    assert partitions_to_tell(YESTERDAY, {0: LAST, 1: LAST}, TODAY) == [0, 1]
    assert partitions_to_tell(YESTERDAY, {0: None, 1: None}, TODAY) == [0, 1], "the first day of all"


@pytest.mark.parametrize("day", [TODAY, TODAY + timedelta(days=1), date(2035, 1, 1), date(2099, 1, 1)])
def test_a_day_that_is_not_over_is_refused_save_in_a_simulation(day: date) -> None:
    with pytest.raises(DayRefused, match=f"{day} is not over: by this machine's clock today is {TODAY}"):
        partitions_to_tell(day, {0: LAST}, TODAY, over_gap=True)
    assert partitions_to_tell(day, {0: LAST}, TODAY, over_gap=True, simulation=True) == [0]


def test_a_day_that_is_closed_everywhere_is_told_to_nobody() -> None:
    for earlier in (YESTERDAY, LAST, date(2020, 1, 1)):
        assert partitions_to_tell(earlier, {0: YESTERDAY, 1: YESTERDAY}, TODAY) == []


def test_a_partition_that_was_left_behind_is_told_alone() -> None:
    assert partitions_to_tell(YESTERDAY, {0: YESTERDAY, 1: LAST, 2: YESTERDAY}, TODAY) == [1]


def test_days_that_would_be_left_out_are_named_unless_somebody_says_that_they_are_closed_too() -> None:
    for behind, missing in ((3, LAST), (5, f"{TODAY - timedelta(days=4)} to {LAST}")):
        closed = {0: YESTERDAY, 1: TODAY - timedelta(days=behind)}
        with pytest.raises(DayRefused, match=f"{missing} would be left out") as refused:
            partitions_to_tell(YESTERDAY, closed, TODAY)
        assert "--over-gap" in str(refused.value)
        assert partitions_to_tell(YESTERDAY, closed, TODAY, over_gap=True) == [1]
        with pytest.raises(DayRefused, match="would be left out"):
            partitions_to_tell(YESTERDAY, closed, TODAY, simulation=True)


def test_a_day_that_the_log_took_in_before_it_was_over_wakes_nobody(tmp_path: Path) -> None:
    database = world(tmp_path).databases["claims"]
    deliver([Message(claim("ann").to_bytes(), "intake", 0, 0)], service(), database)
    early = Message(day_closed(date(2099, 1, 1), PARTITION).to_bytes(), "clock", PARTITION, 0, arrived(FIRST, 23))
    assert deliver([early], service(), database).parked == 1
    assert counts(database) == {"ann": (1, 0)}
    with database.begin() as connection:
        [event] = parking.waiting(connection)
    assert (event.code, event.subject) == ("day-not-over", None)
    assert replay(service(), database, None).parked == 1, "it is no more over when it is replayed"
    assert counts(database) == {"ann": (1, 0)}


def test_a_day_that_was_closed_too_early_can_be_closed_again_in_its_time(tmp_path: Path) -> None:
    database = world(tmp_path).databases["claims"]
    deliver([Message(claim("ann").to_bytes(), "intake", 0, 0)], service(), database)
    raw = day_closed(FIRST, PARTITION).to_bytes()
    deliver([Message(raw, "clock", PARTITION, 0, arrived(FIRST) - 1)], service(), database)
    assert counts(database) == {"ann": (1, 0)}
    deliver([Message(raw, "clock", PARTITION, 1, arrived(FIRST, 10))], service(), database)
    assert counts(database) == {"ann": (1, 1)}, "where the day ends first, it is ten o'clock in UTC"


def test_a_simulation_and_a_log_without_times_take_any_day(tmp_path: Path) -> None:
    far = date(2099, 1, 1)
    for folder, arrived_ms, simulation in (("one", None, False), ("two", arrived(FIRST), True)):
        database = world(tmp_path / folder).databases["claims"]
        simulated = service()
        simulated.simulation = simulation
        deliver([Message(claim("ann").to_bytes(), "intake", 0, 0)], simulated, database)
        deliver(
            [Message(day_closed(far, PARTITION).to_bytes(), "clock", PARTITION, 0, arrived_ms)], simulated, database
        )
        assert counts(database) == {"ann": (1, 1)}


def test_the_replay_of_a_day_closes_it(tmp_path: Path) -> None:
    """A day that waits, here since time is simulated only now, is closed by its replay and does not fail in it."""
    database = world(tmp_path).databases["claims"]
    deliver([Message(claim("ann").to_bytes(), "intake", 0, 0)], service(), database)
    early = Message(day_closed(date(2099, 1, 1), PARTITION).to_bytes(), "clock", PARTITION, 0, arrived(FIRST))
    deliver([early], service(), database)
    simulated = service()
    simulated.simulation = True
    assert replay(simulated, database, None).done == 1
    assert counts(database) == {"ann": (1, 1)}
