"""A look that reads every row is taken the seldomer the longer it takes."""

from __future__ import annotations

from services.watching.pace import SHARE, Pace


def test_the_first_look_is_due_at_once_and_again_until_it_saw_everything() -> None:
    pace = Pace(10)
    assert pace.is_due(0)
    assert pace.is_due(1)


def test_a_quick_look_is_due_after_its_pause() -> None:
    pace = Pace(600)
    pace.looked(1_000, 1_002)
    assert not pace.is_due(1_599)
    assert pace.is_due(1_600)


def test_a_slow_look_takes_no_more_than_its_share_of_the_time() -> None:
    pace = Pace(600)
    pace.looked(1_000, 1_100)
    assert not pace.is_due(1_000 + SHARE * 100 - 1)
    assert pace.is_due(1_000 + SHARE * 100)
