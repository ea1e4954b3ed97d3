"""Nobody was asked about what the facts alone refused, and it can be contested all the same (C102 Art. 70(1))."""

from __future__ import annotations

from pathlib import Path
from uuid import UUID

import pytest

from contracts.about import ConditionAbout, short
from contracts.casework import Verdict
from contracts.claims import AnswerRefused, ClaimDecision, ContestDropped, ContestOpened, ContestWaits
from contracts.contest import ContestOutcome, Tier
from contracts.eligibility import DeterminationOutcome, Finding, Outcome
from contracts.values import Period
from services.claims.views import MOOT, contests_by_standing, unlawful
from tests.services.claims.contesting import REVIEWED, SIX_WEEKS, contested, heard, in_contest, reviewed, until
from tests.services.claims.telling import Ann, determined, filed, finding


def _unmet(*conditions: str) -> list[Finding]:
    return [
        finding(condition, None, "The wages do not reach what is needed.").model_copy(
            update={"outcome": Outcome.NOT_MET, "question": None}
        )
        for condition in conditions
    ]


@pytest.fixture
def refused(tmp_path: Path) -> tuple[Ann, str]:
    """Ann, whose wages do not suffice in two ways; and the id of the determination that refused her claim."""
    ann = Ann(tmp_path)
    unmet = _unmet("enough_wages", "enough_quarters")
    ann.lives_through(filed(), determined(1, *unmet, outcome=DeterminationOutcome.REFUSED))
    return ann, str(UUID(int=1))


def test_a_refusal_is_contested_by_the_id_of_its_determination(refused: tuple[Ann, str]) -> None:
    ann, determination = refused
    in_contest(ann, determination)
    (opened,) = ann.was_told(ContestOpened)
    assert (opened.decision, opened.about, opened.is_late) == (
        determination,
        ConditionAbout(condition="enough_wages"),
        False,
    )


def test_a_refusal_that_is_overturned_finds_every_condition_met(refused: tuple[Ann, str]) -> None:
    ann, determination = refused
    contest = in_contest(ann, determination)
    until(ann, REVIEWED)
    ann.lives_through(reviewed(contest, ContestOutcome.OVERTURNED))
    decisions = ann.was_told(ClaimDecision)
    assert [short(decision.about) for decision in decisions] == ["enough_wages", "enough_quarters"]
    assert {decision.verdict for decision in decisions} == {Verdict.FOR_CLAIMANT}
    assert len({decision.question for decision in decisions}) == 2


def test_a_refusal_that_is_upheld_stands_and_can_be_appealed(refused: tuple[Ann, str]) -> None:
    ann, determination = refused
    contest = in_contest(ann, determination)
    until(ann, REVIEWED)
    ann.lives_through(
        heard(contest), reviewed(contest, ContestOutcome.CHANGED, applies=Period.of_days(SIX_WEEKS.start, 28))
    )
    assert "upheld or overturned" in ann.was_told(AnswerRefused)[-1].reason
    ann.lives_through(reviewed(contest, ContestOutcome.UPHELD))
    assert ann.was_told(ClaimDecision) == []
    ann.lives_through(contested(determination, Tier.APPEAL, REVIEWED))
    assert ann.was_told(ContestOpened)[-1].tier is Tier.APPEAL


def test_a_contest_of_an_earlier_refusal_is_about_the_one_that_holds(refused: tuple[Ann, str]) -> None:
    ann, determination = refused
    ann.lives_through(determined(2, *_unmet("enough_wages"), outcome=DeterminationOutcome.REFUSED))
    in_contest(ann, determination)
    assert ann.was_told(ContestOpened)[0].question == str(UUID(int=2))


def test_a_claim_that_was_granted_since_leaves_nothing_to_contest(refused: tuple[Ann, str]) -> None:
    ann, determination = refused
    ann.lives_through(determined(2), contested(determination))
    assert "since then the claim is granted" in ann.was_told(ContestWaits)[0].reason


@pytest.mark.parametrize("upheld", [False, True])
def test_a_contest_of_a_refusal_is_moot_once_better_facts_granted_the_claim(
    refused: tuple[Ann, str], *, upheld: bool
) -> None:
    ann, determination = refused
    contest = in_contest(ann, determination)
    until(ann, REVIEWED)
    if upheld:
        ann.lives_through(heard(contest), reviewed(contest, ContestOutcome.UPHELD))
        contest = in_contest(ann, determination, Tier.APPEAL, REVIEWED)
    ann.lives_through(determined(2, on=REVIEWED))
    (dropped,) = ann.was_told(ContestDropped)
    assert (dropped.contest, dropped.because.partition(":")[0]) == (contest, "New facts granted the claim")
    ann.lives_through(heard(contest), reviewed(contest, ContestOutcome.OVERTURNED))
    assert "nothing was left to contest" in ann.was_told(AnswerRefused)[-1].reason
    with ann.world.databases["claims"].reading() as connection:
        assert unlawful(connection) == (0, [])
        assert contests_by_standing(connection)[dropped.tier, MOOT] == 1


def test_a_refusal_that_stands_with_other_facts_stays_contested(refused: tuple[Ann, str]) -> None:
    ann, determination = refused
    in_contest(ann, determination)
    ann.lives_through(determined(2, *_unmet("enough_wages"), outcome=DeterminationOutcome.REFUSED))
    assert ann.was_told(ContestDropped) == []
