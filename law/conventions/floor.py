"""A floor under benefit, and what is measured against it: replacement rates and the break-even wage. Pure data."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from law.conventions.trial import Trial


@dataclass(frozen=True, slots=True)
class Floor:
    """What a requirement asks of benefit: at least this share of earnings in every period of so many weeks."""

    share: Fraction
    weeks: Fraction
    allowances: bool
    """Whether family allowances count on both sides (C102 Art. 65(1)); C168 has no such rule."""


@dataclass(frozen=True, slots=True)
class ReplacementRate:
    """A person's benefit as a share of earnings, over the weeks of a floor.

    `least` and `average` are taken over the periods of these weeks; `least_benefit` is the smallest benefit of one of
    them, by the month, in whole units of the currency.
    """

    trial: Trial
    least: Fraction
    average: Fraction
    least_benefit: Fraction


@dataclass(frozen=True, slots=True)
class BreakEven:
    """The highest monthly wage at which the floor is kept: `up_to`, None if it is kept at no wage."""

    up_to: Fraction | None
    everywhere: bool
    """Whether the floor is kept at every wage that was tried."""
    example: ReplacementRate | None
    """The person at that wage, or the one who comes nearest to the floor."""
    below: ReplacementRate | None = None
    """Somebody with a lower wage for whom the floor is not kept."""
    doubt: str = ""
    """Why nothing could be measured at all."""
