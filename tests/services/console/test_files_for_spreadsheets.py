"""A figure in a file opens as a number: a decimal point, nothing else between digits, and its unit in a cell beside."""

from __future__ import annotations

import csv
import re
import shutil
from collections.abc import Iterator
from decimal import Decimal
from fractions import Fraction
from io import StringIO
from pathlib import Path

import pytest

from contracts.values import Money
from services.console.language import LANGUAGES
from services.console.list_file import as_csv
from services.console.plain_figures import in_per_cent, in_units, sum_in_units
from services.console.staff import staff_pages
from services.console.staff_page import Cell, Listing
from tests.services.console.house import House, house, sample_address
from tests.services.console.test_nobody_goes_too_far import ONE_OF_EACH
from tests.services.oversight.figures.claimants import told_town

WRITTEN_FOR_PEOPLE = re.compile(
    r"[-\N{MINUS SIGN}]?[0-9\u0660-\u0669][0-9\u0660-\u0669.,\s]*(?:[A-Z]{3}|%)|[0-9]+,[0-9]+"
)


def rows_of(text: str) -> list[list[str]]:
    return list(csv.reader(StringIO(text)))


@pytest.fixture(scope="module")
def offices(owing: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[list[House]]:
    """One with a debt, and one of which the committee has figures."""
    folder = tmp_path_factory.mktemp("files")
    told_town(folder / "told")
    with house(shutil.copytree(owing, folder / "owing")) as debts, house(folder / "told") as figures:
        yield [debts, figures]


@pytest.mark.parametrize("code", LANGUAGES)
def test_no_file_of_any_page_has_a_figure_that_is_written_for_people(offices: list[House], code: str) -> None:
    found = []
    for office in offices:
        browsers = {role: office.signed_in(staff) for role, staff in ONE_OF_EACH.items()}
        for page in staff_pages():
            answer = browsers[min(page.seen_by)].get(f"/{code}{sample_address(page)[3:]}", params={"as": "csv"})
            if answer.headers["content-type"].startswith("text/csv"):
                found += [(page.name, cell) for row in rows_of(answer.text)[1:] for cell in row if _is_written(cell)]
    assert found == []


def _is_written(cell: str) -> bool:
    return WRITTEN_FOR_PEOPLE.fullmatch(cell) is not None


@pytest.mark.parametrize("code", LANGUAGES)
def test_the_sums_of_debts_are_numbers_with_their_currency_beside_in_every_language(
    offices: list[House], code: str
) -> None:
    _, row = rows_of(offices[0].signed_in("officer-102").get(f"/{code}/debts?as=csv").text)
    assert [Decimal(cell) for cell in row[4:7]] == [50, 0, 50]
    assert row[-1] == "USD"


def test_what_was_paid_is_a_number_in_the_committees_file() -> None:
    assert in_units(-1_234_567, "USD") == (Decimal("-12345.67"), "USD")
    assert in_units(1_234, "BHD") == (Decimal("1.234"), "BHD")
    assert in_per_cent(Fraction(1, 3)) == (Decimal("33.3"), "%")
    assert sum_in_units(Money(minor=500, currency="JPY")) == Decimal(500)


def test_a_number_below_zero_or_without_decimals_is_written_in_digits_alone() -> None:
    cells: list[Cell] = [Decimal("-12345.67"), Decimal("1E+3"), Decimal("0.10"), -7]
    file = bytes(as_csv(Listing("list", ["a", "b", "c", "d"], [cells])).body).decode()
    assert rows_of(file)[1] == ["-12345.67", "1000", "0.10", "-7"]
