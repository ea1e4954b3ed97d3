"""What events cause in claims. `make_service` puts the handlers together for the schemes that are served."""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace
from datetime import date
from functools import wraps
from typing import TypeVar

from contracts.about import REFERRAL_MAX, OverpaymentAbout, ReferralAbout, short
from contracts.accounts import AccountKnown, AccountMissing
from contracts.almp_referral import ReferralQuestioned
from contracts.assignments import Assigned
from contracts.base import Envelope, Event
from contracts.casework import AnswerConfirmed, AnswerGiven, ContestDecided, HearingHeld, WaiverDecided
from contracts.claims import ClaimOpened, ClaimState
from contracts.contacts import ContactNoted
from contracts.eligibility import AssessmentMade, DeterminationMade
from contracts.error_budgets import (
    BudgetAnswered,
    BudgetAsked,
    BudgetReopened,
    DecisionCounted,
    DecisionReviewed,
    ReopeningAsked,
)
from contracts.intake import (
    CertificationFiled,
    ClaimFiled,
    ClaimWithdrawn,
    ContestFiled,
    ContestWithdrawn,
    FilingRetracted,
    MandateEnded,
    MandateGiven,
    ReplyFiled,
    WaiverRequested,
)
from contracts.letters import LetterDelivered, LetterReturned, LetterSent
from contracts.outages import OutageRecorded
from contracts.payments import OverpaymentProposed, PaymentHeld, PaymentLetGo
from contracts.referral_life import ReferralQuestionWithdrawn
from contracts.registry import Fact
from contracts.rhythms import RegistryHeard
from contracts.short_time_answers import ShortTimeDoubted
from services.claims import file_note_handlers, questions, store
from services.claims.after_death import HeldPayments
from services.claims.amounts import RATE, KnownAmount, replaced
from services.claims.answer_handlers import Answering
from services.claims.budget_handlers import Budgets
from services.claims.certifications import Intervals, intervals_of
from services.claims.certified_days import certified, retracted
from services.claims.closing import CloseDay
from services.claims.contest_handlers import Contests
from services.claims.contest_lifecycle import Contesting
from services.claims.delivery_handlers import Deliveries
from services.claims.early_acts import EarlyActs
from services.claims.employers_words import employers_words
from services.claims.error_budget import ErrorBudget
from services.claims.model import NO_SAFEGUARDS, Claim, Filing, move
from services.claims.notices import appeal_words
from services.claims.person import Applicant
from services.claims.procedure import Procedure, standard_procedure
from services.claims.question_lifecycle import Asking, let_go, reply
from services.claims.receipts import Filing as ReceiptedFiling
from services.claims.receipts import receipted
from services.claims.refusals import refusal_in
from services.claims.short_time_lines import ShortTimeLines
from services.claims.waiting_handlers import WaitingClaims
from services.claims.waivers import Waivers
from services.runtime.handling import Consequences, Handler, Refused, State
from services.runtime.service import Service

__all__ = ["NAME", "Procedure", "intervals_of", "make_service", "standard_procedure"]

NAME = "claims"


S = TypeVar("S", Applicant, ErrorBudget)
E = TypeVar("E", bound=Event)
F = TypeVar("F", bound=ReceiptedFiling)


def make_service(
    *,
    schemes: Collection[str],
    procedure: Procedure | None = None,
    partitions: int = 1,
    intervals: Intervals | None = None,
) -> Service[State]:
    """The claims service for these schemes and this procedure (the one that comes with Tideover if none is given).

    `partitions` are those of every topic: a person's day is over when their own partition has closed it. `intervals`
    are those of the schemes' certifications; where there is none, the procedure's holds.
    """
    tables = employers_words.metadata  # those of the store, with the vault's and the tallies among them
    claims: Service[State] = Service(NAME, tables, store.loader(partitions), store.save)
    procedure = procedure or standard_procedure()
    claims.close_day = CloseDay(claims, procedure, partitions)
    waiting = WaitingClaims(procedure, intervals or {})
    claims.on_wake = waiting.woken
    people = PersonHandlers(claims, EarlyActs())
    _handle_waiting(people, waiting)
    _handle_filings(people, Filings(frozenset(schemes), procedure), waiting)
    _handle_doubts(people, Doubts(procedure), Answering(procedure), waiting)
    _handle_contests(people, Contests(procedure), Deliveries(procedure))
    people.hear(ShortTimeDoubted, ShortTimeLines(procedure).line_doubted)
    held = HeldPayments(procedure)
    people.hear(PaymentHeld, held.payment_held)
    people.hear(PaymentLetGo, held.payment_let_go)
    waivers = Waivers(procedure)
    people.take_in(WaiverRequested, waivers.waiver_requested)
    people.hear(WaiverDecided, waivers.waiver_decided)
    budgets = Budgets(procedure)
    claims.handles(BudgetAsked)(_of(ErrorBudget, budgets.budget_asked))
    claims.handles(DecisionCounted)(_of(ErrorBudget, budgets.decision_counted))
    claims.handles(BudgetReopened)(_of(ErrorBudget, budgets.budget_reopened))
    claims.handles(ReopeningAsked)(_of(ErrorBudget, budgets.reopening_asked))
    _handle_notes(claims)
    return claims


