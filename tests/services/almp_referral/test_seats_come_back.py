"""No seat is held for ever, and who lost one without fault is offered a programme again."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import pytest

from contracts.about import ReferralAbout
from contracts.almp_referral import LapseReason, NoReferral, ReferralLapsed, ReferralMade, ReferralQuestioned
from contracts.base import Envelope
from contracts.casework import Officer, Verdict
from contracts.claims import ClaimDecision
from contracts.eligibility import DeterminationOutcome
from contracts.placement import Answer, ProgrammeOutcome
from contracts.values import LAST_DAY
from services.almp_referral.procedure import standard_referral_procedure
from tests.services.almp_referral.offering import (
    FILED,
    LIMITS,
    NEXT_DAY,
    RULES,
    SMALL,
    Office,
    Terms,
    answered,
    day_closed,
    determined,
    ended,
    fact,
    opened,
    recorded,
    worked,
)

DAY = timedelta(days=1)
ABSENT = ProgrammeOutcome.DID_NOT_ATTEND
FOR, AGAINST = Verdict.FOR_CLAIMANT, Verdict.AGAINST_CLAIMANT
TWO_PROGRAMMES = Terms.of(
    RULES + LIMITS,
    """
provider: centre
recorded_at: 2020-01-01T00:00:00Z
programmes:
  - id: programme-one
    title: The first
    kind: guidance
    target: anyone
    legal_basis: C168 Art. 7
    cohorts: [{key: rolling, seats: 1}]
    lasts_days: 30
    requirements: {occasions: [registration]}
  - id: programme-two
    title: The second
    kind: placement
    target: anyone
    legal_basis: C168 Art. 7
    cohorts: [{key: rolling, seats: 1}]
    requirements: {occasions: [registration]}
