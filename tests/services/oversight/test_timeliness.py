"""Legal time is counted at the deadline: what is late shows on its day, whether or not it is ever finished."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import pytest

from services.oversight import views
from services.oversight.presets import Stage
from services.oversight.timeliness import Timeliness, counted, timeliness
from services.worlds import laptop_in
from tests.stories.town import FIRST, bank_pays, born, certifies, closes, files_claim, lost_work, said, town, wages

START = date(2020, 3, 2)
LIMIT = 21


def seen(day: int, *spans: tuple[int, int | None]) -> Timeliness:
    """One case a span of days (`None`: not finished), looked at at the end of a day, against 21 days."""
    cases = ((START + timedelta(a), None if b is None else START + timedelta(b), 1) for a, b in spans)
    return counted(cases, LIMIT, START + timedelta(days=day))


def test_a_case_counts_on_the_day_it_is_finished_if_that_is_in_time() -> None:
    assert seen(4, (0, 5)).passed.get(("on_time", 1), 0) == 0
    assert seen(5, (0, 5)).passed["on_time", 1] == 1
    assert seen(6, (0, 5)).passed["on_time", 1] == 0
    assert seen(6, (0, 5)).passed["on_time", 3] == 1


def test_the_last_day_is_in_time_and_the_day_after_is_not() -> None:
    assert seen(30, (0, LIMIT)).passed["on_time", 28] == 1
    assert seen(30, (0, LIMIT + 1)).passed["late", 28] == 1


def test_what_is_not_finished_is_late_in_every_window_from_its_deadline_on_however_old_it_is() -> None:
    assert seen(LIMIT, (0, None)).passed == {}
    for day in (LIMIT + 1, LIMIT + 29, LIMIT + 400):
        assert seen(day, (0, None)).passed == {("late", window): 1 for window in views.WINDOWS_DAYS}


def test_what_is_finished_late_leaves_a_window_after_the_day_it_is_finished() -> None:
    finished = (0, LIMIT + 40)
    assert seen(LIMIT + 40, finished).passed["late", 1] == 1
    assert seen(LIMIT + 41, finished).passed["late", 1] == 0
    assert seen(LIMIT + 41, finished).passed["late", 28] == 1, "finishing late counts no second time"
    assert seen(LIMIT + 68, finished).passed["late", 28] == 0


def test_what_waits_is_told_by_how_soon_it_must_be_finished() -> None:
    pending = seen(30, (0, None), (9, None), (10, None), (12, None), (16, None), (30, None)).pending
    assert pending == {"overdue": 1, "1d": 2, "3d": 1, "7d": 1, "later": 1}


def test_the_oldest_waiting_case_is_known_and_a_finished_one_does_not_count() -> None:
    assert seen(30, (0, 5), (12, None), (20, None)).oldest_days == 18
    assert seen(30, (0, 5)).oldest_days == 0


def test_a_stopped_engine_cannot_look_punctual() -> None:
    stopped = [seen(day, *((start, None) for start in range(5))) for day in range(40)]
    assert [one.passed.get(("late", 1), 0) for one in stopped[LIMIT : LIMIT + 8]] == [0, 1, 2, 3, 4, 5, 5, 5]
    assert not any(one.passed.get(("on_time", 1), 0) for one in stopped)


@pytest.fixture
def paid_town(tmp_path: Path) -> Path:
    """One person who claimed, certified a fortnight and was paid."""
    laptop = town(tmp_path)
    laptop.publish(said(one) for one in (born(), lost_work(), *(wages(month) for month in range(1, 25)), files_claim()))
    laptop.run_until_quiet()
    closes(laptop, FIRST)
    laptop.publish([said(certifies(0))])
    laptop.run_until_quiet()
    for days in range(14, 22):
        closes(laptop, FIRST + timedelta(days=days))
    bank_pays(laptop, FIRST + timedelta(days=20))
    laptop.close()
    return tmp_path


def test_a_persons_way_from_claim_to_money_is_counted_at_every_stage(paid_town: Path) -> None:
    laptop = laptop_in(paid_town)
    today = FIRST + timedelta(days=30)
    with laptop.databases["oversight"].begin() as connection:
        passed = {stage: timeliness(connection, stage, LIMIT, today).passed for stage in Stage}
        assert views.determinations(connection) == {("granted", "none", True): 1}
    assert passed[Stage.CLAIM_TO_DECISION]["on_time", 28] == 0, "it was decided more than 28 days ago"
    assert passed[Stage.FIRST_PAYMENT]["on_time", 28] == 1
    assert passed[Stage.DECISION_TO_PAYMENT]["on_time", 28] == 1
    assert passed[Stage.QUESTION_TO_DECISION] == {}


def test_money_that_comes_later_than_the_limit_is_late(paid_town: Path) -> None:
    laptop = laptop_in(paid_town)
    with laptop.databases["oversight"].begin() as connection:
        found = timeliness(connection, Stage.FIRST_PAYMENT, 6, FIRST + timedelta(days=30))
    assert found.passed["late", 28] == 1
