"""Facts about a job: its beginning and end, hours, suspension, absence, and what is paid on leaving.

Registries publish them with the other facts of [`registry`](registry.py), on the same topic.
"""

from __future__ import annotations

from enum import StrEnum
from typing import ClassVar, Self

from pydantic import StrictBool, model_validator

from contracts.base import Body, upcast
from contracts.code_lists import Country, ListedCode, SourceCode
from contracts.fact import Fact, FullPost, MinutesWeekly
from contracts.values import Day, Key, Money, Period


class Contract(StrEnum):
    """For how long an employee was taken on: the groups of ICSE-18 (41 to 44), seasonal work told apart."""

    PERMANENT = "permanent"
    FIXED_TERM = "fixed_term"
    SEASONAL = "seasonal"
    CASUAL = "casual"
    APPRENTICE = "apprentice"


class Standing(StrEnum):
    """How a person works: the groups of ICSE-18 by authority (Resolution I of the 20th ICLS, 2018)."""

    EMPLOYEE = "employee"
    SELF_EMPLOYED = "self_employed"
    DEPENDENT_CONTRACTOR = "dependent_contractor"
    FAMILY_WORKER = "family_worker"


class EmploymentStarted(Fact):
    """A person entered a job. Whoever does not know the hours leaves them out; nobody takes that for zero."""

    name: ClassVar[str] = "registry.employment-started"
    version: ClassVar[int] = 2
    employment: Key
    employer: Key
    started_on: Day
    minutes_weekly: MinutesWeekly | None = None
    """The agreed working time; None where the source knows none, be it that it knows a share or a band of hours."""
    full_post: FullPost | None = None
    """The weekly minutes of a full post there: the share of the post is `minutes_weekly` divided by it."""
    contract: Contract | None = None
    standing: Standing | None = None
    agreed_end: Day | None = None
    """The first day without the job, where it was agreed when the job began."""
    occupation: ListedCode | None = None
    """Such as `isco08:2221`, or the source's national list by name: `kldb2010:81302`."""
    industry: ListedCode | None = None
    """Of the employer: such as `isic4:8610`."""
    country: Country | None = None
    """Where the work is done; None for the registry's own country."""

    @model_validator(mode="after")
    def _ends_after_it_began(self) -> Self:
        if self.agreed_end is not None and self.agreed_end <= self.started_on:
            raise ValueError("the agreed end must lie after the day the job began")
        return self


@upcast("registry.employment-started", 1)
def _with_known_hours(body: Body) -> Body:
    """Version 1 always names the hours."""
    return body


class Separation(StrEnum):
    """Why an employment ended, as the employer reported it; a report, not a finding."""

    LAID_OFF = "laid_off"
    WORKPLACE_CLOSED = "workplace_closed"
    FIXED_TERM_ENDED = "fixed_term_ended"
    SEASON_ENDED = "season_ended"
    DISMISSED = "dismissed"
    MISCONDUCT = "misconduct"
    VOLUNTARY = "voluntary"
    MUTUAL_AGREEMENT = "mutual_agreement"
    RETIREMENT = "retirement"
    LABOUR_DISPUTE = "labour_dispute"
    ILL_HEALTH = "ill_health"
    FAMILY_CARE = "family_care"
    EDUCATION = "education"
    SERVICE = "service"
    """Military or civilian service."""
    DEATH = "death"
    OTHER = "other"
    """The source names a reason that is none of these."""
    NOT_SAID = "not_said"
    """The source names none: whoever needs it must ask."""


class EmploymentEnded(Fact):
    """A person left a job; `ended_on` is the first day without it."""

    name: ClassVar[str] = "registry.employment-ended"
    version: ClassVar[int] = 2
    employment: Key
    ended_on: Day
    reason: Separation
    code: SourceCode | None = None
    """The source's own code, untouched, such as `stp2:R`: a mapping can then be mended without the source."""
    statement: Key | None = None
    """Where the employer's words lie in the institution's vault; the words themselves never travel."""
    last_worked_on: Day | None = None
    notice_on: Day | None = None
    """When notice was given."""
    returns_on: Day | None = None
    """The first day of work again, where the employer promised to take the person back."""

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        if self.last_worked_on is not None and self.last_worked_on >= self.ended_on:
            raise ValueError("the last day worked must lie before the first day without the job")
        if self.returns_on is not None and self.returns_on < self.ended_on:
            raise ValueError("nobody returns to a job before it ended")
        return self


