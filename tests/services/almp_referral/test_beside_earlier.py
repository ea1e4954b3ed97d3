"""A claim beside an earlier one of the person brings no second seat, and loses nothing if it is one of its own."""

from __future__ import annotations

from datetime import timedelta
from itertools import permutations
from pathlib import Path

import pytest

from contracts.almp_referral import LapseReason, NoReferral, ReferralLapsed, ReferralMade
from contracts.base import Envelope, read
from contracts.claims import Ground
from contracts.eligibility import ONE_CLAIM, DeterminationMade, DeterminationOutcome, Finding, Outcome
from contracts.placement import Answer
from contracts.referral_life import PointPassed
from contracts.wait_lists import WaitEnd, WaitEnded
from services.almp_referral.officers import BESIDE
from tests.services.almp_referral.offering import (
    LIMITS,
    NEXT_DAY,
    OFFERED,
    RULES,
    WAIT_LISTS,
    Office,
    Terms,
    answered,
    day_closed,
    determined,
    fact,
    opened,
    recorded,
    worked,
)
from tests.services.almp_referral.test_placement_officers import chosen

DAY = timedelta(days=1)
POINTS = """
points:
  - {point: registration, begins: filing, within_days: 14, from: 2010-01-01, cites: made up}
"""
OPEN, OLDER = "programme-open", "programme-older"
FULL = OFFERED.replace("seats: 2", "seats: 1").replace("age_from: 50", "age_from: 80")
ASKED, FOUND, OWN = Outcome.NEEDS_A_PERSON, Outcome.NOT_MET, Outcome.MET


def beside(outcome: Outcome, number: int = 2, person: str = "ann") -> Envelope:
    """The determination of a claim beside an earlier one: it is asked about, found to be so, or found its own."""
    made = read(determined(person, DeterminationOutcome.NEEDS_A_PERSON, number))
    assert isinstance(made, DeterminationMade)
    because, cites = "It would run beside claim-1.", "§ 71-5-501"
    question = "Which is it?" if outcome is ASKED else None
    finding = Finding(
        condition=ONE_CLAIM,
        outcome=outcome,
        cites=cites,
        because=because,
        question=question,
        ground=None if outcome is OWN else Ground.OTHER_BENEFIT,
    )
    return fact(made.model_copy(update={"findings": (finding,)}), NEXT_DAY, person)


def apart(number: int = 9) -> Envelope:
    """The determination once no earlier claim of the person is left, or the two are two persons again."""
    return determined("ann", DeterminationOutcome.GRANTED, number)


def office_in(folder: Path) -> Office:
    """Ann's claim was opened."""
    office = Office(folder, Terms.of(RULES + LIMITS, OFFERED))
    office.sees(recorded("ann"), worked("ann"), opened("ann"))
    return office


@pytest.fixture
def office(tmp_path: Path) -> Office:
    return office_in(tmp_path)


def offers(office: Office) -> list[str]:
    return [made.programme for made in office.said(ReferralMade, to="ann")]


def lapses(office: Office) -> list[LapseReason]:
    return [lapsed.reason for lapsed in office.said(ReferralLapsed, to="ann")]


@pytest.mark.parametrize("outcome", [ASKED, FOUND])
def test_nothing_is_offered_under_it(office: Office, outcome: Outcome) -> None:
    office.sees(beside(outcome), day_closed(NEXT_DAY), day_closed(NEXT_DAY + DAY))
    assert offers(office) == []
    assert office.seats_held(OPEN) == office.seats_held(OLDER) == set()


@pytest.mark.parametrize("ends", [beside(OWN, 3), apart()])
def test_once_it_stands_for_itself_it_is_matched_like_any_other(office: Office, ends: Envelope) -> None:
    office.sees(beside(ASKED), day_closed(NEXT_DAY), ends, day_closed(NEXT_DAY + DAY))
    assert offers(office) == [OLDER]


@pytest.mark.parametrize("outcome", [ASKED, FOUND])
def test_an_offer_that_nobody_has_taken_up_ends_and_the_person_is_told_why(office: Office, outcome: Outcome) -> None:
    office.sees(day_closed(NEXT_DAY), beside(outcome))
    assert office.seats_held(OLDER) == set()
    assert lapses(office) == [LapseReason.OTHER_CLAIM]
    office.sees(day_closed(NEXT_DAY + 20 * DAY))
    assert offers(office) == [OLDER]


def test_a_place_that_was_taken_up_goes_on_until_a_named_person_has_found_so(office: Office) -> None:
    office.sees(day_closed(NEXT_DAY))
    office.sees(answered("ann", office.said(ReferralMade)[0].referral, Answer.ACCEPTED), beside(ASKED))
    assert office.seats_held(OLDER)
    office.sees(beside(FOUND, 3))
    assert office.seats_held(OLDER) == set()
    assert lapses(office) == [LapseReason.OTHER_CLAIM]


def test_an_offer_taken_up_before_the_question_is_taken_up_though_it_is_heard_after_it(tmp_path: Path) -> None:
    held = []
    for order in permutations(range(2)):
        office = office_in(tmp_path / str(order))
        office.sees(day_closed(NEXT_DAY))
        accepts = answered("ann", office.said(ReferralMade)[0].referral, Answer.ACCEPTED)
        office.sees(*((accepts, beside(ASKED))[number] for number in order))
        held.append(office.seats_held(OLDER))
    assert held[0] == held[1] != set()


def test_a_place_that_ended_for_an_earlier_claim_is_taken_up_again_once_there_is_none(office: Office) -> None:
    office.sees(day_closed(NEXT_DAY))
    office.sees(answered("ann", office.said(ReferralMade)[0].referral, Answer.ACCEPTED), beside(FOUND))
    assert office.seats_held(OLDER) == set()
    office.sees(apart(), day_closed(NEXT_DAY + DAY))
    assert office.seats_held(OLDER)
    assert offers(office) == [OLDER]
    office.sees(beside(FOUND, 10), apart(11), day_closed(NEXT_DAY + 2 * DAY))
    assert office.seats_held(OLDER)


def test_a_wait_ends_and_is_told(tmp_path: Path) -> None:
    office = Office(tmp_path, Terms.of(RULES + LIMITS + WAIT_LISTS, FULL))
    office.sees(recorded("zoe"), opened("zoe"), day_closed(NEXT_DAY), recorded("ann"), opened("ann", NEXT_DAY))
    office.sees(day_closed(NEXT_DAY + DAY))
    assert office.waiting(OPEN) == ["ann"]
    office.sees(beside(ASKED))
    assert office.waiting(OPEN) == []
    assert [ended.reason for ended in office.said(WaitEnded, to="ann")] == [WaitEnd.OTHER_CLAIM]


def test_an_officer_who_chooses_a_programme_under_it_is_told_to_do_so_under_the_earlier_one(office: Office) -> None:
    office.sees(beside(ASKED), chosen(OPEN))
    assert [nothing.because for nothing in office.said(NoReferral)] == [BESIDE]


def test_a_point_that_passed_meanwhile_is_looked_at_after_all(tmp_path: Path) -> None:
    office = Office(tmp_path, Terms.of(RULES + LIMITS + POINTS, OFFERED))
    office.sees(opened("ann"), beside(ASKED), day_closed(NEXT_DAY + 90 * DAY))
    assert office.said(PointPassed) == []
    office.sees(apart(), day_closed(NEXT_DAY + 91 * DAY))
    assert [passed.point for passed in office.said(PointPassed)] == ["registration"]
