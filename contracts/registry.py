"""Facts that social security institutions publish: persons, jobs, contributions, periods abroad, particulars.

Every fact has a natural key, a source version, a valid time and a recorded time. A correction is the same
key with a higher source version; a retraction says that the fact never was. The order of arrival means
nothing: the highest source version of a key holds.
"""

from __future__ import annotations

from collections.abc import Sequence
from enum import StrEnum
from typing import Annotated, ClassVar, Self

from pydantic import AfterValidator, Field, StrictBool, StrictInt, model_validator
from pydantic_core import PydanticCustomError

from contracts.base import Part
from contracts.code_lists import Country
from contracts.employment import (
    Absence,
    AbsenceRecorded,
    Contract,
    EmploymentEnded,
    EmploymentStarted,
    EmploymentSuspended,
    HoursChanged,
    LayoffAnnounced,
    LeavingPayment,
    LeavingPaymentRecorded,
    PaidBy,
    Separation,
    Standing,
    SuspensionReason,
)
from contracts.fact import Fact, MinutesWeekly
from contracts.short_time import ShortTimeReported
from contracts.values import Day, Key, Money, Period, Sentence

__all__ = [
    "FACTS",
    "RETRACTABLE",
    "Absence",
    "AbsenceRecorded",
    "BorneBy",
    "Contract",
    "ContributionRecorded",
    "ContributionShare",
    "EarningsKind",
    "EarningsPart",
    "EmploymentEnded",
    "EmploymentStarted",
    "EmploymentSuspended",
    "Fact",
    "FactRetracted",
    "HoursChanged",
    "InsuredAbroad",
    "JobSearchVerified",
    "LayoffAnnounced",
    "LeavingPayment",
    "LeavingPaymentRecorded",
    "MinutesWeekly",
    "PaidBy",
    "ParticularStated",
    "PayBasis",
    "PeriodAbroadCertified",
    "PersonRecorded",
    "Separation",
    "Sex",
    "Standing",
    "SuspensionReason",
    "Verified",
]


class Sex(StrEnum):
    """As registered; for statistics only, never an input to a decision."""

    FEMALE = "female"
    MALE = "male"
    OTHER = "other"
    UNKNOWN = "unknown"


class PersonRecorded(Fact):
    """What the population registry says of a person that the law or the statistics need."""

    name: ClassVar[str] = "registry.person-recorded"
    valid_from: Day
    birth_month: str = Field(pattern=r"^(19|20)[0-9][0-9]-(0[1-9]|1[0-2])$")
    """Year and month of birth; the day stays in the vault."""
    sex: Sex = Sex.UNKNOWN
    region: Key
    dependants: StrictInt = Field(default=0, ge=0, le=30)
    national: StrictBool | None = None
    """Whether a national of the country; None when the registry does not say. For statistics only."""
    died_on: Day | None = None
    """The day of death; None while the registry knows of none."""

    @model_validator(mode="after")
    def _born_before_recorded(self) -> Self:
        if self.birth_month > f"{self.recorded_at:%Y-%m}":
            raise ValueError("nobody is recorded before the month of birth")
        if self.died_on is not None and self.birth_month > f"{self.died_on:%Y-%m}":
            raise ValueError("nobody dies before the month of birth")
        return self


class EarningsKind(StrEnum):
    """What a part of earnings was paid for."""

    BASIC = "basic"
    OVERTIME = "overtime"
    BONUS = "bonus"
    ALLOWANCE = "allowance"
    IN_KIND = "in_kind"
    PAID_LEAVE = "paid_leave"
    SICK_PAY = "sick_pay"
    PARENTAL_PAY = "parental_pay"
    ARREARS = "arrears"
    OTHER = "other"


class EarningsPart(Part):
    """A part of the earnings of a period."""

    kind: EarningsKind
    amount: Money


class BorneBy(StrEnum):
    """Who bears a share of a contribution (C102 Art. 71(2))."""

    EMPLOYEE = "employee"
    EMPLOYER = "employer"
    STATE = "state"


class ContributionShare(Part):
    """A share of a contribution."""

    by: BorneBy
    amount: Money


class ContributionRecorded(Fact):
    """Insured earnings of one period with one employer, and the contribution paid on them."""

    name: ClassVar[str] = "registry.contribution-recorded"
    employer: Key
    period: Period
    """The days in which the earnings were earned, not when they were reported."""
    earnings: Money
    contribution: Money | None = None
    minutes_worked: StrictInt | None = Field(default=None, ge=0, le=10**6)
    employment: Key | None = None
    """The job that was paid, where the source tells an employer's jobs apart."""
    paid_on: Day | None = None
    parts: Annotated[tuple[EarningsPart, ...], Field(max_length=len(EarningsKind))] | None = None
    """What the earnings consist of: together they are `earnings`."""
    shares: Annotated[tuple[ContributionShare, ...], Field(max_length=len(BorneBy))] | None = None
    """Who bears the contribution: together they are `contribution`."""

    @model_validator(mode="after")
    def _parts_make_the_whole(self) -> Self:
        if self.parts is not None and not _add_up([part.amount for part in self.parts], self.earnings):
            raise ValueError("the parts must add up to the earnings, in their currency")
        if self.shares is not None and not _add_up([share.amount for share in self.shares], self.contribution):
            raise ValueError("the shares must add up to the contribution, in its currency")
        return self

    def valid(self) -> Period | None:
        """The days in which the earnings were earned."""
        return self.period


