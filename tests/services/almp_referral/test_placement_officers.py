"""What a placement officer decides with a reason is done, and matching never undoes it."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import pytest

from contracts.almp_referral import LapseReason, NoReferral, ReferralLapsed, ReferralMade, ReferralQuestioned
from contracts.base import Envelope
from contracts.criteria import Criterion, Fits
from contracts.eligibility import DeterminationOutcome
from contracts.kept_acts import ReferralActKept
from contracts.placement import Answer
from contracts.programme_matching import MatchMade
from contracts.programme_orders import ProgrammeChosen, ProgrammeWithheld, ProposalDeclined
from services.almp_referral.views import open_proposals
from tests.services.almp_referral.offering import (
    LIMITS,
    NEXT_DAY,
    OFFERED,
    PLACEMENT_OFFICER,
    RULES,
    Office,
    Terms,
    answered,
    day_closed,
    determined,
    fact,
    opened,
    recorded,
)
from tests.services.almp_referral.test_provider_statements import proposed

DAY = timedelta(days=1)
WHY = "Forty-nine, but twenty years at the bench."


@pytest.fixture
def office(tmp_path: Path) -> Office:
    office = Office(tmp_path, Terms.of(RULES + LIMITS, OFFERED))
    office.sees(recorded("ann", "1985-05"), opened("ann"), day_closed(NEXT_DAY))
    return office


def chosen(
    programme: str, on: date = NEXT_DAY, *, instead_of: str | None = None, proposal: str | None = None
) -> Envelope:
    event = ProgrammeChosen(
        claim="claim-ann",
        programme=programme,
        officer=PLACEMENT_OFFICER,
        chosen_on=on,
        reasons=WHY,
        instead_of=instead_of,
        proposal=proposal,
    )
    return fact(event, on, "ann")


def withheld(programme: str, on: date = NEXT_DAY) -> Envelope:
    event = ProgrammeWithheld(
        claim="claim-ann", programme=programme, officer=PLACEMENT_OFFICER, withheld_on=on, reasons="Three hours away."
    )
    return fact(event, on, "ann")


def referral_of(office: Office) -> str:
    return office.said(ReferralMade, to="ann")[-1].referral


def test_an_officer_refers_to_a_programme_that_does_not_fit_and_what_does_not_is_recorded(office: Office) -> None:
    office.sees(chosen("programme-older"))
    made = office.said(ReferralMade, to="ann")[-1]
    assert (made.programme, made.officer, made.officers_reasons) == ("programme-older", PLACEMENT_OFFICER, WHY)
    assert made.reasons[0] == WHY
    (judged,) = office.said(MatchMade, to="ann")[-1].programmes
    assert [(one.criterion, one.fits) for one in judged.criteria if one.fits is not Fits.YES] == [
        (Criterion.AGE, Fits.NO),
        (Criterion.SERVICE_MONTHS, Fits.UNKNOWN),
    ]


def test_a_programme_chosen_instead_of_another_frees_that_seat_and_asks_nobody_why(office: Office) -> None:
    first = referral_of(office)
    office.sees(chosen("programme-older", instead_of=first))
    assert office.seats_held("programme-open") == set()
    assert [lapsed.reason for lapsed in office.said(ReferralLapsed)] == [LapseReason.CHANGED]
    assert not office.said(ReferralQuestioned)


def test_what_an_officer_replaced_is_never_offered_again_by_matching(office: Office) -> None:
    office.sees(chosen("programme-older", instead_of=referral_of(office)))
    office.sees(day_closed(NEXT_DAY + 20 * DAY), day_closed(NEXT_DAY + 21 * DAY))
    assert [made.programme for made in office.said(ReferralMade, to="ann")] == ["programme-open", "programme-older"]


def test_what_an_officer_withholds_is_not_offered(tmp_path: Path) -> None:
    office = Office(tmp_path, Terms.of(RULES + LIMITS, OFFERED))
    office.sees(recorded("ann", "1985-05"), opened("ann"), withheld("programme-open"), day_closed(NEXT_DAY))
    assert not office.said(ReferralMade)
    assert len(office.said(NoReferral)) == 1


def test_while_the_officers_offer_stands_matching_offers_nothing_else(office: Office) -> None:
    office.sees(chosen("programme-older", instead_of=referral_of(office)), opened("ann"), day_closed(NEXT_DAY + DAY))
    assert len(office.said(ReferralMade, to="ann")) == 2


def test_a_choice_without_a_free_seat_says_so(office: Office) -> None:
    office.sees(recorded("bob"), opened("bob"), day_closed(NEXT_DAY + DAY))
    office.sees(chosen("programme-unheard-of"))
    assert "officer chose has no free seat" in office.said(NoReferral, to="ann")[-1].because


def test_a_choice_for_a_claim_that_was_taken_back_asks_for_no_seat_and_says_so(office: Office) -> None:
    office.sees(determined("ann", DeterminationOutcome.WITHDRAWN), chosen("programme-older"))
    assert "The claim was taken back" in office.said(NoReferral, to="ann")[-1].because
    assert office.seats_held("programme-older") == set()


def test_a_choice_of_a_programme_in_which_the_person_has_a_seat_asks_for_no_second_one(office: Office) -> None:
    office.sees(chosen("programme-open"))
    assert "no second one" in office.said(NoReferral, to="ann")[-1].because
    assert office.seats_held("programme-open") == {referral_of(office)}


def test_a_choice_for_a_claim_that_nobody_filed_yet_is_kept_and_told(tmp_path: Path) -> None:
    office = Office(tmp_path)
    office.sees(chosen("programme-open"))
    assert [kept.officer for kept in office.said(ReferralActKept)] == [PLACEMENT_OFFICER]
    assert office.parked() == []


def test_a_proposal_is_taken_up_with_the_choice(office: Office) -> None:
    office.sees(proposed("ann"), chosen("programme-older", proposal="proposal-1"))
    with office.database.reading() as connection:
        assert open_proposals(connection, NEXT_DAY) == []


def test_a_proposal_is_declined_with_a_reason(office: Office) -> None:
    declined = ProposalDeclined(
        proposal="proposal-1", officer=PLACEMENT_OFFICER, declined_on=NEXT_DAY, reasons="The person starts work in May."
    )
    office.sees(proposed("ann"), fact(declined, NEXT_DAY, "ann"))
    with office.database.reading() as connection:
        assert open_proposals(connection, NEXT_DAY) == []


def test_declining_a_programmes_proposal_before_it_is_known_holds_up_nobody_who_asks_for_a_seat(
    office: Office,
) -> None:
    declined = ProposalDeclined(
        proposal="room-for-two", officer=PLACEMENT_OFFICER, declined_on=NEXT_DAY, reasons="The building is closed."
    )
    office.sees(fact(declined, NEXT_DAY, "programme-older"), chosen("programme-older"))
    assert [kept.about for kept in office.said(ReferralActKept)] == ["room-for-two"]
    assert (len(office.seats_held("programme-older")), office.parked()) == (1, [])
    office.sees(proposed("programme-older", key="room-for-two"))
    with office.database.reading() as connection:
        assert open_proposals(connection, NEXT_DAY) == []


def test_a_choice_that_takes_up_a_proposal_waits_for_the_proposal(office: Office) -> None:
    office.sees(chosen("programme-older", proposal="proposal-1"))
    assert [kept.about for kept in office.said(ReferralActKept)] == ["proposal-1"]
    assert (office.seats_held("programme-older"), office.parked()) == (set(), [])
    office.sees(proposed("ann"))
    assert len(office.seats_held("programme-older")) == 1


def test_a_seat_that_an_officer_chose_is_declined_as_any(office: Office) -> None:
    office.sees(chosen("programme-older", instead_of=referral_of(office)))
    office.sees(answered("ann", referral_of(office), Answer.REFUSED))
    assert office.seats_held("programme-older") == set()
    assert len(office.said(ReferralQuestioned)) == 1
