"""What follows from the law: numbered determinations and assessments, each replacing the one before."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated, ClassVar, Literal
from uuid import UUID

from pydantic import Field, StrictBool, StrictInt

from contracts.about import WeekDoubt
from contracts.base import Event, Part
from contracts.claims import Ground, ReductionBounds
from contracts.dimensions import Dimensions
from contracts.merged_persons import Pseudonym
from contracts.safeguards import SchemeSafeguards
from contracts.values import MINOR_MAX, Count, Day, Key, Money, Ordinal, Period, Sentence, Share, SourceVersion

DAYS_TO_APPEAL_MAX = 3660
FINDINGS_MAX, INTERVALS_MAX, WEEKS_MAX, LACKS_MAX = 500, 2000, 100, 20
FACT_CHARACTERS_MAX = 500_000


class Outcome(StrEnum):
    """The answer to one condition; doubt is an answer."""

    MET = "met"
    NOT_MET = "not_met"
    NEEDS_A_PERSON = "needs_a_person"


class Finding(Part):
    """One answer of the law, enough to explain a decision years later."""

    condition: Key
    outcome: Outcome
    cites: Sentence
    because: Sentence
    question: Sentence | None = None
    ground: Ground | None = None


class BenefitState(StrEnum):
    """What a stretch of days is under the law."""

    WAITING = "waiting"
    PAYABLE = "payable"
    HELD = "held"
    DISQUALIFIED = "disqualified"
    EXHAUSTED = "exhausted"
    CLOSED = "closed"


class Interval(Part):
    """A half-open stretch of the claim's timeline in one state."""

    period: Period
    state: BenefitState
    cites: Sentence
    ground: Ground | None = None
    reduced_by: Share | None = None
    """Of days that are payable: the share of the benefit that a decision on the ground takes away."""


class DeterminationOutcome(StrEnum):
    """The answer to a claim."""

    GRANTED = "granted"
    REFUSED = "refused"
    NEEDS_A_PERSON = "needs_a_person"
    WITHDRAWN = "withdrawn"


class Appeal(Part):
    """How the claimant may contest the decision (C102 Art. 70, C168 Art. 27)."""

    to: Sentence
    within_days: StrictInt = Field(ge=0, le=DAYS_TO_APPEAL_MAX)
    cites: Sentence


class LackedFact(Part):
    """Something that the law asks of the facts, and that no fact says anything of."""

    what: Key
    """The question, or the particular of the sheet."""
    asks: Sentence


class DeterminationMade(Event):
    """The law was applied to a claim; a higher `number` replaces every lower one."""

    name: ClassVar[str] = "eligibility.determination-made"
    claim: Key
    determination: UUID
    number: Ordinal
    supersedes: UUID | None = None
    scheme: Key
    scheme_digest: str = Field(pattern=r"^[0-9a-f]{64}$")
    outcome: DeterminationOutcome
    automatic: StrictBool
    """Whether no person took part; adverse outcomes are so only on the arithmetic of the qualifying rules."""
    findings: Annotated[tuple[Finding, ...], Field(min_length=1, max_length=FINDINGS_MAX)]
    benefit_rate: Money | None = None
    benefit_rate_per: Literal["day", "week", "month"] | None = None
    total_max: Money | None = None
    reference_earnings: Money | None = None
    reference_earnings_per: Literal["day", "week", "month", "quarter", "year"] | None = None
    benefit_year: Period | None = None
    timeline: Annotated[tuple[Interval, ...], Field(max_length=INTERVALS_MAX)] = ()
    appeal: Appeal
    reductions: Annotated[tuple[ReductionBounds, ...], Field(max_length=len(Ground))] | None = None
    """On which grounds the law lets benefit be reduced instead of refused, and within which bounds."""
    safeguards: SchemeSafeguards | None = None
    """What the scheme's own law says of reply windows, of contests and of second officers."""
    dimensions: Dimensions | None = None
    """What the facts say of the claim for statistics; no part of the decision, and no reason for a new version."""
    lacks: Annotated[tuple[LackedFact, ...], Field(max_length=LACKS_MAX)] | None = None
    """What is missing for the findings that are open; no part of the decision either."""