@dataclass(frozen=True, slots=True)
class PersonHandlers:
    """Registers what is heard of people; an act that names what is not known yet waits for it."""

    claims: Service[State]
    early: EarlyActs

    def hear(self, kind: type[E], handler: Handler[Applicant, E]) -> None:
        """Let a handler hear one kind of event."""
        self.claims.handles(kind)(_of(Applicant, self.early.after(kind, handler)))

    def take_in(self, kind: type[F], handler: Handler[Applicant, F]) -> None:
        """Likewise, with a receipt for what was taken in, whether it takes effect now or waits."""
        self.claims.handles(kind)(_of(Applicant, receipted(self.early.after(kind, handler))))


def _handle_notes(claims: Service[State]) -> None:
    claims.handles(Assigned)(_of(Applicant, file_note_handlers.assigned))
    claims.handles(ContactNoted)(_of(Applicant, file_note_handlers.contact_noted))


def _handle_waiting(people: PersonHandlers, waiting: WaitingClaims) -> None:
    people.hear(OutageRecorded, waiting.outage_recorded)
    people.hear(RegistryHeard, waiting.registry_heard)
    people.hear(AccountMissing, waiting.following(waiting.account_missing))
    people.hear(AccountKnown, waiting.following(waiting.account_known))


def _handle_filings(people: PersonHandlers, filings: Filings, waiting: WaitingClaims) -> None:
    people.take_in(ClaimFiled, waiting.following(filings.claim_filed))
    people.take_in(ClaimWithdrawn, waiting.following(filings.claim_withdrawn))
    people.take_in(CertificationFiled, waiting.following(filings.certification_filed))
    people.hear(FilingRetracted, waiting.following(filings.filing_retracted))


def _handle_doubts(people: PersonHandlers, doubts: Doubts, answers: Answering, waiting: WaitingClaims) -> None:
    people.hear(DeterminationMade, waiting.following(waiting.determined(doubts.determination_made)))
    people.hear(AssessmentMade, waiting.following(doubts.assessment_made))
    people.hear(OverpaymentProposed, doubts.overpayment_proposed)
    people.hear(ReferralQuestioned, doubts.referral_questioned)
    people.hear(ReferralQuestionWithdrawn, doubts.referral_cleared)
    people.take_in(ReplyFiled, doubts.reply_filed)
    people.hear(AnswerGiven, answers.answer_given)
    people.hear(AnswerConfirmed, answers.answer_confirmed)
    people.hear(BudgetAnswered, answers.budget_answered)
    people.hear(DecisionReviewed, answers.decision_reviewed)


def _handle_contests(people: PersonHandlers, contests: Contests, deliveries: Deliveries) -> None:
    people.hear(LetterSent, deliveries.of_letter)
    people.hear(LetterDelivered, deliveries.of_letter)
    people.hear(LetterReturned, deliveries.of_letter)
    people.take_in(ContestFiled, contests.contest_filed)
    people.take_in(ContestWithdrawn, contests.contest_withdrawn)
    people.hear(MandateGiven, contests.mandate_given)
    people.hear(MandateEnded, contests.mandate_ended)
    people.hear(HearingHeld, contests.hearing_held)
    people.hear(ContestDecided, contests.contest_decided)


_IN_WORDS = {Applicant: "person", ErrorBudget: "error budget"}


def _of(kind: type[S], handler: Handler[S, E]) -> Handler[State, E]:
    """The handler for subjects of its kind; an event that is addressed to another kind is refused."""

    @wraps(handler)
    def handled(event: E, state: State, cause: Envelope, /) -> Consequences:
        if not isinstance(state, kind):
            raise Refused("bad-data", f"the event's subject is no {_IN_WORDS[kind]}")
        return handler(event, state, cause)

    return handled


