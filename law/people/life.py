"""A person as plain data: birth, jobs with their pay, what else is stated, claims and what is certified under them.

`law/people/as_facts.py` makes a life into the facts that institutions and the person would publish.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from fractions import Fraction

from contracts.about import About
from contracts.casework import Officer, Verdict
from contracts.claims import Ground
from contracts.in_words import InWords
from contracts.intake import Channel
from contracts.registry import Absence, Contract, InsuredAbroad, LeavingPayment, Separation, Sex, SuspensionReason
from contracts.values import Money, Period

Amount = int | Decimal | Fraction | Money
"""Whole units of the scheme's currency, `1250` or `Decimal("99.50")`; or `Money`, which counts minor units."""

StatedValue = str | bool | int | Decimal | Fraction | date
"""A word or number as the sheet asks for it; True and False are stated as yes and no."""

MINUTES_OF_AN_HOUR = 60
FULL_TIME = 40 * MINUTES_OF_AN_HOUR
"""Minutes a week of a job of which nothing else is said."""
CLAIM = "claim"
"""The key of a claim that is given no other."""
LONG_AGO = date(1950, 1, 1)
"""Since when something is stated that holds all the time: earlier than whatever a claim looks back on."""


class LifeFault(InWords):
    """A life that no institution could state; the message is one sentence that names the part and what is wrong."""


@dataclass(frozen=True, slots=True)
class Pay:
    """What a job paid for one stretch of days."""

    period: Period
    """The days in which it was earned."""
    amount: Amount
    minutes: int | None = None
    """Working time in the stretch; None where nobody states it."""
    insured: bool = True
    """No institution knows of pay that is not insured: it becomes no fact."""
    key: str = ""
    """Its name in the institution's books; the job and the first day if left out."""


@dataclass(frozen=True, slots=True)
class ReducedHours:
    """Days on which a job runs on with other hours."""

    period: Period
    minutes_weekly: int
    temporary: bool = True


@dataclass(frozen=True, slots=True)
class SuspendedWork:
    """Days without work while the job goes on."""

    period: Period
    reason: SuspensionReason = SuspensionReason.ECONOMIC


@dataclass(frozen=True, slots=True)
class PaidOnLeaving:
    """What the employer pays because the job ended."""

    kind: LeavingPayment
    amount: Amount
    covers: Period | None = None
    """The days after the end that it is paid for; None where nobody says."""


@dataclass(frozen=True, slots=True)
class AbsentDays:
    """Days without work, or with less, for a reason on the person's side."""

    period: Period
    kind: Absence
    minutes_weekly_left: int = 0


@dataclass(frozen=True, slots=True)
class TakenPart:
    """A participation in a programme; the person came on every weekday of it."""

    period: Period
    trains: bool = True
    over: bool = True


@dataclass(frozen=True, slots=True)
class WorkedAbroad:
    """A period that an institution of another country certifies."""

    period: Period
    kind: InsuredAbroad = InsuredAbroad.EMPLOYED_INSURED
    country: str = "EE"


@dataclass(frozen=True, slots=True)
class Job:
    """An employment, and what it paid. Nothing but its pay is known of a job without a first or a last day."""

    key: str = "job"
    """Its name in the institution's books; each job of a person has another."""
    employer: str = "works"
    started: date | None = None
    """The first day; None where nobody reports it."""
    ended: date | None = None
    """The first day without the job; None while it lasts, or where nobody reports the end."""
    contract: Contract | None = None
    """None where nobody reports it."""
    industry: str | None = None
    """Of the employer, such as `isic4:86`; None where nobody reports it, as with the occupation."""
    occupation: str | None = None
    reason: Separation = Separation.LAID_OFF
    """Why it ended, as the employer reports it."""
    minutes_weekly: int | None = FULL_TIME
    """The agreed working time; None where nobody reported it."""
    pay: tuple[Pay, ...] = ()
    reduced: tuple[ReducedHours, ...] = ()
    suspended: tuple[SuspendedWork, ...] = ()
    paid_on_leaving: tuple[PaidOnLeaving, ...] = ()
    notice_on: date | None = None
    """When notice was given; None where nobody reports it."""
    returns_on: date | None = None
    """The first day of work again, where the employer promised it."""


