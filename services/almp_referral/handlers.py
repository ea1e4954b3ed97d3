"""What events cause in almp_referral. Nothing here touches a benefit; a refusal or an absence asks a person."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from functools import wraps
from typing import TypeVar

from contracts.almp_referral import (
    LapseReason,
    Occasion,
    ReferralMade,
    SeatAsked,
    SeatDenied,
    SeatGiven,
    SeatReleased,
    SeatWithdrawn,
    WhyNoReferral,
)
from contracts.base import Envelope, Event
from contracts.claims import ClaimOpened
from contracts.eligibility import AssessmentMade, DeterminationMade, DeterminationOutcome
from contracts.programme_orders import ProgrammeChosen, ProgrammeWithheld, ProposalDeclined, WaitLeft
from contracts.providers import PlaceProposed, ProgrammeEnded, ProgrammePublished, StatementRetracted
from contracts.registry import EmploymentEnded, EmploymentStarted, FactRetracted, PersonRecorded
from contracts.wait_lists import WaitJoined
from law.language.terms.errors import OutsideKnownLaw
from services.almp_referral import officers, programme_handlers, store
from services.almp_referral.closing import WAIT, Closing, give_back
from services.almp_referral.early_acts import with_early_acts
from services.almp_referral.life_handlers import handle_lives
from services.almp_referral.lives import ANSWER, END, Lives
from services.almp_referral.matching import Matching, none, waiting_for
from services.almp_referral.officers import PlacementOfficers
from services.almp_referral.outcomes import OUTCOME, Outcomes
from services.almp_referral.person import BesideEarlier, ClaimProgress, Jobseeker, jobseeker_of
from services.almp_referral.points import POINT, Points
from services.almp_referral.procedure import ReferralProcedure, standard_referral_procedure
from services.almp_referral.referrals import HOLDS_SEAT, Referral, ReferralState
from services.almp_referral.registry_handlers import RegistryFacts
from services.almp_referral.seats import Seats
from services.almp_referral.tallies import TABLES
from services.runtime.handling import Consequences, Handler, Refused, State, To
from services.runtime.service import Service

NAME = "almp_referral"
E = TypeVar("E", bound=Event)


def make_service(procedure: ReferralProcedure | None = None) -> Service[State]:
    """The referral service for a procedure (the one that comes with Tideover if none is given)."""
    rules = procedure or standard_referral_procedure()
    lives = Lives(rules, Outcomes(rules.outcomes), Points(rules.points))
    referring = Referring(rules, Matching(rules), lives, Closing(lives))
    almp: Service[State] = Service(NAME, TABLES, store.load, store.save, on_wake=referring.on_wake)
    _registries(almp, RegistryFacts(lives.outcomes, lives.points, referring.closing, referring.match_again))
    _providers(almp)
    almp.handles(ClaimOpened)(by_known_law(referring.claim_opened))
    almp.handles(DeterminationMade)(by_known_law(referring.determination_made))
    almp.handles(AssessmentMade)(by_known_law(referring.assessment_made))
    almp.handles(SeatAsked)(programme_handlers.seat_asked)
    almp.handles(SeatReleased)(programme_handlers.seat_released)
    almp.handles(SeatGiven)(by_known_law(referring.seat_given))
    almp.handles(SeatDenied)(by_known_law(referring.seat_denied))
    almp.handles(SeatWithdrawn)(by_known_law(referring.seat_withdrawn))
    almp.handles(WaitJoined)(by_known_law(referring.wait_joined))
    _placement_officers(almp, PlacementOfficers(referring.closing))
    handle_lives(almp, lives)
    almp.handlers = with_early_acts(almp.handlers)
    return almp


def _registries(almp: Service[State], facts: RegistryFacts) -> None:
    almp.handles(PersonRecorded)(by_known_law(facts.person_recorded))
    almp.handles(EmploymentStarted)(facts.employment_started)
    almp.handles(EmploymentEnded)(facts.employment_ended)
    almp.handles(FactRetracted)(by_known_law(facts.fact_retracted))


def _providers(almp: Service[State]) -> None:
    almp.handles(ProgrammePublished)(programme_handlers.programme_published)
    almp.handles(ProgrammeEnded)(programme_handlers.programme_ended)
    almp.handles(PlaceProposed)(officers.place_proposed)
    almp.handles(StatementRetracted)(officers.provider_retracted)


def _placement_officers(almp: Service[State], deciding: PlacementOfficers) -> None:
    almp.handles(ProgrammeChosen)(by_known_law(deciding.programme_chosen))
    almp.handles(ProgrammeWithheld)(deciding.programme_withheld)
    almp.handles(WaitLeft)(deciding.wait_left)
    almp.handles(ProposalDeclined)(officers.proposal_declined)


def by_known_law(handler: Handler[State, E]) -> Handler[State, E]:
    """The handler; on a day for which the procedure knows no figure it refuses the event instead of failing on it."""

    @wraps(handler)
    def handled(event: E, state: State, cause: Envelope) -> Consequences:
        try:
            return handler(event, state, cause)
        except OutsideKnownLaw as fault:
            raise Refused("outside-known-law", str(fault)) from None

    return handled


@dataclass(frozen=True, slots=True)
class Referring:
    """The handlers that need the procedure."""

    procedure: ReferralProcedure
    matching: Matching
    lives: Lives
    closing: Closing

    def on_wake(self, state: State, what: str, day: date) -> list[Event | To]:
        """The day a person waited for has closed, perhaps with later ones: an offer bears the last of them."""
        if isinstance(state, Seats):
            return programme_handlers.on_wake(state, what, day)
        person, (awaited, _, key) = jobseeker_of(state), what.partition(":")
        if awaited == OUTCOME:
            return [*self.lives.outcomes.on_wake(person, key, day)]
        if awaited == POINT:
            return [*self.lives.points.on_wake(person, key)]
        if awaited in {ANSWER, END}:
            return self.lives.on_wake(person, awaited, key, day)
        if awaited == WAIT:
            return self.closing.on_wake(person, key, max(day, state.closed or day))
        matched = self.matching.on_wake(person, what, max(day, state.closed or day))
        return [*matched, *self.lives.points.looked_at_again(person)]

    def claim_opened(self, event: ClaimOpened, state: State, _cause: Envelope) -> list[Event]:
        """Wait until the facts of the first days are in, in whatever order they come."""
        person = jobseeker_of(state)
        claim = person.claim(event.claim)
        claim.filed_on, claim.scheme = event.filed_on, event.scheme
        self.lives.points.opened(person, claim)
        self._wait(person, Occasion.REGISTRATION, event.claim, event.filed_on)
        return []

    def determination_made(self, event: DeterminationMade, state: State, cause: Envelope) -> list[Event | To]:
        """Remember the answer to the claim; a refusal does not close the employment services, a withdrawal does."""
        person = jobseeker_of(state)
        claim = person.claim(event.claim)
        if event.number <= claim.determination:
            return []
        is_back = claim.outcome is DeterminationOutcome.WITHDRAWN is not event.outcome
        was_beside, claim.beside = claim.beside, BesideEarlier.by(event)
        claim.determination, claim.outcome = event.number, event.outcome
        follows = self._beside(person, claim, cause.time.date()) if claim.beside is not was_beside else []
        if event.outcome is DeterminationOutcome.WITHDRAWN:
            of_claim = person.of_claim(event.claim)
            return [
                *follows,
                *self.closing.close_all(person, of_claim, LapseReason.CLAIM_TAKEN_BACK, cause.time.date()),
            ]
        if is_back or (was_beside and claim.beside is None):
            self.match_again(person, event.claim)
        return follows

    def _beside(self, person: Jobseeker, claim: ClaimProgress, on: date) -> list[Event | To]:
        """The claim runs beside an earlier one of the person by now, or does no more."""
        ended = [
            event
            for referral in person.of_claim(claim.claim)
            for event in self.closing.beside_earlier(person, referral, claim.beside, on)
        ]
        return [*ended, *self.lives.points.looked_at_again(person)]

    def match_again(self, person: Jobseeker, claim: str) -> None:
        """What closed the matter was said in error: the person is matched anew, and points that passed are watched."""
        self.lives.points.waited_for_again(person, claim)
        filed_on = person.claims[claim].filed_on
        if filed_on is not None:
            self._wait(person, Occasion.REGISTRATION, claim, filed_on)

    def assessment_made(self, event: AssessmentMade, state: State, _cause: Envelope) -> list[Event]:
        """Wait to be matched while little benefit is left, by the assessment of the latest period."""
        person = jobseeker_of(state)
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
        latest = person.latest(claim, occasion)
        if latest is None or latest.standing is ReferralState.WITHDRAWN:
            days = self.procedure.match_after_days.on(since).value
            person.wakes[waiting_for(occasion, claim)] = since + timedelta(days=int(days))

    def seat_given(self, event: SeatGiven, state: State, _cause: Envelope) -> list[Event | To]:
        """The programme keeps a seat: the person is referred, and told until when to answer.

        A seat for a matter that was closed meanwhile goes back at once.
        """
        person = jobseeker_of(state)
        referral = _referral(person, event.referral)
        if referral.standing not in {ReferralState.ASKED, ReferralState.WAITING}:
            keeps = referral.standing in HOLDS_SEAT and referral.programme == event.programme
            return [] if keeps else [give_back(referral, event.given_on, event.programme)]
        referral.first = None
        referral.cohort, referral.starts_on = event.cohort, event.starts_on
        referral.cohort_ends_on, referral.lasts_days = event.ends_on, event.lasts_days
        person.wakes.pop(f"{WAIT}:{referral.referral}", None)
        referral.trains = bool(event.trains)
        answer_by = self.lives.offered(person, referral, event.given_on)
        made = ReferralMade(
            claim=event.claim,
            referral=event.referral,
            programme=event.programme,
            occasion=event.occasion,
            reasons=referral.reasons,
            made_on=event.given_on,
            answer_by=answer_by,
            cohort=event.cohort,
            starts_on=event.starts_on,
            officer=referral.officer,
            officers_reasons=referral.officers_reasons,
        )
        return [made, *self.lives.reconsider(person, referral)]

    def wait_joined(self, event: WaitJoined, state: State, _cause: Envelope) -> list[Event | To]:
        """The person is on the wait list, for as long as the procedure says."""
        person = jobseeker_of(state)
        referral = _referral(person, event.referral)
        if referral.standing is not ReferralState.ASKED:
            return [give_back(referral, event.waits_since, event.programme)]
        referral.standing, referral.to_ask, referral.first = ReferralState.WAITING, (), None
        person.changed.add(referral.referral)
        if (until := self.procedure.waits_until(event.waits_since)) is not None:
            person.wakes[f"{WAIT}:{referral.referral}"] = until
        return []

    def seat_withdrawn(self, event: SeatWithdrawn, state: State, _cause: Envelope) -> list[Event | To]:
        """The programme has ended: the person is told, and offered another."""
        person = jobseeker_of(state)
        return self.closing.seat_withdrawn(person, _referral(person, event.referral), event)

    def seat_denied(self, event: SeatDenied, state: State, _cause: Envelope) -> list[Event | To]:
        """Full: ask the next programme that fits."""
        person = jobseeker_of(state)
        referral = _referral(person, event.referral)
        if referral.programme != event.programme:
            return []
        if referral.standing is not ReferralState.ASKED:
            if referral.made_on is None:
                return []
            return self.lives.seat_gone(person, referral, event.denied_on)
        if referral.officer is not None:
            says = "The programme that a placement officer chose has no free seat and no wait list."
            return [none(person, referral, says, WhyNoReferral.ALL_FULL, event.denied_on)]
        return self.matching.ask_next(person, referral, event.denied_on)


def _referral(person: Jobseeker, identity: str) -> Referral:
    if (referral := person.referrals.get(identity)) is None:
        raise Refused("out-of-order", "this person has no such referral yet")
    return referral