@dataclass(frozen=True, slots=True)
class Filings:
    """What claimants file."""

    schemes: frozenset[str]
    procedure: Procedure

    def claim_filed(self, event: ClaimFiled, person: Applicant, cause: Envelope) -> list[Event]:
        """Open the claim the first time; later versions replace what is known."""
        if event.scheme not in self.schemes:
            raise Refused("unknown-scheme", f"claims are served under {', '.join(sorted(self.schemes))}")
        claim = person.claim(event.key)
        claim.filed, is_news = _highest(claim.filed, event, event.filed_on)
        if not is_news or event.source_version < claim.filed_from:
            return []
        claim.scheme = event.scheme
        opened: list[Event] = []
        if claim.state is None:
            claim.state = ClaimState.OPEN
            opened.append(ClaimOpened(claim=claim.claim, scheme=event.scheme, filed_on=event.filed_on))
        return opened + self._as_it_stands(claim, person, cause)

    def claim_withdrawn(self, event: ClaimWithdrawn, person: Applicant, cause: Envelope) -> list[Event]:
        """End the claim, whether or not its filing is known yet."""
        claim = person.claim(event.key)
        claim.withdrawn, _ = _highest(claim.withdrawn, event, event.withdrawn_on)
        return self._as_it_stands(claim, person, cause)

    def filing_retracted(self, event: FilingRetracted, person: Applicant, cause: Envelope) -> list[Event]:
        """A withdrawal that never was leaves the claim as before; a claim that never was ends like a withdrawn one."""
        if event.kind == CertificationFiled.name:
            moved = retracted(person.claims, event, person.effective_day(cause))
            person.changed |= {claim.claim for claim in moved}
            return []
        claim = person.claim(event.key)
        if event.kind == ClaimWithdrawn.name:
            claim.withdrawn_from = max(event.source_version, claim.withdrawn_from)
        else:
            claim.filed_from = max(event.source_version, claim.filed_from)
        return self._as_it_stands(claim, person, cause)

    def _as_it_stands(self, claim: Claim, person: Applicant, cause: Envelope) -> list[Event]:
        """Let go of the questions of a claim that was taken back, ask those of one that is back, and move it."""
        on = person.effective_day(cause)
        asking = Asking(person, "", on, self.procedure)
        questions = let_go(person, claim.claim) if claim.is_taken_back else asking.again(claim)
        return questions + list(move(claim, on))

    def certification_filed(self, event: CertificationFiled, person: Applicant, cause: Envelope) -> list[Event]:
        """Remember how far the claim is certified, and wait for what comes after; the weeks are for eligibility."""
        person.claim(event.claim)
        moved = certified(person.claims, event, person.effective_day(cause))
        person.changed |= {claim.claim for claim in moved}
        return []