@upcast("registry.employment-ended", 1)
def _with_a_reason_alone(body: Body) -> Body:
    """Version 1 has fewer reasons and says nothing else."""
    return body


class HoursChanged(Fact):
    """The weekly hours of a running employment changed."""

    name: ClassVar[str] = "registry.hours-changed"
    employment: Key
    period: Period
    minutes_weekly: MinutesWeekly
    temporary: StrictBool

    def valid(self) -> Period | None:
        """The days with the changed hours."""
        return self.period


class SuspensionReason(StrEnum):
    """Why work was suspended without ending the employment (C168 Art. 10(2)(b))."""

    ECONOMIC = "economic"
    TECHNOLOGICAL = "technological"
    STRUCTURAL = "structural"
    SIMILAR = "similar"


class EmploymentSuspended(Fact):
    """Work stopped for a time while the employment went on."""

    name: ClassVar[str] = "registry.employment-suspended"
    employment: Key
    period: Period
    reason: SuspensionReason

    def valid(self) -> Period | None:
        """The days without work."""
        return self.period


class Absence(StrEnum):
    """Why a person did not work though the job went on; never a diagnosis."""

    SICKNESS = "sickness"
    INJURY = "injury"
    """An accident at work or an occupational disease."""
    MATERNITY = "maternity"
    PARENTAL = "parental"
    CARE = "care"
    SERVICE = "service"
    """Military or civilian service."""
    EDUCATION = "education"
    UNPAID_LEAVE = "unpaid_leave"
    DETENTION = "detention"
    OTHER = "other"


class PaidBy(StrEnum):
    """Who pays a person who is absent."""

    EMPLOYER = "employer"
    INSURANCE = "insurance"
    NOBODY = "nobody"


class AbsenceRecorded(Fact):
    """A person did not work, or worked less, for a reason on the person's side.

    What stops work on the employer's side is `registry.employment-suspended` (C168 Art. 10). An absence without a
    known end is told up to the end of what was reported, and told again with a higher source version.
    """

    name: ClassVar[str] = "registry.absence-recorded"
    employment: Key | None = None
    """None where the absence is from no single job, such as detention."""
    period: Period
    kind: Absence
    minutes_weekly_left: MinutesWeekly = 0
    """What is still worked in a partial absence."""
    paid_by: PaidBy | None = None

    def valid(self) -> Period | None:
        """The days of absence."""
        return self.period


class LeavingPayment(StrEnum):
    """What is paid because a job ends."""

    NOTICE_PAY = "notice_pay"
    """Wages for time after the end, such as for a notice period not kept (EESSI amount 01)."""
    LEAVE_COMPENSATION = "leave_compensation"
    """Leave that was not taken (EESSI amount 02)."""
    SEVERANCE = "severance"
    OTHER = "other"


class LeavingPaymentRecorded(Fact):
    """An amount that an employer pays because the job ended, and the days it is paid for, where they are said."""

    name: ClassVar[str] = "registry.leaving-payment-recorded"
    employment: Key
    kind: LeavingPayment
    amount: Money
    paid_on: Day | None = None
    covers: Period | None = None
    """The days after the end to which the amount is allocated."""

    def valid(self) -> Period | None:
        """The days that are covered."""
        return self.covers


class LayoffAnnounced(Fact):
    """An employer announces that it lays off many people, and this person is on its list (C168 Art. 10(1)).

    `ended_on` is the first day without the job. The end of the job itself is `registry.employment-ended`, stated beside
    this from the same line of the list.
    """

    name: ClassVar[str] = "registry.layoff-announced"
    layoff: Key
    """The announcement: one for all who are on the list."""
    employer: Key
    site: Key | None = None
    employment: Key
    ended_on: Day
    reason: Separation
    scheme: Key | None = None
    """The scheme under which the person would claim, where the employer knows it."""
