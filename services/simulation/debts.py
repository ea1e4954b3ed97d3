"""What the simulated people say of a debt: they repay, ask that it be waived; officers grant, refuse, write off."""

from __future__ import annotations

from datetime import date
from typing import Any

from contracts.about import OverpaymentAbout
from contracts.base import Event
from contracts.casework import (
    DebtWrittenOff,
    InstalmentsAgreed,
    RepaymentReceived,
    Verdict,
    WaiverDecided,
    WaiverGround,
)
from contracts.claims import ClaimDecision
from contracts.intake import WaiverRequested
from contracts.values import Money
from services.simulation.actions import SaysOfDebt
from services.simulation.chronicle import Chronicle
from services.simulation.offices import EXAMINER, TREASURER

REASONS = "Both sides were heard."


def debts_of(chronicle: Chronicle, person: str) -> dict[str, ClaimDecision]:
    """The decisions against a person on an overpayment, by a name that is the same in every schedule."""
    return {
        f"{decision.certification} {decision.amount}": decision
        for whose, decision in chronicle.against
        if whose == person and isinstance(decision.about, OverpaymentAbout)
    }


def said_of(decision: ClaimDecision, action: SaysOfDebt, today: date) -> Event:
    """What is said of a debt on a day."""
    question = decision.question
    currency = decision.amount.currency if decision.amount else "USD"
    amount = Money(minor=action.minor, currency=currency)
    by_an_officer: dict[str, Any] = {"question": question, "officer": TREASURER}
    request = f"waiver-{question}"
    match action.what:
        case "repays":
            return RepaymentReceived(**by_an_officer, payment=f"in-{action.id}", amount=amount, received_on=today)
        case "asks_waiver":
            return WaiverRequested(question=question, request=request, filed_on=today)
        case "writes_off":
            return DebtWrittenOff(**by_an_officer, written_off_on=today, reasons=REASONS)
        case "agrees":
            return InstalmentsAgreed(**by_an_officer, agreed_on=today, each=amount, by="offset", reasons=REASONS)
        case "grants_waiver" | "refuses_waiver":
            return WaiverDecided(
                question=question,
                request=request,
                officer=EXAMINER,
                decided_on=today,
                verdict=Verdict.FOR_CLAIMANT if action.what == "grants_waiver" else Verdict.AGAINST_CLAIMANT,
                ground=WaiverGround.HARDSHIP,
                reasons=REASONS,
                article="Institution's own rule",
                facts_considered=(decision.claim,),
            )
