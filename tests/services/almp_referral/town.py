"""All states at once, and events on their way in any order: what many workers do, without the workers."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from datetime import date, timedelta

from contracts.almp_referral import ReferralMade, SeatGiven
from contracts.base import Envelope, Event, derived_id, read, seal
from services.almp_referral.person import Jobseeker
from services.almp_referral.referrals import HOLDS_SEAT, Referral, ReferralState
from services.almp_referral.seats import Seats
from services.almp_referral.statements import StatedProgrammes
from services.runtime.handling import State, To
from services.runtime.service import Service
from tests.services.almp_referral.offering import FILED, Terms, noon


class Town:
    """A service's handlers over states in memory; days pass as its people and programmes are woken."""

    def __init__(self, service: Service[State], terms: Terms) -> None:
        self.service = service
        self.states: dict[str, State] = {}
        self.on_their_way: list[Envelope] = []
        self.made: list[ReferralMade] = []
        self.today = FILED
        self.steps = 0
        self.versions = 1
        for message in terms.offered.messages():
            self.take(message)

    def state(self, subject: str) -> State:
        fresh = Seats(subject) if subject.startswith("programme-") else Jobseeker(subject, look_up=self.stated)
        return self.states.setdefault(subject, fresh)

    def seats(self) -> list[Seats]:
        return [state for state in self.states.values() if isinstance(state, Seats)]

    def referrals(self) -> list[Referral]:
        people = [state for state in self.states.values() if isinstance(state, Jobseeker)]
        return [referral for person in people for referral in person.referrals.values()]

    def stated(self) -> StatedProgrammes:
        return StatedProgrammes({seats.subject: tuple(seats.statements) for seats in self.seats()})

    def take(self, envelope: Envelope) -> None:
        event = read(envelope)
        handler = self.service.handlers[type(event)]
        self.follow(handler(event, self.state(envelope.subject), envelope), envelope.subject)

    def next_version(self) -> int:
        """A number that no statement of this town has had yet, above those that began it."""
        self.versions += 1
        return self.versions

    def day_passes(self, days: int) -> None:
        self.today += timedelta(days=days)

    def wake(self, subject: str) -> None:
        """Close the day for one subject: in other partitions it may be closed earlier or later."""
        state = self.state(subject)
        assert self.service.on_wake is not None
        state.closed = self.today
        for what in sorted(what for what, day in state.wakes.items() if day <= self.today):
            day: date = state.wakes.pop(what)
            self.follow(self.service.on_wake(state, what, day), subject)

    def follow(self, consequences: Iterable[object], subject: str) -> None:
        for one in consequences:
            event = one.event if isinstance(one, To) else one
            target = one.subject if isinstance(one, To) else subject
            if isinstance(event, ReferralMade):
                self.made.append(event)
            elif isinstance(event, SeatGiven):
                self.is_not_oversold(event)
            if isinstance(event, Event) and type(event) in self.service.handlers:
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

    def carry_all(self) -> None:
        while self.on_their_way:
            self.carry_one(0)

    def is_not_oversold(self, given: SeatGiven) -> None:
        """Whoever is given a seat finds one: with theirs no more are held than the cohort has on that day."""
        seats = self.state(given.programme)
        assert isinstance(seats, Seats)
        held = Counter(seat.cohort for seat in seats.held.values())
        (cohort,) = [one for one in seats.programme.cohorts_on(given.given_on) if one.key == given.cohort]
        assert held[given.cohort] <= cohort.seats, f"{given.programme} is oversold"

    def seats_are_held_by_whom_they_are_for(self) -> None:
        """Once nothing is on its way: a seat for each referral that holds one, a place for each that waits."""
        held = {name for seats in self.seats() for name in seats.held}
        waiting = {name for seats in self.seats() for name in seats.waiting}
        assert held == {one.referral for one in self.referrals() if one.standing in HOLDS_SEAT}
        assert waiting == {one.referral for one in self.referrals() if one.standing is ReferralState.WAITING}
