"""The terms of recovery are dated data with their source: share, floor, years, and nothing where no figure is known."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contracts.values import Period
from law.language.terms.errors import RuleSheetError
from services.payments.recoveries.terms import FILE, Terms, standard_terms

ON = date(2024, 3, 1)
FORTNIGHT = Period.of_days(date(2024, 2, 1), 14)
TERMS = standard_terms()


@given(minor=st.integers(1, 10**9))
def test_never_more_than_the_share_nor_below_the_floor(minor: int) -> None:
    most = TERMS.most_withheld(minor, "USD", FORTNIGHT, ON)
    assert 0 <= most * 10 <= minor
    assert most == 0 or minor - most >= 6000


@pytest.mark.parametrize(("currency", "on"), [("JPY", ON), ("USD", date(2014, 12, 31))])
def test_nothing_where_no_figure_is_known(currency: str, on: date) -> None:
    assert TERMS.most_withheld(10**6, currency, FORTNIGHT, on) == 0


def test_years_end_on_the_day_before_and_a_leap_day_has_a_next_year() -> None:
    assert TERMS.raise_until(date(2024, 2, 29), "unknown") == date(2027, 2, 28)
    assert TERMS.raise_until(date(2024, 3, 1), "claimant-untrue") == date(2030, 2, 28)
    assert TERMS.collect_until(date(2098, 1, 1)) == date(2100, 1, 1)


def test_a_file_without_its_source_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "terms.yaml"
    file.write_text(FILE.read_text("utf-8").replace("  cites: ", "  because: "), encoding="utf-8")
    with pytest.raises(RuleSheetError):
        Terms.from_file(file)
