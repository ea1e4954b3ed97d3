"""People for the measurements on real servers: all alike, so that a figure tells of the engine, not of its people."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta

from contracts.base import Envelope, Event, derived_id, seal
from contracts.intake import CertificationFiled, CertifiedWeek, ClaimFiled
from contracts.registry import ContributionRecorded, EmploymentEnded, PersonRecorded, Separation
from contracts.values import Money, Period

SCHEME = "us/mississippi"
FILED = date(2020, 1, 12)
RECORDED = datetime(2020, 1, 12, 9, tzinfo=UTC)
MONTHS = (12, 13, 15, 18, 20, 21)
"""Months counted from January 2018 in which everybody earned."""
EARNED_MINOR = 120_000


def people(count: int, label: str) -> Iterator[str]:
    """So many pseudonyms; another label gives other people."""
    for number in range(count):
        yield f"p-{derived_id('bench', label, number).hex}"


def history(person: str) -> Iterator[Envelope]:
    """What the registries knew of a person before the claim."""
    yield _said(
        person,
        PersonRecorded(
            key="person",
            source_version=1,
            recorded_at=RECORDED,
            valid_from=date(2015, 1, 1),
            birth_month="1980-05",
            region="delta",
        ),
    )
    for month in MONTHS:
        yield _said(person, _earned(month))
    yield _said(
        person,
        EmploymentEnded(
            key="job-end",
            source_version=1,
            recorded_at=RECORDED,
            employment="job",
            ended_on=FILED,
            reason=Separation.LAID_OFF,
        ),
    )


def claim(person: str) -> Envelope:
    """The person files a claim."""
    filed = ClaimFiled(
        key=f"c-{person[2:18]}",
        source_version=1,
        recorded_at=RECORDED,
        scheme=SCHEME,
        filed_on=FILED,
        unemployed_from=FILED,
    )
    return _said(person, filed)


def certification(person: str) -> Envelope:
    """The person certifies the first two weeks: one of waiting, one to be paid."""
    claimed = f"c-{person[2:18]}"
    nothing = Money(minor=0, currency="USD")
    weeks = tuple(
        CertifiedWeek(
            period=Period.of_days(FILED + timedelta(days=7 * number), 7),
            able=True,
            available=True,
            sought_work=True,
            earnings=nothing,
        )
        for number in range(2)
    )
    filed = CertificationFiled(
        key=f"{claimed}/0",
        source_version=1,
        recorded_at=RECORDED,
        claim=claimed,
        filed_on=FILED + timedelta(days=14),
        weeks=weeks,
    )
    return _said(person, filed)


def _earned(month: int) -> ContributionRecorded:
    year, index = divmod(month - 1, 12)
    start = date(2018 + year, index + 1, 1)
    return ContributionRecorded(
        key=f"works/{start}",
        source_version=1,
        recorded_at=RECORDED,
        employer="works",
        period=Period(start=start, end=(start + timedelta(days=31)).replace(day=1)),
        earnings=Money(minor=EARNED_MINOR, currency="USD"),
    )


def _said(person: str, event: Event) -> Envelope:
    event_id = derived_id(person, event.model_dump_json())
    return seal(event, subject=person, source="/bench", time=RECORDED, event_id=event_id)
