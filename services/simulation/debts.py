"""What the simulated people say of a debt: they repay, ask that it be waived; officers grant, refuse, write off."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any, Protocol, TypeVar

from contracts.about import OverpaymentAbout, WaiverAbout
from contracts.base import Envelope, Event, read
from contracts.casework import (
    CollectionSuspended,
    DebtWrittenOff,
    InstalmentsAgreed,
    Officer,
    RepaymentConfirmed,
    RepaymentReceived,
    Verdict,
    WaiverDecided,
    WaiverGround,
)
from contracts.claims import ClaimDecision
from contracts.contest import Tier
from contracts.intake import ContestFiled, WaiverRequested
from contracts.joined_accounts import AccountShared
from contracts.payments import CollectedBy, InstructionKind, PaymentCancelled, PaymentInstructed, RecoveryCollected
from contracts.values import Money
from services.simulation.actions import SaysOfDebt
from services.simulation.chronicle import Chronicle
from services.simulation.offices import EXAMINER, TREASURER
from services.simulation.people import person
from services.simulation.world import WorldInMemory

T = TypeVar("T")
REASONS = "Both sides were heard."
WAIVES = Officer(staff="officer-102", role="claims-examiner", office="delta-office")
"""Somebody else than who decides questions."""
COUNTS = Officer(staff="officer-302", role="payments-clerk")
"""Somebody else than who tells of repayments."""
OFFICERS_ACTS = (
    CollectionSuspended,
    DebtWrittenOff,
    InstalmentsAgreed,
    RepaymentConfirmed,
    RepaymentReceived,
    WaiverDecided,
)


@dataclass
class Repayments:
    """What was told as repaid, by the bank's reference, and what another officer found too."""

    told: dict[str, tuple[int, RepaymentReceived]] = field(default_factory=dict)
    confirmed: set[str] = field(default_factory=set)
    sent_back: list[str] = field(default_factory=list)
    """What went back on one officer's word."""

    def open_of(self, who: int) -> dict[str, RepaymentReceived]:
        """What was told of a person and not found by another officer yet."""
        return {
            payment: event
            for payment, (whose, event) in self.told.items()
            if whose == who and payment not in self.confirmed
        }

    def note(self, event: Event, who: int, topics: Mapping[str, Sequence[bytes]]) -> None:
        """Remember a repayment; before it is confirmed, nothing of it was sent back."""
        if isinstance(event, RepaymentReceived):
            self.told[event.payment] = who, event
        elif isinstance(event, RepaymentConfirmed):
            self.sent_back += _sent_back_unconfirmed(topics, person(who))
            self.confirmed.add(event.payment)


class DebtsTold(Protocol):
    """What a story offers to whoever says something of a debt in it."""

    chronicle: Chronicle
    repaid: Repayments
    today: date
    world: WorldInMemory

    def pick(self, action: Any, choices: Mapping[str, T]) -> T | None:
        """What an action means of what stands open."""

    def close_day(self, day: date) -> None:
        """All days up to this one are over."""

    def carry(self) -> None:
        """The transport works until nothing is left to read."""

    def publish(self, event: Event, who: int, action: str) -> None:
        """Say it."""


def say_of_debt(run: DebtsTold, action: SaysOfDebt) -> str | None:
    """Something is said of a debt, or of a repayment that waits; what really happened, by name."""
    debts: Mapping[str, ClaimDecision | RepaymentReceived] = _debts_of(run.chronicle, action)
    mine = run.repaid.open_of(action.who) if action.what == "confirms" else debts
    if (picked := run.pick(action, mine)) is None:
        return None
    if (event := _said_of(picked, action, run.today, run.chronicle)) is None:
        return None
    if isinstance(event, OFFICERS_ACTS):  # an office knows which day it is
        run.close_day(run.today - timedelta(days=1))
        run.carry()
    run.repaid.note(event, action.who, run.world.topics)
    run.publish(event, action.who, action.id)
    return f"debt: {action.what}"


def _debts_of(chronicle: Chronicle, action: SaysOfDebt) -> dict[str, ClaimDecision]:
    """The decisions against a person on an overpayment, by a name that is the same in every schedule."""
    return {
        f"{decision.certification} {decision.amount}": decision
        for whose, decision in chronicle.against
        if whose == person(action.who) and isinstance(decision.about, OverpaymentAbout)
    }


