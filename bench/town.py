"""People for the measurements on real servers: all alike, so that a figure tells of the engine, not of its people."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime

from contracts.base import Envelope, derived_id, seal
from law.catalogue import load_scheme
from law.people.as_facts import facts_of
from law.people.life import BenefitClaim, Certification, CertifiedPeriod, Job, Life
from law.people.stretches import paid_each, stretches

SCHEME = "us/mississippi"
FILED = date(2020, 1, 12)
RECORDED = datetime(2020, 1, 12, 9, tzinfo=UTC)
MONTHS = ((2018, 12), (2019, 1), (2019, 3), (2019, 6), (2019, 8), (2019, 9))
"""In which everybody earned."""
PAY = tuple(pay for year, month in MONTHS for pay in paid_each("month", date(year, month, 1), 1, 1200))
WORK = Life(born="1980-05", region="delta", jobs=(Job(ended=FILED, pay=PAY),))
WEEKS = Certification(tuple(CertifiedPeriod(week) for week in stretches("week", FILED, 2)))
"""The first two weeks: one of waiting, one to be paid."""


def people(count: int, label: str) -> Iterator[str]:
    """So many pseudonyms; another label gives other people."""
    for number in range(count):
        yield f"p-{derived_id('bench', label, number).hex}"


def history(person: str) -> Iterator[Envelope]:
    """What the registries knew of a person before the claim."""
    return _sealed(person, WORK)


def filed(person: str) -> Iterator[Envelope]:
    """The person files a claim and certifies."""
    return _sealed(person, Life(claims=(BenefitClaim(FILED, key=f"c-{person[2:18]}", certifications=(WEEKS,)),)))


def files(person: str, day: date) -> Envelope:
    """The person files a claim on a day, and certifies nothing yet."""
    life = Life(claims=(BenefitClaim(day, key=f"c-{person[2:18]}"),))
    [envelope] = _sealed(person, life, datetime(day.year, day.month, day.day, 9, tzinfo=UTC))
    return envelope


def _sealed(person: str, life: Life, moment: datetime = RECORDED) -> Iterator[Envelope]:
    for event in facts_of(life, load_scheme(SCHEME, accept_unverified=True)):
        event_id = derived_id(person, event.model_dump_json())
        yield seal(event, subject=person, source="/bench", time=moment, event_id=event_id)
