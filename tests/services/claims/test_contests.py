"""Whoever is decided against can complain, appeal, be represented, and win."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import pytest

from contracts.about import ReferralAbout
from contracts.casework import Attendance, Officer, Verdict
from contracts.claims import (
    AnswerRefused,
    ClaimDecision,
    ContestClosed,
    ContestOpened,
    ContestWaits,
    Ground,
    QuestionOpened,
    ReductionBounds,
)
from contracts.contest import ContestOutcome, Tier
from contracts.kept_acts import ActKept
from contracts.values import Period
from tests.services.claims.contesting import (
    CONTESTED,
    DECIDED,
    HEARD,
    JUDGE,
    REVIEWED,
    REVIEWER,
    SIX_WEEKS,
    contested,
    decided_against,
    heard,
    in_contest,
    mandate,
    reviewed,
    taken_back,
    until,
)
from tests.services.claims.telling import (
    APPEAL,
    BENEFIT_YEAR,
    OFFICER,
    Ann,
    absent,
    answered,
    determined,
    filed,
    finding,
    replied,
    withdrawn,
)

WEEK = timedelta(days=7)
FOUR_WEEKS = Period.of_days(SIX_WEEKS.start, 28)


@pytest.fixture
def decided(tmp_path: Path) -> tuple[Ann, str]:
    return decided_against(tmp_path)


@pytest.fixture
def complained(decided: tuple[Ann, str]) -> tuple[Ann, str, str]:
    """Ann, the question, and the complaint, on which she was heard."""
    ann, question = decided
    contest = in_contest(ann, question)
    until(ann, REVIEWED)
    ann.lives_through(heard(contest))
    return ann, question, contest


def why(ann: Ann) -> str:
    """The reason of the last act that changed nothing."""
    return ann.was_told(AnswerRefused)[-1].reason


class TestFiling:
    def test_a_decision_says_until_when_it_can_be_contested(self, decided: tuple[Ann, str]) -> None:
        ann, _ = decided
        (decision,) = ann.was_told(ClaimDecision)
        assert decision.contest_by == DECIDED + timedelta(days=4 + APPEAL.within_days)

    def test_a_complaint_is_opened_at_once_and_has_a_day_by_which_it_is_decided(self, decided: tuple[Ann, str]) -> None:
        ann, question = decided
        in_contest(ann, question)
        (opened,) = ann.was_told(ContestOpened)
        assert (opened.tier, opened.decision, opened.is_late) == (Tier.COMPLAINT, question, False)
        assert opened.decide_by == CONTESTED + timedelta(days=30)
        assert "no part in the decision" in opened.before

    def test_filed_twice_it_is_one_contest(self, decided: tuple[Ann, str]) -> None:
        ann, question = decided
        in_contest(ann, question)
        ann.lives_through(contested(question), contested(question, on=CONTESTED + timedelta(days=1)))
        assert len(ann.was_told(ContestOpened)) == 1
        assert "contested already" in ann.was_told(ContestWaits)[0].reason

    def test_filed_before_the_decision_is_known_it_waits_for_it(self, tmp_path: Path) -> None:
        ann, question = decided_against(tmp_path / "first")
        bea = Ann(tmp_path / "second")
        bea.lives_through(contested(question))
        assert "No decision with this key is known" in bea.was_told(ContestWaits)[0].reason
        bea.lives_through(filed(), determined(1, finding()), replied(question, DECIDED))
        bea.lives_through(answered(question, Verdict.AGAINST_CLAIMANT, on=DECIDED, applies=SIX_WEEKS))
        assert [opened.contest for opened in bea.was_told(ContestOpened)] == [bea.was_told(ContestWaits)[0].contest]
        assert ann.was_told(ContestOpened) == []

    def test_while_no_claim_of_the_person_is_filed_it_waits_under_none(self, tmp_path: Path) -> None:
        ann = Ann(tmp_path)
        ann.lives_through(withdrawn(), contested("nothing-known"))
        assert [waits.claim for waits in ann.was_told(ContestWaits)] == [None]

    def test_a_decision_for_the_claimant_leaves_nothing_to_contest(self, tmp_path: Path) -> None:
        ann = Ann(tmp_path)
        ann.lives_through(filed(), determined(1, finding()))
        question = ann.was_told(QuestionOpened)[0].question
        ann.lives_through(answered(question, Verdict.FOR_CLAIMANT, on=DECIDED), contested(question))
        assert "nothing is taken away" in ann.was_told(ContestWaits)[0].reason


class TestALateContest:
    @pytest.fixture
    def late(self, decided: tuple[Ann, str]) -> tuple[Ann, str]:
        ann, question = decided
        day = DECIDED + timedelta(days=4 + APPEAL.within_days + 1)
        contest = in_contest(ann, question, on=day)
        assert ann.was_told(ContestOpened)[0].is_late
        until(ann, day + timedelta(days=9))
        ann.lives_through(heard(contest, day + timedelta(days=5)))
        return ann, contest

    def test_is_not_refused_by_a_machine(self, late: tuple[Ann, str]) -> None:
        ann, _ = late
        assert ann.was_told(ContestClosed) == []

    def test_is_found_too_late_by_a_named_person(self, late: tuple[Ann, str]) -> None:
        ann, contest = late
        day = ann.was_told(ContestOpened)[0].opened_on + timedelta(days=6)
        ann.lives_through(reviewed(contest, ContestOutcome.OUT_OF_TIME, day))
        (closed,) = ann.was_told(ContestClosed)
        assert (closed.outcome, closed.officer) == (ContestOutcome.OUT_OF_TIME, REVIEWER)
        assert len(ann.was_told(ClaimDecision)) == 1

    def test_found_too_late_cannot_be_brought_again_but_the_finding_can_be_appealed(
        self, late: tuple[Ann, str]
    ) -> None:
        ann, contest = late
        (opened,) = ann.was_told(ContestOpened)
        day = opened.opened_on + timedelta(days=6)
        ann.lives_through(reviewed(contest, ContestOutcome.OUT_OF_TIME, day))
        ann.lives_through(contested(opened.question, on=day + timedelta(days=1)))
        assert "the next step is the appeal" in ann.was_told(ContestWaits)[-1].reason
        appeal = in_contest(ann, contest, Tier.APPEAL, day + timedelta(days=2))
        assert not ann.was_told(ContestOpened)[-1].is_late
        assert appeal == ann.was_told(ContestOpened)[-1].contest

    def test_an_appeal_found_too_late_ends_what_can_be_contested_here(self, decided: tuple[Ann, str]) -> None:
        ann, question = decided
        day = DECIDED + timedelta(days=4 + APPEAL.within_days + 1)
        appeal = in_contest(ann, question, Tier.APPEAL, day)
        ann.lives_through(reviewed(appeal, ContestOutcome.OUT_OF_TIME, day, JUDGE))
        assert ann.was_told(ContestClosed)[0].outcome is ContestOutcome.OUT_OF_TIME
        ann.lives_through(contested(question, Tier.APPEAL, day + timedelta(days=1)))
        assert "no further contest" in ann.was_told(ContestWaits)[-1].reason

    def test_is_looked_at_where_there_was_a_good_cause(self, late: tuple[Ann, str]) -> None:
        ann, contest = late
        day = ann.was_told(ContestOpened)[0].opened_on + timedelta(days=6)
        ann.lives_through(reviewed(contest, ContestOutcome.OVERTURNED, day))
        assert "good cause" in why(ann)
        ann.lives_through(reviewed(contest, ContestOutcome.OVERTURNED, day, good_cause="She was in hospital."))
        assert ann.was_told(ClaimDecision)[-1].verdict is Verdict.FOR_CLAIMANT

    def test_one_in_time_is_not_found_too_late(self, complained: tuple[Ann, str, str]) -> None:
        ann, _, contest = complained
        ann.lives_through(reviewed(contest, ContestOutcome.OUT_OF_TIME))
        assert "filed in time" in why(ann)


class TestAComplaint:
    def test_that_is_right_turns_the_decision(self, complained: tuple[Ann, str, str]) -> None:
        ann, question, contest = complained
        ann.lives_through(reviewed(contest, ContestOutcome.OVERTURNED))
        (closed,) = ann.was_told(ContestClosed)
        assert (closed.outcome, closed.heard_on, closed.officer) == (ContestOutcome.OVERTURNED, HEARD, REVIEWER)
        decision = ann.was_told(ClaimDecision)[-1]
        assert (decision.verdict, decision.question, decision.contest) == (Verdict.FOR_CLAIMANT, question, contest)
        assert (decision.officer, decision.first_decided_on) == (REVIEWER, DECIDED)

    def test_is_not_decided_by_who_decided_first(self, complained: tuple[Ann, str, str]) -> None:
        ann, _, contest = complained
        ann.lives_through(reviewed(contest, ContestOutcome.UPHELD, officer=OFFICER))
        assert "took part in the contested decision" in why(ann)
        assert ann.was_told(ContestClosed) == []

    def test_is_not_upheld_unheard_but_overturned_it_can_be(self, decided: tuple[Ann, str]) -> None:
        ann, question = decided
        contest = in_contest(ann, question)
        until(ann, REVIEWED)
        ann.lives_through(reviewed(contest, ContestOutcome.UPHELD))
        assert "not heard" in why(ann)
        ann.lives_through(reviewed(contest, ContestOutcome.OVERTURNED))
        assert ann.was_told(ContestClosed)[0].outcome is ContestOutcome.OVERTURNED

    def test_who_stays_away_was_invited_in_time_or_was_not_heard(self, decided: tuple[Ann, str]) -> None:
        ann, question = decided
        contest = in_contest(ann, question)
        until(ann, REVIEWED)
        soon = HEARD - timedelta(days=3)
        ann.lives_through(heard(contest, attendance=Attendance.STAYED_AWAY, invited_on=soon))
        assert "leaves 11 days, delivery included" in why(ann)
        in_time = heard(contest, HEARD + WEEK, attendance=Attendance.STAYED_AWAY, invited_on=CONTESTED)
        until(ann, HEARD + WEEK)
        ann.lives_through(in_time, reviewed(contest, ContestOutcome.UPHELD, HEARD + WEEK))
        assert ann.was_told(ContestClosed)[0].outcome is ContestOutcome.UPHELD

    def test_nobody_stays_away_from_a_hearing_to_which_they_were_invited_before_they_contested(
        self, decided: tuple[Ann, str]
    ) -> None:
        ann, question = decided
        contest = in_contest(ann, question)
        until(ann, REVIEWED)
        early = CONTESTED - timedelta(days=1)
        ann.lives_through(heard(contest, attendance=Attendance.STAYED_AWAY, invited_on=early))
        assert "before the contest was opened" in why(ann)

    def test_is_not_upheld_on_a_day_before_the_hearing(self, complained: tuple[Ann, str, str]) -> None:
        ann, _, contest = complained
        ann.lives_through(reviewed(contest, ContestOutcome.UPHELD, HEARD - timedelta(days=1)))
        assert "before the claimant was heard" in why(ann)
        assert ann.was_told(ContestClosed) == []

    def test_that_is_upheld_names_the_appeal_and_its_last_day(self, complained: tuple[Ann, str, str]) -> None:
        ann, _, contest = complained
        ann.lives_through(reviewed(contest, ContestOutcome.UPHELD))
        (closed,) = ann.was_told(ContestClosed)
        assert closed.appeal is not None
        assert "independent of the institution" in closed.appeal
        assert closed.contest_by == REVIEWED + timedelta(days=4 + APPEAL.within_days)
        assert len(ann.was_told(ClaimDecision)) == 1, "the decision stands as it was"

    def test_that_is_right_in_part_takes_less_and_never_more(self, complained: tuple[Ann, str, str]) -> None:
        ann, _, contest = complained
        for more in (SIX_WEEKS, BENEFIT_YEAR):
            ann.lives_through(reviewed(contest, ContestOutcome.CHANGED, applies=more))
        assert len(ann.was_told(AnswerRefused)) == 2
        ann.lives_through(reviewed(contest, ContestOutcome.CHANGED, applies=FOUR_WEEKS))
        decision = ann.was_told(ClaimDecision)[-1]
        assert (decision.verdict, decision.applies) == (Verdict.AGAINST_CLAIMANT, FOUR_WEEKS)
        assert decision.period is not None
        assert decision.period.holds(FOUR_WEEKS)

    def test_is_not_decided_twice_nor_before_it_was_filed(self, complained: tuple[Ann, str, str]) -> None:
        ann, _, contest = complained
        ann.lives_through(reviewed(contest, ContestOutcome.UPHELD, CONTESTED - timedelta(days=1)))
        assert "before the contest, which was filed on" in why(ann)
        ann.lives_through(reviewed(contest, ContestOutcome.UPHELD))
        ann.lives_through(reviewed(contest, ContestOutcome.OVERTURNED))
        assert "the contest is over: upheld" in why(ann)

    def test_an_act_on_a_contest_nobody_filed_is_kept_and_changes_nothing(self, decided: tuple[Ann, str]) -> None:
        ann, _ = decided
        ann.lives_through(reviewed("contest-x", ContestOutcome.UPHELD), heard("contest-x"), taken_back("x", CONTESTED))
        assert [kept.about for kept in ann.was_told(ActKept)] == ["contest-x", "contest-x", "x"]
        assert ann.parked() == []


class TestTakingBack:
    def test_leaves_the_decision_as_it_was_and_the_way_open(self, complained: tuple[Ann, str, str]) -> None:
        ann, question, contest = complained
        ann.lives_through(taken_back(contest, REVIEWED))
        assert ann.was_told(ContestClosed)[0].outcome is ContestOutcome.WITHDRAWN
        ann.lives_through(contested(question, on=REVIEWED))
        assert len(ann.was_told(ContestOpened)) == 2

    def test_what_waits_is_never_opened_then(self, decided: tuple[Ann, str]) -> None:
        ann, question = decided
        ann.lives_through(contested(question, mandate="mandate-1"))
        (waits,) = ann.was_told(ContestWaits)
        ann.lives_through(taken_back(waits.contest, CONTESTED), mandate())
        assert ann.was_told(ContestOpened) == []
        ann.lives_through(heard(waits.contest))
        assert "the contest is over: withdrawn" in why(ann)

    def test_and_filed_again_on_the_same_day_is_another_contest(self, decided: tuple[Ann, str]) -> None:
        ann, question = decided
        first = in_contest(ann, question)
        ann.lives_through(taken_back(first, CONTESTED), contested(question, because="I have thought better of it."))
        second = ann.was_told(ContestOpened)[-1].contest
        assert second != first
        ann.lives_through(taken_back(second, CONTESTED), contested(question, because="I want to be heard after all."))
        assert len({opened.contest for opened in ann.was_told(ContestOpened)}) == len(ann.was_told(ContestOpened)) == 3
        assert [closed.outcome for closed in ann.was_told(ContestClosed)] == [ContestOutcome.WITHDRAWN] * 2

    def test_a_hearing_that_is_told_of_after_it_is_no_slip_of_the_officer(self, decided: tuple[Ann, str]) -> None:
        ann, question = decided
        contest = in_contest(ann, question)
        until(ann, REVIEWED)
        ann.lives_through(taken_back(contest, REVIEWED), heard(contest))
        assert ann.was_told(AnswerRefused) == []
        ann.lives_through(heard(contest, REVIEWED + WEEK))
        assert "the contest is over: withdrawn" in why(ann)


class TestAnAppeal:
    @pytest.fixture
    def appealed(self, complained: tuple[Ann, str, str]) -> tuple[Ann, str]:
        """Ann, and her appeal after a complaint in vain."""
        ann, _, complaint = complained
        ann.lives_through(reviewed(complaint, ContestOutcome.UPHELD))
        day = REVIEWED + timedelta(days=2)
        appeal = in_contest(ann, complaint, Tier.APPEAL, day)
        until(ann, day + timedelta(days=30))
        ann.lives_through(heard(appeal, day + timedelta(days=20), officer=JUDGE))
        return ann, appeal

    AFTER = REVIEWED + timedelta(days=25)

    def test_is_decided_by_the_independent_body_alone(self, appealed: tuple[Ann, str]) -> None:
        ann, appeal = appealed
        ann.lives_through(reviewed(appeal, ContestOutcome.UPHELD, self.AFTER, Officer(staff="staff-40", role="chief")))
        assert "member of the independent body" in why(ann)
        ann.lives_through(reviewed(appeal, ContestOutcome.OVERTURNED, self.AFTER, JUDGE))
        assert ann.was_told(ClaimDecision)[-1].tier is Tier.APPEAL

    def test_a_member_of_it_decides_no_complaint(self, complained: tuple[Ann, str, str]) -> None:
        ann, _, contest = complained
        ann.lives_through(reviewed(contest, ContestOutcome.UPHELD, officer=JUDGE))
        assert "none of the independent body's members" in why(ann)

    def test_ends_what_can_be_contested_here(self, appealed: tuple[Ann, str]) -> None:
        ann, appeal = appealed
        ann.lives_through(reviewed(appeal, ContestOutcome.UPHELD, self.AFTER, JUDGE))
        closed = ann.was_told(ContestClosed)[-1]
        assert (closed.appeal or "").startswith("The independent body has decided.")
        ann.lives_through(contested(appeal, Tier.APPEAL, self.AFTER))
        assert "no further contest" in ann.was_told(ContestWaits)[-1].reason

    def test_may_be_brought_at_once(self, decided: tuple[Ann, str]) -> None:
        ann, question = decided
        in_contest(ann, question, Tier.APPEAL)
        assert ann.was_told(ContestOpened)[0].tier is Tier.APPEAL

    def test_a_second_complaint_waits_for_nothing(self, complained: tuple[Ann, str, str]) -> None:
        ann, question, contest = complained
        ann.lives_through(reviewed(contest, ContestOutcome.UPHELD), contested(question, on=REVIEWED))
        assert "the next step is the appeal" in ann.was_told(ContestWaits)[-1].reason


class TestBenefitMeanwhile:
    def test_goes_on_where_it_ran_until_the_decision(self, tmp_path: Path) -> None:
        ann = Ann(tmp_path)
        ann.lives_through(filed(), determined(1), absent())
        question = ann.was_told(QuestionOpened)[0].question
        ann.lives_through(replied(question, DECIDED))
        ann.lives_through(answered(question, Verdict.AGAINST_CLAIMANT, on=DECIDED, applies=Period.of_days(DECIDED, 28)))
        in_contest(ann, question)
        (opened,) = ann.was_told(ContestOpened)
        assert isinstance(opened.about, ReferralAbout)
        assert opened.benefit_continues

    def test_does_not_begin_where_it_was_held_until_the_decision(self, decided: tuple[Ann, str]) -> None:
        ann, question = decided
        in_contest(ann, question)
        assert not ann.was_told(ContestOpened)[0].benefit_continues


def test_a_smaller_share_on_all_days_is_less_and_a_share_the_law_does_not_know_is_none(tmp_path: Path) -> None:
    bounds = ReductionBounds(ground=Ground.QUIT, by_at_most="1/2", until_compliance=False, cites="Art. 1")
    ann = Ann(tmp_path)
    ann.lives_through(filed(), determined(1, finding(), reductions=(bounds,)))
    question = ann.was_told(QuestionOpened)[0].question
    ann.lives_through(replied(question, DECIDED))
    ann.lives_through(answered(question, Verdict.AGAINST_CLAIMANT, on=DECIDED, applies=SIX_WEEKS, reduced_by="1/2"))
    contest = in_contest(ann, question)
    until(ann, REVIEWED)
    ann.lives_through(heard(contest), reviewed(contest, ContestOutcome.CHANGED, applies=FOUR_WEEKS))
    assert "less than the contested one" in why(ann), "no share takes all, which is more than a half"
    ann.lives_through(reviewed(contest, ContestOutcome.CHANGED, applies=SIX_WEEKS, reduced_by="1/4"))
    assert ann.was_told(ClaimDecision)[-1].reduced_by == "1/4"


def test_days_of_a_contest_lie_within_the_calendar(decided: tuple[Ann, str]) -> None:
    ann, question = decided
    ann.lives_through(contested(question, on=date(2099, 12, 20)))
    assert ann.parked() == ["outside-known-law"]
