"""Providers state programmes, correct them, end them and take their word back; each only their own."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

from contracts.almp_referral import LapseReason, NoReferral, ReferralLapsed, ReferralMade, SeatAsked, SeatWithdrawn
from contracts.base import Envelope
from contracts.placement import Answer
from contracts.providers import PlaceProposed, StatementRetracted
from services.almp_referral.views import listings, open_proposals
from tests.services.almp_referral.offering import (
    FILED,
    LIMITS,
    NEXT_DAY,
    OFFERED,
    RULES,
    Office,
    Terms,
    answered,
    day_closed,
    end_taken_back,
    fact,
    noon,
    opened,
    programme_ends,
    stated,
)

DAY = timedelta(days=1)
TERMS = Terms.of(RULES + LIMITS, OFFERED)
_, OPEN = TERMS.offered.programmes
END = NEXT_DAY + 10 * DAY


@pytest.fixture
def office(tmp_path: Path) -> Office:
    office = Office(tmp_path, TERMS)
    office.sees(opened("ann"), day_closed(NEXT_DAY))
    return office


def referral_of(office: Office, person: str) -> str:
    return office.said(ReferralMade, to=person)[-1].referral


def proposed(person: str, *, version: int = 1, key: str = "proposal-1", by: str = "centre") -> Envelope:
    event = PlaceProposed(
        key=key,
        source_version=version,
        recorded_at=noon(FILED),
        provider=by,
        programme="programme-open",
        reasons="The person asked us at our open day.",
    )
    return fact(event, FILED, person)


class TestAProgrammeThatEnds:
    def test_gives_up_its_seats_at_the_close_of_its_last_day_and_tells_why(self, office: Office) -> None:
        office.sees(answered("ann", referral_of(office, "ann"), Answer.ACCEPTED), programme_ends("programme-open", END))
        office.sees(day_closed(END - 2 * DAY))
        assert office.seats_held("programme-open")
        office.sees(day_closed(END - DAY))
        assert office.seats_held("programme-open") == set()
        (lapsed,) = office.said(ReferralLapsed, to="ann")
        assert lapsed.reason is LapseReason.PROGRAMME_ENDED
        assert lapsed.because == "The programme ended: The teacher has left."

    def test_brings_another_offer_to_who_took_part(self, office: Office) -> None:
        other = OPEN.model_copy(update={"key": "programme-other", "title": "Another"})
        office.sees(stated(other), programme_ends("programme-open", END), day_closed(END - DAY), day_closed(END))
        assert [made.programme for made in office.said(ReferralMade, to="ann")] == ["programme-open", "programme-other"]

    def test_is_matched_with_nobody_from_then_on(self, office: Office) -> None:
        office.sees(programme_ends("programme-open", END), day_closed(END - DAY))
        office.sees(opened("bob", END), day_closed(END + DAY))
        assert [none.why for none in office.said(NoReferral, to="bob")] == ["too_little_known"]

    def test_goes_on_where_the_end_is_taken_back_in_time(self, office: Office) -> None:
        office.sees(programme_ends("programme-open", END), end_taken_back("programme-open"), day_closed(END + DAY))
        assert not office.said(SeatWithdrawn)

    def test_ends_later_where_the_end_is_corrected(self, office: Office) -> None:
        office.sees(answered("ann", referral_of(office, "ann"), Answer.ACCEPTED))
        moved = programme_ends("programme-open", END + 20 * DAY, version=2)
        office.sees(programme_ends("programme-open", END), moved, day_closed(END))
        assert office.seats_held("programme-open")

    @pytest.mark.parametrize("first", ["end", "correction"])
    def test_ends_on_the_same_day_in_whatever_order_its_end_and_the_correction_come(
        self, office: Office, first: str
    ) -> None:
        office.sees(answered("ann", referral_of(office, "ann"), Answer.ACCEPTED))
        told = [programme_ends("programme-open", END), programme_ends("programme-open", END + 5 * DAY, version=2)]
        office.sees(*(told if first == "end" else told[::-1]), day_closed(END + 3 * DAY))
        assert office.seats_held("programme-open")
        office.sees(day_closed(END + 4 * DAY))
        assert office.seats_held("programme-open") == set()


class TestAStatement:
    def test_counts_for_matches_from_the_close_of_the_day_after_it_was_recorded(self, office: Office) -> None:
        new = OPEN.model_copy(update={"key": "programme-a-new-one", "title": "New"})
        office.sees(stated(new, NEXT_DAY + DAY), opened("bob", NEXT_DAY), opened("cem", NEXT_DAY + DAY))
        office.sees(day_closed(NEXT_DAY + DAY))
        assert [made.programme for made in office.said(ReferralMade, to="bob")] == ["programme-open"]
        office.sees(day_closed(NEXT_DAY + 2 * DAY))
        assert [made.programme for made in office.said(ReferralMade, to="cem")] == ["programme-a-new-one"]

    def test_of_fewer_seats_throws_nobody_out_and_lets_nobody_in(self, office: Office) -> None:
        cohort = OPEN.cohorts[0].model_copy(update={"seats": 0})
        office.sees(stated(OPEN.model_copy(update={"source_version": 2, "cohorts": (cohort,)})))
        assert office.seats_held("programme-open")
        office.sees(opened("bob", NEXT_DAY), day_closed(NEXT_DAY + DAY))
        assert not office.said(ReferralMade, to="bob")

    def test_of_another_provider_about_the_same_programme_waits_for_a_person(self, office: Office) -> None:
        office.sees(stated(OPEN.model_copy(update={"source_version": 2, "provider": "somebody-else"})))
        assert office.parked() == ["bad-data"]

    def test_with_other_content_under_the_same_version_waits_for_a_person(self, office: Office) -> None:
        office.sees(
            stated(OPEN.model_copy(update={"title": "Something else", "recorded_at": noon(NEXT_DAY)}), NEXT_DAY)
        )
        assert office.parked() == ["conflicting-fact"]

    def test_that_is_addressed_to_another_subject_than_its_programme_waits_for_a_person(self, office: Office) -> None:
        office.sees(fact(OPEN, FILED, "programme-other"))
        assert office.parked() == ["bad-data"]

    def test_that_never_was_leaves_no_programme_and_gives_the_seats_back(self, office: Office) -> None:
        event = StatementRetracted(
            key="programme-open",
            source_version=2,
            recorded_at=noon(NEXT_DAY),
            provider="centre",
            kind="providers.programme-published",
            reason="Published in error.",
        )
        office.sees(fact(event, NEXT_DAY, "programme-open"), day_closed(NEXT_DAY + DAY))
        assert office.seats_held("programme-open") == set()
        with office.database.reading() as connection:
            assert [one.programme.key for one in listings(connection, NEXT_DAY)] == ["programme-older"]


class TestACohort:
    def test_that_has_started_takes_nobody_by_itself_and_one_that_opens_later_does(self, tmp_path: Path) -> None:
        starts = NEXT_DAY
        cohorts = (
            OPEN.cohorts[0].model_copy(update={"key": "spring", "starts_on": starts}),
            OPEN.cohorts[0].model_copy(update={"key": "summer", "opens_on": starts + 30 * DAY}),
        )
        office = Office(tmp_path, TERMS)
        office.sees(stated(OPEN.model_copy(update={"source_version": 2, "cohorts": cohorts})))
        office.sees(opened("ann"), day_closed(NEXT_DAY))
        assert not office.said(SeatAsked)
        office.sees(opened("bob", starts + 29 * DAY), day_closed(starts + 30 * DAY))
        assert [made.cohort for made in office.said(ReferralMade, to="bob")] == ["summer"]

    def test_ends_the_place_with_its_last_day(self, tmp_path: Path) -> None:
        cohort = OPEN.cohorts[0].model_copy(update={"starts_on": END, "ends_on": END + 20 * DAY})
        office = Office(tmp_path, TERMS)
        office.sees(stated(OPEN.model_copy(update={"source_version": 2, "cohorts": (cohort,)})))
        office.sees(opened("ann"), day_closed(NEXT_DAY))
        office.sees(answered("ann", referral_of(office, "ann"), Answer.ACCEPTED), day_closed(END + 18 * DAY))
        assert office.seats_held("programme-open")
        office.sees(day_closed(END + 19 * DAY))
        assert office.seats_held("programme-open") == set()


class TestAProposal:
    def test_is_listed_until_an_officer_answers(self, office: Office) -> None:
        office.sees(proposed("ann"), proposed("programme-open", key="room-for-two"))
        with office.database.reading() as connection:
            listed = [(one.subject, one.key) for one in open_proposals(connection, NEXT_DAY)]
        assert listed == [("ann", "proposal-1"), ("programme-open", "room-for-two")]
        assert len(office.said(SeatAsked, to="programme-open")) == 1, "it refers nobody by itself"

    def test_for_another_providers_programme_is_not_listed(self, office: Office) -> None:
        office.sees(proposed("ann", by="elsewhere"), proposed("ann", key="proposal-2"))
        with office.database.reading() as connection:
            assert [one.key for one in open_proposals(connection, NEXT_DAY)] == ["proposal-2"]

    def test_that_its_provider_takes_back_is_listed_no_more(self, office: Office) -> None:
        back = StatementRetracted(
            key="proposal-1",
            source_version=2,
            recorded_at=noon(FILED),
            provider="centre",
            kind="providers.place-proposed",
            reason="The place is taken.",
        )
        office.sees(fact(back, FILED, "ann"), proposed("ann"))
        with office.database.reading() as connection:
            assert open_proposals(connection, NEXT_DAY) == []