class ClaimPrepared(Event):
    """An employer announced that work ends: a claim is ready that the person only has to confirm, by filing it.

    The claim's key is that of the filing; nothing is claimed before. Said again when the announcement is corrected.
    """

    name: ClassVar[str] = "eligibility.claim-prepared"
    claim: Key
    layoff: Key
    """The employer's announcement, which names many people."""
    employment: Key
    unemployed_from: Day
    scheme: Key | None = None
    """Under which to claim; None where several schemes are served and the announcement names none."""
    withdrawn: StrictBool = False
    """Whether the announcement was taken back for this person."""


class DimensionsChanged(Event):
    """The facts say something else of a claim for statistics than when it was determined; the decision stands."""

    name: ClassVar[str] = "eligibility.dimensions-changed"
    claim: Key
    dimensions: Dimensions


class WeekState(StrEnum):
    """What became of one certified week."""

    WAITING = "waiting"
    PAID = "paid"
    PARTLY_PAID = "partly_paid"
    EXCESS_EARNINGS = "excess_earnings"
    HELD = "held"
    DISQUALIFIED = "disqualified"
    EXHAUSTED = "exhausted"
    OUTSIDE = "outside"
    NOT_ENTITLED = "not_entitled"


ONE_CLAIM = "one_claim_in_a_benefit_year"
"""The name of the finding on a claim that runs beside an earlier one of the same person."""


class WeekAssessed(Part):
    """One certified week under the law."""

    period: Period
    state: WeekState
    amount: Money
    cites: Sentence
    because: Sentence
    question: Sentence | None = None
    ground: Ground | None = None
    doubt: WeekDoubt | None = None
    """What is asked, where it is asked on no ground; earlier events did not say."""


class AssessmentMade(Event):
    """What is due for one certified period; a higher `number` replaces every lower one."""

    name: ClassVar[str] = "eligibility.assessment-made"
    claim: Key
    certification: Key
    assessment: UUID
    number: Ordinal
    determination: UUID
    period: Period
    amount: Money
    weeks: Annotated[tuple[WeekAssessed, ...], Field(min_length=1, max_length=WEEKS_MAX)]
    total_left: Money
    """What remains of the total in the benefit year after the latest certified week."""
    weeks_left: StrictInt = Field(ge=0, le=MINOR_MAX)
    """Full weeks of benefit that remain at the weekly rate."""
    filed_on: Day
    scheme: Key | None = None
    """The scheme of the claim; earlier events did not say."""


class DeathReported(Event):
    """What the population registry says of the death of who has claimed; a higher `number` replaces every lower."""

    name: ClassVar[str] = "eligibility.death-reported"
    number: Ordinal
    """How many facts of the person were known."""
    died_on: Day | None = None
    """None where no death is reported any more, or it is in doubt, which is asked about."""


PATH_MAX = 12
"""So many pseudonyms of one person may stand between two of them."""


class PersonsLinked(Event):
    """The subject is said to be one person with another pseudonym, or no longer; the other pseudonym's side says so."""

    name: ClassVar[str] = "eligibility.persons-linked"
    merger: Key
    """The key of the merger, as the registry stated it."""
    version_said: SourceVersion
    """The highest version of what was said under that key."""
    other: Pseudonym
    stays: Pseudonym
    """The one of the two whose record in the population registry holds."""
    holds: StrictBool
    facts: Count
    """How many facts of the other are shared with this one: none of them counts before all have come."""
    reason: Sentence
    through: Pseudonym | None = None
    """A third pseudonym that is one person with both, and says so; none where the two were merged themselves."""
    path: Annotated[tuple[Pseudonym, ...], Field(min_length=2, max_length=PATH_MAX)] | None = None
    """Where several stand between the two: all of them, from the third one on, each merged with the next."""


class FactShared(Event):
    """A fact of a pseudonym that is said to be the same person as the subject, as it was stated there."""

    name: ClassVar[str] = "eligibility.fact-shared"
    person: Pseudonym
    """Under whom it was told."""
    fact: UUID
    """The event that brought it."""
    kind: str = Field(pattern=r"^[a-z_]+\.[a-z-]+(:[a-z_]+\.[a-z-]+)?$", max_length=70)
    """The name of the fact's event, and of a retraction also that of what it retracts."""
    key: str = Field(min_length=1, max_length=160, pattern=r"^[A-Za-z0-9][A-Za-z0-9:_./\-]*(#[0-9a-f]{16})?$")
    source_version: SourceVersion
    event_version: Ordinal
    """The version of the event that states it."""
    stated: str = Field(pattern=r"^\{.*\}$", max_length=FACT_CHARACTERS_MAX)
    """The event itself, as JSON."""
