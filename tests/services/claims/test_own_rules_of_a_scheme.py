"""What a scheme's own law says of windows, contests and second officers holds for its claims, and not the procedure."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

from contracts.casework import Verdict
from contracts.claims import (
    ClaimDecision,
    ClaimState,
    ConfirmationAsked,
    ContestOpened,
    Ground,
    NoticeIssued,
    QuestionOpened,
)
from contracts.safeguards import LateCertification, MeanwhileRule, ReplyWindow, SchemeSafeguards, TwoOfficersRule
from contracts.values import Money, Period
from contracts.waiting import AwaitedStep
from services.claims.certifications import AwaitedDays, awaited_days, told
from services.claims.model import Claim
from services.claims.procedure import standard_procedure
from tests.services.claims.contesting import DECIDED, REPLIED, SIX_WEEKS, in_contest
from tests.services.claims.telling import (
    TOLD,
    Ann,
    absent,
    answered,
    determined,
    filed,
    finding,
    overpaid,
    replied,
)

DELIVERY_DAYS = 4


def under(folder: Path, safeguards: SchemeSafeguards | None, ground: Ground = Ground.QUIT) -> tuple[Ann, str]:
    """Ann, whose scheme has these rules, and the question on her claim."""
    ann = Ann(folder)
    ann.lives_through(filed(), determined(1, finding(ground=ground), safeguards=safeguards))
    return ann, ann.was_told(QuestionOpened)[0].question


def test_a_reply_window_of_the_scheme_is_told_and_kept(tmp_path: Path) -> None:
    ann, question = under(tmp_path, SchemeSafeguards(reply_window=ReplyWindow(days=10, cites="Act s. 5")))
    (notice,) = ann.was_told(NoticeIssued)
    assert notice.reply_by == TOLD + timedelta(days=10 + DELIVERY_DAYS)
    early, late = notice.reply_by, notice.reply_by + timedelta(days=1)
    for on in (early, late):
        ann.lives_through(answered(question, Verdict.AGAINST_CLAIMANT, on=on, applies=SIX_WEEKS))
    assert [decision.decided_on for decision in ann.was_told(ClaimDecision)] == [late]


@pytest.mark.parametrize(
    ("rule", "needs_two"),
    [
        (None, False),
        (TwoOfficersRule(grounds=("quit",), cites="Act s. 6"), True),
        (TwoOfficersRule(grounds=("fraud",), cites="Act s. 6"), False),
    ],
)
def test_two_officers_are_needed_where_the_scheme_says_so(
    tmp_path: Path, rule: TwoOfficersRule | None, *, needs_two: bool
) -> None:
    ann, question = under(tmp_path, SchemeSafeguards(two_officers=rule))
    ann.lives_through(replied(question, REPLIED))
    ann.lives_through(answered(question, Verdict.AGAINST_CLAIMANT, on=DECIDED, applies=SIX_WEEKS))
    asked = ann.was_told(ConfirmationAsked)
    assert bool(asked) is needs_two
    assert all("Act s. 6" in waits.because for waits in asked)


@pytest.mark.parametrize(("minor", "needs_two"), [(5_000, False), (5_001, True)])
def test_a_sum_needs_two_officers_above_that_of_the_scheme(tmp_path: Path, minor: int, *, needs_two: bool) -> None:
    rule = TwoOfficersRule(above=Money(minor=5_000, currency="USD"), cites="Act s. 6")
    ann = Ann(tmp_path)
    ann.lives_through(filed(), determined(1, safeguards=SchemeSafeguards(two_officers=rule)), overpaid(minor))
    question = ann.was_told(QuestionOpened)[0].question
    ann.lives_through(replied(question, REPLIED), answered(question, Verdict.AGAINST_CLAIMANT, on=DECIDED))
    assert bool(ann.was_told(ConfirmationAsked)) is needs_two


@pytest.mark.parametrize(
    ("rule", "goes_on"),
    [
        (None, True),
        (MeanwhileRule(complaint=(), appeal=(), cites="Act s. 7"), False),
        (MeanwhileRule(complaint=("referral",), appeal=(), cites="Act s. 7"), True),
    ],
)
def test_what_benefit_does_meanwhile_is_the_schemes(
    tmp_path: Path, rule: MeanwhileRule | None, *, goes_on: bool
) -> None:
    ann = Ann(tmp_path)
    ann.lives_through(filed(), determined(1, safeguards=SchemeSafeguards(meanwhile=rule)), absent())
    question = ann.was_told(QuestionOpened)[0].question
    ann.lives_through(replied(question, REPLIED))
    ann.lives_through(answered(question, Verdict.AGAINST_CLAIMANT, on=DECIDED, applies=SIX_WEEKS_FROM_THEN))
    in_contest(ann, question)
    assert ann.was_told(ContestOpened)[0].benefit_continues is goes_on


SIX_WEEKS_FROM_THEN = SIX_WEEKS.model_copy(update={"start": TOLD})


def certification_of(safeguards: SchemeSafeguards) -> AwaitedDays:
    """What is waited for of a claim that was granted on the first day of its year."""
    year = Period.of_days(TOLD, 364)
    claim = Claim("c-1", state=ClaimState.GRANTED, benefit_year=year, certifiable_until=year.end, awaited_since=TOLD)
    claim.safeguards = safeguards
    awaited = awaited_days(claim, {}, standard_procedure(), {})
    assert awaited is not None
    return awaited


def test_a_certification_is_in_time_and_late_by_the_days_of_the_scheme() -> None:
    late = LateCertification(days=21, grace_days=0, good_cause="An illness.", cites="Regulations s. 26")
    own, procedures = certification_of(SchemeSafeguards(late_certification=late)), certification_of(SchemeSafeguards())
    last = own.period.end - timedelta(days=1)
    assert (own.due_by, own.grace_until) == (last + timedelta(days=21), last + timedelta(days=21))
    assert (procedures.due_by, procedures.grace_until) == (last + timedelta(days=14), last + timedelta(days=28))


def test_what_the_scheme_leaves_out_is_the_procedures() -> None:
    own = certification_of(SchemeSafeguards(late_certification=LateCertification(grace_days=3, cites="Act s. 8")))
    assert own.grace_until - own.due_by == timedelta(days=3)
    assert own.due_by == certification_of(SchemeSafeguards()).due_by


def test_who_certifies_late_is_told_what_the_law_lets_count_as_a_good_cause() -> None:
    late = LateCertification(days=2, grace_days=0, good_cause="An illness.", cites="Act s. 8")
    year = Period.of_days(TOLD, 364)
    claim = Claim("c-1", state=ClaimState.GRANTED, benefit_year=year, certifiable_until=year.end, awaited_since=TOLD)
    claim.safeguards = SchemeSafeguards(late_certification=late)
    awaited = awaited_days(claim, {}, standard_procedure(), {})
    assert awaited is not None
    step = told(claim, awaited, awaited.grace_until, standard_procedure())
    assert step is not None
    assert (step.step, step.good_cause) == (AwaitedStep.OVERDUE, "An illness.")