def _add_up(amounts: Sequence[Money], whole: Money | None) -> bool:
    if whole is None or {amount.currency for amount in amounts} != {whole.currency}:
        return False
    return sum(amount.minor for amount in amounts) == whole.minor


class InsuredAbroad(StrEnum):
    """What a period in another country was: the kinds of SED U002 (01 to 04, 99)."""

    EMPLOYED_INSURED = "employed_insured"
    SELF_EMPLOYED_INSURED = "self_employed_insured"
    EMPLOYED_UNINSURED = "employed_uninsured"
    SELF_EMPLOYED_UNINSURED = "self_employed_uninsured"
    ASSIMILATED = "assimilated"
    """Insured in another way, or treated as insured."""


class PayBasis(StrEnum):
    """What pay is told of."""

    GROSS = "gross"
    NET = "net"


class PeriodAbroadCertified(Fact):
    """A period that another country's institution certifies (Regulation (EC) 987/2009 Art. 54, forms U002 and U1).

    It is no contribution: the pay is in the currency of the other country, and is kept in it.
    """

    name: ClassVar[str] = "registry.period-abroad-certified"
    country: Country
    kind: InsuredAbroad
    period: Period
    days: StrictInt | None = Field(default=None, ge=0, le=73_050)
    """The days that count, where the certificate counts them otherwise than by the calendar."""
    minutes_weekly: MinutesWeekly | None = None
    monthly: Money | None = None
    """The pay of an average month."""
    basis: PayBasis | None = None
    """What `monthly` is told of; the two stand together."""
    reason: Separation | None = None
    """Why the work ended."""
    certificate: Key

    @model_validator(mode="after")
    def _pay_has_a_basis(self) -> Self:
        if (self.monthly is None) != (self.basis is None):
            raise ValueError("pay is told with its basis, gross or net, and a basis with the pay")
        return self

    def valid(self) -> Period | None:
        """The days that are certified."""
        return self.period


class Verified(StrEnum):
    """What an employment service found of the search for work."""

    MET = "met"
    NOT_MET = "not_met"
    CANNOT_SAY = "cannot_say"


class JobSearchVerified(Fact):
    """What the employment service says of a person's search for work. It is never made from a silence."""

    name: ClassVar[str] = "registry.job-search-verified"
    period: Period
    search: Verified
    by: Key
    """The service or system that says so."""

    def valid(self) -> Period | None:
        """The days of the search."""
        return self.period


NUMBER = r"-?[0-9]{1,15}(\.[0-9]{1,12}|/[0-9]{1,12})?"
WORD = r"[A-Za-z][A-Za-z0-9_-]{0,79}"
DAY = r"[0-9]{4}-[0-9]{2}-[0-9]{2}"


class ParticularStated(Fact):
    """What a law asks of a person and no other fact states, under the name that the scheme's sheet gives it.

    Of two statements with different first days the later one holds from its first day on.
    """

    name: ClassVar[str] = "registry.particular-stated"
    particular: str = Field(pattern=r"^[a-z][a-z0-9_]{0,79}$")
    """The name under `particulars` in the rule sheet, for example `wage_tax`."""
    value: str = Field(pattern=rf"^({NUMBER}|{WORD}|{DAY})$")
    """An exact number in the sheet's unit, `yes` or `no`, a word of the sheet's list, or a day."""
    since: Day
    until: Day | None = None
    """The first day on which it no longer holds; None where no end is known."""


FACTS: tuple[type[Fact], ...] = (
    PersonRecorded,
    EmploymentStarted,
    EmploymentEnded,
    HoursChanged,
    EmploymentSuspended,
    AbsenceRecorded,
    LeavingPaymentRecorded,
    ContributionRecorded,
    PeriodAbroadCertified,
    JobSearchVerified,
    ParticularStated,
    LayoffAnnounced,
)
"""What a registry states; beside it stands only the retraction."""
RETRACTABLE = frozenset({*(fact.name for fact in FACTS), ShortTimeReported.name})
"""The kinds of fact that a registry may take back: its own, and nobody else's."""


def _a_registrys_own(kind: str) -> str:
    if kind not in RETRACTABLE:
        raise PydanticCustomError(
            "kind", "a registry retracts facts of registries only, such as registry.hours-changed"
        )
    return kind


class FactRetracted(Fact):
    """The fact with this kind and key, in every version below this one, never was."""

    name: ClassVar[str] = "registry.fact-retracted"
    kind: Annotated[str, Field(pattern=r"^[a-z_]+\.[a-z-]+$", max_length=80), AfterValidator(_a_registrys_own)]
    """The retracted fact's event name, for example `registry.contribution-recorded`; only a registry's own kinds."""
    reason: Sentence
