"""Whoever finds all seats held may wait: by the day of registration, then by a lottery that anybody can draw again."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import pytest

from contracts.almp_referral import NoReferral, Occasion, ReferralMade, SeatAsked, SeatGiven, SeatReleased
from contracts.base import Envelope
from contracts.eligibility import DeterminationOutcome
from contracts.placement import Answer
from contracts.programmes import ProgrammeKind
from contracts.wait_lists import WaitEnd, WaitEnded, WaitJoined
from services.almp_referral.seats import lottery_number
from services.almp_referral.views import roster, seats_by_kind
from tests.services.almp_referral.offering import (
    FILED,
    LIMITS,
    NEXT_DAY,
    RULES,
    WAIT_LISTS,
    Office,
    Terms,
    answered,
    day_closed,
    determined,
    fact,
    opened,
    programme_ends,
    recorded,
    stated,
    wait_left,
)

DAY = timedelta(days=1)
ONE_SEAT = Terms.of(
    RULES + LIMITS + WAIT_LISTS,
    """
provider: centre
recorded_at: 2020-01-01T00:00:00Z
programmes:
  - id: programme-open
    title: Open to all
    kind: guidance
    target: anyone
    legal_basis: C168 Art. 7
    cohorts: [{key: rolling, seats: 1}]
    requirements: {occasions: [registration]}
