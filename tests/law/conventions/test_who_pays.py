"""C102 Art. 71(2): who bears the contributions, from contributions recorded or from rates of the law."""

from __future__ import annotations

from datetime import UTC, date, datetime
from fractions import Fraction
from pathlib import Path

from typer.testing import CliRunner

from contracts.registry import BorneBy, ContributionRecorded, ContributionShare
from contracts.values import Money, Period
from law.conventions.borne_shares import BorneShares, borne_shares
from law.conventions.declaration import ContributionRates, Declaration
from law.conventions.model import Conclusion, Status
from services.__main__ import app
from tests.law.conventions.reports import conclusion_on, of_catalogue
from tests.stories.town import fill, said, town

C102 = "ilo/c102-minimum"


def contribution(**shares: int) -> ContributionRecorded:
    """Pay of a month with the shares of a contribution, in minor units; none where none is named."""
    whole = Money(minor=sum(shares.values()) or 5000, currency="USD")
    return ContributionRecorded(
        key="c",
        source_version=1,
        recorded_at=datetime(2025, 2, 1, tzinfo=UTC),
        employer="e",
        period=Period(start=date(2025, 1, 1), end=date(2025, 2, 1)),
        earnings=Money(minor=200_000, currency="USD"),
        contribution=whole,
        shares=tuple(
            ContributionShare(by=BorneBy(by), amount=Money(minor=minor, currency="USD")) for by, minor in shares.items()
        )
        or None,
    )


def on_shares(shares: BorneShares | None, declaration: Declaration | None = None) -> Conclusion:
    """C102 Art. 71(2) of the least scheme that meets the Convention, of which nobody declares who pays."""
    scheme = of_catalogue(C102)
    return conclusion_on(scheme, "c102", "C102-71.2", declaration, shares)


def test_who_bears_the_contributions_is_read_from_those_recorded_and_unknown_where_none_says_so() -> None:
    half, more = contribution(employee=1000, employer=600, state=400), contribution(employee=1001, employer=1000)
    borne = [borne_shares(facts, "USD", 100) for facts in ([half, contribution()], [more], [contribution()])]
    conclusions = [on_shares(shares) for shares in borne]
    assert [each.status for each in conclusions] == [Status.MET, Status.NOT_MET, Status.NEEDS_EVIDENCE]
    source = dict(conclusions[0].figures)["source"]
    assert source == "1 contributions recorded with who bears them; of 1 others nobody says so"
    rates = Declaration(
        contribution_rates=ContributionRates(employees=Fraction(1), employers=Fraction(1), cites="s. 1")
    )
    assert on_shares(None, rates).status is Status.MET
    assert on_shares(borne[1], rates).status is Status.NOT_MET, "what was borne goes before the rates of the law"


def test_a_law_by_which_employees_bear_more_than_half_does_not_meet_the_article() -> None:
    assert conclusion_on(of_catalogue("jo/ssc"), "c102", "C102-71.2").status is Status.NOT_MET
    assert conclusion_on(of_catalogue("de/alg1"), "c102", "C102-71.2").status is Status.MET
    assert conclusion_on(of_catalogue("uy/desempleo"), "c102", "C102-71.2").status is Status.NEEDS_EVIDENCE


def test_the_command_reads_the_contributions_of_a_world(tmp_path: Path) -> None:
    laptop = town(tmp_path)
    fill(laptop, [said(contribution(employee=3000, employer=1000))])
    laptop.close()
    words = ["scheme", "check", "us/mississippi", "--instrument", "c102", "--recorded", "--folder", str(tmp_path)]
    result = " ".join(CliRunner().invoke(app, words).output.split())
    assert "Employees pay 75 % of the contributions recorded; at most 50 % is allowed." in result
