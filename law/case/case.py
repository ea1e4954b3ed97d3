"""One claim before the law: what the questions of a rule sheet are asked about."""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from typing import NamedTuple

from contracts.intake import CertifiedWeek, ClaimFiled
from law.case.balance import Balance
from law.case.earlier_claims import NO_SPELLS, Spell
from law.case.facts import FactSet
from law.case.model import Determination
from law.language.terms.values import Number


class Imposed(NamedTuple):
    """A decision against the person: for how many days, how many of the same ground stand before it.

    `in_all` are the days of this decision and of all before it, on whatever ground.
    """

    days: int
    before: int
    in_all: int = 0


class Case(NamedTuple):
    """A claim, the person's facts, and (under `each_week`) the certified week with the certification's key."""

    facts: FactSet
    claim: ClaimFiled
    currency: str
    minor_units: int
    country: str = ""
    """Whose law decides: its public holidays count, and its own periods are none of another country."""
    begins: date | None = None
    """The day on which the claim begins; left out, it is the day of filing."""
    week: CertifiedWeek | None = None
    certification: str = ""
    determination: Determination | None = None
    """Under `each_week`: the determination under which the period is paid."""
    balance: Balance | None = None
    """Under `each_week`: what is left before the period."""
    day: date | None = None
    """Under `each_day`: the day in question."""
    imposed: Imposed | None = None
    """Under `sanctions`: the decision in question."""
    leaves_out_doubt: bool = False
    """Whether a named person decided that the amounts follow from what is certain, until the facts are corrected."""
    past: tuple[Spell, ...] = NO_SPELLS
    """What was drawn under the person's claims before this one, in the order of filing."""
    limited_in_money: bool = False
    """Whether the sheet limits money, so that what was used is in minor units."""

    def certified(self) -> CertifiedWeek:
        """The week in question. Raises `LookupError` where there is none; the loader sees to it that there is."""
        if self.week is None:
            raise LookupError("this question is asked about a certified week")
        return self.week

    def left(self) -> Balance:
        """What is left before the period. Raises `LookupError` where there is no period."""
        if self.balance is None:
            raise LookupError("this question is asked about a certified period")
        return self.balance

    def determined(self) -> Determination:
        """The determination. Raises `LookupError` where there is no period."""
        if self.determination is None:
            raise LookupError("this question is asked about a certified period")
        return self.determination

    def major(self, minor: int) -> Number:
        """Minor units (cents) as an exact number of whole ones."""
        return in_major(minor, self.minor_units)


def in_major(minor: Number, minor_units: int) -> Number:
    """Minor units as an exact number of whole ones, of which each has `minor_units`."""
    return Fraction(minor, minor_units) if minor % minor_units else minor // minor_units