""",
)
LATE, EARLY = "ann", "zoe"
"""Of two people who wait, the one that registers later comes first by name."""


def seat_asked(person: str) -> Envelope:
    """Somebody asked for a seat on the first day."""
    asked = SeatAsked(
        programme="programme-open",
        referral="00000000-0000-0000-0000-00000000000e",
        person=person,
        claim="claim-1",
        occasion=Occasion.REGISTRATION,
        reasons=("Because it fits.",),
        asked_on=NEXT_DAY,
    )
    return fact(asked, NEXT_DAY, "programme-open")


@pytest.fixture
def office(tmp_path: Path) -> Office:
    """The only seat is held by bob; zoe has registered, and a day later ann."""
    office = Office(tmp_path, ONE_SEAT)
    office.sees(opened("bob"), day_closed(NEXT_DAY))
    office.sees(answered("bob", referral_of(office, "bob"), Answer.ACCEPTED))
    office.sees(opened(EARLY, NEXT_DAY), opened(LATE, NEXT_DAY + DAY), day_closed(NEXT_DAY + 2 * DAY))
    return office


def referral_of(office: Office, person: str) -> str:
    return office.said(ReferralMade, to=person)[-1].referral


def bob_leaves(office: Office, on: date) -> None:
    office.sees(answered("bob", referral_of(office, "bob"), Answer.REFUSED, on))


def test_who_finds_no_seat_is_told_since_when_they_wait_and_how_many_stood_before(office: Office) -> None:
    assert office.waiting("programme-open") == [EARLY, LATE]
    (joined,) = office.said(WaitJoined, to=EARLY)
    assert (joined.registered_on, joined.waits_since, joined.ahead) in {
        (NEXT_DAY, NEXT_DAY + 2 * DAY, 0),
        (NEXT_DAY, NEXT_DAY + DAY, 0),
    }
    assert not office.said(NoReferral)


def test_a_free_seat_goes_to_who_registered_first_at_the_close_of_the_next_day(office: Office) -> None:
    freed = NEXT_DAY + 5 * DAY
    bob_leaves(office, freed)
    office.sees(day_closed(freed))
    assert not office.said(ReferralMade, to=EARLY)
    office.sees(day_closed(freed + DAY))
    assert [made.made_on for made in office.said(ReferralMade, to=EARLY)] == [freed + DAY]
    assert office.said(SeatGiven, to=EARLY)[0].waited_since is not None
    assert office.waiting("programme-open") == [LATE]


def test_among_those_of_one_day_the_lottery_decides_whoever_asked_first(tmp_path: Path) -> None:
    people = ("cem", "dora", "eli", "fay")
    office = Office(tmp_path, ONE_SEAT)
    office.sees(opened("bob"), day_closed(NEXT_DAY))
    for person in people:
        office.sees(opened(person, NEXT_DAY))
    office.sees(day_closed(NEXT_DAY + DAY))
    drawn = {joined.lottery: person for person in people for joined in office.said(WaitJoined, to=person)}
    assert office.waiting("programme-open") == [drawn[number] for number in sorted(drawn)]
    for person in people:
        (joined,) = office.said(WaitJoined, to=person)
        assert joined.lottery == lottery_number("programme-open", joined.referral), "anybody can draw it again"


def test_nobody_who_asks_later_is_served_before_those_who_wait(office: Office) -> None:
    freed = NEXT_DAY + 5 * DAY
    office.sees(opened("gil", freed - 2 * DAY))
    bob_leaves(office, freed)
    office.sees(day_closed(freed - DAY))
    assert not office.said(ReferralMade, to="gil"), "a seat is free, and others have waited for it longer"
    assert office.waiting("programme-open") == [EARLY, LATE, "gil"]


def test_an_offer_that_is_declined_or_lapses_is_followed_by_the_next_of_the_list(office: Office) -> None:
    freed = NEXT_DAY + 5 * DAY
    bob_leaves(office, freed)
    office.sees(day_closed(freed + DAY))
    office.sees(
        answered(EARLY, referral_of(office, EARLY), Answer.REFUSED, freed + 2 * DAY), day_closed(freed + 3 * DAY)
    )
    assert referral_of(office, LATE)
    assert office.waiting("programme-open") == []


def test_who_does_not_want_to_wait_is_off_the_list_and_asked_nothing(office: Office) -> None:
    (joined,) = office.said(WaitJoined, to=EARLY)
    office.sees(wait_left(EARLY, joined.referral))
    assert [ended.reason for ended in office.said(WaitEnded, to=EARLY)] == [WaitEnd.LEFT]
    assert office.waiting("programme-open") == [LATE]
    assert office.said(SeatReleased)[-1].referral == joined.referral


def test_the_longest_wait_ends_with_a_word_to_the_person_who_is_not_put_on_the_same_list_again(office: Office) -> None:
    office.sees(day_closed(NEXT_DAY + timedelta(days=92)), day_closed(NEXT_DAY + timedelta(days=93)))
    assert [ended.reason for ended in office.said(WaitEnded, to=LATE)] == [WaitEnd.TOO_LONG]
    assert [none.why for none in office.said(NoReferral, to=LATE)] == ["offered_before"]
    assert LATE not in office.waiting("programme-open")


def test_a_claim_taken_back_or_a_death_leaves_the_list(office: Office) -> None:
    office.sees(determined(EARLY, DeterminationOutcome.WITHDRAWN))
    office.sees(recorded(LATE, also={"died_on": FILED}))
    assert [ended.reason for ended in office.said(WaitEnded)] == [WaitEnd.CLAIM_TAKEN_BACK, WaitEnd.DIED]
    assert office.waiting("programme-open") == []


def test_more_seats_are_offered_to_those_who_wait(office: Office) -> None:
    (offered,) = ONE_SEAT.offered.programmes
    cohort = offered.cohorts[0].model_copy(update={"seats": 2})
    on = NEXT_DAY + 4 * DAY
    office.sees(
        stated(offered.model_copy(update={"source_version": 2, "cohorts": (cohort,)}), on), day_closed(on + DAY)
    )
    assert office.said(ReferralMade, to=EARLY)
    assert office.waiting("programme-open") == [LATE]


def test_the_end_of_the_programme_ends_the_wait_for_it(office: Office) -> None:
    office.sees(programme_ends("programme-open", NEXT_DAY + 4 * DAY), day_closed(NEXT_DAY + 3 * DAY))
    assert {ended.reason for ended in office.said(WaitEnded)} == {WaitEnd.PROGRAMME_ENDED}
    assert office.waiting("programme-open") == []


def test_nobody_is_offered_a_seat_or_a_wait_at_the_close_of_a_programmes_last_day(tmp_path: Path) -> None:
    office = Office(tmp_path, ONE_SEAT)
    office.sees(opened("bob"), programme_ends("programme-open", NEXT_DAY + DAY), day_closed(NEXT_DAY))
    assert office.said(ReferralMade) == []
    assert len(office.said(NoReferral, to="bob")) == 1
    assert (office.seats_held("programme-open"), office.waiting("programme-open")) == (set(), [])


def test_a_seat_that_is_asked_for_late_is_taken_back_where_the_programme_has_ended(tmp_path: Path) -> None:
    office = Office(tmp_path, ONE_SEAT)
    office.sees(opened("bob"), day_closed(NEXT_DAY))
    office.sees(
        programme_ends("programme-open", NEXT_DAY + 3 * DAY), *[day_closed(NEXT_DAY + day * DAY) for day in (1, 2, 3)]
    )
    assert office.seats_held("programme-open") == set()
    office.sees(seat_asked("eli"))
    assert len(office.seats_held("programme-open")) == 1, "it was asked for in time"
    office.sees(day_closed(NEXT_DAY + 4 * DAY))
    assert office.seats_held("programme-open") == set()


def test_a_roster_shows_who_holds_seats_and_who_waits_in_which_order(office: Office) -> None:
    with office.database.reading() as connection:
        shown = roster(connection, "programme-open", NEXT_DAY + 3 * DAY)
        of_kind = seats_by_kind(connection, NEXT_DAY + 3 * DAY)[ProgrammeKind.GUIDANCE]
    assert shown is not None
    assert [(holder.person, holder.standing) for holder in shown.cohorts[0].holders] == [("bob", "accepted")]
    assert [(place.place, place.person) for place in shown.waiting] == [(1, EARLY), (2, LATE)]
    assert (of_kind.held, of_kind.free, of_kind.waiting, of_kind.unserved) == (1, 0, 2, 0)
