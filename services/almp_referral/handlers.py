"""What events cause in almp_referral. Nothing here touches a benefit; a refusal or an absence asks a person."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from functools import wraps
from typing import TypeVar

from contracts.about import ReferralAbout
from contracts.almp_referral import (
    LapseReason,
    Occasion,
    ReferralMade,
    ReferralQuestioned,
    SeatAsked,
    SeatDenied,
    SeatGiven,
    SeatReleased,
    SeatWithdrawn,
    WhyNoReferral,
)
from contracts.base import Envelope, Event
from contracts.casework import Answer, OutcomeRecorded, ProgrammeOutcome, ReferralAnswered
from contracts.claims import ClaimDecision, ClaimOpened
from contracts.eligibility import AssessmentMade, DeterminationMade, DeterminationOutcome
from contracts.programme_orders import ProgrammeChosen, ProgrammeWithheld, ProposalDeclined, WaitLeft
from contracts.providers import PlaceProposed, ProgrammeEnded, ProgrammePublished, StatementRetracted
from contracts.registry import EmploymentEnded, EmploymentStarted, FactRetracted, PersonRecorded
from contracts.wait_lists import WaitJoined
from law.language.terms.errors import OutsideKnownLaw
from services.almp_referral import officers, programme_handlers, store
from services.almp_referral.closing import WAIT, Closing, give_back
from services.almp_referral.lapses import ANSWER, END, Lapses
from services.almp_referral.matching import Matching, none, waiting_for
from services.almp_referral.officers import PlacementOfficers
from services.almp_referral.person import ENDED, PERSON, STARTED, Jobseeker, RegistryFact, jobseeker_of
from services.almp_referral.procedure import QuestionInWords, ReferralProcedure, standard_referral_procedure
from services.almp_referral.programme_store import TABLES
from services.almp_referral.referrals import HOLDS_SEAT, MOVES, OVER, Referral, ReferralState
from services.almp_referral.seats import Seats
from services.runtime.handling import Consequences, Handler, Refused, State, To
from services.runtime.service import Service

NAME = "almp_referral"
E = TypeVar("E", bound=Event)

KINDS = {
    PersonRecorded.name: PERSON,
    EmploymentStarted.name: STARTED,
    EmploymentEnded.name: ENDED,
}
BY_ANSWER = {Answer.ACCEPTED: ReferralState.ACCEPTED, Answer.REFUSED: ReferralState.REFUSED}
BY_OUTCOME = {
    ProgrammeOutcome.COMPLETED: ReferralState.COMPLETED,
    ProgrammeOutcome.FOUND_WORK: ReferralState.FOUND_WORK,
    ProgrammeOutcome.LEFT_EARLY: ReferralState.LEFT_EARLY,
    ProgrammeOutcome.DID_NOT_ATTEND: ReferralState.ABSENT,
}


def make_service(procedure: ReferralProcedure | None = None) -> Service[State]:
    """The referral service for a procedure (the one that comes with Tideover if none is given)."""
    rules = procedure or standard_referral_procedure()
    referring = Referring(rules, Matching(rules), Lapses(rules), Closing(Lapses(rules)))
    almp: Service[State] = Service(NAME, TABLES, store.load, store.save, on_wake=referring.on_wake)
    almp.handles(PersonRecorded)(by_known_law(referring.person_recorded))
    almp.handles(EmploymentStarted)(employment_started)
    almp.handles(EmploymentEnded)(employment_ended)
    almp.handles(FactRetracted)(by_known_law(referring.fact_retracted))
    almp.handles(ProgrammePublished)(programme_handlers.programme_published)
    almp.handles(ProgrammeEnded)(programme_handlers.programme_ended)
    almp.handles(PlaceProposed)(officers.place_proposed)
    almp.handles(StatementRetracted)(officers.provider_retracted)
    almp.handles(ClaimOpened)(by_known_law(referring.claim_opened))
    almp.handles(ClaimDecision)(by_known_law(referring.claim_decided))
    almp.handles(DeterminationMade)(by_known_law(referring.determination_made))
    almp.handles(AssessmentMade)(by_known_law(referring.assessment_made))
    almp.handles(SeatAsked)(programme_handlers.seat_asked)
    almp.handles(SeatReleased)(programme_handlers.seat_released)
    almp.handles(SeatGiven)(by_known_law(referring.seat_given))
    almp.handles(SeatDenied)(by_known_law(referring.seat_denied))
    almp.handles(SeatWithdrawn)(referring.seat_withdrawn)
    almp.handles(WaitJoined)(by_known_law(referring.wait_joined))
    almp.handles(ReferralAnswered)(by_known_law(referring.referral_answered))
    almp.handles(OutcomeRecorded)(by_known_law(referring.outcome_recorded))
    _placement_officers(almp, PlacementOfficers(referring.closing))
    return almp


def _placement_officers(almp: Service[State], deciding: PlacementOfficers) -> None:
    almp.handles(ProgrammeChosen)(deciding.programme_chosen)
    almp.handles(ProgrammeWithheld)(deciding.programme_withheld)
    almp.handles(WaitLeft)(deciding.wait_left)
    almp.handles(ProposalDeclined)(officers.proposal_declined)


def by_known_law(handler: Handler[State, E]) -> Handler[State, E]:
    """The handler; on a day for which the catalogue knows no figure it refuses the event instead of failing on it."""

    @wraps(handler)
    def handled(event: E, state: State, cause: Envelope) -> Consequences:
        try:
            return handler(event, state, cause)
        except OutsideKnownLaw as fault:
            raise Refused("outside-known-law", str(fault)) from None

    return handled


def employment_started(event: EmploymentStarted, state: State, _cause: Envelope) -> list[Event]:
    """Remember when the work began."""
    job, day, occupation = event.employment, event.started_on, event.occupation
    fact = RegistryFact(STARTED, event.key, event.source_version, day=day, employment=job, occupation=occupation)
    jobseeker_of(state).learn(fact)
    return []


def employment_ended(event: EmploymentEnded, state: State, _cause: Envelope) -> list[Event]:
    """Remember when and how the work ended."""
    job, day, reason = event.employment, event.ended_on, event.reason
    person = jobseeker_of(state)
    person.learn(RegistryFact(ENDED, event.key, event.source_version, day=day, employment=job, reason=reason))
    return []


@dataclass(frozen=True, slots=True)
class Referring:
    """The handlers that need the procedure."""

    procedure: ReferralProcedure
    matching: Matching
    lapses: Lapses
    closing: Closing

    def person_recorded(self, event: PersonRecorded, state: State, _cause: Envelope) -> list[Event | To]:
        """Remember age, region and death, nothing else; nobody who died holds a seat."""
        person = jobseeker_of(state)
        fact = RegistryFact(
            PERSON,
            event.key,
            event.source_version,
            day=event.valid_from,
            birth_month=event.birth_month,
            region=event.region,
            died_on=event.died_on,
        )
        return self._learn(person, fact)

    def fact_retracted(self, event: FactRetracted, state: State, _cause: Envelope) -> list[Event | To]:
        """Forget what never was."""
        if (kind := KINDS.get(event.kind)) is None:
            return []
        return self._learn(jobseeker_of(state), RegistryFact(kind, event.key, event.source_version, stands=False))

    def _learn(self, person: Jobseeker, fact: RegistryFact) -> list[Event | To]:
        """Keep a fact; a death that it tells of closes every matter, one that it takes back opens them again."""
        died_before = person.died_on()
        person.learn(fact)
        died = person.died_on()
        if died is not None:
            return self.closing.close_all(person, person.referrals.values(), LapseReason.DIED, died)
        if died_before is not None:
            for claim in sorted(person.claims):
                self._wait_again(person, claim)
        return []

    def _wait_again(self, person: Jobseeker, claim: str) -> None:
        """What closed the matter was recorded in error: the person is matched anew."""
        filed_on = person.claims[claim].filed_on
        if filed_on is not None:
            self._wait(person, Occasion.REGISTRATION, claim, filed_on)

    def on_wake(self, state: State, what: str, day: date) -> list[Event | To]:
        """The day a person waited for has closed, perhaps with later ones: an offer bears the last of them."""
        if isinstance(state, Seats):
            return programme_handlers.on_wake(state, what, day)
        person, (awaited, _, key) = jobseeker_of(state), what.partition(":")
        if awaited in {ANSWER, END}:
            return self.lapses.on_wake(person, awaited, key, day)
        if awaited == WAIT:
            return self.closing.on_wake(person, key, max(day, state.closed or day))
        return self.matching.on_wake(person, what, max(day, state.closed or day))

    def claim_opened(self, event: ClaimOpened, state: State, _cause: Envelope) -> list[Event]:
        """Wait until the facts of the first days are in, in whatever order they come."""
        person = jobseeker_of(state)
        person.claim(event.claim).filed_on = event.filed_on
        self._wait(person, Occasion.REGISTRATION, event.claim, event.filed_on)
        return []

    def determination_made(self, event: DeterminationMade, state: State, cause: Envelope) -> list[Event | To]:
        """Remember the answer to the claim; a refusal does not close the employment services, a withdrawal does."""
        person = jobseeker_of(state)
        claim = person.claim(event.claim)
        if event.number <= claim.determination:
            return []
        is_back = claim.outcome is DeterminationOutcome.WITHDRAWN is not event.outcome
        claim.determination, claim.outcome = event.number, event.outcome
        if event.outcome is DeterminationOutcome.WITHDRAWN:
            of_claim = [one for one in person.referrals.values() if one.claim == event.claim]
            return self.closing.close_all(person, of_claim, LapseReason.CLAIM_TAKEN_BACK, cause.time.date())
        if is_back:
            self._wait_again(person, event.claim)
        return []

    def claim_decided(self, event: ClaimDecision, state: State, _cause: Envelope) -> list[Event | To]:
        """A person has looked at a refusal or an absence: the seat comes back; who had cause is offered another."""
        if not isinstance(event.about, ReferralAbout):
            return []
        person = jobseeker_of(state)
        referral = _referral(person, event.about.referral)
        return self.lapses.decided(person, referral, event.verdict, event.decided_on)

    def assessment_made(self, event: AssessmentMade, state: State, _cause: Envelope) -> list[Event]:
        """Wait to be matched while little benefit is left, by the assessment of the latest period."""
        person = jobseeker_of(state)
        claim = person.claim(event.claim)
        if (event.period.end, event.number) < (claim.assessed_until or date.min, claim.assessed_number):
            return []
        claim.assessed_until, claim.assessed_number = event.period.end, event.number
        claim.weeks_left = event.weeks_left
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
        referral.standing, referral.to_ask, referral.first = ReferralState.MADE, (), None
        referral.cohort, referral.starts_on = event.cohort, event.starts_on
        referral.cohort_ends_on, referral.lasts_days = event.ends_on, event.lasts_days
        person.wakes.pop(f"{WAIT}:{referral.referral}", None)
        person.changed.add(referral.referral)
        made = ReferralMade(
            claim=event.claim,
            referral=event.referral,
            programme=event.programme,
            occasion=event.occasion,
            reasons=referral.reasons,
            made_on=event.given_on,
            answer_by=self.lapses.offered(person, referral, event.given_on),
            cohort=event.cohort,
            starts_on=event.starts_on,
            officer=referral.officer,
            officers_reasons=referral.officers_reasons,
        )
        return [made]

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
        if referral.standing is not ReferralState.ASKED or referral.programme != event.programme:
            return []
        if referral.officer is not None:
            says = "The programme that a placement officer chose has no free seat and no wait list."
            return [none(person, referral, says, WhyNoReferral.ALL_FULL, event.denied_on)]
        return self.matching.ask_next(person, referral, event.denied_on)

    def referral_answered(self, event: ReferralAnswered, state: State, _cause: Envelope) -> list[Event | To]:
        """A refusal frees the seat and asks a person; the benefit goes on unchanged."""
        referral = _referral(jobseeker_of(state), event.referral)
        return self._moved(jobseeker_of(state), referral, BY_ANSWER[event.answer], event.answered_on)

    def outcome_recorded(self, event: OutcomeRecorded, state: State, _cause: Envelope) -> list[Event | To]:
        """An end frees the seat; an absence asks a person, and the seat is kept meanwhile."""
        referral = _referral(jobseeker_of(state), event.referral)
        return self._moved(jobseeker_of(state), referral, BY_OUTCOME[event.outcome], event.recorded_on)

    def _moved(self, person: Jobseeker, referral: Referral, to: ReferralState, on: date) -> list[Event | To]:
        if referral.standing is to or referral.standing in OVER:
            return []  # said before, or too late to change anything
        if to not in MOVES[referral.standing]:
            raise Refused("out-of-order", "no seat was given for this referral yet")
        held = referral.standing in HOLDS_SEAT
        referral.standing = to
        person.changed.add(referral.referral)
        self.lapses.moved(person, referral, on)
        follows: list[Event | To] = []
        if held and to not in HOLDS_SEAT and referral.programme is not None:
            freed = SeatReleased(programme=referral.programme, referral=referral.referral, released_on=on)
            follows.append(To(referral.programme, freed))
        procedure = self.procedure
        words = {ReferralState.REFUSED: procedure.refused, ReferralState.ABSENT: procedure.absent}.get(to)
        return [*follows, _questioned(referral, words, on)] if words is not None else follows


def _questioned(referral: Referral, words: QuestionInWords, on: date) -> ReferralQuestioned:
    return ReferralQuestioned(
        claim=referral.claim,
        referral=referral.referral,
        programme=referral.programme or "",
        asks=words.asks,
        cites=words.cites,
        on=on,
    )


def _referral(person: Jobseeker, identity: str) -> Referral:
    if (referral := person.referrals.get(identity)) is None:
        raise Refused("out-of-order", "this person has no such referral yet")
    return referral
