"""Who bore the contributions that registries recorded (C102 Art. 71(2))."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction

from contracts.registry import BorneBy, ContributionRecorded


@dataclass(frozen=True, slots=True)
class BorneShares:
    """Sums of shares in whole units of one currency, and how many contributions say who bears them."""

    employees: Fraction
    others: Fraction
    told: int
    untold: int
    """Contributions without shares: of these nobody knows who bears them, and they are in no sum."""

    def in_words(self) -> str:
        """What it rests on, for a report."""
        rest = f"; of {self.untold:,} others nobody says so" if self.untold else ""
        return f"{self.told:,} contributions recorded with who bears them{rest}"


def borne_shares(contributions: Iterable[ContributionRecorded], currency: str, minor_units: int) -> BorneShares | None:
    """Sums the shares of contributions in one currency; None where none says who bears it."""
    sums: Counter[BorneBy] = Counter()
    told = untold = 0
    for fact in contributions:
        if fact.contribution is None or fact.contribution.currency != currency:
            continue
        told += fact.shares is not None
        untold += fact.shares is None
        for share in fact.shares or ():
            sums[share.by] += share.amount.minor
    if not told:
        return None
    employees = sums.pop(BorneBy.EMPLOYEE, 0)
    return BorneShares(Fraction(employees, minor_units), Fraction(sums.total(), minor_units), told, untold)
