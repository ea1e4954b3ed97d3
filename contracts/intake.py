"""What claimants file: claims, certifications, withdrawals, replies. They are facts, and may be corrected."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated, ClassVar, Literal, Self

from pydantic import Field, StrictBool, StrictInt, model_validator

from contracts.base import Event, Part
from contracts.casework import FACTS_MAX
from contracts.contest import Tier
from contracts.registry import Fact
from contracts.values import Day, Key, Money, Period, Sentence


class Channel(StrEnum):
    """How a person reached us; the same rights and clocks hold for every channel."""

    ONLINE = "online"
    OFFICE = "office"
    PHONE = "phone"
    PAPER = "paper"


class ClaimFiled(Fact):
    """A person claims unemployment benefit; `key` is the claim's id."""

    name: ClassVar[str] = "intake.claim-filed"
    scheme: Key
    """The scheme claimed under, for example `us/mississippi`."""
    filed_on: Day
    unemployed_from: Day
    """First day without work, as the claimant says."""
    employment: Key | None = None
    """The employment that was lost, where the claimant knows its key."""
    channel: Channel = Channel.ONLINE


class ClaimWithdrawn(Fact):
    """The claimant takes the claim back; `key` is the claim's id."""

    name: ClassVar[str] = "intake.claim-withdrawn"
    withdrawn_on: Day


class CertifiedWeek(Part):
    """What a claimant certifies of one benefit week."""

    period: Period
    able: StrictBool
    available: StrictBool
    sought_work: StrictBool
    minutes_worked: StrictInt = Field(default=0, ge=0, le=7 * 24 * 60)
    earnings: Money
    """Earned in this week, for work done in this week; zero is said, not left out."""


class CertificationFiled(Fact):
    """A claimant certifies one or more consecutive benefit weeks; a correction raises `source_version`."""

    name: ClassVar[str] = "intake.certification-filed"
    claim: Key
    filed_on: Day
    weeks: Annotated[tuple[CertifiedWeek, ...], Field(min_length=1, max_length=6)]

    @model_validator(mode="after")
    def _weeks_follow_each_other(self) -> Self:
        for earlier, later in zip(self.weeks, self.weeks[1:], strict=False):
            if later.period.start != earlier.period.end:
                raise ValueError("the certified weeks must follow each other without gap or overlap")
        return self

    def valid(self) -> Period | None:
        """From the first certified day to the last."""
        return Period(start=self.weeks[0].period.start, end=self.weeks[-1].period.end)


FilingKind = Literal["intake.claim-filed", "intake.claim-withdrawn", "intake.certification-filed"]


class FilingRetracted(Fact):
    """The filing of this kind and key, in every version below this one, never was: a withdrawal is taken back, or a
    claim or certification was booked on the wrong person.
    """

    name: ClassVar[str] = "intake.filing-retracted"
    kind: FilingKind
    """The event name of what is taken back; intake takes back its own kinds only."""
    reason: Sentence


class ReplyFiled(Event):
    """The claimant answers a notice before a decision is taken."""

    name: ClassVar[str] = "intake.reply-filed"
    question: Key
    filed_on: Day


class ContestFiled(Event):
    """The claimant contests a decision (C102 Art. 70(1), C168 Art. 27(1)); nothing that is wrong with the filing makes
    a machine refuse it.
    """

    name: ClassVar[str] = "intake.contest-filed"
    decision: Key
    """The contested decision: the key of its question, or of the contest after which it was made."""
    tier: Tier
    filed_on: Day
    channel: Channel = Channel.ONLINE
    because: Sentence | None = None
    """What is wrong with the decision, as the claimant says."""
    late_because: Sentence | None = None
    """What kept the claimant from filing in time."""
    mandate: Key | None = None
    """The key of the mandate under which a representative files; none where the claimant does."""


class ContestWithdrawn(Event):
    """The claimant takes a contest back; the decision stands."""

    name: ClassVar[str] = "intake.contest-withdrawn"
    contest: Key
    withdrawn_on: Day
    mandate: Key | None = None
    """The key of the mandate under which a representative takes it back; none where the claimant does."""


class Representative(StrEnum):
    """Who may represent or assist a claimant (C168 Art. 27(2))."""

    OWN_CHOICE = "own_choice"
    """A qualified person of the claimant's own choice."""
    WORKERS_ORGANISATION = "workers_organisation"
    """A delegate of a representative workers' organisation."""
    PROTECTED_PERSONS = "protected_persons"
    """A delegate of an organisation that represents the persons protected."""


class MandateScope(StrEnum):
    """What a representative may do in the claimant's name."""

    CONTEST = "contest"
    """File a contest."""
    HEARING = "hearing"
    """Speak at its hearing."""
    LETTERS = "letters"
    """Receive what is sent to the claimant."""


class MandateGiven(Fact):
    """A claimant lets somebody act in their name, for what and how long; `key` is the mandate's."""

    name: ClassVar[str] = "intake.mandate-given"
    representative: Key
    """A key that the institution can resolve to a name."""
    kind: Representative
    scope: Annotated[tuple[MandateScope, ...], Field(min_length=1, max_length=3)]
    since: Day
    until: Day | None = None
    """The first day on which it does not hold any more; None where it has no end."""
    claim: Key | None = None
    """The only claim for which it holds; None for all of the person's."""

    @model_validator(mode="after")
    def _has_days(self) -> Self:
        if self.until is not None and self.until <= self.since:
            raise ValueError("a mandate must end after it begins")
        return self


class MandateEnded(Fact):
    """The mandate with this key was revoked, or laid down."""

    name: ClassVar[str] = "intake.mandate-ended"
    ended_on: Day
    """The first day on which it does not hold any more."""


class WaiverRequested(Event):
    """The claimant asks not to have to pay a debt back; until a person decides, nothing of it is collected.

    One that comes soon after another was refused stops the collection only where it names new facts, and once.
    """

    name: ClassVar[str] = "intake.waiver-requested"
    question: Key
    """The question whose decision made it a debt."""
    request: Key
    filed_on: Day
    channel: Channel = Channel.ONLINE
    new_facts: Annotated[tuple[Key, ...], Field(min_length=1, max_length=FACTS_MAX)] | None = None
    """The keys of facts or papers that no earlier request named."""


class TaxChoiceFiled(Event):
    """The claimant asks that a tax be withheld from the benefit, or that it be withheld no longer.

    It holds for what is paid from its day on, until the next choice.
    """

    name: ClassVar[str] = "intake.tax-choice-filed"
    tax: Key
    """Which tax, by its name in the institution's terms of deduction: `us_federal_income_tax`."""
    withhold: StrictBool
    filed_on: Day
    channel: Channel = Channel.ONLINE
