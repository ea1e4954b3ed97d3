"""Who represents a claimant acts under a mandate: for what it gives, for as long as it holds (C168 Art. 27(2))."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

from contracts.base import Envelope
from contracts.casework import Attendance
from contracts.claims import AnswerRefused, ContestClosed, ContestOpened, ContestWaits, WithdrawalRefused
from contracts.contest import ContestOutcome
from contracts.intake import MandateScope
from tests.services.claims.contesting import (
    CONTESTED,
    REVIEWED,
    contested,
    decided_against,
    heard,
    in_contest,
    mandate,
    reviewed,
    revoked,
    taken_back,
    until,
)
from tests.services.claims.telling import CLAIM, Ann


@pytest.fixture
def decided(tmp_path: Path) -> tuple[Ann, str]:
    return decided_against(tmp_path)


def test_a_representative_files_under_a_mandate(decided: tuple[Ann, str]) -> None:
    ann, question = decided
    ann.lives_through(mandate(), contested(question, mandate="mandate-1"))
    assert ann.was_told(ContestOpened)[0].mandate == "mandate-1"


def test_a_representative_whose_mandate_comes_later_is_waited_for(decided: tuple[Ann, str]) -> None:
    ann, question = decided
    ann.lives_through(contested(question, mandate="mandate-1"))
    assert "No mandate mandate-1" in ann.was_told(ContestWaits)[0].reason
    ann.lives_through(mandate())
    assert len(ann.was_told(ContestOpened)) == 1


def test_a_representative_without_a_mandate_does_not_stand_in_the_way_of_the_claimant(decided: tuple[Ann, str]) -> None:
    ann, question = decided
    ann.lives_through(contested(question, mandate="nobody-gave-it"), contested(question))
    assert [opened.mandate for opened in ann.was_told(ContestOpened)] == [None]


@pytest.mark.parametrize(
    "given",
    [
        [mandate(scope=(MandateScope.LETTERS,))],
        [mandate(until=CONTESTED)],
        [mandate(since=CONTESTED + timedelta(days=1))],
        [mandate(claim="another-claim")],
        [mandate(), revoked(CONTESTED)],
    ],
)
def test_a_representative_without_scope_or_days_opens_nothing(decided: tuple[Ann, str], given: list[object]) -> None:
    ann, question = decided
    ann.lives_through(*given, contested(question, mandate="mandate-1"))  # type: ignore[arg-type]
    assert ann.was_told(ContestOpened) == []
    assert len(ann.was_told(ContestWaits)) == 1


def test_a_representative_speaks_at_the_hearing_under_a_mandate_for_it(decided: tuple[Ann, str]) -> None:
    ann, question = decided
    contest = in_contest(ann, question)
    until(ann, REVIEWED)
    spoke = heard(contest, attendance=Attendance.REPRESENTED, mandate="mandate-1")
    ann.lives_through(mandate(scope=(MandateScope.CONTEST,)), spoke, reviewed(contest, ContestOutcome.UPHELD))
    assert [refused.reason.split()[0] for refused in ann.was_told(AnswerRefused)] == ["no", "the"]


def test_a_contest_that_waits_is_told_with_its_claim_and_its_day(decided: tuple[Ann, str]) -> None:
    ann, question = decided
    ann.lives_through(contested(question, mandate="mandate-1"), contested("no-such-decision"))
    assert {(waits.claim, waits.filed_on) for waits in ann.was_told(ContestWaits)} == {(CLAIM, CONTESTED)}


@pytest.mark.parametrize(
    "given",
    [
        [mandate(claim="claim-2")],
        [mandate(scope=(MandateScope.LETTERS,))],
        [mandate(until=REVIEWED)],
        [mandate(), revoked(REVIEWED)],
    ],
)
def test_a_representative_without_a_mandate_for_it_takes_no_contest_back(
    decided: tuple[Ann, str], given: list[Envelope]
) -> None:
    ann, question = decided
    contest = in_contest(ann, question)
    ann.lives_through(*given, taken_back(contest, REVIEWED, mandate="mandate-1"))
    assert "it goes on" in ann.was_told(WithdrawalRefused)[0].reason
    assert ann.was_told(ContestClosed) == []


def test_a_representative_with_a_mandate_and_the_claimant_take_a_contest_back(decided: tuple[Ann, str]) -> None:
    ann, question = decided
    first = in_contest(ann, question)
    ann.lives_through(mandate(), taken_back(first, REVIEWED, mandate="mandate-1"))
    second = in_contest(ann, question, on=CONTESTED + timedelta(days=1))
    ann.lives_through(taken_back(second, REVIEWED))
    assert [closed.outcome for closed in ann.was_told(ContestClosed)] == [ContestOutcome.WITHDRAWN] * 2
