"""Lives of certifications that move, split, overlap and are taken back: any order ends in the same money and days."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import replace
from itertools import combinations

from hypothesis import given, settings
from hypothesis import strategies as st

from contracts.bank import BankReported, BankResult
from contracts.base import Event
from contracts.casework import ReissueOrdered
from contracts.eligibility import AssessmentMade
from services.payments import entries, handlers, reissues
from services.payments.accounts import (
    BENEFIT,
    CASH,
    CORRECTION,
    IN_FLIGHT,
    PAYABLE,
    RECEIVABLE,
    RETURNS,
    WAIVED,
    WRITTEN_OFF,
)
from services.payments.claimant import Claimant
from services.payments.model import CAME_BACK, Instruction, Leg, PaymentKind, PaymentStage, Position
from tests.services.payments.net import net_of
from tests.services.payments.test_days import certified
from tests.services.payments.world import FILED, OFFICER, enveloped

WEEKS = 6
NEVER_BACK = {PaymentStage.CANCELLED, PaymentStage.WITHHELD}
CERTIFICATIONS = (("c-1", "k-0"), ("c-1", "k-1"), ("c-2", "k-2"))
STATES = st.lists(
    st.lists(st.tuples(st.integers(-1, 2), st.sampled_from([0, 150, 200])), min_size=WEEKS, max_size=WEEKS),
    min_size=1,
    max_size=3,
)
"""At each point of a life, for every week: which certification it counts under, if any, and what is due for it."""
STEPS = st.lists(st.sampled_from(["seal", "settle", "reject", "return", "reissue"]), max_size=3)


def told(states: list[list[tuple[int, int]]]) -> list[AssessmentMade]:
    """What eligibility says of a life: an assessment each time that the weeks of a certification are others."""
    assessments: list[AssessmentMade] = []
    number: Counter[int] = Counter()
    last: dict[int, tuple[int, ...]] = {}
    for state in states:
        for own, (claim, key) in enumerate(CERTIFICATIONS):
            weeks = tuple(minor if holder == own else 0 for holder, minor in state)
            if weeks != last.get(own, (0,) * WEEKS):
                last[own] = weeks
                number[own] += 1
                assessments.append(certified(key, number[own], 0, *weeks, claim=claim))
    return assessments


class Life:
    """One person in payments, without a database; what must be true at any time is looked at after each step."""

    def __init__(self) -> None:
        self.state = Claimant("ann")
        self.books: Counter[str] = Counter()
        self.heard = 0

    @property
    def positions(self) -> list[Position]:
        return list(self.state.now.values())

    @property
    def payments(self) -> list[Instruction]:
        return [payment for position in self.positions for payment in position.instructions]

    def hears(self, event: Event) -> None:
        self.heard += 1
        cause = enveloped("ann", event, key=self.heard)
        match event:
            case AssessmentMade():
                handlers.assessed(event, self.state, cause)
            case BankReported():
                entries.reported(event, self.state, cause)
            case ReissueOrdered():
                reissues.reissued(event, self.state, cause)
            case _:
                raise TypeError(type(event))
        self.take_entries()

    def take_entries(self) -> None:
        for entry in self.state.entries:
            self.book(entry.legs)
        self.state.entries.clear()
        self.check()

    def book(self, legs: Iterable[Leg]) -> None:
        for leg in legs:
            assert leg.minor > 0
            self.books[leg.debit] += leg.minor
            self.books[leg.credit] -= leg.minor

    def step(self, name: str) -> None:
        for payment in self.payments:
            match name:
                case "seal" if payment.stage is PaymentStage.DUE:
                    self.books[PAYABLE] += payment.amount_minor
                    self.books[f"{IN_FLIGHT}f"] -= payment.amount_minor
                    sealed = replace(payment, stage=PaymentStage.BATCHED, file="f")
                    self.state.keep(self.state.now[payment.key].with_instruction(sealed))
                case "settle" | "reject" if payment.stage is PaymentStage.BATCHED:
                    self.bank(payment, BankResult.SETTLED if name == "settle" else BankResult.REJECTED)
                case "return" if payment.stage in {PaymentStage.BATCHED, PaymentStage.SETTLED}:
                    self.bank(payment, BankResult.RETURNED)
                case "reissue" if self.state.instructed(payment.id).stage not in NEVER_BACK:
                    self.hears(ReissueOrdered(instruction=payment.id, officer=OFFICER, ordered_on=FILED))
                case _:
                    pass
        self.check()

    def bank(self, payment: Instruction, result: BankResult) -> None:
        self.hears(
            BankReported(
                end_to_end=payment.end_to_end, result=result, amount=payment.money, booked_on=FILED, message="m"
            )
        )

    def check(self) -> None:
        held = [(stretch.period, one.key) for one in self.positions for stretch in one.due]
        assert not [pair for pair in combinations(held, 2) if pair[0][0].overlaps(pair[1][0])], "a day is held once"
        assert sum(one.lent_minor for one in self.positions) == 0
        for position in self.positions:
            assert net_of(position) == position.target_minor
            unsent = sum(
                one.owed_minor
                for one in position.instructions
                if one.stage is PaymentStage.DUE and one.kind is not PaymentKind.REFUND
            )
            assert not (position.overpaid_minor and unsent), "nobody owes and is paid for the same certification"
        target = sum(one.target_minor for one in self.positions)
        assert self.books[BENEFIT] + self.books[CORRECTION] == target
        ours = [one for one in self.payments if one.stage in {PaymentStage.DUE, *CAME_BACK}]
        waits = sum(one.return_waits_minor for one in self.positions)
        assert self.books[PAYABLE] == -sum(one.owed_minor for one in ours) - waits
        assert self.books[RECEIVABLE] == sum(one.proposed_minor + one.final_minor for one in self.positions)
        assert self.books[WAIVED] == sum(one.waived_minor for one in self.positions)
        assert self.books[WRITTEN_OFF] == sum(one.written_off_minor for one in self.positions)
        withheld = sum(one.owed_minor for one in self.payments if one.stage is PaymentStage.WITHHELD)
        paid_in = sum(one.recovered_minor for one in self.positions) - withheld
        back = sum(one.amount_minor for one in self.payments if one.debit_untold)
        assert self.books[CASH] == paid_in + back - sum(one.settled_minor for one in self.positions)
        assert self.books[RETURNS] == -back
        identities = [one.end_to_end for one in self.payments]
        assert len(identities) == len(set(identities))


def lived(assessments: list[AssessmentMade], between: list[list[str]]) -> Life:
    life = Life()
    for assessment, steps in zip(assessments, between, strict=True):
        life.hears(assessment)
        for name in steps:
            life.step(name)
    for name in ("seal", "settle"):
        life.step(name)
    return life


@settings(max_examples=100, deadline=None)
@given(data=st.data(), states=STATES)
def test_any_order_of_a_life_ends_in_the_money_and_the_days_of_its_last_state(
    data: st.DataObject, states: list[list[tuple[int, int]]]
) -> None:
    assessments = told(states)
    order = data.draw(st.permutations(assessments))
    life = lived(order, [data.draw(STEPS) for _ in order])
    for own, (claim, key) in enumerate(CERTIFICATIONS):
        due = sum(minor for holder, minor in states[-1] if holder == own)
        position = life.state.now.get((claim, key))
        assert (position.target_minor if position else 0) == due
        assert position is None or not position.waiting
    held = {stretch.period.start for one in life.positions for stretch in one.due}
    assert held == {
        certified("k", 1, week, 1).period.start for week, (own, minor) in enumerate(states[-1]) if own >= 0 and minor
    }


@settings(max_examples=30, deadline=None)
@given(data=st.data(), states=STATES)
def test_without_a_bank_between_any_order_orders_the_same_payments(
    data: st.DataObject, states: list[list[tuple[int, int]]]
) -> None:
    assessments = told(states)
    order = data.draw(st.permutations(assessments))
    ends = [
        {one.end_to_end: (one.days, one.kind) for one in life.payments if one.stage is not PaymentStage.CANCELLED}
        for life in (lived(list(each), [[] for _ in each]) for each in (assessments, order))
    ]
    assert ends[0] == ends[1]
