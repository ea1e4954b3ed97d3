"""What the law may count of a participation in a programme: its days, as providers report them. By almp_referral."""

from __future__ import annotations

from typing import Annotated, ClassVar, Self

from pydantic import Field, StrictBool, model_validator

from contracts.fact import Fact
from contracts.values import Day, Key, Period

STRETCHES_MAX = 400


class ParticipationCounted(Fact):
    """The days on which a person took part in a programme; `key` is the referral, each change raises the version.

    A sheet says whether such days count as availability, or use up less benefit. Days on which nobody came take nothing
    away: they are put to a person.
    """

    name: ClassVar[str] = "almp_referral.participation-counted"
    claim: Key
    programme: Key
    trains: StrictBool
    """Whether the programme teaches a trade: vocational training or retraining."""
    began_on: Day | None = None
    """None where it never began, as where a report was taken back."""
    last_day: Day | None = None
    """The last day of participation, or the last on which the person is known to have come while it goes on."""
    over: StrictBool
    """Whether the participation has ended."""
    attended: Annotated[tuple[Period, ...], Field(max_length=STRETCHES_MAX)]
    """The days on which the person came, in their order, those that follow each other together."""

    @model_validator(mode="after")
    def _has_both_ends(self) -> Self:
        if (self.began_on is None) != (self.last_day is None):
            raise ValueError("a participation that began has a last day so far")
        if self.began_on is not None and self.last_day is not None and self.last_day < self.began_on:
            raise ValueError("a participation cannot end before it began")
        return self
