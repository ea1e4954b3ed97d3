"""A town: all services on a laptop, one person's facts, a clock, and a bank; and what it all comes to in the end."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from contracts.bank import BankReported, BankResult
from contracts.base import Envelope, Event, derived_id, partition_of, read, seal
from contracts.clock import DayClosed
from contracts.eligibility import AssessmentMade, DeterminationMade
from contracts.payments import PaymentInstructed
from contracts.registry import Fact, FactRetracted, Separation
from contracts.values import Money
from law.catalogue import load_scheme
from law.language.terms.calendar import add_months
from law.people.as_facts import facts_of
from law.people.life import BenefitClaim, Certification, CertifiedPeriod, Job, Life, Pay
from law.people.stretches import stretches
from services.eligibility.store import PersonLoader
from services.payments import store as payments_store
from services.payments.bank.bank_details import register_account
from services.payments.model import PaymentStage
from services.runtime.laptop.laptop import Laptop
from services.worlds import cipher_in, laptop_in
from tests.services.payments.net import net_of

PERSON = "p-" + "5" * 32
CLAIM = "claim-1"
FIRST = date(2020, 1, 12)
RECORDED = datetime(2020, 1, 12, 9, tzinfo=UTC)


def said(event: Event, *, person: str = PERSON, at: datetime = RECORDED, again: str = "") -> Envelope:
    """A fact in its envelope; the same fact has the same id, unless it is said `again` under another one."""
    event_id = derived_id(person, event.model_dump_json(), again)
    return seal(event, subject=person, source="/town", time=at, event_id=event_id)


def stated(life: Life, *, version: int = 1) -> Fact:
    """The one fact that part of a life is, at first or as a correction."""
    (fact,) = facts_of(life, load_scheme("us/mississippi", accept_unverified=True))
    assert isinstance(fact, Fact)
    recorded_at = RECORDED + timedelta(days=version)
    return fact.model_copy(update={"source_version": version, "recorded_at": recorded_at})


def wages(month: int, minor: int = 120_000, *, version: int = 1) -> Fact:
    """The wages of a month of 2018 (1 to 12) or 2019 (13 to 24)."""
    (period,) = stretches("month", add_months(date(2017, 12, 1), month), 1)
    pay = Pay(period, Money(minor=minor, currency="USD"))
    return stated(Life(jobs=(Job(key="works", pay=(pay,)),)), version=version)


def no_wages(month: int, *, version: int = 2) -> FactRetracted:
    """The month's wages never were."""
    of = wages(month)
    return FactRetracted(
        key=of.key, source_version=version, recorded_at=RECORDED, kind=of.name, reason="Booked on the wrong person."
    )


def born() -> Fact:
    return stated(Life(born="1980-05", region="delta"))


def lost_work(reason: Separation = Separation.LAID_OFF, *, version: int = 1) -> Fact:
    return stated(Life(jobs=(Job(ended=FIRST, reason=reason),)), version=version)


def files_claim(claim: str = CLAIM, on: date = FIRST) -> Fact:
    return stated(Life(claims=(BenefitClaim(on, FIRST, claim),)))


def withdraws(*, version: int = 1) -> Fact:
    return stated(Life(claims=(BenefitClaim(key=CLAIM, withdrawn_on=FIRST + timedelta(days=30)),)), version=version)


def certifies(
    fortnight: int, *, earned: tuple[int, int] = (0, 0), version: int = 1, claim: str = CLAIM, late: int = 0
) -> Fact:
    """The two weeks of a fortnight (0 is the first) with what was earned in each, in cents."""
    weeks = stretches("week", FIRST + timedelta(weeks=2 * fortnight), 2)
    periods = tuple(
        CertifiedPeriod(week, Money(minor=minor, currency="USD")) for week, minor in zip(weeks, earned, strict=True)
    )
    filed_on = periods[-1].period.end + timedelta(days=late)
    certification = Certification(periods, filed_on, f"{claim}/{fortnight}")
    return stated(Life(claims=(BenefitClaim(key=claim, certifications=(certification,)),)), version=version)