@dataclass(frozen=True, slots=True)
class Doubts:
    """What is in question, and what officers answer."""

    procedure: Procedure

    def determination_made(self, event: DeterminationMade, person: Applicant, cause: Envelope) -> list[Event]:
        """Ask what the law leaves to a person; a higher number replaces what lower ones asked."""
        claim = person.claim(event.claim)
        if event.number <= claim.determination:
            return []
        claim.determination, claim.outcome = event.number, event.outcome
        claim.benefit_year = event.benefit_year
        claim.reductions = event.reductions or ()
        claim.safeguards = event.safeguards or NO_SAFEGUARDS
        claim.appeal = appeal_words(event.appeal.to, event.appeal.within_days, event.appeal.cites)
        claim.appeal_days = event.appeal.within_days
        on = person.effective_day(cause)
        _note_rate(claim, event, on)
        claim.refusal = refusal_in(event, on, claim.refusal, person.questions.values())
        matters = questions.from_determination(event)
        asking = Asking(person, "determination", on, self.procedure)
        asked = asking.exactly(matters, claim) + asking.under_other_bounds(claim)
        contesting = Contesting(person, self.procedure, on)
        moot = [] if claim.is_refused_by_facts else list(contesting.let_go_of_refusal(claim))
        return asked + list(move(claim, on)) + moot + contesting.open_what_waits()

    def assessment_made(self, event: AssessmentMade, person: Applicant, cause: Envelope) -> list[Event]:
        """Ask about held weeks; a higher number for the same certification replaces what lower ones asked."""
        claim = person.claim(event.claim)
        if event.number < claim.numbers.get(event.certification, 1):
            return []
        if event.number > 1:
            claim.numbers[event.certification] = event.number
        _note_what_is_left(claim, event)
        on = person.effective_day(cause)
        key, cites = event.certification, event.weeks[0].cites
        due = KnownAmount(str(event.assessment), key, on, event.amount, cites)
        claim.amounts[key] = replaced(claim.amounts.get(key), due)
        matters = questions.from_assessment(event)
        asking = Asking(person, f"assessment:{event.certification}", on, self.procedure)
        waited = Contesting(person, self.procedure, on).open_what_waits()
        return asking.exactly(matters, claim) + list(move(claim, on)) + waited

    def overpayment_proposed(self, event: OverpaymentProposed, person: Applicant, cause: Envelope) -> list[Event]:
        """Ask whether it is to be paid back; another sum for the same period is another question."""
        words = self.procedure.overpayment
        matters = questions.from_overpayment(event, words.asks, words.cites)
        source = short(OverpaymentAbout(first_day=event.period.start))
        claim, on = person.claim(event.claim), person.effective_day(cause)
        if event.certification is None:
            return Asking(person, source, on, self.procedure).exactly(matters, claim)
        asked = Asking(person, f"overpayment:{event.certification}", on, self.procedure).exactly(matters, claim)
        return asked + Asking(person, source, on, self.procedure).exactly((), claim)  # from events that named no more

    def referral_questioned(self, event: ReferralQuestioned, person: Applicant, cause: Envelope) -> list[Event]:
        """Ask whether there was a just cause; nothing is cut meanwhile."""
        _must_fit(event.referral)
        return self._asked_of_referral(event, questions.from_referral(event), person, cause)

    def referral_cleared(self, event: ReferralQuestionWithdrawn, person: Applicant, cause: Envelope) -> list[Event]:
        """What was asked about was recorded in error: the question is dropped, unless it was decided."""
        _must_fit(event.referral)
        return self._asked_of_referral(event, (), person, cause)

    def _asked_of_referral(
        self,
        event: ReferralQuestioned | ReferralQuestionWithdrawn,
        matters: Iterable[questions.Matter],
        person: Applicant,
        cause: Envelope,
    ) -> list[Event]:
        source = short(ReferralAbout(referral=event.referral))
        asking = Asking(person, source, person.effective_day(cause), self.procedure)
        return asking.exactly(matters, person.claim(event.claim))

    def reply_filed(self, event: ReplyFiled, person: Applicant, _cause: Envelope) -> list[Event]:
        """The claimant has spoken."""
        person.changed.add(event.question)
        question = person.questions.get(event.question)
        if question is None:
            person.early_replies[event.question] = event.filed_on
        else:
            reply(question, event.filed_on)
        return []


def _must_fit(referral: str) -> None:
    if len(referral) > REFERRAL_MAX:
        raise Refused("bad-data", f"referral: must have no more than {REFERRAL_MAX} characters")


def _highest(known: Filing | None, fact: Fact, on: date) -> tuple[Filing, bool]:
    """The filing that holds, and whether it is new. Refuses a version that says two things."""
    content = hashlib.blake2b(fact.__pydantic_serializer__.to_json(fact), digest_size=16).digest()
    if known is None or fact.source_version > known.version:
        return Filing(on, fact.source_version, content), True
    if fact.source_version == known.version and content != known.content:
        raise Refused("conflicting-fact", "the same key and source version came before with other content")
    return known, False


def _note_rate(claim: Claim, event: DeterminationMade, on: date) -> None:
    """The rate of the claim, or that none holds any more."""
    before = claim.amounts.get(RATE)
    if event.benefit_rate is not None:
        rate = KnownAmount(str(event.determination), RATE, on, event.benefit_rate, event.findings[0].cites)
        claim.amounts[RATE] = replaced(before, rate)
    elif before is not None:
        claim.amounts[RATE] = replace(before, ended_on=before.ended_on or on)


def _note_what_is_left(claim: Claim, event: AssessmentMade) -> None:
    """The latest certified period says whether anything of the total is left."""
    latest = (claim.assessed_until or date.min, claim.assessed_number)
    if (event.period.end, event.number) >= latest:
        claim.assessed_until, claim.assessed_number = event.period.end, event.number
        claim.used_up = event.total_left.minor == 0
