"""Whatever the order, repetition and lateness of what is heard, each period ends where the law puts it."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from datetime import timedelta
from uuid import uuid4

from hypothesis import given, settings
from hypothesis import strategies as st

from contracts.about import OverpaymentAbout
from contracts.bank import BankReported, BankResult
from contracts.casework import ReissueOrdered, Verdict
from contracts.claims import ClaimDecision
from contracts.eligibility import AssessmentMade
from services.payments.accounts import BENEFIT, CASH, CORRECTION, IN_FLIGHT, PAYABLE, RECEIVABLE, WAIVED
from services.payments.bank_results import reissue, report
from services.payments.converge import converge
from services.payments.model import CAME_BACK, Instruction, PaymentStage, Position, PositionChange, Positions
from services.payments.recoveries.decisions import decide
from services.payments.recoveries.terms import standard_terms
from tests.services.payments.net import net_of, overpaid_of
from tests.services.payments.world import FILED, FIRST, OFFICER, assessment, usd

AMOUNTS = st.lists(st.integers(0, 60000), min_size=1, max_size=5)
STEPS = st.lists(st.sampled_from(["seal", "settle", "reject", "return", "reissue", "confirm", "waive"]), max_size=8)


class Period:
    """One certified period, moved by steps; books what each step says and checks what must always be so."""

    def __init__(self) -> None:
        first = assessment(0, 1)
        assert isinstance(first, AssessmentMade)
        self.position = Position(first.claim, first.certification, first.period, "USD", first.assessment)
        self.books: Counter[str] = Counter()

    @property
    def all(self) -> Positions:
        return {self.position.key: self.position}

    def take(self, change: PositionChange) -> None:
        for leg in change.legs.get("USD", ()):
            assert leg.minor > 0
            self.books[leg.debit] += leg.minor
            self.books[leg.credit] -= leg.minor
        for position in change.positions:
            self.position = position
        self.check()

    def check(self) -> None:
        now = self.position
        owed_by_fund = sum(one.owed_minor for one in now.instructions if one.stage in {PaymentStage.DUE, *CAME_BACK})
        assert net_of(now) == now.target_minor
        assert self.books[BENEFIT] + self.books[CORRECTION] == now.target_minor
        assert self.books[PAYABLE] == -owed_by_fund
        assert self.books[RECEIVABLE] == now.proposed_minor + now.final_minor
        assert self.books[WAIVED] == now.waived_minor
        untold = sum(one.amount_minor for one in now.instructions if one.debit_untold)
        assert self.books[CASH] == untold - now.settled_minor
        assert sum(minor for name, minor in self.books.items() if name.startswith(IN_FLIGHT)) == -sum(
            one.amount_minor for one in now.instructions if one.stage is PaymentStage.BATCHED
        )
        assert not (overpaid_of(now) and owed_by_fund), "nobody owes and is owed for the same period"
        assert now.final_minor <= max(now.settled_minor, 0)
        assert sum(self.books.values()) == 0

    def assess(self, minor: int, number: int) -> None:
        event = assessment(minor, number)
        assert isinstance(event, AssessmentMade)
        self.take(converge("ann", self.all, event))

    def seal(self) -> None:
        for one in self.position.instructions:
            if one.stage is PaymentStage.DUE:
                self.books[PAYABLE] += one.amount_minor
                self.books[f"{IN_FLIGHT}f"] -= one.amount_minor
                batched = replace(one, stage=PaymentStage.BATCHED, file="f")
                self.position = self.position.with_instruction(batched)
        self.check()

    def bank(self, result: BankResult) -> None:
        possible = {
            BankResult.SETTLED: {PaymentStage.BATCHED},
            BankResult.REJECTED: {PaymentStage.BATCHED},
            BankResult.RETURNED: {PaymentStage.BATCHED, PaymentStage.SETTLED},
        }[result]
        for one in self.position.instructions:
            if one.stage in possible:
                event = BankReported(
                    end_to_end=one.end_to_end, result=result, amount=one.money, booked_on=FILED, message="m"
                )
                for _ in range(2):
                    self.take(report("ann", self.all, self.current(one), event))

    def reissue(self) -> None:
        for one in self.position.instructions:
            if one.stage in CAME_BACK and one.held_minor:
                order = ReissueOrdered(instruction=one.id, officer=OFFICER, ordered_on=FILED)
                self.take(reissue("ann", self.all, one, order))

    def current(self, one: Instruction) -> Instruction:
        return next(each for each in self.position.instructions if each.id == one.id)

    def decided(self, verdict: Verdict) -> None:
        decision = ClaimDecision(
            claim="c-1",
            question="q-1",
            about=OverpaymentAbout(first_day=FIRST),
            decided_on=FILED + timedelta(days=30),
            officer=OFFICER,
            verdict=verdict,
            reasons="reasons",
            article="article",
            facts_considered=(),
            amount=usd(7000),
            noticed_on=FILED,
            appeal="appeal",
        )
        self.take(decide(self.position, decision, uuid4(), standard_terms())[0])

    def step(self, name: str) -> None:
        match name:
            case "seal":
                self.seal()
            case "reissue":
                self.reissue()
            case "confirm" | "waive":
                self.decided(Verdict.AGAINST_CLAIMANT if name == "confirm" else Verdict.FOR_CLAIMANT)
            case _:
                results = {"settle": BankResult.SETTLED, "reject": BankResult.REJECTED, "return": BankResult.RETURNED}
                self.bank(results[name])


@settings(max_examples=200, deadline=None)
@given(data=st.data(), amounts=AMOUNTS)
def test_any_order_and_repetition_of_assessments_ends_at_the_latest(data: st.DataObject, amounts: list[int]) -> None:
    versions = [(minor, number) for number, minor in enumerate(amounts, 1)]
    order = data.draw(st.permutations(versions * 2))
    period = Period()
    for minor, number in order:
        period.assess(minor, number)
        for name in data.draw(STEPS):
            period.step(name)
    assert period.position.number == len(amounts)
    assert net_of(period.position) == amounts[-1]


@settings(max_examples=100, deadline=None)
@given(steps=STEPS, amounts=AMOUNTS)
def test_identifiers_are_never_used_for_two_payments(steps: list[str], amounts: list[int]) -> None:
    period = Period()
    sealed: dict[str, int] = {}
    for number, minor in enumerate(amounts, 1):
        period.assess(minor, number)
        for name in ("seal", *steps):
            period.step(name)
            for one in period.position.instructions:
                if one.file is not None:
                    assert sealed.setdefault(one.end_to_end, one.amount_minor) == one.amount_minor


def test_the_check_bites_when_a_difference_is_lost() -> None:
    period = Period()
    period.assess(40000, 1)
    [due] = period.position.due
    period.position = replace(period.position, due=(replace(due, minor=39999),))
    try:
        period.check()
    except AssertionError:
        return
    raise AssertionError("a period that is off by a cent went unnoticed")
