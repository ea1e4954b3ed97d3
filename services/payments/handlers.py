"""What each event causes in payments. Nothing is sent from here: files are sealed at the end of a day."""

from __future__ import annotations

from datetime import date
from functools import partial
from pathlib import Path
from typing import assert_never

from contracts.about import ConditionAbout, OverpaymentAbout, ReferralAbout, WaiverAbout, WeekAbout, death_in
from contracts.attachments import OrderLifted, OrderMade
from contracts.bank import BankReported
from contracts.base import Envelope
from contracts.casework import HeldPaymentReleased, ReissueOrdered, Verdict
from contracts.claims import ClaimDecision, ClaimOpened
from contracts.eligibility import AssessmentMade, DeathReported, PersonsLinked
from contracts.intake import TaxChoiceFiled
from contracts.joined_accounts import AccountShared
from contracts.short_time_answers import ShortTimeAssessed
from contracts.treasury import FundMoved
from services.payments import accounts_wanted, converge, entries, held, reissues, short_time, store
from services.payments.booking import Booking, take
from services.payments.claimant import Claimant
from services.payments.closed_days import KeepsDays
from services.payments.deductions import heard
from services.payments.deductions.end_of_day import DeductionsOfTheDay
from services.payments.deductions.remitting import Remitting
from services.payments.deductions.terms import FILE as STANDARD_DEDUCTIONS
from services.payments.deductions.terms import deductions_in
from services.payments.funds import movements
from services.payments.model import Position, hull
from services.payments.recoveries import other_accounts
from services.payments.recoveries.about_debts import AboutDebts
from services.payments.recoveries.debt_acts import ACTS
from services.payments.recoveries.decisions import decide
from services.payments.recoveries.end_of_day import EndOfDay
from services.payments.recoveries.statements import settled
from services.payments.recoveries.terms import Terms, standard_terms
from services.payments.release import acts
from services.payments.schedule import PaymentRun
from services.runtime.handling import Consequences, Refused
from services.runtime.privacy.cipher import Cipher
from services.runtime.service import Service


def make_service(
    *,
    partitions: int = 4,
    cipher: Cipher | None = None,
    terms: Terms | None = None,
    deductions: Path | None = None,
) -> Service[Claimant]:
    """The service for a world of this many partitions, on the terms of an institution (those that come with Tideover).

    Without a cipher no bank details can be opened: payments are instructed and wait, and no file is sealed.
    """
    terms = terms or standard_terms()
    taken = deductions_in(deductions or STANDARD_DEDUCTIONS)
    run = PaymentRun(
        cipher,
        partitions=partitions,
        before_sealing=(DeductionsOfTheDay(taken, partitions), EndOfDay(terms, partitions, cipher)),
        looks=(held.looked_at, accounts_wanted.looked_at, Remitting(taken, partitions)),
    )
    loads, saves = store.loader(partitions), store.saver(partitions)
    service = Service("payments", store.TABLES, loads, saves, settle=partial(settled, terms), close_day=KeepsDays(run))
    service.handles(AssessmentMade)(assessed)
    service.handles(ShortTimeAssessed)(short_time_assessed)
    service.handles(BankReported)(entries.reported)
    service.handles(ReissueOrdered)(reissues.reissued)
    service.handles(ClaimOpened)(accounts_wanted.opened)
    service.handles(DeathReported)(held.died)
    service.handles(HeldPaymentReleased)(held.released)
    service.handles(OrderMade)(heard.order_made)
    service.handles(OrderLifted)(heard.order_lifted)
    service.handles(TaxChoiceFiled)(heard.tax_choice_filed)
    _handle_debts(service, AboutDebts(terms))
    service.handles(PersonsLinked)(other_accounts.linked)
    service.handles(AccountShared)(other_accounts.shared)
    service.handles(FundMoved)(movements.moved)
    for act in acts.ACTS:
        service.handles(act)(acts.told)
    return service


def _handle_debts(service: Service[Claimant], debts: AboutDebts) -> None:
    service.handles(ClaimDecision)(partial(decided, debts))
    for kind in ACTS.keys() - {ClaimDecision}:
        service.handles(kind)(debts.heard)


def assessed(event: AssessmentMade, state: Claimant, cause: Envelope) -> Consequences:
    """A period was assessed, perhaps again: pay or book the difference."""
    key = (event.claim, event.certification)
    days = hull([event.period, *(week.period for week in event.weeks)])
    change = converge.converge(state.subject, state.meeting(key, days), event)
    return take(state, change, cause, Booking("assessed", event.filed_on, key))


def short_time_assessed(event: ShortTimeAssessed, state: Claimant, cause: Envelope) -> Consequences:
    """An employer's list of a month was added up, perhaps again: pay the employer or book the difference."""
    return assessed(short_time.as_assessment(event, cause), state, cause)


def decided(debts: AboutDebts, event: ClaimDecision, state: Claimant, cause: Envelope) -> Consequences:
    """A named person decided a question; here only those about overpayments, and about waivers, matter."""
    if event.contest is not None and event.verdict is Verdict.FOR_CLAIMANT:
        return ()  # `ContestClosed` says it too, and what was collected goes back with it
    about = event.about
    match about:
        case OverpaymentAbout(first_day=day):
            return _of_an_overpayment(debts, event, _in_question(state, event, day), state, cause)
        case WaiverAbout():
            return debts.heard(event, state, cause)
        case ConditionAbout():
            died_on = death_in(about)
            return () if died_on is None else held.decided(event, died_on, state)
        case WeekAbout() | ReferralAbout():
            return ()
        case _:
            assert_never(about)


def _of_an_overpayment(
    debts: AboutDebts, event: ClaimDecision, position: Position, state: Claimant, cause: Envelope
) -> Consequences:
    is_known = position.recovery(event.question) is not None
    change, decision = decide(position, event, cause.id, debts.terms)
    state.decisions.append(decision)
    said = take(state, change, cause, Booking(event.verdict.value, event.decided_on, position.key))
    return said if is_known else [*said, *debts.answered(event.question, state)]


def _in_question(state: Claimant, decision: ClaimDecision, day: date) -> Position:
    """The position of the certification that the decision names.

    A decision of before names the first day alone: the position for a period from that day, with most proposed; a
    corrected period keeps its old day too. Raises `Refused` if there is none.
    """
    if decision.certification is not None:
        if (named := state.position((decision.claim, decision.certification))) is None:
            raise Refused("out-of-order", "the certification that the decision names was never assessed")
        return named
    positions = [
        position
        for position in state.of_claim(decision.claim)
        if day in {position.period.start, position.reach.start, *(paid.period.start for paid in position.instructions)}
    ]
    if not positions:
        raise Refused("out-of-order", "no period of this claim begins on the day that the decision names")
    return min(positions, key=lambda position: (-position.proposed_minor, position.certification))
