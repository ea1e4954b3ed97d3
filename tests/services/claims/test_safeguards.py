"""One officer is not always enough to decide against a claimant, and an employer's word never is."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import pytest

from contracts.base import Envelope
from contracts.casework import AnswerConfirmed, EvidenceKind, Officer, Verdict
from contracts.claims import (
    AnswerRefused,
    ClaimDecision,
    ConfirmationAsked,
    ContestOpened,
    ContestWaits,
    Ground,
    NoticeIssued,
    QuestionOpened,
)
from contracts.contest import ContestOutcome
from contracts.kept_acts import ActKept
from law.language.terms.errors import RuleSheetError
from services.claims.procedure import FILE, Procedure
from tests.services.claims.contesting import (
    DECIDED,
    HEARD,
    REPLIED,
    REVIEWED,
    SIX_WEEKS,
    contested,
    heard,
    in_contest,
    mandate,
    reviewed,
    until,
)
from tests.services.claims.telling import OFFICER, Ann, answered, determined, fact, filed, finding, overpaid, replied

AGAINST, FOR = Verdict.AGAINST_CLAIMANT, Verdict.FOR_CLAIMANT
HEAD = Officer(staff="staff-50", role="head-of-section")
DELEGATE = Officer(staff="Delegate-7", role="claims-examiner")


def confirmed(question: str, *, by: Officer = HEAD, confirms: bool = True, on: date = DECIDED) -> Envelope:
    event = AnswerConfirmed(question=question, confirmed_on=on, officer=by, confirms=confirms, reasons="It is shown.")
    return fact(event, on)


def asked(folder: Path, ground: Ground) -> tuple[Ann, str]:
    """Ann, who replied to a question on this ground; and the question."""
    ann = Ann(folder)
    ann.lives_through(filed(), determined(1, finding(ground=ground)))
    question = ann.was_told(QuestionOpened)[0].question
    ann.lives_through(replied(question, REPLIED))
    return ann, question


@pytest.fixture
def proposed(tmp_path: Path) -> tuple[Ann, str]:
    """Ann, against whom an officer answered a question of fraud; and the question."""
    ann, question = asked(tmp_path, Ground.FRAUD)
    ann.lives_through(answered(question, AGAINST, on=DECIDED, applies=SIX_WEEKS))
    return ann, question


def test_whoever_represents_the_claimant_decides_nothing_in_their_case(tmp_path: Path) -> None:
    ann, question = asked(tmp_path, Ground.QUIT)
    filed_by_delegate = contested(question, on=DECIDED, mandate="mandate-1")
    ann.lives_through(mandate(), filed_by_delegate, answered(question, FOR, on=DECIDED, officer=DELEGATE))
    assert "represents the claimant" in ann.was_told(AnswerRefused)[0].reason
    assert ann.was_told(ClaimDecision) == []


def test_an_officer_who_is_only_named_as_representative_is_not_shut_out_and_cannot_act_against_their_own_decision(
    tmp_path: Path,
) -> None:
    ann, question = asked(tmp_path, Ground.QUIT)
    ann.lives_through(mandate(), answered(question, AGAINST, on=DECIDED, applies=SIX_WEEKS, officer=DELEGATE))
    assert len(ann.was_told(ClaimDecision)) == 1
    ann.lives_through(contested(question, on=DECIDED, mandate="mandate-1"))
    assert "took part in the decision" in ann.was_told(ContestWaits)[0].reason
    ann.lives_through(contested(question, on=DECIDED))
    assert len(ann.was_told(ContestOpened)) == 1


class TestASecondOfficer:
    def test_is_asked_for_and_nothing_happens_until_then(self, proposed: tuple[Ann, str]) -> None:
        ann, _ = proposed
        (waits,) = ann.was_told(ConfirmationAsked)
        assert (waits.officer, ann.was_told(ClaimDecision)) == (OFFICER, [])
        assert "needs two officers" in waits.because

    def test_confirms_and_both_names_stand_under_it(self, proposed: tuple[Ann, str]) -> None:
        ann, question = proposed
        ann.lives_through(confirmed(question, on=DECIDED + timedelta(days=1)))
        (decision,) = ann.was_told(ClaimDecision)
        assert (decision.officer, decision.confirmed_by) == (OFFICER, HEAD)
        assert (decision.answered_on, decision.decided_on) == (DECIDED, DECIDED + timedelta(days=1))

    def test_is_never_the_first_one(self, proposed: tuple[Ann, str]) -> None:
        ann, question = proposed
        ann.lives_through(confirmed(question, by=Officer(staff=OFFICER.staff, role="head-of-section")))
        assert "cannot confirm their own act" in ann.was_told(AnswerRefused)[0].reason
        assert ann.was_told(ClaimDecision) == []

    def test_is_not_the_first_one_written_in_capitals(self, proposed: tuple[Ann, str]) -> None:
        ann, question = proposed
        ann.lives_through(confirmed(question, by=Officer(staff=OFFICER.staff.upper(), role="head-of-section")))
        assert "cannot confirm their own act" in ann.was_told(AnswerRefused)[0].reason

    @pytest.mark.parametrize("role", ["tribunal-member", "Tribunal-Member"])
    def test_is_no_member_of_the_independent_body(self, proposed: tuple[Ann, str], role: str) -> None:
        ann, question = proposed
        ann.lives_through(confirmed(question, by=Officer(staff="judge-9", role=role)))
        assert "member of the independent body" in ann.was_told(AnswerRefused)[0].reason
        assert ann.was_told(ClaimDecision) == []

    def test_who_does_not_confirm_leaves_the_question_to_be_answered_again(self, proposed: tuple[Ann, str]) -> None:
        ann, question = proposed
        ann.lives_through(confirmed(question, confirms=False))
        assert "staff-50 did not confirm it" in ann.was_told(AnswerRefused)[0].reason
        ann.lives_through(answered(question, FOR, on=DECIDED))
        assert ann.was_told(ClaimDecision)[0].verdict is FOR

    def test_is_not_needed_to_decide_for_the_claimant(self, proposed: tuple[Ann, str]) -> None:
        ann, question = proposed
        ann.lives_through(answered(question, FOR, on=DECIDED))
        assert ann.was_told(ClaimDecision)[0].confirmed_by is None

    def test_waits_for_one_answer_at_a_time(self, proposed: tuple[Ann, str]) -> None:
        ann, question = proposed
        ann.lives_through(answered(question, AGAINST, on=DECIDED + timedelta(days=1), applies=SIX_WEEKS))
        assert "waits for another officer already" in ann.was_told(AnswerRefused)[0].reason

    def test_has_nothing_to_confirm_once_the_claimant_replied_again_or_the_facts_changed(
        self, proposed: tuple[Ann, str]
    ) -> None:
        ann, question = proposed
        ann.lives_through(determined(2, finding(ground=Ground.FRAUD, because="News.")))
        assert len(ann.was_told(NoticeIssued)) == 2
        ann.lives_through(confirmed(question), confirmed("nobody-asked"))
        assert [refused.reason for refused in ann.was_told(AnswerRefused)] == [
            "no answer waits for another officer",
        ]
        assert [kept.about for kept in ann.was_told(ActKept)] == ["nobody-asked"]

    def test_does_not_confirm_before_the_answer(self, proposed: tuple[Ann, str]) -> None:
        ann, question = proposed
        ann.lives_through(confirmed(question, on=DECIDED - timedelta(days=1)))
        assert "before the answer" in ann.was_told(AnswerRefused)[0].reason

    def test_who_confirmed_does_not_review_it(self, proposed: tuple[Ann, str]) -> None:
        ann, question = proposed
        ann.lives_through(confirmed(question))
        contest = in_contest(ann, question)
        until(ann, REVIEWED)
        ann.lives_through(heard(contest, HEARD), reviewed(contest, ContestOutcome.UPHELD, officer=HEAD))
        assert "staff-50 took part" in ann.was_told(AnswerRefused)[-1].reason

    @pytest.mark.parametrize(("minor", "two"), [(100_000, False), (100_001, True)])
    def test_is_asked_for_above_a_sum(self, tmp_path: Path, minor: int, two: bool) -> None:  # noqa: FBT001
        ann = Ann(tmp_path)
        ann.lives_through(filed(), overpaid(minor))
        question = ann.was_told(QuestionOpened)[0].question
        ann.lives_through(replied(question, REPLIED), answered(question, AGAINST, on=DECIDED))
        assert (len(ann.was_told(ConfirmationAsked)), len(ann.was_told(ClaimDecision))) == (int(two), int(not two))


class TestAnEmployersWord:
    @pytest.mark.parametrize("evidence", [(EvidenceKind.EMPLOYERS_STATEMENT,), None])
    def test_alone_takes_nothing_away(self, tmp_path: Path, evidence: tuple[EvidenceKind, ...] | None) -> None:
        ann, question = asked(tmp_path, Ground.QUIT)
        ann.lives_through(answered(question, AGAINST, on=DECIDED, applies=SIX_WEEKS, evidence=evidence))
        assert "evidence" in (reason := ann.was_told(AnswerRefused)[0].reason) or "employer's word alone" in reason
        assert ann.was_told(ClaimDecision) == []
        ann.lives_through(answered(question, FOR, on=DECIDED, evidence=evidence))
        assert ann.was_told(ClaimDecision)[0].verdict is FOR

    def test_with_a_document_may(self, tmp_path: Path) -> None:
        ann, question = asked(tmp_path, Ground.QUIT)
        ann.lives_through(answered(question, AGAINST, on=DECIDED, applies=SIX_WEEKS))
        assert len(ann.was_told(ClaimDecision)) == 1

    def test_is_not_asked_about_where_no_employer_reports(self, tmp_path: Path) -> None:
        ann, question = asked(tmp_path, Ground.NOT_AVAILABLE)
        ann.lives_through(answered(question, AGAINST, on=DECIDED, applies=SIX_WEEKS, evidence=None))
        assert len(ann.was_told(ClaimDecision)) == 1


@pytest.mark.parametrize(
    ("right", "wrong", "reason"),
    [
        ("USD: 1000.00", "USD: 1000", "'1000' is not an amount of USD with 2 decimal digits"),
        ("USD: 1000.00", "USB: 1000.00", "'USB' is no currency"),
        ("grounds: [fraud, crime]", "grounds: [fraude]", "'fraude' is not one of"),
        ("since: 2015-01-01", "since: yesterday", "'yesterday' is not a day"),
        ("roles: [tribunal-member]", "rolls: [tribunal-member]", "'rolls' is not known here"),
        ("benefit_continues: [referral]", "benefit_continues: [everything]", "'everything' is not one of"),
    ],
)
def test_a_procedure_that_is_wrong_is_refused_in_words(tmp_path: Path, right: str, wrong: str, reason: str) -> None:
    text = FILE.read_text("utf-8")
    assert right in text
    (tmp_path / "procedure.yaml").write_text(text.replace(right, wrong, 1), "utf-8")
    with pytest.raises(RuleSheetError, match=reason):
        Procedure.from_file(tmp_path / "procedure.yaml")
