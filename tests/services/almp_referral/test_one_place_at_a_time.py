"""A person with a place under one claim is offered none under the next, and is matched once that place is over."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import pytest

from contracts.almp_referral import ReferralMade, ReferralQuestioned
from contracts.base import Envelope
from contracts.claims import ClaimOpened
from contracts.placement import Answer, ProgrammeOutcome
from contracts.referral_life import ConsideredBy, PointPassed, ReferralQuestionWithdrawn
from tests.services.almp_referral.offering import (
    FILED,
    LIMITS,
    NEXT_DAY,
    OFFERED,
    RULES,
    WAIT_LISTS,
    Office,
    Terms,
    answered,
    day_closed,
    ended,
    fact,
    opened,
    recorded,
    worked,
)
from tests.services.almp_referral.test_beside_earlier import ASKED, FOUND, POINTS, apart, beside

DAY = timedelta(days=1)
AGAIN = date(2026, 4, 1)
"""The day on which a later claim is filed, within the time of a place that was taken up."""
MATCHED_AGAIN = AGAIN + DAY
LAST = NEXT_DAY + timedelta(days=60)
"""The last day of that place, if nobody reports an end."""
OLDER, OPEN = "programme-older", "programme-open"
TERMS = Terms.of(RULES + LIMITS + WAIT_LISTS + POINTS, OFFERED)


def claims_again(on: date = AGAIN) -> Envelope:
    """A later claim, such as one that goes on with the spell of the first."""
    return fact(ClaimOpened(claim="claim-again", scheme="us/mississippi", filed_on=on), on, "ann")


def offers(office: Office) -> list[tuple[str, str]]:
    return [(made.claim, made.programme) for made in office.said(ReferralMade)]


def placed(folder: Path) -> Office:
    """Ann has taken up a place under her first claim."""
    office = offered(folder)
    office.sees(answered("ann", office.said(ReferralMade)[0].referral, Answer.ACCEPTED))
    return office


def offered(folder: Path) -> Office:
    """Ann was offered a place under her first claim."""
    office = Office(folder, TERMS)
    office.sees(recorded("ann"), worked("ann"), opened("ann"), day_closed(NEXT_DAY))
    assert offers(office) == [("claim-ann", OLDER)]
    return office


def first_referral(office: Office) -> str:
    return office.said(ReferralMade)[0].referral


def test_no_second_seat_is_offered_while_the_place_lasts(tmp_path: Path) -> None:
    office = placed(tmp_path)
    office.sees(claims_again(), day_closed(MATCHED_AGAIN), day_closed(MATCHED_AGAIN + DAY))
    assert offers(office) == [("claim-ann", OLDER)]
    assert office.seats_held(OPEN) == set()


@pytest.mark.parametrize("how", [ProgrammeOutcome.COMPLETED, ProgrammeOutcome.LEFT_EARLY])
def test_the_later_claim_is_matched_when_the_place_is_reported_over(tmp_path: Path, how: ProgrammeOutcome) -> None:
    office = placed(tmp_path)
    over = MATCHED_AGAIN + 5 * DAY
    office.sees(claims_again(), day_closed(MATCHED_AGAIN), ended("ann", first_referral(office), how, over))
    office.sees(day_closed(over), day_closed(over + DAY))
    assert offers(office)[1:] == [("claim-again", OLDER)]


def test_and_when_its_time_has_passed_without_a_report(tmp_path: Path) -> None:
    office = placed(tmp_path)
    office.sees(claims_again(), day_closed(MATCHED_AGAIN), day_closed(LAST), day_closed(LAST + DAY))
    assert [claim for claim, _ in offers(office)] == ["claim-ann", "claim-again"]


def test_and_when_an_offer_under_the_first_claim_was_refused(tmp_path: Path) -> None:
    office = offered(tmp_path)
    office.sees(claims_again(NEXT_DAY), day_closed(NEXT_DAY + DAY))
    assert [claim for claim, _ in offers(office)] == ["claim-ann"]
    office.sees(answered("ann", first_referral(office), Answer.REFUSED, NEXT_DAY + DAY), day_closed(NEXT_DAY + 2 * DAY))
    assert [claim for claim, _ in offers(office)] == ["claim-ann", "claim-again"]


def test_and_when_a_wait_under_the_first_claim_is_over(tmp_path: Path) -> None:
    full = OFFERED.replace("seats: 2", "seats: 1").replace("age_from: 50", "age_from: 80")
    office = Office(tmp_path, Terms.of(RULES + WAIT_LISTS, full))
    office.sees(recorded("zoe"), opened("zoe"), day_closed(NEXT_DAY), recorded("ann"), opened("ann", NEXT_DAY))
    office.sees(day_closed(NEXT_DAY + DAY), claims_again(), day_closed(MATCHED_AGAIN))
    assert office.waiting(OPEN) == ["ann"]
    office.sees(day_closed(NEXT_DAY + 91 * DAY), day_closed(NEXT_DAY + 92 * DAY))
    (place,) = office.programme(OPEN).waiting.values()
    assert place.claim == "claim-again"


def test_two_claims_of_one_day_bring_one_offer(tmp_path: Path) -> None:
    office = Office(tmp_path, TERMS)
    office.sees(recorded("ann"), worked("ann"), opened("ann"), claims_again(FILED))
    office.sees(day_closed(NEXT_DAY), day_closed(NEXT_DAY + DAY))
    assert len(offers(office)) == 1


def test_who_takes_part_under_the_first_claim_is_helped_under_the_later_one_too(tmp_path: Path) -> None:
    office = placed(tmp_path)
    office.sees(claims_again(), day_closed(AGAIN + 20 * DAY))
    passed = {told.claim: told.considered_by for told in office.said(PointPassed)}
    assert passed["claim-again"] is ConsideredBy.PARTICIPATION


class TestARefusalUnderAClaimBesideAnEarlierOne:
    """Two pseudonyms each refused an offer before anybody knew that they are one person."""

    @pytest.fixture
    def office(self, tmp_path: Path) -> Office:
        office = offered(tmp_path)
        office.sees(answered("ann", first_referral(office), Answer.REFUSED))
        assert len(office.said(ReferralQuestioned)) == 1
        return office

    def test_asks_nobody_any_more_once_the_claim_is_found_none_of_its_own(self, office: Office) -> None:
        office.sees(beside(ASKED))
        assert office.said(ReferralQuestionWithdrawn) == []
        office.sees(beside(FOUND, 3))
        [withdrawn] = office.said(ReferralQuestionWithdrawn)
        assert "nothing of it hangs on a refusal" in withdrawn.because

    def test_asks_again_once_the_two_are_two(self, office: Office) -> None:
        office.sees(beside(FOUND), apart())
        assert len(office.said(ReferralQuestioned)) == 2

    def test_asks_nobody_if_it_is_told_after_that(self, tmp_path: Path) -> None:
        late = offered(tmp_path / "late")
        late.sees(beside(FOUND), answered("ann", first_referral(late), Answer.REFUSED))
        assert late.said(ReferralQuestioned) == []
        late.sees(apart())
        assert len(late.said(ReferralQuestioned)) == 1
