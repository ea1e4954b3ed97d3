"""Lives with debts: whatever is decided, withheld, repaid and given up, the books balance and nobody is owed twice."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from contracts.about import OverpaymentAbout, WaiverAbout
from contracts.base import Event
from contracts.casework import (
    DebtWrittenOff,
    InstalmentsAgreed,
    RepaymentConfirmed,
    RepaymentReceived,
    Verdict,
    WaiverGround,
)
from contracts.claims import ClaimDecision, ContestClosed, ContestOpened
from contracts.contest import ContestOutcome, Tier
from contracts.intake import WaiverRequested
from contracts.payments import CollectedBy
from contracts.values import Money
from services.payments import handlers
from services.payments.claimant import Claimant
from services.payments.model import Instruction, PaymentKind, PaymentStage, Position
from services.payments.recoveries.about_debts import AboutDebts
from services.payments.recoveries.debt_acts import ACTS as SAID_OF_DEBTS
from services.payments.recoveries.offsets import Allowed, collectable, withhold
from services.payments.recoveries.terms import standard_terms
from services.payments.recovery import CollectedSum, Debt
from services.payments.recovery_steps import RecoveryStep
from tests.services.payments.debts import ANOTHER
from tests.services.payments.test_lives import STATES, WEEKS, Life, told
from tests.services.payments.world import FILED, FIRST, OFFICER, enveloped

ACTS = (
    "confirm",
    "withhold",
    "repay",
    "show",
    "ask",
    "grant",
    "refuse",
    "write off",
    "agree",
    "contest",
    "uphold",
    "overturn",
)
OFTEN = ("pay", "pay", "pay", "confirm", "confirm", "confirm", "withhold", "withhold", "withhold")
STEPS = st.lists(st.sampled_from([*OFTEN, "seal", "return", "reissue", *ACTS]), max_size=8)


@dataclass
class ClaimantToday(Claimant):
    """A person of whom all days but the present one are closed."""

    today: date = FILED

    @property
    def over_until(self) -> date | None:
        return self.today - timedelta(days=1)


class LifeInDebt(Life):
    """A life in which named persons decide what was overpaid, and debts are collected."""

    def __init__(self) -> None:
        super().__init__()
        self.today = FILED
        self.paid_in = 0
        self.state = self.known = ClaimantToday("ann")

    def hears(self, event: Event) -> None:
        self.heard += 1
        cause = enveloped("ann", event, key=self.heard)
        debts = AboutDebts(standard_terms())
        if isinstance(event, ClaimDecision):
            handlers.decided(debts, event, self.state, cause)
        elif type(event) in SAID_OF_DEBTS:
            debts.heard(event, self.state, cause)
        else:
            super().hears(event)
            return
        self.take_entries()

    def step(self, name: str) -> None:
        self.today += timedelta(days=92 if name == "withhold" else 2)
        self.known.today = self.today
        match name:
            case "pay":
                super().step("seal")
                super().step("settle")
            case "confirm":
                self.confirms()
            case "withhold":
                self.withholds()
            case "show":
                self.shows()
            case _ if name in ACTS:
                for position in self.positions:
                    for recovery in position.recoveries:
                        self.says(name, recovery)
            case _:
                super().step(name)
        self.check()

    def confirms(self) -> None:
        """Named persons confirm all that is proposed."""
        for position in self.positions:
            if position.proposed_minor:
                self.hears(self.confirmed(position))

    def shows(self) -> None:
        """Another officer finds every repayment."""
        for recovery in [recovery for position in self.positions for recovery in position.recoveries]:
            for money in recovery.collections:
                if money.is_unconfirmed:
                    self.hears(self.shown(recovery.question, money))

    def confirmed(self, position: Position) -> Event:
        return ClaimDecision(
            claim=position.claim,
            certification=position.certification,
            question=f"q-{position.claim}-{position.certification}-{position.proposals}",
            about=OverpaymentAbout(first_day=position.period.start),
            decided_on=min(self.today, FILED + timedelta(days=700)),  # before it is too old to be raised
            officer=OFFICER,
            verdict=Verdict.AGAINST_CLAIMANT,
            reasons="reasons",
            article="article",
            facts_considered=(),
            amount=Money(minor=position.proposed_minor, currency="USD"),
            noticed_on=FILED,
            appeal="appeal",
        )

    def withholds(self) -> None:
        """Up to half of each payment, without waiting for the end of a day."""
        for payment in [each for each in self.payments if each.stage is PaymentStage.DUE]:
            if payment.kind is not PaymentKind.ORIGINAL:
                continue
            for debt, recovery in collectable(self.positions, self.today):
                self.withholds_for(payment, debt, recovery)

    def withholds_for(self, payment: Instruction, debt: Position, recovery: Debt) -> None:
        assert recovery.step_on(self.today) is RecoveryStep.FINAL
        paying, owing = self.state.now[payment.key], self.state.now[debt.key]
        unsent = next(each for each in paying.instructions if each.id == payment.id)
        now = owing.recovery(recovery.question)
        assert now is not None
        allowed = Allowed("ann", self.today, unsent.amount_minor // 2)
        if unsent.stage is PaymentStage.DUE and (done := withhold((paying, unsent), (owing, now), allowed)):
            for position in done.positions:
                self.state.keep(position)
            self.book(done.legs)
            self.check()

    def says(self, name: str, recovery: Debt) -> None:
        question, key = recovery.question, f"w-{self.heard}"
        usd = Money(minor=70, currency="USD")
        asked = WaiverRequested(question=question, request=key, filed_on=self.today)
        match name:
            case "repay":
                self.paid_in += usd.minor
                repaid = {"question": question, "payment": key, "officer": OFFICER, "amount": usd}
                self.hears(RepaymentReceived.model_validate({**repaid, "received_on": self.today}))
            case "ask":
                self.hears(asked)
            case "grant" | "refuse":
                verdict = Verdict.FOR_CLAIMANT if name == "grant" else Verdict.AGAINST_CLAIMANT
                self.hears(asked)
                self.hears(self.answered(question, key, verdict))
            case "write off":
                self.hears(
                    DebtWrittenOff(question=question, officer=OFFICER, written_off_on=self.today, reasons="reasons")
                )
            case "contest":
                self.hears(contest_opened(recovery, self.today))
            case "uphold" | "overturn":
                outcome = ContestOutcome.UPHELD if name == "uphold" else ContestOutcome.OVERTURNED
                self.hears(contest_closed(recovery, self.today, outcome))
            case "agree":
                plan = {"question": question, "officer": OFFICER, "agreed_on": self.today, "each": usd}
                self.hears(InstalmentsAgreed.model_validate({**plan, "by": "offset", "reasons": "reasons"}))
            case _:
                raise AssertionError(name)

    def shown(self, question: str, money: CollectedSum) -> Event:
        """Another officer finds the repayment too."""
        amount = Money(minor=money.minor + money.uncounted_minor, currency="USD")
        repaid = {"question": question, "payment": money.reference, "amount": amount}
        return RepaymentConfirmed.model_validate({**repaid, "officer": ANOTHER, "confirmed_on": self.today})

    def answered(self, question: str, request: str, verdict: Verdict) -> Event:
        return ClaimDecision(
            claim="c-1",
            question=f"{question}-{request}",
            about=WaiverAbout(debt=question),
            request=request,
            officer=OFFICER,
            decided_on=self.today,
            verdict=verdict,
            waiver_ground=WaiverGround.HARDSHIP,
            reasons="reasons",
            article="article",
            facts_considered=("fact",),
            appeal="appeal",
        )

    def check(self) -> None:
        super().check()
        withheld = Counter[tuple[tuple[str, str], str]]()
        for offset in self.payments:
            if offset.withheld and offset.stage is PaymentStage.WITHHELD:
                withheld[offset.withheld.debt, str(offset.id)] += offset.amount_minor
        for position in self.positions:
            collections = [money for recovery in position.recoveries for money in recovery.collections]
            assert position.recovered_minor == sum(money.minor for money in collections)
            assert position.recovered_minor - position.to_return_minor == sum(
                recovery.collected_minor for recovery in position.recoveries
            )
            for recovery in position.recoveries:
                asked = recovery.owed_minor + recovery.collected_minor + recovery.given_up_minor
                assert asked <= recovery.decided_minor, "nothing above what was decided is asked for"
            sent_back = sum(
                payment.owed_minor for payment in position.instructions if payment.kind is PaymentKind.REFUND
            )
            assert sent_back <= position.recovered_minor - position.unconfirmed_minor, "nothing goes back unconfirmed"
            for money in collections:
                if money.by is CollectedBy.OFFSET and money.minor:
                    assert withheld[position.key, money.reference] == money.minor
        assert sum(withheld.values()) == sum(
            money.minor
            for position in self.positions
            for recovery in position.recoveries
            for money in recovery.collections
            if money.by is CollectedBy.OFFSET
        )


def _contested(recovery: Debt) -> dict[str, Any]:
    return {
        "claim": recovery.claim,
        "contest": "x-1",
        "decision": recovery.question,
        "question": recovery.question,
        "about": OverpaymentAbout(first_day=FIRST),
        "tier": Tier.COMPLAINT,
        "benefit_continues": True,
    }


def contest_opened(recovery: Debt, on: date) -> Event:
    own = _contested(recovery)
    return ContestOpened(**own, filed_on=on, opened_on=on, is_late=False, before="the board", decide_by=on)


def contest_closed(recovery: Debt, on: date, outcome: ContestOutcome) -> Event:
    own = _contested(recovery)
    return ContestClosed(**own, outcome=outcome, closed_on=on, officer=OFFICER, reasons="reasons", article="article")


@settings(max_examples=150, deadline=None)
@given(data=st.data(), states=STATES)
def test_any_order_of_a_life_in_debt_ends_in_what_is_due(
    data: st.DataObject, states: list[list[tuple[int, int]]]
) -> None:
    assessments = told(states)
    life = LifeInDebt()
    for assessment in data.draw(st.permutations(assessments)):
        life.hears(assessment)
        for name in data.draw(STEPS):
            life.step(name)
    has = sum(position.settled_minor for position in life.positions)
    waits = sum(payment.owed_minor for payment in life.payments if payment.stage is not PaymentStage.SETTLED)
    withheld = sum(payment.amount_minor for payment in life.payments if payment.stage is PaymentStage.WITHHELD)
    owes = sum(position.overpaid_minor for position in life.positions)
    due = sum(minor for holder, minor in states[-1] if holder >= 0)
    came_in = sum(position.recovered_minor for position in life.positions) - withheld
    to_be_shown = sum(position.return_waits_minor for position in life.positions)
    assert has + waits + to_be_shown - withheld - came_in - owes == due
    assert came_in <= life.paid_in
    assert len(states[-1]) == WEEKS
