"""While no day is closed legal time stands still; the calendar's twin of each figure goes on."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from services.runtime.laptop.laptop import Laptop
from services.watching import exporter, places
from services.watching.letters import DAY_SECONDS
from tests.services.watching.seen import Seen, Watcher
from tests.stories.town import FIRST, closes, files_claim, said, town

LIMIT_DAYS = 21
STAGE = "question_to_decision"
Look = Callable[[int], Seen]


@pytest.fixture
def laptop(tmp_path: Path) -> Laptop:
    """A claim that raises a question which only a person may answer, and nobody does."""
    laptop = town(tmp_path / "world")
    laptop.publish([said(files_claim())])
    laptop.run_until_quiet()
    return laptop


@pytest.fixture
def look(laptop: Laptop, monkeypatch: pytest.MonkeyPatch) -> Look:
    """Look so many days after the question arose."""

    def looking(days: int) -> Seen:
        noon = datetime.combine(FIRST + timedelta(days=days), datetime.min.time(), UTC) + timedelta(hours=12)
        monkeypatch.setattr(exporter, "unix_milliseconds", lambda: int(noon.timestamp()) * 1000)
        there = places.on_laptop(laptop.folder)
        seen = Watcher(there).look()
        there.close()
        return seen

    return looking


def test_a_case_is_overdue_by_the_calendar_though_no_day_was_closed_since_it_began(laptop: Laptop, look: Look) -> None:
    closes(laptop, FIRST)
    in_time, late = look(LIMIT_DAYS), look(LIMIT_DAYS + 1)
    assert in_time.value("tideover_calendar_overdue_cases", stage=STAGE) == 0
    assert late.value("tideover_calendar_overdue_cases", stage=STAGE) == 1
    assert late.value("tideover_pending_cases", stage=STAGE, due_in="overdue") == 0, "legal time stands still"
    assert late.value("tideover_calendar_pending_oldest_seconds", stage=STAGE) == (LIMIT_DAYS + 1) * DAY_SECONDS
    assert late.value("tideover_pending_oldest_seconds", stage=STAGE) == 0
    assert late.value("tideover_calendar_deadlines_passed", stage=STAGE, result="late") == 1
    assert late.value("tideover_deadlines_passed", stage=STAGE, result="late", window="28d") == 0


def test_the_calendar_is_known_before_any_day_was_closed(look: Look) -> None:
    seen = look(3)
    assert seen.value("tideover_calendar_pending_oldest_seconds", stage=STAGE) == 3 * DAY_SECONDS
    assert seen.value("tideover_pending_oldest_seconds", stage=STAGE) is None


def test_both_agree_once_the_days_are_closed(laptop: Laptop, look: Look) -> None:
    for days in range(LIMIT_DAYS + 2):
        closes(laptop, FIRST + timedelta(days=days))
    seen = look(LIMIT_DAYS + 1)
    assert seen.value("tideover_pending_cases", stage=STAGE, due_in="overdue") == 1
    assert seen.value("tideover_calendar_overdue_cases", stage=STAGE) == 1
