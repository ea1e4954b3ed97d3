"""A world with payments alone: the real door on SQLite, a bank on loopback where one is wanted, and short verbs."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any, Self
from uuid import UUID

from sqlalchemy import text

from contracts.about import OverpaymentAbout
from contracts.bank import BankReported, BankResult
from contracts.base import Envelope, Event, derived_id, read, seal
from contracts.casework import Officer, ReissueOrdered, Verdict
from contracts.claims import ClaimDecision
from contracts.clock import DayClosed
from contracts.eligibility import AssessmentMade, WeekAssessed, WeekState
from contracts.values import Money, Period
from services.payments.bank.bank_details import register_account
from services.payments.claimant import Claimant
from services.payments.handlers import make_service
from services.payments.reconcile import Report, reconcile
from services.payments.tallies import TALLIES
from services.runtime.delivery import parking
from services.runtime.laptop.laptop import Laptop
from services.runtime.privacy.cipher import Cipher
from services.runtime.privacy.key_store import KeyStore
from services.runtime.service import Service
from tests.services.payments.released import released

FIRST = date(2024, 1, 7)
FILED = date(2024, 1, 22)
RETURNED_ON = FILED + timedelta(days=2)
ORDERED = FILED + timedelta(days=9)
"""When the bank books what it says, and when an officer orders a payment anew."""
NOON = datetime(2024, 1, 22, 12, tzinfo=UTC)
OFFICER = Officer(staff="officer-7", role="payments")


def usd(minor: int) -> Money:
    return Money(minor=minor, currency="USD")


def assessment(minor: int, number: int, *, start: date = FIRST, on: date = FILED, currency: str = "USD") -> Event:
    """An assessment of the certified fortnight from `start`."""
    period = Period.of_days(start, 14)
    amount = Money(minor=minor, currency=currency)
    week = WeekAssessed(period=period, state=WeekState.PAID, amount=amount, cites="an article", because="a reason")
    return AssessmentMade(
        claim="c-1",
        certification=f"k-{start}",
        assessment=derived_id("assessment", start, number),
        number=number,
        determination=derived_id("determination"),
        period=period,
        amount=amount,
        weeks=(week,),
        total_left=amount,
        weeks_left=10,
        filed_on=on,
    )


def enveloped(person: str, event: Event, *, key: object = "") -> Envelope:
    """An event from outside, its id taken from its content."""
    event_id = derived_id(person, event.type_(), event.model_dump_json(), key)
    return seal(event, subject=person, source="/test", time=NOON, event_id=event_id)


class World:
    """Payments alone, and what its neighbours would say to it."""

    def __init__(self, folder: Path, people: Iterable[str] = ("ann",), *, partitions: int = 4) -> None:
        self.keys = KeyStore.on_sqlite(folder / "keys.db")
        self.cipher = Cipher.from_file(folder / "master.key", self.keys)
        self.laptop = Laptop(folder, [self.service(partitions)], partitions=partitions)
        self.database = self.laptop.databases["payments"]
        with self.database.begin() as connection:
            for number, person in enumerate(people):
                register_account(connection, self.cipher, person, account_of(number))

    def service(self, partitions: int) -> Service[Claimant]:
        """The service that this world has."""
        return make_service(cipher=self.cipher, partitions=partitions)

    def hears(self, person: str, *events: Event, key: object = "") -> Self:
        self.laptop.publish(enveloped(person, event, key=key) for event in events)
        self.laptop.run_until_quiet()
        return self

    def assesses(
        self, minor: int, number: int, *, person: str = "ann", start: date = FIRST, currency: str = "USD"
    ) -> Self:
        return self.hears(person, assessment(minor, number, start=start, currency=currency))

    def closes(self, day: date = FILED) -> Self:
        return self.closes_only(day, range(self.laptop.partitions))

    def closes_only(self, day: date, partitions: Iterable[int]) -> Self:
        closed = [DayClosed(day=day, partition=one) for one in partitions]
        self.laptop.publish(enveloped(f"partition-{one.partition}", one) for one in closed)
        self.laptop.run_until_quiet()
        return self

    def releases(self) -> Self:
        """Two officers release what lies sealed."""
        released(self.database)
        return self

    def bank_says(self, result: BankResult, row: Any, *, message: str = "m-1", minor: int | None = None) -> Self:
        """The bank speaks of a payment, given as a row of `payments`; a rejection names no amount unless told to."""
        named = row.amount_minor if minor is None else minor
        event = BankReported(
            end_to_end=row.end_to_end,
            result=result,
            amount=None if result is BankResult.REJECTED and minor is None else usd(named),
            booked_on=RETURNED_ON,
            bank_code=None if result is BankResult.SETTLED else "AC04",
            message=message,
        )
        return self.hears(row.person, event)

    def officer_decides(
        self, verdict: Verdict, *, minor: int | None = None, start: date = FIRST, certification: str | None = None
    ) -> Self:
        decision = ClaimDecision(
            claim="c-1",
            question="q-1",
            about=OverpaymentAbout(first_day=start),
            decided_on=FILED + timedelta(days=30),
            officer=OFFICER,
            verdict=verdict,
            reasons="the wages were reported late",
            article="an article",
            facts_considered=("fact-1",),
            amount=None if minor is None else usd(minor),
            certification=certification,
            noticed_on=FILED + timedelta(days=8),
            appeal="to the board within thirty days",
        )
        return self.hears("ann", decision)

    def officer_reissues(self, row: Any, *, key: object = "", on: date = ORDERED) -> Self:
        event = ReissueOrdered(instruction=UUID(row.id), officer=OFFICER, ordered_on=on)
        return self.hears(row.person, event, key=key)

    def payments(self, stage: str | None = None) -> list[Any]:
        rows = self.rows("SELECT * FROM instruction ORDER BY person, period_start, sequence, attempt")
        return [row for row in rows if stage in {None, row.stage}]

    def position(self, start: date = FIRST) -> Any:
        [row] = self.rows(f"SELECT * FROM position WHERE period_start = '{start}'")
        return row

    def rows(self, query: str) -> list[Any]:
        with self.database.begin() as connection:
            return list(connection.execute(text(query)))

    def said(self, kind: type[Event]) -> list[Any]:
        events = [read(Envelope.from_bytes(message.raw)) for message in self.laptop.log("payments")]
        return [event for event in events if isinstance(event, kind)]

    def parked(self) -> list[tuple[str | None, str]]:
        with self.database.begin() as connection:
            return [(one.subject, one.code) for one in parking.waiting(connection)]

    def report(self) -> Report:
        with self.database.begin() as connection:
            return reconcile(connection, self.cipher)

    def is_sound(self) -> bool:
        """Nothing is parked, every book and tally balances, every period stands where its assessment puts it."""
        report = self.report()
        assert not report.differences
        with self.database.reading() as connection:
            assert not list(TALLIES.wrong(connection))
        assert not self.parked()
        return not any(report.trial_balance.values())


def account_of(number: int) -> str:
    """A synthetic US account, in the form routing:account; the routing number belongs to no bank."""
    return f"999999992:77{number:06d}"
