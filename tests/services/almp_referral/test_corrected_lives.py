"""What was recorded of a referral in error is corrected or taken back, and what followed from it goes with it."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from contracts.almp_referral import ReferralMade, ReferralQuestioned
from contracts.base import Envelope
from contracts.casework import Officer
from contracts.claims import QuestionDropped
from contracts.placement import (
    Answer,
    DeclineReason,
    OfferArranged,
    PlacementRecordRetracted,
    ReferralAnswered,
)
from contracts.referral_life import ReferralMoved, ReferralStanding
from tests.services.almp_referral.offering import NEXT_DAY, Office, day_closed, fact, opened, recorded, worked
from tests.services.almp_referral.test_seats_come_back import LAST_TO_ANSWER, TWO_PROGRAMMES
from tests.services.almp_referral.test_with_claims import Town, referral_in, town

__all__ = ["town"]

OFFICER = Officer(staff="staff-4", role="placement-officer", office="north")
RECORDED = datetime(2026, 3, 4, 9, tzinfo=UTC)


@pytest.fixture
def office(tmp_path: Path) -> Office:
    office = Office(tmp_path, TWO_PROGRAMMES)
    office.sees(recorded("ann"), worked("ann"), opened("ann"), day_closed(NEXT_DAY))
    return office


def first(office: Office) -> str:
    return office.said(ReferralMade, to="ann")[0].referral


def declined(referral: str, answer: Answer = Answer.REFUSED, version: int = 1, on: date = NEXT_DAY) -> Envelope:
    because = DeclineReason.CARE_OF_FAMILY if answer is Answer.REFUSED else None
    event = ReferralAnswered(
        referral=referral,
        answer=answer,
        officer=OFFICER,
        answered_on=on,
        key="answer-1",
        source_version=version,
        declined_because=because,
        statement="words-1" if because else None,
    )
    return fact(event, on, "ann")


def taken_back(version: int = 2) -> Envelope:
    event = PlacementRecordRetracted(
        key="answer-1",
        source_version=version,
        recorded_at=RECORDED,
        kind="casework.referral-answered",
        officer=OFFICER,
        reason="It was another person's answer.",
    )
    return fact(event, NEXT_DAY, "ann")


def standing(office: Office) -> ReferralStanding:
    return max(office.said(ReferralMoved, to="ann"), key=lambda moved: moved.number).after


def test_a_refusal_that_was_taken_back_keeps_the_seat_for_an_answer_again(office: Office) -> None:
    office.sees(declined(first(office)))
    assert office.seats_held("programme-one") == set()
    office.sees(taken_back())
    assert office.seats_held("programme-one") == {first(office)}
    assert standing(office) is ReferralStanding.MADE


def test_a_refusal_corrected_to_an_acceptance_is_one_and_the_older_version_changes_it_no_more(office: Office) -> None:
    office.sees(declined(first(office), Answer.ACCEPTED, version=2), declined(first(office)))
    assert standing(office) is ReferralStanding.ACCEPTED
    assert not office.said(ReferralQuestioned)


def test_who_declined_in_error_while_the_seat_went_to_another_is_offered_the_next(office: Office) -> None:
    office.sees(declined(first(office)))
    office.sees(recorded("bob"), worked("bob"), opened("bob", NEXT_DAY), day_closed(NEXT_DAY + timedelta(days=1)))
    office.sees(taken_back())
    assert standing(office) is ReferralStanding.NO_SEAT
    office.sees(day_closed(NEXT_DAY + timedelta(days=2)))
    assert [made.programme for made in office.said(ReferralMade, to="ann")] == ["programme-one", "programme-two"]


def test_the_seat_of_who_is_invited_is_kept_to_the_day_that_the_invitation_names(office: Office) -> None:
    later = LAST_TO_ANSWER + timedelta(days=5)
    invited = OfferArranged(
        key="invited-1",
        source_version=1,
        recorded_at=RECORDED,
        referral=first(office),
        officer=OFFICER,
        arranged_on=NEXT_DAY,
        meets_on=LAST_TO_ANSWER,
        meets_at="09:30",
        place="12 Harbour Road, room 4",
        answer_by=later,
    )
    office.sees(fact(invited, NEXT_DAY, "ann"), day_closed(LAST_TO_ANSWER))
    assert office.seats_held("programme-one")
    office.sees(day_closed(later))
    assert standing(office) is ReferralStanding.EXPIRED


def test_nothing_is_asked_any_more_about_a_refusal_that_was_taken_back(town: Town) -> None:
    town.sees(declined(referral_in(town)))
    assert not town.only("claims", QuestionDropped)
    town.sees(taken_back())
    assert len(town.only("claims", QuestionDropped)) == 1
