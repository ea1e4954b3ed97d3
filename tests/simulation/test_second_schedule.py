"""The same facts in another order, repeated, with deaths in between, end in the same rows."""

from __future__ import annotations

from itertools import count

import pytest

from services.simulation.lives import drawn
from services.simulation.second_schedule import compared
from tests.simulation.planted import planted
from tests.simulation.still_open import HELD_TROUBLES


@pytest.mark.parametrize("seed", range(1, 13))
def test_two_schedules_of_the_same_facts_end_alike(seed: int) -> None:
    assert compared(drawn(seed, HELD_TROUBLES)) == []


def test_only_the_second_schedule_meets_a_fault_of_the_order() -> None:
    """What the relay has lost is never decided, and then the log speaks of what nobody has heard of."""
    with planted("relay by position"), pytest.raises(KeyError):
        [compared(drawn(seed, HELD_TROUBLES)) for seed in range(1, 13)]


def test_rows_that_differ_are_named(monkeypatch: pytest.MonkeyPatch) -> None:
    seats = count(1)
    monkeypatch.setattr("services.simulation.second_schedule.seats_held", lambda _: {"programme-1": next(seats)})
    assert [one.says for one in compared(drawn(1, HELD_TROUBLES))] == ["seats of programme-1: 1, and 2"]
