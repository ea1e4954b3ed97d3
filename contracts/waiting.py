"""What a claim waits for and from whom, what was taken in, and what is decided for the time being: said by claims."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated, ClassVar
from uuid import UUID

from pydantic import Field

from contracts.base import Event, Part
from contracts.letters import LetterChannel
from contracts.values import Day, Key, Period, Sentence
from contracts.written import Moment

MISSING_MAX = 20
BANK_DETAILS = "bank_details"
"""What a claim lacks while nobody knows to which account its person is paid."""


class MissingFrom(StrEnum):
    """Who has what a claim lacks."""

    CLAIMANT = "claimant"
    EMPLOYER = "employer"
    POPULATION_REGISTER = "population_register"
    CONTRIBUTION_REGISTER = "contribution_register"
    EMPLOYMENT_SERVICE = "employment_service"
    US = "us"


class MissingFact(Part):
    """One thing that a claim lacks."""

    what: Key
    """The question or particular of the sheet that nothing answers, such as `separation_reason`; or `bank_details`."""
    asks: Sentence
    from_whom: MissingFrom
    since: Day
    until: Day
    """Until when we wait. Then a named person asks; that nothing came decides nothing."""


class ClaimIncomplete(Event):
    """What a claim lacks now; it replaces what was said before, and nothing is lacking where the list is empty."""

    name: ClassVar[str] = "claims.claim-incomplete"
    claim: Key
    missing: Annotated[tuple[MissingFact, ...], Field(max_length=MISSING_MAX)]
    on: Day


class AwaitedStep(StrEnum):
    """How long a certification has been waited for."""

    REMINDED = "reminded"
    """It is due soon."""
    LATE = "late"
    """Its last day has passed; it is taken like one in time while the grace lasts."""
    OVERDUE = "overdue"
    """The grace has passed: a named person asks the claimant. Nothing is lost by it."""


class CertificationAwaited(Event):
    """Days of a granted claim that nobody has certified yet; told in steps, and never a reason to refuse anything."""

    name: ClassVar[str] = "claims.certification-awaited"
    claim: Key
    step: AwaitedStep
    period: Period
    """The days that come next."""
    due_by: Day
    """The last day in time."""
    grace_until: Day
    """The last day on which a late one is taken and nobody asks for reasons."""
    channels: Annotated[tuple[LetterChannel, ...], Field(max_length=len(LetterChannel))]
    """By which ways the claimant is told."""
    on: Day
    good_cause: Sentence | None = None
    """What excuses a later certification, by the law of the claim; None where it says nothing of it."""


class FilingReceived(Event):
    """A receipt: what was filed was taken in, with the SHA-256 of what it says."""

    name: ClassVar[str] = "claims.filing-received"
    receipt: Key
    kind: Key
    """The event name of what was filed, such as `intake.certification-filed`."""
    about: Key
    """The key of the claim, certification, question or decision that it is about."""
    filed_on: Day
    received_at: Moment
    """When the log took it in; where the log notes no times, the time of the filing itself."""
    sha256: str = Field(pattern=r"^[0-9a-f]{64}$")
    """Of the `data` of the filing, in the one form in which the contracts write it (UTF-8)."""


class DecisionProvisional(Event):
    """A determination was made while a registry was silent: it is looked at again when the registry is back."""

    name: ClassVar[str] = "claims.decision-provisional"
    claim: Key
    determination: UUID
    institution: Key
    since: Day
    """The first day of the silence."""
    settled_on: Day | None = None
    """The day on which it stopped being provisional; None while it is."""


class OutageFound(Event):
    """By our own record we stood still on these days: no lateness on them counts against anybody."""

    name: ClassVar[str] = "claims.outage-found"
    outage: Key
    period: Period
