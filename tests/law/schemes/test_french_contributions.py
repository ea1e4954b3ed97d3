"""What is left of French benefit after contributions, by the reference income on the tax notice.

At 4,000 euros a month for two years the reference wage is 96,000 / 731 = 131.33, and 57 % of it 74.86. Of this 3 % of
the wage, 3.94, go to the pension; 98.25 % of the rest, 69.68, bear 6.2 and 0.5 % (4.67), 3.8 and 0.5 % (3.00), or
nothing.
"""

from __future__ import annotations

from datetime import date
from fractions import Fraction

import pytest

from contracts.registry import Separation
from law.case.claim_under_law import ClaimUnderLaw
from law.case.facts import FactSet
from tests.law.schemes.abroad import Claimant

FULL, REDUCED, NOTHING_OWED = Fraction("66.25"), Fraction("67.92"), Fraction("70.92")


def net_of_a_day(**stated: object) -> Fraction:
    person = Claimant("fr/are", date(2026, 1, 1)).earned(4000, 24, hours=152).lost_work(Separation.DISMISSED).born(1985)
    person.stated(security_ceiling=4005, **stated).claims()
    net = ClaimUnderLaw(person.scheme, FactSet(person.facts), "claim").evaluation().quantity("net_daily").value
    assert isinstance(net, int | Fraction)
    return Fraction(net)


@pytest.mark.parametrize(
    ("income", "shares", "net"),
    [
        (13048, 1, NOTHING_OWED),  # Code de la sécurité sociale L136-8 III, the limits of 2026
        (13049, 1, REDUCED),
        (17057, 1, REDUCED),
        (17058, 1, FULL),
        (20016, 2, NOTHING_OWED),  # 3,484 more for each half share
        (26167, 2, REDUCED),  # 4,555 more
        (26168, 2, FULL),
    ],
)
def test_a_low_reference_income_owes_less_or_nothing(income: int, shares: int, net: Fraction) -> None:
    assert net_of_a_day(reference_income=income, tax_shares=shares) == net


def test_an_income_that_nobody_states_owes_the_full_rate() -> None:
    assert net_of_a_day() == FULL


def test_an_income_above_the_limit_for_one_year_only_keeps_the_reduced_rate() -> None:
    assert net_of_a_day(reference_income=17058, keeps_reduced_rate=True) == REDUCED