""",
)
LAST_TO_ANSWER = NEXT_DAY + timedelta(days=10)


@pytest.fixture
def office(tmp_path: Path) -> Office:
    office = Office(tmp_path, TWO_PROGRAMMES)
    office.sees(recorded("ann"), worked("ann"), opened("ann"), day_closed(NEXT_DAY))
    return office


def offers(office: Office) -> list[tuple[str, date]]:
    return [(made.programme, made.made_on) for made in office.said(ReferralMade, to="ann")]


def lapses(office: Office) -> list[LapseReason]:
    return [lapsed.reason for lapsed in office.said(ReferralLapsed, to="ann")]


def first(office: Office) -> str:
    return office.said(ReferralMade, to="ann")[0].referral


def decided(referral: str, verdict: Verdict, on: date, *, once: int = 0) -> Envelope:
    event = ClaimDecision(
        claim="claim-ann",
        question=f"question-{once}",
        about=ReferralAbout(referral=referral),
        decided_on=on,
        officer=Officer(staff="staff-4", role="claims-examiner"),
        verdict=verdict,
        reasons="The child was ill.",
        article="C168 Art. 20(f)",
        facts_considered=("claim-ann",),
        appeal="Within 30 days.",
    )
    return fact(event, on, "ann")


class TestAnOfferThatNobodyAnswers:
    def test_is_kept_to_its_last_day_and_then_free_and_asked_about_by_nobody(self, office: Office) -> None:
        assert office.said(ReferralMade)[0].answer_by == LAST_TO_ANSWER
        office.sees(day_closed(LAST_TO_ANSWER - DAY))
        assert office.seats_held("programme-one")
        office.sees(day_closed(LAST_TO_ANSWER))
        assert office.seats_held("programme-one") == set()
        assert lapses(office) == [LapseReason.UNANSWERED]
        assert not office.said(ReferralQuestioned)

    def test_is_followed_by_another_programme_until_none_is_left(self, office: Office) -> None:
        office.sees(day_closed(LAST_TO_ANSWER), day_closed(LAST_TO_ANSWER + timedelta(days=10)))
        assert offers(office) == [("programme-one", NEXT_DAY), ("programme-two", LAST_TO_ANSWER)]
        assert "Every programme was offered before" in office.said(NoReferral)[0].because
        assert office.seats_held("programme-two") == set()

    def test_is_not_followed_where_the_claim_was_taken_back(self, office: Office) -> None:
        office.sees(determined("ann", DeterminationOutcome.WITHDRAWN), day_closed(LAST_TO_ANSWER))
        assert lapses(office) == [LapseReason.CLAIM_TAKEN_BACK]
        assert len(offers(office)) == 1
        assert office.seats_held("programme-one") == set()

    def test_that_is_answered_on_its_last_day_is_answered_in_time(self, office: Office) -> None:
        office.sees(answered("ann", first(office), Answer.ACCEPTED, LAST_TO_ANSWER), day_closed(LAST_TO_ANSWER))
        assert office.seats_held("programme-one")
        assert lapses(office) == []


class TestAnAbsence:
    def test_decided_for_the_person_frees_the_seat_and_brings_a_new_offer(self, office: Office) -> None:
        office.sees(ended("ann", first(office), ABSENT), decided(first(office), FOR, NEXT_DAY + DAY))
        assert office.seats_held("programme-one") == set()
        assert lapses(office) == [LapseReason.EXCUSED]
        office.sees(day_closed(NEXT_DAY + DAY))
        assert offers(office) == [("programme-one", NEXT_DAY), ("programme-one", NEXT_DAY + DAY)]

    def test_decided_against_the_person_frees_the_seat(self, office: Office) -> None:
        office.sees(ended("ann", first(office), ABSENT), decided(first(office), AGAINST, NEXT_DAY + DAY))
        office.sees(day_closed(NEXT_DAY + DAY))
        assert office.seats_held("programme-one") == set()
        assert len(offers(office)) == 1

    def test_decided_twice_brings_one_new_offer(self, office: Office) -> None:
        office.sees(ended("ann", first(office), ABSENT), decided(first(office), FOR, NEXT_DAY + DAY))
        office.sees(day_closed(NEXT_DAY + DAY), decided(first(office), FOR, NEXT_DAY + 2 * DAY, once=1))
        office.sees(day_closed(NEXT_DAY + 2 * DAY))
        assert len(offers(office)) == 2

    def test_that_nobody_decides_on_ends_with_the_programme(self, office: Office) -> None:
        office.sees(ended("ann", first(office), ABSENT), day_closed(NEXT_DAY + timedelta(days=30)))
        assert office.seats_held("programme-one") == set()
        assert lapses(office) == [LapseReason.OVER]


def test_a_refusal_for_which_there_was_cause_brings_another_programme(office: Office) -> None:
    office.sees(answered("ann", first(office), Answer.REFUSED), decided(first(office), FOR, NEXT_DAY + DAY))
    office.sees(day_closed(NEXT_DAY + DAY))
    assert [programme for programme, _ in offers(office)] == ["programme-one", "programme-two"]


def test_a_place_ends_with_its_programme_though_nobody_reports(office: Office) -> None:
    office.sees(answered("ann", first(office), Answer.ACCEPTED), day_closed(NEXT_DAY + timedelta(days=29)))
    assert office.seats_held("programme-one")
    office.sees(day_closed(NEXT_DAY + timedelta(days=30)))
    assert office.seats_held("programme-one") == set()
    assert lapses(office) == [LapseReason.OVER]


def test_who_takes_the_withdrawal_back_before_the_match_is_matched_after_all(tmp_path: Path) -> None:
    office = Office(tmp_path, SMALL)
    office.sees(opened("ann"), determined("ann", DeterminationOutcome.WITHDRAWN), day_closed(NEXT_DAY))
    office.sees(determined("ann", DeterminationOutcome.GRANTED, 2), day_closed(FILED + 2 * DAY))
    assert len(offers(office)) == 1


def test_the_procedure_that_comes_with_tideover_holds_no_seat_and_no_place_in_a_list_for_ever() -> None:
    procedure = standard_referral_procedure()
    assert procedure.answer_by(FILED)
    assert procedure.ends_by(FILED)
    assert procedure.waits_until(FILED)


def test_an_offer_that_comes_late_since_days_were_closed_together_may_be_answered_for_as_long_as_any(
    tmp_path: Path,
) -> None:
    office = Office(tmp_path, TWO_PROGRAMMES)
    late = NEXT_DAY + timedelta(days=30)
    office.sees(recorded("ann"), worked("ann"), opened("ann"), day_closed(late))
    [made] = office.said(ReferralMade, to="ann")
    assert (made.made_on, made.answer_by) == (late, late + timedelta(days=10))
    office.sees(day_closed(late + DAY))
    assert lapses(office) == []


def test_so_may_the_one_that_follows_an_offer_whose_time_passed_with_many_days(office: Office) -> None:
    late = LAST_TO_ANSWER + timedelta(days=30)
    office.sees(day_closed(late))
    assert lapses(office) == [LapseReason.UNANSWERED]
    assert offers(office) == [("programme-one", NEXT_DAY), ("programme-two", late)]
    office.sees(day_closed(late + DAY))
    assert lapses(office) == [LapseReason.UNANSWERED]


def test_an_offer_whose_time_to_answer_would_end_after_the_last_day_that_there_is_waits_with_a_reason(
    tmp_path: Path,
) -> None:
    office = Office(tmp_path, TWO_PROGRAMMES)
    office.sees(recorded("ann"), worked("ann"), opened("ann"), day_closed(LAST_DAY))
    assert office.parked()[0] == "outside-known-law"
    assert offers(office) == []
