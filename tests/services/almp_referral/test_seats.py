"""Never more seats than a programme has, and never a referral twice, however requests and days interleave."""

from __future__ import annotations

import tempfile
from collections.abc import Iterable
from datetime import timedelta
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from contracts.about import REFERRAL, REFERRAL_MAX, SHORT_MAX
from contracts.almp_referral import NoReferral, Occasion, ReferralMade, SeatAsked
from contracts.base import Envelope, Event, derived_id, read, seal
from contracts.placement import Answer, OutcomeRecorded, ProgrammeOutcome, ReferralAnswered
from services.almp_referral.handlers import make_service
from services.almp_referral.person import Jobseeker, Seats
from services.almp_referral.referrals import HOLDS_SEAT, referral_id
from services.runtime.handling import State, To
from tests.services.almp_referral.offering import (
    FILED,
    NEXT_DAY,
    SMALL,
    Office,
    answered,
    assessed,
    day_closed,
    ended,
    fact,
    noon,
    opened,
    recorded,
    worked,
)

PEOPLE = ("ann", "bob", "cem", "dora", "eli")
SERVICE = make_service(SMALL)


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


class Town:
    """All states at once, and events on their way in any order: what many workers do, without the workers."""

    def __init__(self) -> None:
        self.states: dict[str, State] = {}
        self.on_their_way: list[Envelope] = []
        self.made: list[ReferralMade] = []
        self.none: list[NoReferral] = []
        self.steps = 0

    def state(self, subject: str) -> State:
        fresh = Seats(subject) if subject.startswith("programme-") else Jobseeker(subject)
        return self.states.setdefault(subject, fresh)

    def take(self, envelope: Envelope) -> None:
        event = read(envelope)
        handler = SERVICE.handlers[type(event)]
        self.follow(handler(event, self.state(envelope.subject), envelope), envelope.subject)

    def wake(self, person: str) -> None:
        state = self.state(person)
        assert SERVICE.on_wake is not None
        for what in sorted(state.wakes):
            self.follow(SERVICE.on_wake(state, what, state.wakes.pop(what)), person)

    def follow(self, consequences: Iterable[object], subject: str) -> None:
        for one in consequences:
            event = one.event if isinstance(one, To) else one
            target = one.subject if isinstance(one, To) else subject
            if isinstance(event, ReferralMade):
                self.made.append(event)
            elif isinstance(event, NoReferral):
                self.none.append(event)
            elif isinstance(event, Event) and type(event) in SERVICE.handlers:
                self.steps += 1
                identity = derived_id("town", self.steps)
                envelope = seal(event, subject=target, source="/t", time=noon(FILED), event_id=identity)
                self.on_their_way.append(envelope)

    def carry_one(self, choice: int) -> None:
        """Deliver one event that is on its way; of one subject they arrive in order, as in a partition."""
        if self.on_their_way:
            subjects = sorted({envelope.subject for envelope in self.on_their_way})
            subject = subjects[choice % len(subjects)]
            first = next(envelope for envelope in self.on_their_way if envelope.subject == subject)
            self.on_their_way.remove(first)
            self.take(first)

    def counts_are_kept(self) -> None:
        for subject, state in self.states.items():
            if isinstance(state, Seats):
                assert len(state.held_by) <= SMALL.programmes[subject].seats_on(NEXT_DAY)


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
            assert isinstance(read(event), ReferralAnswered | OutcomeRecorded)
            town.take(event)


MOVES = st.lists(st.tuples(st.integers(0, 5), st.sampled_from(PEOPLE), st.integers(0, 9)), max_size=80)


@given(MOVES)
def test_however_it_interleaves_seats_are_never_overdrawn_and_nobody_is_referred_twice(
    moves: list[tuple[int, str, int]],
) -> None:
    town = Town()
    for kind, person, choice in moves:
        if kind == 0:
            town.take(opened(person))
        elif kind == 1:
            town.take(assessed(person, 2, number=1 + choice))
        elif kind == 2:
            town.wake(person)
        elif kind == 3:
            someone_says(town, person, choice)
        else:
            town.carry_one(choice)
        town.counts_are_kept()
    while town.on_their_way:
        town.carry_one(0)
        town.counts_are_kept()
    told = [(made.claim, made.occasion) for made in town.made]
    told += [(none.claim, none.occasion) for none in town.none]
    assert len(told) == len(set(told)), "everybody hears once a claim and occasion"
    held = {name for state in town.states.values() if isinstance(state, Seats) for name in state.held_by}
    kept = {
        one.referral
        for state in town.states.values()
        if isinstance(state, Jobseeker)
        for one in state.referrals.values()
        if one.standing in HOLDS_SEAT
    }
    assert held == kept, "a seat is held by exactly those who were referred and have not left"


def test_the_check_would_see_an_overdrawn_programme() -> None:
    town = Town()
    seats = town.state("programme-older")
    assert isinstance(seats, Seats)
    assert seats.give("referral-1", seats=2)
    assert seats.give("referral-2", seats=2)
    try:
        town.counts_are_kept()
    except AssertionError:
        return
    raise AssertionError("two in a programme with one seat went unseen")


def test_who_asks_again_for_a_seat_already_held_takes_no_second_one() -> None:
    town = Town()
    for referral in ("r-1", "r-1", "r-2"):
        town.take(asked(referral))
    seats = town.state("programme-open")
    assert isinstance(seats, Seats)
    assert seats.held_by == {"r-1", "r-2"}


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