def _said_of(
    decision: ClaimDecision | RepaymentReceived, action: SaysOfDebt, today: date, chronicle: Chronicle
) -> Event | None:
    """What is said of a debt, or of a repayment, on a day; None where there is nothing to be said."""
    if isinstance(decision, RepaymentReceived):
        return _found_too(decision, today)
    question = decision.question
    currency = decision.amount.currency if decision.amount else "USD"
    amount = Money(minor=action.minor, currency=currency)
    by_an_officer: dict[str, Any] = {"question": question, "officer": TREASURER}
    match action.what:
        case "repays":
            return RepaymentReceived(**by_an_officer, payment=f"in-{action.id}", amount=amount, received_on=today)
        case "writes_off":
            return DebtWrittenOff(**by_an_officer, written_off_on=today, reasons=REASONS)
        case "agrees":
            return InstalmentsAgreed(**by_an_officer, agreed_on=today, each=amount, by="offset", reasons=REASONS)
        case "suspends":
            until = today + timedelta(days=14)
            return CollectionSuspended(**by_an_officer, suspended_on=today, until=until, reasons=REASONS)
        case _:
            return _of_a_waiver(decision, action, today, chronicle)


def _of_a_waiver(decision: ClaimDecision, action: SaysOfDebt, today: date, chronicle: Chronicle) -> Event | None:
    question = decision.question
    match action.what:
        case "asks_waiver" | "asks_again":
            request = f"waiver-{question}" if action.what == "asks_waiver" else f"{action.id}-{question}"[:80]
            return WaiverRequested(question=question, request=request, filed_on=today)
        case "contests_refusal":
            refused = _refused_waiver(chronicle, question)
            return refused and ContestFiled(decision=refused.question, tier=Tier.COMPLAINT, filed_on=today)
        case _:
            return WaiverDecided(
                question=question,
                request=f"waiver-{question}",
                officer=EXAMINER if action.what == "decider_refuses_waiver" else WAIVES,
                decided_on=today,
                verdict=Verdict.FOR_CLAIMANT if action.what == "grants_waiver" else Verdict.AGAINST_CLAIMANT,
                ground=WaiverGround.HARDSHIP,
                reasons=REASONS,
                article="Institution's own rule",
                facts_considered=(decision.claim,),
            )


def _refused_waiver(chronicle: Chronicle, debt: str) -> ClaimDecision | None:
    about = WaiverAbout(debt=debt)
    return next(
        (
            made
            for _, made in chronicle.waivers.values()
            if made.about == about and made.verdict is Verdict.AGAINST_CLAIMANT
        ),
        None,
    )


def _found_too(told: RepaymentReceived, today: date) -> RepaymentConfirmed:
    """Another officer finds the same money."""
    return RepaymentConfirmed(
        question=told.question, payment=told.payment, officer=COUNTS, amount=told.amount, confirmed_on=today
    )


def _sent_back_unconfirmed(topics: Mapping[str, Sequence[bytes]], subject: str) -> list[str]:
    """By how much more was ordered to go back to a person than was withheld or found by two officers."""
    refunds: dict[object, int] = {}
    shown = 0
    told: dict[str, int] = {}
    elsewhere: dict[str, int] = {}
    for topic in ("payments", "casework"):
        for event in _of_person(topics.get(topic, ()), subject):
            if isinstance(event, PaymentInstructed) and event.kind is InstructionKind.REFUND:
                refunds[event.instruction] = event.amount.minor
            elif isinstance(event, PaymentCancelled):
                refunds.pop(event.instruction, None)
            elif isinstance(event, RecoveryCollected) and event.by is CollectedBy.OFFSET and event.owed_by is None:
                shown += event.amount.minor
            elif isinstance(event, AccountShared):
                elsewhere[event.other] = sum(entry.amount.minor for entry in event.withheld)
            elif isinstance(event, RepaymentConfirmed):
                told[event.payment] = event.amount.minor
    beyond = sum(refunds.values()) - shown - sum(told.values()) - sum(elsewhere.values())
    return [f"{beyond} more go back than came in for certain"] if beyond > 0 else []


def _of_person(bodies: Sequence[bytes], subject: str) -> list[Event]:
    envelopes = (Envelope.from_bytes(body) for body in bodies if subject.encode() in body)
    return [read(envelope) for envelope in envelopes if envelope.subject == subject]
