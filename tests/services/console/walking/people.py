"""The people whose cases officers work on: what institutions and they themselves say of them, and when."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta

from contracts.base import Envelope, Event
from contracts.contest import Tier
from contracts.intake import ContestFiled
from contracts.registry import Separation
from contracts.values import Money
from law.people.life import BenefitClaim, Certification, CertifiedPeriod, Life
from law.people.stretches import stretches
from services.claims.edge import Identity
from tests.stories.town import FIRST, born, files_claim, lost_work, said, stated, wages

LEFT, CONTESTS, EARNS, SEEKS, ON_PAPER, HALTED = (f"p-{sign * 32}" for sign in "abcdef")
PEOPLE = (LEFT, CONTESTS, EARNS, SEEKS, ON_PAPER, HALTED)
NAMED = {SEEKS: Identity("Maya Okoye", "900-11-2233", date(1985, 4, 1))}
ACCOUNTS = {EARNS: "123456780:0000000059"}
WEEKS = 6
CERTIFIED_ON = FIRST + timedelta(weeks=WEEKS)
TODAY = FIRST + timedelta(days=22)
"""The last day that is closed before anybody works."""
PAYDAY = CERTIFIED_ON + timedelta(days=1)
AFTER_THE_WINDOW = PAYDAY + timedelta(days=30)
"""The last closed day before anything is decided against anybody: whoever was asked had the time to reply."""


def claim_of(person: str) -> str:
    """The key of a person's claim."""
    return f"claim-{person[2]}-walk"


def _at(day: date) -> datetime:
    return datetime.combine(day, time(12, tzinfo=UTC))


def _of(person: str, *events: Event) -> list[Envelope]:
    return [said(event, person=person) for event in events]


def known_before() -> list[Envelope]:
    """What registries tell of everybody before they claim."""
    told: list[Envelope] = []
    for person in PEOPLE:
        reason = Separation.VOLUNTARY if person in {LEFT, CONTESTS} else Separation.LAID_OFF
        paid = 600_000 if person == EARNS else 120_000
        told += _of(person, born(), lost_work(reason), *(wages(month, paid) for month in range(1, 25)))
    return told


def halted() -> list[Envelope]:
    """A contribution in a currency that no scheme has, and another that waits behind it."""
    first, behind = _of(HALTED, wages(1, version=2), wages(2, version=2))
    return [Envelope.from_bytes(first.to_bytes().replace(b'"USD"', b'"EUR"')), behind]


def claims_filed() -> list[Envelope]:
    """Who claims by themselves."""
    return [e for person in PEOPLE if person != ON_PAPER for e in _of(person, files_claim(claim_of(person)))]


def certifies(earned: int, version: int = 1) -> list[Envelope]:
    """Six weeks, with so many dollars earned in each; a correction is a version of its own."""
    weeks = stretches("week", FIRST, WEEKS)
    periods = tuple(CertifiedPeriod(week, Money(minor=earned * 100, currency="USD")) for week in weeks)
    certification = Certification(periods, CERTIFIED_ON, f"{claim_of(EARNS)}/0")
    life = Life(claims=(BenefitClaim(key=claim_of(EARNS), certifications=(certification,)),))
    return _of(EARNS, stated(life, version=version))


def contests(decision: str, tier: Tier, on: date) -> list[Envelope]:
    """A decision or an outcome is contested."""
    filed = ContestFiled(decision=decision, tier=tier, filed_on=on, because="My pay had stopped.")
    return [said(filed, person=CONTESTS, at=_at(on))]


def contradictory() -> list[Envelope]:
    """A registry tells another wage as the same version, and afterwards a right correction of another month."""
    return _of(ON_PAPER, wages(1, 1), wages(2, 130_000, version=2))
