"""What the figures keep of an event: what is counted and nothing else, no reasons, no names of officers.

An observation is kept with when its event reached the log, so that what was known when a day was closed can be counted
again on any later day. Amounts are minor units.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Annotated, Literal

from pydantic import Field, TypeAdapter


@dataclass(frozen=True, slots=True)
class FilingObserved:
    """A claim began."""

    claim: str
    scheme: str
    filed_on: date
    kind: Literal["filed"] = "filed"


@dataclass(frozen=True, slots=True)
class DeterminationObserved:
    """A determination: its outcome, the rate, and of which earnings it is a share."""

    claim: str
    number: int
    outcome: str
    automatic: bool
    rate: int | None
    rate_per: str | None
    earnings: int | None
    earnings_per: str | None
    unmet: tuple[tuple[str, str], ...]
    """(condition, citation) of each condition that was not met."""
    ground: str | None
    """The first ground of the closed list among them; none where only the qualifying rules are not met."""
    described: dict[str, str] | None
    """The dimensions that the facts tell; None where this determination says nothing of them."""
    on: date
    """The day of its cause."""
    sheet: str
    """The digest of the sheet, its beginning."""
    kind: Literal["determined"] = "determined"


@dataclass(frozen=True, slots=True)
class Described:
    """The dimensions of a claim changed, and nothing else."""

    claim: str
    described: dict[str, str]
    kind: Literal["described"] = "described"


@dataclass(frozen=True, slots=True)
class Assessed:
    """A certified period."""

    claim: str
    certification: str
    number: int
    weeks: int
    """For how many of its weeks something is due."""
    first_end: date | None
    """The last day of the first week for which something is due."""
    exhausted: bool
    """Whether nothing of the total is left after it."""
    kind: Literal["assessed"] = "assessed"


@dataclass(frozen=True, slots=True)
class Instructed:
    """A payment was ordered, or is not owed any more where the amount is zero."""

    claim: str
    instruction: str
    amount: int
    currency: str
    due_on: date | None
    kind: Literal["instructed"] = "instructed"


@dataclass(frozen=True, slots=True)
class BankObserved:
    """The bank said that a payment left, or that it came back."""

    claim: str
    instruction: str
    amount: int
    currency: str
    on: date
    returned: bool
    kind: Literal["booked"] = "booked"


@dataclass(frozen=True, slots=True)
class Referred:
    """A person was referred to a programme."""

    claim: str
    referral: str
    programme: str
    on: date
    kind: Literal["referred"] = "referred"


@dataclass(frozen=True, slots=True)
class ReferralStep:
    """An answer, an outcome, or the end of a referral without either."""

    referral: str
    step: Literal["answer", "outcome", "lapse"]
    said: str
    because: str = ""
    """Why the person declines, by the closed list; empty where nothing was recorded of it."""
    key: str = ""
    """The record's own key, where it may be corrected."""
    version: int = 1
    kind: Literal["referral-step"] = "referral-step"


@dataclass(frozen=True, slots=True)
class PlacementNoted:
    """A placement officer's record of a talk or of an appointment; the highest version of a key counts."""

    what: Literal["talk", "offer"]
    key: str
    version: int
    about: str
    """The claim that was talked about, or the referral that was offered; empty where the record is taken back."""
    kind: Literal["placement"] = "placement"


@dataclass(frozen=True, slots=True)
class ReferralStood:
    """Where a referral stands by all that is known of it; told once more, with a higher number, when that changes."""

    referral: str
    number: int
    standing: str
    kind: Literal["referral-stood"] = "referral-stood"


@dataclass(frozen=True, slots=True)
class WorkSeen:
    """Whether a person was in work so many months after a participation; the highest number counts."""

    referral: str
    months: int
    number: int
    on: date
    """The day that was looked at."""
    in_work: bool | None
    """None where that participation has no such end any more."""
    kind: Literal["work-seen"] = "work-seen"


@dataclass(frozen=True, slots=True)
class Questioned:
    """Something waits for a named person."""

    claim: str
    question: str
    about: str
    on: date
    kind: Literal["questioned"] = "questioned"


@dataclass(frozen=True, slots=True)
class QuestionEnded:
    """A question was answered, or fell away where the verdict is empty."""

    question: str
    claim: str
    verdict: str
    on: date | None
    about: str = ""
    ground: str | None = None
    article: str = ""
    after_contest: bool = False
    kind: Literal["question-ended"] = "question-ended"


@dataclass(frozen=True, slots=True)
class Contested:
    """A decision was contested, or the contest ended where an outcome is named."""

    claim: str
    contest: str
    question: str
    on: date
    decide_by: date | None
    outcome: str
    kind: Literal["contested"] = "contested"


@dataclass(frozen=True, slots=True)
class Reviewed:
    """A decision was drawn for a review, or reviewed where a finding is named."""

    claim: str
    question: str
    finding: str
    on: date
    kind: Literal["reviewed"] = "reviewed"


@dataclass(frozen=True, slots=True)
class FundTold:
    """Money came into a fund or left it, as the treasury tells; nobody's."""

    fund: str
    amount: int
    """Negative where it left."""
    currency: str
    on: date
    kind: Literal["fund"] = "fund"


@dataclass(frozen=True, slots=True)
class ResolutionTold:
    """What the committee resolved, and where it stands; the highest number counts."""

    resolution: str
    number: int
    decision: str
    owner: str
    resolved_on: date
    due_on: date | None
    status: str
    scheme: str | None
    scheme_digest: str | None
    kind: Literal["resolution"] = "resolution"


Observation = Annotated[
    FilingObserved
    | DeterminationObserved
    | Described
    | Assessed
    | Instructed
    | BankObserved
    | Referred
    | ReferralStep
    | PlacementNoted
    | ReferralStood
    | WorkSeen
    | Questioned
    | QuestionEnded
    | Contested
    | Reviewed
    | FundTold
    | ResolutionTold,
    Field(discriminator="kind"),
]
OBSERVATIONS: TypeAdapter[Observation] = TypeAdapter(Observation)
"""Reads and writes an observation as JSON."""
