"""What a certificate of insured periods holds: the content of the portable document U1 and of the SED U002, as data.

Regulation (EC) 883/2004 Art. 61 and Regulation (EC) 987/2009 Art. 54: the institution of the country of earlier work
says which periods of insurance, employment and self-employment were completed under its law. It is the content, not
the official form: boxes and layout are the Administrative Commission's (Decisions U2 and U3).
"""

from __future__ import annotations

from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from contracts.base import Part
from contracts.code_lists import Country, SourceCode
from contracts.employment import LeavingPayment, Separation, Standing
from contracts.fact import MinutesWeekly
from contracts.registry import InsuredAbroad
from contracts.values import Day, Key, Money, Ordinal, Period, Sentence

Reference = Annotated[str, Field(min_length=1, max_length=60, pattern=r"^[A-Za-z0-9][A-Za-z0-9:_./\-]*$")]
"""The institution's own number of a certificate; short enough that a line's key can be made of it."""

LINES_MAX = 2000
FACTS_MAX = 5000
"""A line without a gap may hold a working life of weeks: 3,653 in seventy years."""

Facts = Annotated[tuple[Key, ...], Field(min_length=1, max_length=FACTS_MAX)]
"""The keys of the facts that a line follows from, in our own books."""


class PeriodLine(Part, extra="forbid"):
    """A period of insurance, or of work that was not insured, with what was earned in it."""

    kind: InsuredAbroad
    period: Period
    minutes_weekly: MinutesWeekly | None = None
    earned: Money | None = None
    """All pay that the books hold for the period, before deductions."""
    monthly: Money | None = None
    """The pay of an average month of it: a whole calendar month counts one, thirty other days count one."""
    reason: Separation | None = None
    """Why the work ended, where it ended with the period."""
    code: SourceCode | None = None
    """The source's own code of the reason."""
    facts: Facts


class JobLine(Part, extra="forbid"):
    """An employment or self-employment, whether insured or not, as it was reported."""

    standing: Standing = Standing.EMPLOYEE
    started_on: Day | None = None
    ended_on: Day | None = None
    """The first day without it; None while it lasts, or where nobody reports the end."""
    minutes_weekly: MinutesWeekly | None = None
    reason: Separation | None = None
    code: SourceCode | None = None
    facts: Facts


class PaymentLine(Part, extra="forbid"):
    """What was paid because work ended."""

    kind: LeavingPayment
    amount: Money
    covers: Period | None = None
    facts: Facts


class BenefitLine(Part, extra="forbid"):
    """Days for which unemployment benefit was paid here; `facts` are the certifications of the days."""

    period: Period
    facts: Facts


Lines = Field(default=(), max_length=LINES_MAX)


class InsuranceCertificate(Part, extra="forbid"):
    """A certificate. Whom it is about is not in it: a pseudonym says nothing elsewhere, so the office sends it with."""

    form: Literal["tideover-u1-1"] = "tideover-u1-1"
    reference: Reference
    """A certificate that replaces another has the same, and a higher version."""
    version: Ordinal = 1
    country: Country
    institution: Sentence
    issued_on: Day
    periods: Annotated[tuple[PeriodLine, ...], Lines]
    """In order; each is a fact for whoever reads it."""
    jobs: Annotated[tuple[JobLine, ...], Lines]
    payments: Annotated[tuple[PaymentLine, ...], Lines]
    benefits: Annotated[tuple[BenefitLine, ...], Lines]

    @model_validator(mode="after")
    def _says_nothing_of_days_to_come(self) -> Self:
        periods = [*(line.period for line in self.periods), *(line.period for line in self.benefits)]
        if any(period.start > self.issued_on for period in periods):
            raise ValueError("no period begins after the day of issue")
        return self
