"""A story: a person under a scheme, and what the law must say of them. Read from YAML."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Annotated, Literal

import yaml
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from contracts.in_words import InWords
from contracts.registry import Separation
from contracts.values import Period
from law.language.terms.calendar import MONTHS_OF_A_YEAR, add_months
from law.people.life import MINUTES_OF_AN_HOUR, BenefitClaim, CertifiedPeriod, Job, Life, Pay, Statement
from law.people.stretches import paid_each

MONTHS_OF_A_JOB = 36
"""How long the lost job lasted where a story names no first day."""
EXAMPLE = (
    "stories: [{person: A person who ..., claims: 2025-03-10, lost_work: {reason: laid_off}, "
    "earned: [{from: 2024-03-01, months: 12, amount: 50000}], expect: {outcome: granted}}]"
)


class StoryFault(InWords):
    """A file of stories that cannot be read; the message is one sentence with the place and an example."""


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", populate_by_name=True)


class Earned(_Part):
    """The same pay for so many months from a day on; `hours` a month where the law counts them."""

    since: Annotated[date, Field(alias="from")]
    months: Annotated[int, Field(ge=1, le=600)]
    amount: Annotated[Decimal, Field(ge=0)]
    hours: Annotated[int, Field(ge=0)] | None = None

    def pay(self) -> tuple[Pay, ...]:
        """Month by month."""
        minutes = None if self.hours is None else self.hours * MINUTES_OF_AN_HOUR
        return paid_each("month", self.since, self.months, self.amount, minutes=minutes)


class LostWork(_Part):
    """How the work ended; on the day of the claim unless another is said."""

    reason: Separation = Separation.LAID_OFF
    on: date | None = None
    began: date | None = None
    weekly_hours: Annotated[int, Field(ge=1)] = 40


class CertifiedAlike(_Part):
    """Periods that the person certifies one after another from the first day of the claim; all alike."""

    periods: Annotated[int, Field(ge=1, le=60)]
    each: Literal["week", "two weeks", "month"] = "month"
    earned: Annotated[Decimal, Field(ge=0)] = Decimal(0)
    hours: Annotated[int, Field(ge=0)] = 0
    able: bool = True
    available: bool = True
    sought_work: bool = True

    def certified(self, period: Period) -> CertifiedPeriod:
        """One of the periods."""
        minutes = self.hours * MINUTES_OF_AN_HOUR
        return CertifiedPeriod(period, self.earned, minutes, self.able, self.available, self.sought_work)


class Expected(_Part):
    """What the law must say; what is left out is not looked at."""

    outcome: Literal["granted", "refused", "needs a person"]
    rate: Decimal | None = None
    lasts: str | None = None
    total: Decimal | None = None
    paid: tuple[Decimal, ...] | None = None
    unmet: tuple[str, ...] | None = None
    asked: tuple[str, ...] | None = None


class Story(_Part):
    """One person."""

    person: Annotated[str, Field(min_length=10)]
    claims: date
    without_work_from: date | None = None
    born: Annotated[str, Field(pattern=r"^[0-9]{4}-[0-9]{2}$")] | None = None
    region: str = "here"
    dependants: Annotated[int, Field(ge=0)] = 0
    lost_work: LostWork | None = None
    earned: tuple[Earned, ...] = ()
    stated: dict[str, str] = {}
    certifies: tuple[CertifiedAlike, ...] = ()
    expect: Expected

    def life(self) -> Life:
        """The person until the claim; what they certify follows its first day."""
        ended = (self.lost_work and self.lost_work.on) or self.claims
        pay = tuple(month for earned in self.earned for month in earned.pay())
        return Life(
            born=self.born,
            region=self.region,
            dependants=self.dependants,
            jobs=(self._job(ended, pay),),
            stated=tuple(Statement(name, value) for name, value in self.stated.items()),
            claims=(BenefitClaim(self.claims, self.without_work_from or ended),),
        )

    def _job(self, ended: date, pay: tuple[Pay, ...]) -> Job:
        lost = self.lost_work
        if lost is None:
            return Job(pay=pay)
        began = lost.began or add_months(ended, -MONTHS_OF_A_JOB)
        minutes_weekly = lost.weekly_hours * MINUTES_OF_AN_HOUR
        return Job(started=began, ended=ended, reason=lost.reason, minutes_weekly=minutes_weekly, pay=pay)

    def certified(self, first_day: date) -> Iterator[CertifiedPeriod]:
        """What the person certifies, period by period from the first day of the claim."""
        start = first_day
        for alike in self.certifies:
            for _ in range(alike.periods):
                end = _end(start, first_day, alike.each)
                yield alike.certified(Period(start=start, end=end))
                start = end


def _end(start: date, first_day: date, each: str) -> date:
    """The end of a period; months end on the day of the month on which the claim begins."""
    if each != "month":
        return start + timedelta(weeks=1 if each == "week" else 2)
    months = (start.year - first_day.year) * MONTHS_OF_A_YEAR + start.month - first_day.month
    return add_months(first_day, months + 1)


class Stories(_Part):
    """The stories of one scheme."""

    scheme: str
    stories: Annotated[tuple[Story, ...], Field(min_length=1)]


def read_stories(path: Path) -> Stories:
    """The stories in a file. Raises `StoryFault`."""
    try:
        # Everything is read as words, so that no amount becomes a binary fraction on its way.
        words = yaml.load(path.read_bytes(), Loader=yaml.BaseLoader)  # noqa: S506  it makes nothing but words
        return Stories.model_validate(words)
    except (OSError, UnicodeDecodeError) as error:
        raise StoryFault(f"{path}: the file cannot be read: {error}. For example: {EXAMPLE}") from None
    except yaml.YAMLError as error:
        raise StoryFault(f"{path}: this is not YAML: {' '.join(str(error).split())}. For example: {EXAMPLE}") from None
    except ValidationError as error:
        first = error.errors()[0]
        where = ".".join(str(part + 1 if isinstance(part, int) else part) for part in first["loc"])
        raise StoryFault(f"{path}: {where or 'file'}: {first['msg']}. For example: {EXAMPLE}") from None
