"""From a provider's report to money: days in training stand for availability; a week nobody came cuts nothing."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from contracts.almp_referral import Occasion, ReferralMade
from contracts.base import Envelope, Event, read
from contracts.claims import NoticeIssued
from contracts.eligibility import AssessmentMade
from contracts.participation import AttendanceReported
from contracts.programmes import Cohort, ProgrammeKind, Requirements, Target
from contracts.providers import ProgrammePublished
from contracts.values import Period
from law.people.life import BenefitClaim, CertifiedPeriod, Life
from services.runtime.laptop.laptop import Laptop
from tests.law.schemes.abroad import Claimant
from tests.law.schemes.test_facts_arrive_abroad import abroad
from tests.stories.town import closes, decided, said

BEGAN, APRIL, MAY = date(2025, 3, 1), date(2025, 4, 1), date(2025, 5, 1)
RECORDED = datetime(2025, 2, 1, 9, tzinfo=UTC)
PROGRAMME = "programme-new-trade"
FULL = 124_200


def offered() -> Envelope:
    event = ProgrammePublished(
        key=PROGRAMME,
        source_version=1,
        recorded_at=RECORDED,
        provider="college",
        title="A new trade",
        kind=ProgrammeKind.TRAINING,
        target=Target.ANYONE,
        legal_basis="SGB III § 81",
        requirements=Requirements(occasions=(Occasion.REGISTRATION,)),
        cohorts=(Cohort(key="rolling", seats=5),),
    )
    return said(event, person=PROGRAMME)


def reported(referral: str, came: int, version: int = 1) -> AttendanceReported:
    days = tuple(date(2025, 4, 7) + timedelta(days=number) for number in range(5))
    return AttendanceReported(
        key="week-15",
        source_version=version,
        recorded_at=RECORDED,
        provider="college",
        referral=referral,
        period=Period(start=days[0], end=days[-1] + timedelta(days=1)),
        planned=days,
        attended=days[:came],
    )


def claims_and_certifies() -> list[Event]:
    """A joiner who certifies of April that he is not available, and of March that he is."""
    person = Claimant("de/alg1", BEGAN).earned(3000, 24).lost_work().born(1985).stated(wage_tax_daily="9.91").claims()
    march = CertifiedPeriod(Period(start=BEGAN, end=APRIL))
    april = CertifiedPeriod(Period(start=APRIL, end=MAY), available=False, sought_work=False)
    person.says(claims=Life(claims=(BenefitClaim(),)).certifying([march, april]).claims)
    return person.facts


def heard(laptop: Laptop, topic: str, kind: type[Event]) -> list[Event]:
    events = [read(Envelope.from_bytes(message.raw)) for message in laptop.log(topic)]
    return [event for event in events if isinstance(event, kind)]


def april(laptop: Laptop) -> int:
    """What is due in all by the last assessment of each certification."""
    made = [event for event in decided(laptop) if isinstance(event, AssessmentMade)]
    return sum({event.certification: event.amount.minor for event in made}.values()) - FULL


def test_a_report_pays_the_month_in_which_he_was_not_available_and_one_taken_down_asks_first(tmp_path: Path) -> None:
    laptop = abroad(tmp_path, "de/alg1")
    laptop.publish([offered()])
    laptop.run_until_quiet()
    closes(laptop, date(2025, 2, 20))
    laptop.publish([said(fact) for fact in claims_and_certifies()])
    laptop.run_until_quiet()
    assert april(laptop) == 0

    closes(laptop, BEGAN + timedelta(days=1))
    (made,) = heard(laptop, "almp_referral", ReferralMade)
    assert isinstance(made, ReferralMade)
    laptop.publish([said(reported(made.referral, 5))])
    laptop.run_until_quiet()
    assert april(laptop) == FULL

    notices = len(heard(laptop, "claims", NoticeIssued))
    laptop.publish([said(reported(made.referral, 0, version=2))])
    laptop.run_until_quiet()
    assert april(laptop) == 0
    assert len(heard(laptop, "claims", NoticeIssued)) > notices
