"""Referrals as people live through them."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import pytest

from contracts.almp_referral import (
    NoReferral,
    Occasion,
    ReferralMade,
    ReferralQuestioned,
    SeatAsked,
    SeatDenied,
    SeatReleased,
)
from contracts.base import Event
from contracts.eligibility import DeterminationOutcome
from contracts.kept_acts import ReferralActKept
from contracts.placement import Answer, ProgrammeOutcome
from services.almp_referral.early_act_store import early_acts
from services.runtime.delivery import parking
from tests.services.almp_referral.offering import (
    FILED,
    NEXT_DAY,
    Office,
    answered,
    assessed,
    day_closed,
    determined,
    ended,
    opened,
    recorded,
    worked,
)


@pytest.fixture
def office(tmp_path: Path) -> Office:
    return Office(tmp_path)


def registers(office: Office, *people: str) -> None:
    for person in people:
        office.sees(recorded(person), worked(person), opened(person))
    office.sees(day_closed(NEXT_DAY))


def referral_of(office: Office, person: str) -> str:
    return office.said(ReferralMade, to=person)[-1].referral


class TestANewClaimant:
    def test_is_referred_when_the_day_after_the_claim_closes_and_not_before(self, office: Office) -> None:
        office.sees(recorded("ann"), worked("ann"), opened("ann"), day_closed(FILED))
        assert not office.said(SeatAsked)
        office.sees(day_closed(NEXT_DAY))
        (made,) = office.said(ReferralMade, to="ann")
        assert (made.programme, made.occasion, made.made_on) == ("programme-older", Occasion.REGISTRATION, NEXT_DAY)

    def test_is_told_the_reasons_in_words(self, office: Office) -> None:
        registers(office, "ann")
        reasons = " ".join(office.said(ReferralMade, to="ann")[0].reasons)
        for words in ("C168 Art. 8(1)", "Age in years: 55, asked for is from 50", "months: 121, asked for is from 60"):
            assert words in reasons

    def test_is_matched_with_the_facts_of_the_day_in_whatever_order_they_came(self, office: Office) -> None:
        office.sees(opened("ann"), worked("ann")[::-1], recorded("ann"), day_closed(NEXT_DAY))
        assert office.said(ReferralMade)[0].programme == "programme-older"

    def test_of_whom_nothing_is_known_is_offered_what_is_open_to_all(self, office: Office) -> None:
        office.sees(opened("ann"), day_closed(NEXT_DAY))
        assert office.said(ReferralMade)[0].programme == "programme-open"

    def test_whose_claim_comes_late_is_matched_at_the_next_closing(self, office: Office) -> None:
        office.sees(day_closed(NEXT_DAY), opened("ann"), day_closed(NEXT_DAY + timedelta(days=1)))
        assert len(office.said(ReferralMade)) == 1

    def test_whose_claim_was_refused_is_referred_all_the_same_and_told_why(self, office: Office) -> None:
        office.sees(opened("ann"), determined("ann", DeterminationOutcome.REFUSED), day_closed(NEXT_DAY))
        assert "open to everyone" in " ".join(office.said(ReferralMade)[0].reasons)

    def test_who_took_the_claim_back_is_left_in_peace(self, office: Office) -> None:
        office.sees(opened("ann"), determined("ann", DeterminationOutcome.WITHDRAWN), day_closed(NEXT_DAY))
        assert not office.said(SeatAsked)


class TestSeats:
    def test_when_the_first_programme_is_full_the_next_that_fits_is_asked(self, office: Office) -> None:
        registers(office, "ann", "bob")
        assert {made.programme for made in office.said(ReferralMade)} == {"programme-older", "programme-open"}
        assert len(office.said(SeatDenied)) == 1

    def test_when_all_are_full_the_person_is_told_so(self, office: Office) -> None:
        registers(office, "ann", "bob", "cem", "dora")
        assert len(office.said(ReferralMade)) == 3
        (none,) = office.said(NoReferral)
        assert "full" in none.because

    def test_a_freed_seat_goes_to_the_next_who_asks(self, office: Office) -> None:
        registers(office, "ann")
        office.sees(ended("ann", referral_of(office, "ann"), ProgrammeOutcome.FOUND_WORK))
        later = NEXT_DAY + timedelta(days=5)
        office.sees(recorded("bob"), worked("bob"), opened("bob", later), day_closed(later + timedelta(days=1)))
        assert office.said(ReferralMade, to="bob")[0].programme == "programme-older"

    @pytest.mark.parametrize(
        "outcome", [ProgrammeOutcome.COMPLETED, ProgrammeOutcome.FOUND_WORK, ProgrammeOutcome.LEFT_EARLY]
    )
    def test_every_end_frees_the_seat_and_asks_nothing(self, office: Office, outcome: ProgrammeOutcome) -> None:
        registers(office, "ann")
        office.sees(ended("ann", referral_of(office, "ann"), outcome))
        assert office.seats_held("programme-older") == set()
        assert not office.said(ReferralQuestioned)


class TestAPersonWhoSaysNo:
    def test_frees_the_seat_and_is_asked_about_by_a_person_not_cut(self, office: Office) -> None:
        registers(office, "ann")
        office.sees(answered("ann", referral_of(office, "ann"), Answer.REFUSED))
        assert len(office.said(SeatReleased)) == 1
        (questioned,) = office.said(ReferralQuestioned)
        assert questioned.asks == "Was there a just cause to refuse?"

    def test_twice_is_asked_about_once(self, office: Office) -> None:
        registers(office, "ann")
        referral = referral_of(office, "ann")
        office.sees(answered("ann", referral, Answer.REFUSED), answered("ann", referral, Answer.REFUSED, FILED))
        assert len(office.said(ReferralQuestioned)) == len(office.said(SeatReleased)) == 1

    def test_by_not_coming_keeps_the_seat_while_a_person_asks_why(self, office: Office) -> None:
        registers(office, "ann")
        referral = referral_of(office, "ann")
        office.sees(answered("ann", referral, Answer.ACCEPTED), ended("ann", referral, ProgrammeOutcome.DID_NOT_ATTEND))
        assert len(office.said(ReferralQuestioned)) == 1
        assert office.seats_held("programme-older") == {referral}

    def test_to_something_never_offered_is_kept_and_told_and_holds_up_nobody(self, office: Office) -> None:
        registers(office, "ann")
        office.sees(answered("ann", "referral-0", Answer.REFUSED), recorded("ann", version=2))
        [kept] = office.said(ReferralActKept)
        assert (kept.act, kept.about, office.parked()) == ("casework.referral-answered", "referral-0", [])

    def test_before_it_was_made_waits_for_the_offer_and_takes_effect_with_it(
        self, office: Office, tmp_path: Path
    ) -> None:
        elsewhere = Office(tmp_path / "elsewhere")
        registers(elsewhere, "ann")
        too_early = answered("ann", referral_of(elsewhere, "ann"), Answer.REFUSED)
        office.sees(too_early)
        registers(office, "ann")
        assert len(office.said(ReferralQuestioned)) == 1
        assert (len(office.said(ReferralActKept)), office.parked()) == (1, [])
        with office.database.reading() as connection:
            assert early_acts(connection) == 0


class TestBeforeTheBenefitEnds:
    def test_help_is_offered_once_more_and_it_is_another_programme(self, office: Office) -> None:
        registers(office, "ann")
        later = date(2026, 8, 3)
        office.sees(assessed("ann", 4, on=later), day_closed(later + timedelta(days=1)))
        registration, before_exhaustion = office.said(ReferralMade)
        assert before_exhaustion.occasion is Occasion.BEFORE_EXHAUSTION
        assert before_exhaustion.programme != registration.programme
        assert any("weeks of benefit left: 4" in reason for reason in before_exhaustion.reasons)

    def test_nothing_is_offered_while_more_is_left(self, office: Office) -> None:
        office.sees(assessed("ann", 5), day_closed(NEXT_DAY))
        assert not office.said(SeatAsked)

    def test_nothing_is_offered_if_a_correction_of_the_same_days_leaves_more(self, office: Office) -> None:
        office.sees(assessed("ann", 3), assessed("ann", 9, number=2), day_closed(NEXT_DAY))
        assert not office.said(SeatAsked)

    def test_a_short_job_taken_since_does_not_make_somebody_a_newcomer(self, office: Office) -> None:
        later = date(2026, 8, 3)
        short = worked("ann", date(2026, 6, 1), date(2026, 7, 1), job="short")
        office.sees(recorded("ann"), worked("ann"), opened("ann"), short)
        office.sees(assessed("ann", 2, on=later), day_closed(later + timedelta(days=1)))
        assert any("months: 121" in reason for made in office.said(ReferralMade) for reason in made.reasons)
        assert {made.programme for made in office.said(ReferralMade)} == {"programme-older", "programme-open"}

    def test_it_happens_once_a_claim(self, office: Office) -> None:
        for week in range(3):
            on = FILED + timedelta(days=7 * week)
            office.sees(assessed("ann", 3 - week, on=on, week=week), day_closed(on + timedelta(days=1)))
        assert len(office.said(SeatAsked)) == 1


class TestNothingHereTouchesABenefit:
    def test_no_event_of_a_whole_life_carries_an_amount_or_a_rate(self, office: Office) -> None:
        registers(office, "ann", "bob", "cem", "dora")
        office.sees(answered("ann", referral_of(office, "ann"), Answer.REFUSED))
        fields = {name for event in office.said(Event) for name in type(event).model_fields}
        assert not {name for name in fields if "amount" in name or "rate" in name or "score" in name}


class TestFactsThatContradict:
    def test_in_one_version_wait_for_a_person(self, office: Office) -> None:
        office.sees(recorded("ann", "1970-05"), recorded("ann", "1971-05"))
        assert office.parked() == ["conflicting-fact"]

    @pytest.mark.parametrize("died_first", [True, False])
    def test_about_a_death_alone_hold_up_nobody_and_no_seat(self, office: Office, *, died_first: bool) -> None:
        died = recorded("ann", also={"died_on": FILED})
        office.sees(*((died, recorded("ann")) if died_first else (recorded("ann"), died)))
        registers(office, "ann")
        assert (office.parked(), office.said(SeatAsked)) == ([], [])
        office.sees(recorded("ann", version=2), day_closed(NEXT_DAY + timedelta(days=1)))
        assert len(office.said(SeatAsked)) == 1

    def test_a_programme_is_no_person(self, office: Office) -> None:
        office.sees(opened("programme-open"))
        assert office.parked() == ["bad-data"]


def test_a_day_for_which_the_catalogue_knows_no_figure_parks_with_that_reason(office: Office) -> None:
    office.sees(recorded("ann"), worked("ann"), opened("ann"), assessed("ann", 1, on=date(1950, 1, 1)))

    with office.world.databases["almp_referral"].begin() as connection:
        assert [one.code for one in parking.waiting(connection)] == ["outside-known-law"]