def town(folder: Path) -> Laptop:
    """All services; the person has a bank account."""
    laptop = laptop_in(folder)
    with laptop.databases["payments"].begin() as connection:
        register_account(connection, cipher_in(folder, "payments"), PERSON, "123456780:0000000042")
    return laptop


def two_weeks_sealed(folder: Path) -> None:
    """A person worked, claims and certifies two weeks; the file that pays them lies sealed."""
    laptop = town(folder)
    fill(laptop, [said(wages(month)) for month in (13, 16, 19)])
    fill(laptop, [said(born()), said(lost_work()), said(files_claim()), said(certifies(0))])
    closes(laptop, FIRST + timedelta(days=14))
    laptop.close()


def closes(laptop: Laptop, day: date) -> None:
    """The day is over for the person's partition, and everything that follows has happened."""
    partition = partition_of(PERSON, laptop.partitions)
    closed = DayClosed(day=day, partition=partition)
    at = datetime(day.year, day.month, day.day, 23, tzinfo=UTC)
    laptop.publish([said(closed, person=f"partition-{partition}", at=at)])
    laptop.run_until_quiet()


def bank_pays(laptop: Laptop, day: date, *, person: str = PERSON, claim: str = CLAIM) -> None:
    """The bank books every payment of a claim that lies in a sealed file, as its statement would say."""
    with laptop.databases["payments"].begin() as connection:
        positions = payments_store.load(connection, [person])[person].of_claim(claim)
    batched = [one for position in positions for one in position.instructions if one.stage is PaymentStage.BATCHED]
    laptop.publish(
        said(
            BankReported(
                end_to_end=one.end_to_end,
                result=BankResult.SETTLED,
                amount=one.money,
                booked_on=day,
                message=f"statement-{one.end_to_end}",
            ),
            person=person,
        )
        for one in batched
    )
    laptop.run_until_quiet()


def final(laptop: Laptop) -> dict[str, object]:
    """What it all comes to: the latest determination and assessments, and the net position of every period."""
    with laptop.databases["eligibility"].begin() as connection:
        person = PersonLoader().load(connection, [PERSON])[PERSON]
    with laptop.databases["payments"].begin() as connection:
        positions = payments_store.load(connection, [PERSON])[PERSON].of_claim(CLAIM)
    return {
        "determinations": {claim: last.content for claim, last in sorted(person.determinations.items())},
        "assessments": {key: last.content for key, last in sorted(person.assessments.items())},
        "net": {position.certification: net_of(position) for position in positions},
    }


def decided(laptop: Laptop) -> list[DeterminationMade | AssessmentMade]:
    """Everything eligibility said about the person, in order."""
    events = [read(Envelope.from_bytes(message.raw)) for message in laptop.log("eligibility")]
    return [event for event in events if isinstance(event, DeterminationMade | AssessmentMade)]


def instructed(laptop: Laptop) -> list[PaymentInstructed]:
    """Every payment ordered, in order."""
    events = [read(Envelope.from_bytes(message.raw)) for message in laptop.log("payments")]
    return [event for event in events if isinstance(event, PaymentInstructed)]


def ledger_balance(laptop: Laptop) -> int:
    """The sum of all postings, which is always zero."""
    from services.payments.ledger import trial_balance  # noqa: PLC0415 - read where it is used, for the story's sake

    with laptop.databases["payments"].begin() as connection:
        return sum(trial_balance(connection).values())


def fill(laptop: Laptop, envelopes: Sequence[Envelope], *, pieces: int = 1) -> None:
    """Deliver envelopes in order, in so many pieces, each worked off before the next."""
    size = max(1, -(-len(envelopes) // pieces))
    for start in range(0, len(envelopes), size):
        laptop.publish(envelopes[start : start + size])
        laptop.run_until_quiet()