@dataclass(frozen=True, slots=True)
class Statement:
    """What the law asks and no other fact states, under the name that stands among the sheet's `particulars`."""

    name: str
    value: StatedValue
    """In the sheet's unit."""
    since: date = LONG_AGO
    until: date | None = None
    """The first day on which it no longer holds; None where no end is known."""


@dataclass(frozen=True, slots=True)
class CertifiedPeriod:
    """What the person certifies of one benefit period."""

    period: Period
    earned: Amount = 0
    """Earned in the period, for work done in it."""
    minutes: int = 0
    """Worked in the period."""
    able: bool = True
    available: bool = True
    sought_work: bool = True


@dataclass(frozen=True, slots=True)
class Certification:
    """Benefit periods that are certified together; each begins where the one before it ends."""

    periods: tuple[CertifiedPeriod, ...]
    filed_on: date | None = None
    """The day after the last certified day if left out."""
    key: str = ""
    """The claim and the first day if left out."""


SOMEBODY = Officer(staff="officer-1", role="adjudicator")


@dataclass(frozen=True, slots=True)
class OfficerDecision:
    """A named person decides what the law leaves to a person."""

    about: About
    """A condition of the sheet, a benefit week, an overpayment or a referral."""
    verdict: Verdict
    decided_on: date
    article: str
    """The article that the decision applies."""
    applies: Period | None = None
    """The days that an adverse decision covers."""
    ground: Ground | None = None
    reduced_by: str | None = None
    """The share that an adverse decision takes, as an exact number; None for all."""
    complied_on: date | None = None
    """The day on which the person did what was asked, and a reduction ends where the law says so."""
    reasons: str = "Both sides were heard."
    facts_considered: tuple[str, ...] = ()
    """Keys of facts."""
    officer: Officer = SOMEBODY
    appeal: str = "As the scheme says."
    certification: str | None = None
    """Of a week that was asked about on no ground, the certification that states it."""


@dataclass(frozen=True, slots=True)
class BenefitClaim:
    """A claim that is filed, what is certified under it, and what officers decide of it."""

    filed_on: date | None = None
    """None where only what follows the filing is told."""
    without_work_from: date | None = None
    """The first day without work, as the person says; the day of filing if left out."""
    key: str = CLAIM
    """Each claim of a person has another."""
    employment: str | None = None
    """The key of the job that was lost, where the person names it."""
    channel: Channel = Channel.ONLINE
    withdrawn_on: date | None = None
    certifications: tuple[Certification, ...] = ()
    decisions: tuple[OfficerDecision, ...] = ()


@dataclass(frozen=True, slots=True)
class Life:
    """A person, as far as a law of unemployment benefit may ask."""

    born: str | None = None
    """Year and month of birth, `1985-06`; None where the population registry does not know the person."""
    region: str = "here"
    sex: Sex = Sex.UNKNOWN
    national: bool | None = None
    """Whether a national of the country; for statistics, as sex is."""
    dependants: int = 0
    died_on: date | None = None
    """As the population registry says; a person whom it does not know has no day of death."""
    jobs: tuple[Job, ...] = ()
    absences: tuple[AbsentDays, ...] = ()
    took_part: tuple[TakenPart, ...] = ()
    """From all work of the person's."""
    abroad: tuple[WorkedAbroad, ...] = ()
    stated: tuple[Statement, ...] = ()
    claims: tuple[BenefitClaim, ...] = ()
    """Earlier claims come first."""

    def certifying(self, periods: Iterable[CertifiedPeriod]) -> Life:
        """The same person, who certifies these periods one by one under the last claim.

        Raises `LifeFault` where there is no claim.
        """
        if not self.claims:
            raise LifeFault("nothing can be certified without a claim")
        *earlier, last = self.claims
        certifications = (*last.certifications, *(Certification((period,)) for period in periods))
        return replace(self, claims=(*earlier, replace(last, certifications=certifications)))
