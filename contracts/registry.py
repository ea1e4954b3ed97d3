"""Facts that social security institutions publish: persons, employment, contributions and earnings.

Every fact has a natural key, a source version, a valid time and a recorded time. A correction is the same
key with a higher source version; a retraction says that the fact never was. The order of arrival means
nothing: the highest source version of a key holds.
"""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated, ClassVar, Self

from pydantic import AfterValidator, Field, StrictBool, StrictInt, model_validator
from pydantic_core import PydanticCustomError

from contracts.base import Event
from contracts.values import Day, Key, Money, Period, Sentence, SourceVersion
from contracts.written import Moment

MinutesWeekly = Annotated[StrictInt, Field(ge=0, le=7 * 24 * 60)]
"""Working time in minutes a week: 2400 is forty hours."""


class Fact(Event):
    """What a source knows, with the version by which it may be corrected."""

    key: Key
    """Natural key: unique for this kind of fact and person in the source's own books."""
    source_version: SourceVersion
    """1 for the first statement; each correction raises it."""
    recorded_at: Moment
    """When the source came to know it in this form."""

    def valid(self) -> Period | None:
        """When the fact is true of the world; None where it is a moment or has no end yet."""
        return None


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

    @model_validator(mode="after")
    def _born_before_recorded(self) -> Self:
        if self.birth_month > f"{self.recorded_at:%Y-%m}":
            raise ValueError("nobody is recorded before the month of birth")
        return self


class EmploymentStarted(Fact):
    """A person entered a job."""

    name: ClassVar[str] = "registry.employment-started"
    employment: Key
    employer: Key
    started_on: Day
    minutes_weekly: MinutesWeekly


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
    OTHER = "other"


class EmploymentEnded(Fact):
    """A person left a job; `ended_on` is the first day without it."""

    name: ClassVar[str] = "registry.employment-ended"
    employment: Key
    ended_on: Day
    reason: Separation


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


class ContributionRecorded(Fact):
    """Insured earnings of one period with one employer, and the contribution paid on them."""

    name: ClassVar[str] = "registry.contribution-recorded"
    employer: Key
    period: Period
    """The days in which the earnings were earned, not when they were reported."""
    earnings: Money
    contribution: Money | None = None
    minutes_worked: StrictInt | None = Field(default=None, ge=0, le=10**6)

    def valid(self) -> Period | None:
        """The days in which the earnings were earned."""
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
    ContributionRecorded,
    ParticularStated,
)
"""What a registry states; beside it stands only the retraction."""
RETRACTABLE = frozenset(fact.name for fact in FACTS)
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
