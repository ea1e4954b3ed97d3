"""What placement officers decide: a programme chosen, changed, withheld, a wait left, a proposal answered."""

from __future__ import annotations

from dataclasses import dataclass

from contracts.almp_referral import LapseReason
from contracts.base import Envelope, Event, derived_id
from contracts.programme_orders import ProgrammeChosen, ProgrammeWithheld, ProposalDeclined, WaitLeft
from contracts.providers import PlaceProposed, StatementRetracted
from contracts.wait_lists import WaitEnd
from services.almp_referral.closing import LEFT, Closing
from services.almp_referral.early_acts import NotKnownYet
from services.almp_referral.match_in_words import reasons
from services.almp_referral.matching import ask, judged_alone, none
from services.almp_referral.model import judge
from services.almp_referral.person import ClaimProgress, Jobseeker, WithheldProgramme, jobseeker_of
from services.almp_referral.programme_handlers import statement_retracted
from services.almp_referral.proposals import Proposal, ProposalAnswer, Proposals
from services.almp_referral.referrals import OVER, Fit, Referral, ReferralState
from services.almp_referral.seats import Seats
from services.runtime.handling import Refused, State, To

CLOSED = "The claim was taken back, or the person has died: no seat is asked for."
BESIDE = "The claim runs beside an earlier one of the person: a programme is chosen under the earlier claim."
ALREADY = "The person holds a seat of this programme, or waits for one: no second one is asked for."


@dataclass(frozen=True, slots=True)
class PlacementOfficers:
    """Carries out what officers decide; matching never undoes it."""

    closing: Closing

    def programme_chosen(self, event: ProgrammeChosen, state: State, cause: Envelope) -> list[Event | To]:
        """An officer refers the person, whatever the criteria say; what they say is recorded beside it."""
        person = jobseeker_of(state)
        claim = _claim(person, event.claim)
        replaced = None if event.instead_of is None else _referral(person, event.instead_of)
        if event.proposal is not None:
            _answer(person.proposals, event.proposal, ProposalAnswer.TAKEN)
        follows: list[Event | To] = []
        if replaced is not None:
            if replaced.programme is not None:
                word = WithheldProgramme(replaced.programme, event.officer.staff, event.chosen_on, event.reasons)
                _withhold(person, claim, word)
            follows += self.closing.close(person, replaced, LapseReason.CHANGED, event.chosen_on)
        latest = person.latest(event.claim, event.occasion)
        identity = str(derived_id("referral", person.subject, event.claim, "chosen", cause.id))
        referral = Referral(
            identity,
            event.claim,
            event.occasion,
            ReferralState.ASKED,
            event.chosen_on,
            number=latest.number + 1 if latest else 1,
            cohort=event.cohort,
            officer=event.officer,
            officers_reasons=event.reasons,
        )
        because = _why_not(person, claim, event.programme)
        person.referrals[identity] = referral
        if because is not None:
            return [*follows, none(person, referral, because, None, event.chosen_on)]
        stated = person.look_up().known_on(event.programme, event.chosen_on)
        why = [event.reasons]
        if stated is not None:
            judged = judge(stated, person.circumstances(claim, event.occasion, event.chosen_on))
            follows.append(judged_alone(referral, judged, event.chosen_on))
            why += [f"{stated.title} ({stated.legal_basis}).", *reasons(judged)]
        fit = Fit(event.programme, tuple(why))
        return [*follows, ask(person, referral, fit, event.chosen_on, else_waits=True)]

    def programme_withheld(self, event: ProgrammeWithheld, state: State, _cause: Envelope) -> list[Event]:
        """Matching offers this programme to the person no more; an offer that stands goes on."""
        person = jobseeker_of(state)
        claim = _claim(person, event.claim)
        word = WithheldProgramme(event.programme, event.officer.staff, event.withheld_on, event.reasons)
        _withhold(person, claim, word)
        return []

    def wait_left(self, event: WaitLeft, state: State, _cause: Envelope) -> list[Event | To]:
        """The person does not want to wait any more; a wait that is over stays as it is."""
        person = jobseeker_of(state)
        referral = _referral(person, event.referral)
        if referral.standing is not ReferralState.WAITING:
            return []
        return self.closing.stop_waiting(person, referral, WaitEnd.LEFT, LEFT, event.left_on)


def _why_not(person: Jobseeker, claim: ClaimProgress, programme: str) -> str | None:
    """Why no seat is asked for, though an officer chose the programme; None where one is."""
    if not person.may_be_matched(claim):
        return CLOSED if claim.beside is None else BESIDE
    open_there = [one for one in person.referrals.values() if one.programme == programme and one.standing not in OVER]
    return ALREADY if open_there else None


def place_proposed(event: PlaceProposed, state: State, _cause: Envelope) -> list[Event]:
    """Keep what the provider proposes, until an officer takes it up or declines."""
    _proposals(state).hear(Proposal.of(event))
    return []


def proposal_declined(event: ProposalDeclined, state: State, _cause: Envelope) -> list[Event]:
    """An officer does not take up what a provider proposed."""
    _answer(_proposals(state), event.proposal, ProposalAnswer.DECLINED)
    return []


def provider_retracted(event: StatementRetracted, state: State, _cause: Envelope) -> list[Event]:
    """A provider takes a statement back: a proposal, or what it said of its programme."""
    if event.kind == PlaceProposed.name:
        _proposals(state).hear(Proposal.taken_back(event))
        return []
    if not isinstance(state, Seats):
        raise Refused("bad-data", "the event's subject is no programme")
    return statement_retracted(event, state)


def _proposals(state: State) -> Proposals:
    if isinstance(state, Jobseeker | Seats):
        return state.proposals
    raise Refused("bad-data", "the event's subject is neither a person nor a programme")


def _answer(proposals: Proposals, key: str, answer: ProposalAnswer) -> None:
    if not proposals.answer(key, answer):
        raise NotKnownYet(key, "proposal")


def _withhold(person: Jobseeker, claim: ClaimProgress, word: WithheldProgramme) -> None:
    """Keep the first word on it; a later one says the same."""
    if word.programme not in claim.withheld:
        claim.withheld[word.programme] = word
        person.withheld_now.append((claim.claim, word.programme))


def _claim(person: Jobseeker, key: str) -> ClaimProgress:
    claim = person.claims.get(key)
    if claim is None or claim.filed_on is None:
        raise NotKnownYet(key, "claim")
    return claim


def _referral(person: Jobseeker, identity: str) -> Referral:
    if (referral := person.referrals.get(identity)) is None:
        raise NotKnownYet(identity, "referral")
    return referral
