"""What a scheme's own law says of how decisions against claimants come about; it travels with the determination.

What it leaves out is the institution's procedure.
"""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field, StrictInt

from contracts.base import Part
from contracts.values import Money, Sentence

KINDS_MAX, GROUNDS_MAX, REPLY_DAYS_MAX = 4, 12, 366
DecidedKind = Literal["condition", "week", "overpayment", "referral"]
"""What a decision may be about, as `contracts.about` names it."""
DecidedKinds = Annotated[tuple[DecidedKind, ...], Field(max_length=KINDS_MAX)]
GroundName = Annotated[str, Field(pattern=r"^[a-z_]{1,40}$")]


class ReplyWindow(Part):
    """How many days a person has to reply to a notice."""

    days: StrictInt = Field(ge=1, le=REPLY_DAYS_MAX)
    cites: Sentence


class MeanwhileRule(Part):
    """Which kinds of decisions take nothing away while they are contested, in each tier."""

    complaint: DecidedKinds
    appeal: DecidedKinds
    cites: Sentence


class TwoOfficersRule(Part):
    """On which grounds, and above which sum, two officers have to agree."""

    grounds: Annotated[tuple[GroundName, ...], Field(max_length=GROUNDS_MAX)] = ()
    above: Money | None = None
    """Sums above this one; None for no sum."""
    cites: Sentence


class LateCertification(Part):
    """Until when a certification is in time, how long a late one needs no reason, and what excuses a later one."""

    days: StrictInt | None = Field(default=None, ge=0, le=REPLY_DAYS_MAX)
    """Days after the last day that is certified; None where the institution's own figure holds."""
    grace_days: StrictInt | None = Field(default=None, ge=0, le=REPLY_DAYS_MAX)
    """Days after the last one in time; None likewise."""
    good_cause: Sentence | None = None
    """What excuses a later certification; a named person finds whether it was so."""
    cites: Sentence


class SchemeSafeguards(Part):
    """The scheme's own rules; each that is left out is the institution's."""

    reply_window: ReplyWindow | None = None
    meanwhile: MeanwhileRule | None = None
    two_officers: TwoOfficersRule | None = None
    late_certification: LateCertification | None = None
