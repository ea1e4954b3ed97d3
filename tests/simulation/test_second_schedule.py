"""The same facts in another order, repeated, with deaths in between, end in the same rows."""

from __future__ import annotations

from itertools import count
from random import Random

import pytest
from sqlalchemy.exc import IntegrityError

from services.simulation.actions import Carries
from services.simulation.lives import drawn
from services.simulation.second_schedule import compared, in_steps
from services.simulation.stories import read_story
from tests.simulation.planted import STORIES, planted


@pytest.mark.parametrize("seed", range(1, 13))
def test_two_schedules_of_the_same_facts_end_alike(seed: int) -> None:
    assert compared(drawn(seed)) == []


def test_whether_a_claim_that_is_taken_back_was_assessed_first_makes_no_difference() -> None:
    """One schedule retracts the claim before its certification is assessed, the other after: nothing is owed."""
    assert compared(read_story(STORIES / "a_certification_before_the_claim_is_retracted.yaml")) == []


def test_officers_answer_on_the_same_days_in_both_schedules() -> None:
    """A notice dates from the latest of the facts that came together; an officer waits for the later one."""
    assert compared(read_story(STORIES / "an_answer_after_notices_of_two_days.yaml")) == []


def test_a_sum_that_waits_is_asked_about_for_the_days_that_are_certified_now() -> None:
    assert compared(read_story(STORIES / "a_sum_whose_certification_moved_while_it_waited.yaml")) == []


def test_the_second_schedule_tells_the_same_facts_otherwise() -> None:
    story = drawn(1)
    calm, disturbed = in_steps(story, None).actions, in_steps(story, Random(1)).actions
    told = [action for action in story.actions if not isinstance(action, Carries)]
    ours = {action.id for action in told}
    for schedule in (calm, disturbed):
        assert [action for action in schedule if action.id in ours and not isinstance(action, Carries)] == told
    assert [action for action in calm if not isinstance(action, Carries)] == [
        action for action in disturbed if not isinstance(action, Carries)
    ], "both close the same days between"
    carried = [action for action in disturbed if isinstance(action, Carries)]
    assert all(any(getattr(action, what) for action in carried) for what in ("shuffle", "again", "crash"))


def test_a_service_that_forgets_what_it_took_is_met_by_repetition() -> None:
    with planted("no inbox"), pytest.raises(IntegrityError):
        [compared(drawn(seed)) for seed in range(2, 5)]


def test_rows_that_differ_are_named(monkeypatch: pytest.MonkeyPatch) -> None:
    seats = count(1)
    monkeypatch.setattr("services.simulation.second_schedule.seats_held", lambda _: {"programme-1": next(seats)})
    assert [one.says for one in compared(drawn(1))] == ["seats of programme-1: 1, and 2"]
