"""Never more seats than a programme has, and never a referral twice, however requests and days interleave."""

from __future__ import annotations

import tempfile
from datetime import timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from contracts.about import REFERRAL, REFERRAL_MAX, SHORT_MAX
from contracts.almp_referral import Occasion, ReferralMade, SeatAsked
from contracts.base import Envelope
from contracts.eligibility import DeterminationOutcome
from contracts.placement import Answer, ProgrammeOutcome
from services.almp_referral.handlers import make_service
from services.almp_referral.person import Jobseeker
from services.almp_referral.referrals import HOLDS_SEAT, ReferralState, referral_id
from services.almp_referral.seats import HeldSeat, Seats
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
    assessed,
    day_closed,
    determined,
    end_taken_back,
    ended,
    fact,
    opened,
    programme_ends,
    recorded,
    stated,
    wait_left,
    worked,
)
from tests.services.almp_referral.town import Town

PEOPLE = ("ann", "bob", "cem", "dora", "eli")
WITH_WAIT_LISTS = Terms.of(RULES + LIMITS + WAIT_LISTS, OFFERED)
SERVICE = make_service(WITH_WAIT_LISTS.procedure)


def asked(referral: str, programme: str = "programme-open") -> Envelope:
    event = SeatAsked(
        programme=programme,
        referral=referral,
        person="ann",
        claim="claim-1",
        occasion=Occasion.REGISTRATION,
        reasons=("Because it fits.",),
        asked_on=NEXT_DAY,
    )
    return fact(event, NEXT_DAY, programme)


def someone_says(town: Town, person: str, say: int) -> None:
    state = town.state(person)
    assert isinstance(state, Jobseeker)
    for referral in list(state.referrals.values()):
        if referral.standing in HOLDS_SEAT:
            event = [
                answered(person, referral.referral, Answer.REFUSED),
                answered(person, referral.referral, Answer.ACCEPTED),
                ended(person, referral.referral, ProgrammeOutcome.DID_NOT_ATTEND),
                ended(person, referral.referral, ProgrammeOutcome.FOUND_WORK),
            ][say % 4]
            town.take(event)
        elif referral.standing is ReferralState.WAITING and say % 4 == 0:
            town.take(wait_left(person, referral.referral))


def provider_says(town: Town, say: int) -> None:
    """More seats, fewer, none, an end, or the end taken back; each in a version of its own."""
    (offered,) = [one for one in WITH_WAIT_LISTS.offered.programmes if one.key == "programme-open"]
    version = town.next_version()
    if say % 5 < 3:
        cohort = offered.cohorts[0].model_copy(update={"seats": say % 5})
        town.take(stated(offered.model_copy(update={"source_version": version, "cohorts": (cohort,)})))
    elif say % 5 == 3:
        town.take(programme_ends("programme-open", town.today, version=version))
    else:
        town.take(end_taken_back("programme-open", version=version))


MOVES = st.lists(st.tuples(st.integers(0, 9), st.sampled_from(PEOPLE), st.integers(0, 9)), max_size=80)
PROGRAMMES = [programme.key for programme in WITH_WAIT_LISTS.offered.programmes]


@given(MOVES)
def test_in_any_schedule_no_seat_is_oversold_and_none_is_held_by_a_closed_matter(
    moves: list[tuple[int, str, int]],
) -> None:
    town = Town(SERVICE, WITH_WAIT_LISTS)
    for kind, person, choice in moves:
        match kind:
            case 0:
                town.take(opened(person))
            case 1:
                town.take(assessed(person, 2, number=1 + choice))
            case 2:
                town.day_passes(1 + choice * 4)
                town.wake(person)
            case 3:
                someone_says(town, person, choice)
            case 4:
                town.wake(PROGRAMMES[choice % len(PROGRAMMES)])
            case 5:
                provider_says(town, choice)
            case 6:
                outcome = DeterminationOutcome.WITHDRAWN if choice % 2 else DeterminationOutcome.GRANTED
                town.take(determined(person, outcome, town.next_version()))
            case 7:
                town.take(
                    recorded(person, version=town.next_version(), also={"died_on": FILED if choice % 2 else None})
                )
            case _:
                town.carry_one(choice)
    town.carry_all()
    town.seats_are_held_by_whom_they_are_for()


def test_the_check_would_see_an_overdrawn_programme() -> None:
    town = Town(SERVICE, WITH_WAIT_LISTS)
    seats = town.state("programme-older")
    assert isinstance(seats, Seats)
    seats.hold(HeldSeat("referral-1", "bob", "claim-bob", "rolling", NEXT_DAY))
    seats.free_cohort = lambda *_: seats.programme.cohorts_on(NEXT_DAY)[0]  # type: ignore[method-assign]
    with pytest.raises(AssertionError, match="oversold"):
        town.take(asked("referral-2", "programme-older"))


def test_who_asks_again_for_a_seat_already_held_takes_no_second_one() -> None:
    town = Town(SERVICE, WITH_WAIT_LISTS)
    for referral in ("r-1", "r-1", "r-2"):
        town.take(asked(referral))
    seats = town.state("programme-open")
    assert isinstance(seats, Seats)
    assert set(seats.held) == {"r-1", "r-2"}


FACTS = [recorded("ann"), *worked("ann"), opened("ann"), assessed("ann", 2), assessed("ann", 9, number=2)]


@settings(max_examples=25, deadline=None)
@given(st.permutations(FACTS), st.lists(st.sampled_from(FACTS), max_size=4), st.integers(1, 4))
def test_facts_of_the_day_lead_to_one_and_the_same_referral_in_any_order(
    facts: list[Envelope], repeated: list[Envelope], batch: int
) -> None:
    with tempfile.TemporaryDirectory() as folder:
        office = Office(Path(folder))
        events = [*facts, *repeated]
        office.sees(*(events[start : start + batch] for start in range(0, len(events), batch)))
        office.sees(day_closed(NEXT_DAY), day_closed(NEXT_DAY + timedelta(days=1)))
        made = office.said(ReferralMade)
        office.world.close()
    assert [(one.referral, one.programme) for one in made] == [
        (referral_id("ann", "claim-ann", Occasion.REGISTRATION), "programme-older")
    ]


def test_every_key_of_a_referral_is_short_enough_for_a_question_about_it() -> None:
    longest = referral_id("p" * 64, "c" * 80, Occasion.REGISTRATION, 10**9)
    assert len(f"{REFERRAL}{longest}") <= SHORT_MAX
    assert len(longest) <= REFERRAL_MAX
