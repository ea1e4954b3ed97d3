"""What events cause in almp_referral. Nothing here touches a benefit; a refusal or an absence asks a person."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from functools import wraps
from typing import TypeVar

from contracts.almp_referral import (
    Occasion,
    ReferralMade,
    SeatAsked,
    SeatDenied,
    SeatGiven,
    SeatReleased,
)
from contracts.base import Envelope, Event
from contracts.claims import ClaimOpened
from contracts.eligibility import AssessmentMade, DeterminationMade, DeterminationOutcome
from contracts.registry import EmploymentEnded, EmploymentStarted, FactRetracted, PersonRecorded
from law.language.terms.errors import OutsideKnownLaw
from services.almp_referral import store
from services.almp_referral.catalogue import Catalogue, standard_catalogue
from services.almp_referral.life_handlers import handle_lives
from services.almp_referral.lives import ANSWER, END, Lives
from services.almp_referral.matching import Matching, waiting_for
from services.almp_referral.outcomes import OUTCOME, Outcomes
from services.almp_referral.person import ENDED, PERSON, STARTED, Jobseeker, RegistryFact, Seats
from services.almp_referral.points import POINT, Points
from services.almp_referral.referrals import Referral, ReferralState
from services.runtime.handling import Consequences, Handler, Refused, State, To
from services.runtime.service import Service

NAME = "almp_referral"
S = TypeVar("S", Jobseeker, Seats)
E = TypeVar("E", bound=Event)

KINDS = {
    PersonRecorded.name: PERSON,
    EmploymentStarted.name: STARTED,
    EmploymentEnded.name: ENDED,
}


def make_service(catalogue: Catalogue | None = None) -> Service[State]:
    """The referral service for a catalogue (the synthetic one that comes with Tideover if none is given)."""
    programmes = catalogue or standard_catalogue()
    outcomes, points = Outcomes(programmes.procedure.outcomes), Points(programmes.procedure.points)
    lives = Lives(programmes, outcomes, points)
    referring = Referring(programmes, Matching(programmes), lives)
    work = WorkFacts(outcomes, points)
    almp: Service[State] = Service(NAME, store.TABLES, store.load, store.save, on_wake=referring.on_wake)
    almp.handles(PersonRecorded)(person_recorded)
    almp.handles(EmploymentStarted)(work.employment_started)
    almp.handles(EmploymentEnded)(work.employment_ended)
    almp.handles(FactRetracted)(work.fact_retracted)
    almp.handles(ClaimOpened)(by_known_law(referring.claim_opened))
    almp.handles(DeterminationMade)(by_known_law(referring.determination_made))
    almp.handles(AssessmentMade)(by_known_law(referring.assessment_made))
    almp.handles(SeatAsked)(by_known_law(referring.seat_asked))
    almp.handles(SeatReleased)(seat_released)
    almp.handles(SeatGiven)(by_known_law(referring.seat_given))
    almp.handles(SeatDenied)(by_known_law(referring.seat_denied))
    handle_lives(almp, lives)
    return almp


def by_known_law(handler: Handler[State, E]) -> Handler[State, E]:
    """The handler; on a day for which the catalogue knows no figure it refuses the event instead of failing on it."""

    @wraps(handler)
    def handled(event: E, state: State, cause: Envelope) -> Consequences:
        try:
            return handler(event, state, cause)
        except OutsideKnownLaw as fault:
            raise Refused("outside-known-law", str(fault)) from None

    return handled


def person_recorded(event: PersonRecorded, state: State, _cause: Envelope) -> list[Event]:
    """Remember age and region, nothing else."""
    day, month, region = event.valid_from, event.birth_month, event.region
    person = _as(Jobseeker, state)
    person.learn(RegistryFact(PERSON, event.key, event.source_version, day=day, birth_month=month, region=region))
    return []


@dataclass(frozen=True, slots=True)
class WorkFacts:
    """The handlers of what registries say of work; whatever was seen of outcomes and points is compared with it."""

    outcomes: Outcomes
    points: Points

    def employment_started(self, event: EmploymentStarted, state: State, _cause: Envelope) -> list[Event]:
        """Remember when the work began."""
        job, day = event.employment, event.started_on
        return self._learn(state, RegistryFact(STARTED, event.key, event.source_version, day=day, employment=job))

    def employment_ended(self, event: EmploymentEnded, state: State, _cause: Envelope) -> list[Event]:
        """Remember when and how the work ended."""
        job, day, reason = event.employment, event.ended_on, event.reason
        fact = RegistryFact(ENDED, event.key, event.source_version, day=day, employment=job, reason=reason)
        return self._learn(state, fact)

    def fact_retracted(self, event: FactRetracted, state: State, _cause: Envelope) -> list[Event]:
        """Forget what never was."""
        if (kind := KINDS.get(event.kind)) is None:
            return []
        return self._learn(state, RegistryFact(kind, event.key, event.source_version, stands=False))

    def _learn(self, state: State, fact: RegistryFact) -> list[Event]:
        person = _as(Jobseeker, state)
        person.learn(fact)
        return [*self.outcomes.looked_at_again(person), *self.points.looked_at_again(person)]


def seat_released(event: SeatReleased, state: State, _cause: Envelope) -> list[Event]:
    """The programme has its seat back."""
    _as(Seats, state).release(event.referral)
    return []


@dataclass(frozen=True, slots=True)
class Referring:
    """The handlers that need the catalogue."""

    catalogue: Catalogue
    matching: Matching
    lives: Lives

    def on_wake(self, state: State, what: str, day: date) -> list[Event | To]:
        """The day a person waited for has closed, perhaps with later ones: an offer bears the last of them."""
        awaited, _, key = what.partition(":")
        if awaited == OUTCOME:
            return [*self.lives.outcomes.on_wake(_as(Jobseeker, state), key, day)]
        if awaited == POINT:
            return [*self.lives.points.on_wake(_as(Jobseeker, state), key)]
        if awaited in {ANSWER, END}:
            return self.lives.on_wake(_as(Jobseeker, state), awaited, key, day)
        person = _as(Jobseeker, state)
        matched = self.matching.on_wake(person, what, max(day, state.closed or day))
        return [*matched, *self.lives.points.looked_at_again(person)]

    def claim_opened(self, event: ClaimOpened, state: State, _cause: Envelope) -> list[Event]:
        """Wait until the facts of the first days are in, in whatever order they come."""
        person = _as(Jobseeker, state)
        claim = person.claim(event.claim)
        claim.filed_on, claim.scheme = event.filed_on, event.scheme
        self.lives.points.opened(person, claim)
        self._wait(person, Occasion.REGISTRATION, event.claim, event.filed_on)
        return []

    def determination_made(self, event: DeterminationMade, state: State, _cause: Envelope) -> list[Event]:
        """Remember the answer to the claim; a refusal does not close the employment services."""
        person = _as(Jobseeker, state)
        claim = person.claim(event.claim)
        if event.number <= claim.determination:
            return []
        is_back = claim.outcome is DeterminationOutcome.WITHDRAWN is not event.outcome
        claim.determination, claim.outcome = event.number, event.outcome
        if is_back and claim.filed_on is not None:
            self._wait(person, Occasion.REGISTRATION, event.claim, claim.filed_on)
        return []

    def assessment_made(self, event: AssessmentMade, state: State, _cause: Envelope) -> list[Event]:
        """Wait to be matched while little benefit is left, by the assessment of the latest period."""
        person = _as(Jobseeker, state)
        claim = person.claim(event.claim)
        if (event.period.end, event.number) < (claim.assessed_until or date.min, claim.assessed_number):
            return []
        claim.assessed_until, claim.assessed_number = event.period.end, event.number
        claim.weeks_left = event.weeks_left
        self.lives.points.assessed(person, claim, event.filed_on)
        if self.matching.is_near_the_end(claim, event.filed_on):
            self._wait(person, Occasion.BEFORE_EXHAUSTION, event.claim, event.filed_on)
        else:
            person.wakes.pop(waiting_for(Occasion.BEFORE_EXHAUSTION, event.claim), None)
        return []

    def _wait(self, person: Jobseeker, occasion: Occasion, claim: str, since: date) -> None:
        if not any(referral.claim == claim and referral.occasion is occasion for referral in person.referrals.values()):
            days = self.catalogue.procedure.match_after_days.on(since).value
            person.wakes[waiting_for(occasion, claim)] = since + timedelta(days=int(days))

    def seat_asked(self, event: SeatAsked, state: State, _cause: Envelope) -> list[Event | To]:
        """The programme answers for itself; it never gives more seats than it has on the day."""
        seats = _as(Seats, state)
        programme = self.catalogue.programmes.get(event.programme)
        places = programme.seats_on(event.asked_on) if programme is not None else 0
        same = {"programme": event.programme, "referral": event.referral, "claim": event.claim}
        if not seats.give(event.referral, seats=places):
            return [To(event.person, SeatDenied(**same, occasion=event.occasion, denied_on=event.asked_on))]
        given = SeatGiven(
            **same,
            occasion=event.occasion,
            reasons=event.reasons,
            given_on=event.asked_on,
            seats_left=max(0, places - len(seats.held_by)),
        )
        return [To(event.person, given)]

    def seat_given(self, event: SeatGiven, state: State, _cause: Envelope) -> list[Event | To]:
        """The programme keeps a seat: the person is referred, and told until when to answer."""
        person = _as(Jobseeker, state)
        referral = _referral(person, event.referral)
        if referral.standing is not ReferralState.ASKED:
            return []
        answer_by = self.lives.offered(person, referral, event.given_on)
        made = ReferralMade(
            claim=event.claim,
            referral=event.referral,
            programme=event.programme,
            occasion=event.occasion,
            reasons=referral.reasons,
            made_on=event.given_on,
            answer_by=answer_by,
        )
        return [made, *self.lives.reconsider(person, referral)]

    def seat_denied(self, event: SeatDenied, state: State, _cause: Envelope) -> list[Event | To]:
        """Full: ask the next programme that fits."""
        person = _as(Jobseeker, state)
        referral = _referral(person, event.referral)
        if referral.programme != event.programme:
            return []
        if referral.standing is not ReferralState.ASKED:
            return self.lives.seat_gone(person, referral, event.denied_on)
        return self.matching.ask_next(person, referral, event.denied_on)


def _referral(person: Jobseeker, identity: str) -> Referral:
    if (referral := person.referrals.get(identity)) is None:
        raise Refused("out-of-order", "this person has no such referral yet")
    return referral


_IN_WORDS = {Jobseeker: "person", Seats: "seats"}


def _as(kind: type[S], state: State) -> S:
    """The state as the kind its event is about. Refuses an event that is addressed to the wrong kind of subject."""
    if not isinstance(state, kind):
        raise Refused("bad-data", f"the event's subject is no {_IN_WORDS[kind]}")
    return state
