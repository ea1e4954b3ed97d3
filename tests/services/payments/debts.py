"""A world in which one period was overpaid by 100.00 and a named person asked it back; and what is said of the debt."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any, Self

from contracts.about import OverpaymentAbout, WaiverAbout
from contracts.bank import BankReported, BankResult
from contracts.base import Event
from contracts.casework import (
    CollectionSuspended,
    DebtWrittenOff,
    InstalmentsAgreed,
    Officer,
    RepaymentConfirmed,
    RepaymentReceived,
    Verdict,
    WaiverGround,
)
from contracts.claims import ClaimDecision, ContestClosed, ContestOpened
from contracts.contest import ContestOutcome, Tier
from contracts.intake import WaiverRequested
from services.payments.closed_days import over_until
from services.payments.recoveries.debt_acts import ACTS
from services.payments.recoveries.terms import standard_terms
from tests.services.payments.world import FILED, FIRST, World, assessment, usd

ANOTHER = Officer(staff="officer-8", role="payments")
THIRD = Officer(staff="officer-9", role="payments")
DECIDED = FILED + timedelta(days=30)
FINAL = standard_terms().contest_until(DECIDED) + timedelta(days=1)
"""The first day on which the debt may be collected."""
QUESTION = "q-1"
_CONTEST: dict[str, Any] = {
    "claim": "c-1",
    "decision": QUESTION,
    "question": QUESTION,
    "about": OverpaymentAbout(first_day=FIRST),
    "certification": f"k-{FIRST}",
    "tier": Tier.COMPLAINT,
    "benefit_continues": True,
}


def decision(minor: int, *, verdict: Verdict = Verdict.AGAINST_CLAIMANT, on: date = DECIDED, **changes: Any) -> Event:
    """A named person's decision on the period from `FIRST`."""
    return ClaimDecision(
        **{
            "claim": "c-1",
            "question": QUESTION,
            "about": OverpaymentAbout(first_day=FIRST),
            "decided_on": on,
            "officer": Officer(staff="officer-7", role="claims-examiner"),
            "verdict": verdict,
            "reasons": "the wages were reported late",
            "article": "an article",
            "facts_considered": ("fact-1",),
            "amount": usd(minor),
            "certification": f"k-{FIRST}",
            "noticed_on": FILED + timedelta(days=8),
            "overpayment_cause": "claimant-reported-late",
            "appeal": "to the board within ninety days",
            **changes,
        }
    )


def asks_for_a_waiver(on: date = DECIDED, request: str = "w-1", new_facts: tuple[str, ...] | None = None) -> Event:
    return WaiverRequested(question=QUESTION, request=request, filed_on=on, new_facts=new_facts)


def decides_the_waiver(
    verdict: Verdict, on: date = FINAL, request: str = "w-1", contest_by: date | None = None
) -> Event:
    """What claims says when a named officer has decided a request."""
    return ClaimDecision(
        claim="c-1",
        question=f"q-{request}",
        about=WaiverAbout(debt=QUESTION),
        request=request,
        officer=ANOTHER,
        decided_on=on,
        verdict=verdict,
        waiver_ground=WaiverGround.HARDSHIP,
        reasons="nothing is left after rent and food",
        article="an article",
        facts_considered=("rent",),
        certification=f"k-{FIRST}",
        appeal="to the board within thirty days",
        contest_by=contest_by,
    )


def suspends(on: date = FINAL, until: date = FINAL, officer: Officer = ANOTHER) -> Event:
    return CollectionSuspended(
        question=QUESTION, officer=officer, suspended_on=on, until=until, reasons="new papers are looked at"
    )


def contests(on: date = DECIDED, contest: str = "x-1") -> Event:
    return ContestOpened(
        **_CONTEST,
        contest=contest,
        filed_on=on,
        opened_on=on,
        is_late=False,
        before="the board",
        decide_by=on + timedelta(days=60),
    )


def closes_the_contest(
    outcome: ContestOutcome, on: date = FINAL, contest: str = "x-1", contest_by: date | None = None
) -> Event:
    return ContestClosed(
        **_CONTEST,
        contest=contest,
        outcome=outcome,
        closed_on=on,
        officer=ANOTHER,
        reasons="the wages were reported in time",
        article="an article",
        contest_by=contest_by,
    )


def writes_off(on: date = FINAL) -> Event:
    return DebtWrittenOff(question=QUESTION, officer=ANOTHER, written_off_on=on, reasons="nobody is left to pay it")


def agrees(minor: int, by: str = "offset", on: date = DECIDED) -> Event:
    return InstalmentsAgreed.model_validate(
        {"question": QUESTION, "officer": ANOTHER, "agreed_on": on, "each": usd(minor), "by": by, "reasons": "asked"}
    )


def repays(minor: int, payment: str = "bank-1", on: date = FINAL) -> Event:
    return RepaymentReceived(question=QUESTION, payment=payment, officer=ANOTHER, amount=usd(minor), received_on=on)


def confirms(minor: int, payment: str = "bank-1", on: date = FINAL, officer: Officer = THIRD) -> Event:
    return RepaymentConfirmed(question=QUESTION, payment=payment, officer=officer, amount=usd(minor), confirmed_on=on)


class InDebt(World):
    """Ann was paid 400.00 for a fortnight of which 300.00 were due."""

    def hears(self, person: str, *events: Event, key: object = "") -> Self:
        """Officers say what they do on its day: all days before it are closed."""
        for event in events:
            act = ACTS.get(type(event))
            if act is not None and act.not_before is not None:
                self.closes_by(act.day(event) - timedelta(days=1))
            super().hears(person, event, key=key)
        return self

    def closes_by(self, day: date) -> None:
        """Close a day, unless it or a later one is closed."""
        with self.database.reading() as connection:
            last = min((over_until(connection, one) or FIRST for one in range(self.laptop.partitions)), default=FIRST)
        if last < day:
            self.closes(day)

    def overpaid(self, *, settled: bool = True) -> Self:
        self.assesses(40000, 1).closes()
        if settled:
            self.settles()
        self.assesses(30000, 2)
        return self

    def decided(self, minor: int = 10000) -> Self:
        self.overpaid().hears("ann", decision(minor))
        return self

    def certifies(self, minor: int = 40000, *, on: date = FINAL, number: int = 1, start: date | None = None) -> Self:
        """A later fortnight is due; `start` names it."""
        self.hears("ann", assessment(minor, number, start=start or on - timedelta(days=14), on=on))
        return self

    def settles(self) -> Self:
        for row in self.payments("batched"):
            self.bank_says(BankResult.SETTLED, row, message=f"m-{row.id}")
        return self

    def debt(self) -> Any:
        [row] = self.rows("SELECT * FROM recovery")
        return row

    def withheld(self) -> list[int]:
        return [row.amount_minor for row in self.payments("withheld")]

    def sent(self) -> int:
        """All that the bank was told to pay and did not send back."""
        return sum(row.amount_minor for row in [*self.payments("batched"), *self.payments("settled")])

    def returned(self, row: Any) -> Self:
        event = BankReported(
            end_to_end=row.end_to_end,
            result=BankResult.RETURNED,
            amount=usd(row.amount_minor),
            booked_on=FINAL + timedelta(days=3),
            bank_code="AC04",
            message="m-back",
        )
        self.hears(row.person, event)
        return self
