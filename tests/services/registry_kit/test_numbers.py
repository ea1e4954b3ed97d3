"""An amount is what was written, to the last digit, in the style that the mapping declares; or the line is rejected."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.registry_kit.input_line import CellFault, WrittenNumber
from services.registry_kit.numbers import DecimalSign, NumberStyle, ThousandsSign, digits_in
from tests.services.registry_kit.office import MONTHLY, body, reason

CONTINENTAL = {"decimal": "comma", "thousands": "point"}
ENGLISH = {"decimal": "point", "thousands": "comma"}
PLAIN: dict[str, str] = {}
ARABIC = "\u0662\u066c\u0664\u0660\u0660\u066b\u0665\u0660"


def paid(cell: Any, currency: str = "USD", **style: Any) -> int:
    """The minor units that an amount in a cell comes to."""
    earnings = {"column": "sum", "currency": currency, **style}
    minor: int = body("contribution", MONTHLY | {"earnings": earnings}, sum=cell)["earnings"]["minor"]
    return minor


def refused(cell: Any, currency: str = "USD", **style: Any) -> str:
    earnings = {"column": "sum", "currency": currency, **style}
    return reason("contribution", MONTHLY | {"earnings": earnings}, sum=cell)


@pytest.mark.parametrize(
    ("written", "style", "minor"),
    [
        ("24.00", PLAIN, 2400),
        ("24,50", {"decimal": "comma"}, 2450),
        ("2.400,00", CONTINENTAL, 240_000),
        ("2400,5", CONTINENTAL, 240_050),
        ("1.234.567,89", CONTINENTAL, 123_456_789),
        ("2,400.00", ENGLISH, 240_000),
        ("2 400,00", {"decimal": "comma", "thousands": "space"}, 240_000),
        ("2\u202f400,00", {"decimal": "comma", "thousands": "space"}, 240_000),
        ("2'400.00", {"thousands": "apostrophe"}, 240_000),
        ("2\u2019400.00", {"thousands": "apostrophe"}, 240_000),
        ("00001234,56", CONTINENTAL, 123_456),
        (".50", PLAIN, 50),
        ("\u0662\u0664\u066b\u0665\u0660", PLAIN, 2450),
        ("\u0662\u0664\u066b\u0665\u0660", {"decimal": "comma"}, 2450),
        (ARABIC, ENGLISH, 240_050),
        ("\uff12\uff14.\uff15\uff10", PLAIN, 2450),
        (" 24.50 ", PLAIN, 2450),
        (WrittenNumber("24.5"), CONTINENTAL, 2450),
        (Decimal("2400.0000"), PLAIN, 240_000),
        (2400, PLAIN, 240_000),
    ],
)
def test_an_amount_in_its_declared_style_is_taken_exactly(written: Any, style: dict[str, str], minor: int) -> None:
    assert paid(written, **style) == minor


@pytest.mark.parametrize(
    ("written", "style"),
    [
        ("24.00", CONTINENTAL),
        ("24.00", {"decimal": "comma"}),
        ("24,50", PLAIN),
        ("24,50", ENGLISH),
        ("2.400,00", PLAIN),
        ("2.400,00", ENGLISH),
        ("2,400.00", CONTINENTAL),
        ("2.40,00", CONTINENTAL),
        ("1234.567,00", CONTINENTAL),
        ("1.23.456,00", CONTINENTAL),
        ("1,00,000.00", ENGLISH),
        (".400,00", CONTINENTAL),
        ("1_000", PLAIN),
        ("1e5", PLAIN),
        ("1E+05", PLAIN),
        ("+5", PLAIN),
        ("5.", PLAIN),
        (".", PLAIN),
        ("24.50 USD", PLAIN),
        ("$24.50", PLAIN),
        ("2 400", PLAIN),
        ("NaN", PLAIN),
        ("Infinity", PLAIN),
        ("0x10", PLAIN),
        ("\u00b2\u2074", PLAIN),
        ("\u2167", PLAIN),
        (ARABIC, PLAIN),
        (WrittenNumber("1e5"), PLAIN),
        (WrittenNumber("0e999999999999999999999"), PLAIN),
    ],
)
def test_an_amount_in_another_style_is_refused_with_an_example(written: Any, style: dict[str, str]) -> None:
    assert "it should be a number written like 2" in refused(written, **style)


@pytest.mark.parametrize("written", ["--5", "-24.50", "24.50-", "(24.50)", "\u221224.50", WrittenNumber("-1")])
def test_a_minus_sign_is_told_wherever_book_keepers_put_it(written: Any) -> None:
    assert refused(written) == "earnings: it has a minus sign, and nothing here is below zero"


@pytest.mark.parametrize(
    "written", [True, None, [1], {"a": 1}, b"24", "9" * 19, pytest.param(10**5000, id="huge"), Decimal("Infinity"), 0.1]
)
def test_what_is_no_amount_is_refused(written: Any) -> None:
    assert refused(written).startswith("earnings: ")


@pytest.mark.parametrize(
    ("written", "currency"),
    [("2.400", "USD"), ("2.4000", "USD"), ("24.0", "JPY"), ("2.400", "VND"), (WrittenNumber("2.400"), "USD")],
)
def test_the_digits_that_are_written_are_counted_and_not_those_of_the_value(written: Any, currency: str) -> None:
    assert f"an amount in {currency} has at most" in refused(written, currency)


def test_three_decimals_are_right_where_the_currency_has_three() -> None:
    assert paid("2.400", "TND") == 2400
    assert paid("2.400", "VND", thousands="point", decimal="comma") == 2400


def test_a_column_may_declare_that_it_always_writes_more_decimals_than_the_currency_has() -> None:
    assert paid("2400.5000", decimals=4) == 240_050
    assert "an amount of this column has 4 decimals" in refused("2.400", decimals=4)
    assert "an amount in USD has at most 2 decimals" in refused("2400.5050", decimals=4)


STYLES = [
    NumberStyle(decimal, thousands)
    for decimal in ("point", "comma")
    for thousands in ("none", "point", "comma", "space", "apostrophe")
    if decimal != thousands
]
SIGNS: dict[DecimalSign | ThousandsSign, str] = {
    "point": ".",
    "comma": ",",
    "space": " ",
    "apostrophe": "'",
    "none": "",
}


@given(whole=st.integers(0, 10**12), part=st.text("0123456789", max_size=3), style=st.sampled_from(STYLES))
def test_what_is_written_in_a_style_is_read_back_in_it(whole: int, part: str, style: NumberStyle) -> None:
    written = f"{whole:,}".replace(",", SIGNS[style.thousands]) + (SIGNS[style.decimal] + part if part else "")
    assert digits_in(written, style).exact() == Decimal(f"{whole}.{part or 0}")


@given(written=st.text(".,'\u066b\u066c -+eE_0123456789\u0664\u06f4", max_size=12), style=st.sampled_from(STYLES))
def test_no_text_is_two_amounts_in_one_style_and_none_ends_the_run(written: str, style: NumberStyle) -> None:
    try:
        digits = digits_in(written, style)
    except CellFault:
        return
    in_ascii = "".join(str(int(sign)) for sign in written if sign.isdecimal())
    assert digits.whole + digits.part == in_ascii, "every digit counts, and no other"


@pytest.mark.parametrize(
    ("written", "rule", "minutes"),
    [
        ("160", {"unit": "hours"}, 9600),
        ("37,5", {"unit": "hours", "decimal": "comma"}, 2250),
        ("2.400", {"thousands": "point", "decimal": "comma"}, 2400),
        ("2.0", {}, 2),
        (160.0, {}, 160),
    ],
)
def test_a_count_is_whole(written: Any, rule: dict[str, str], minutes: int) -> None:
    fields = MONTHLY | {"earnings": {"constant": "1", "currency": "USD"}, "minutes_worked": {"column": "h"} | rule}
    assert body("contribution", fields, h=written)["minutes_worked"] == minutes


@pytest.mark.parametrize("written", ["2.400", "1.000", "1.5", "2,0", "-1", "1e3", 0.5, True])
def test_a_count_that_may_mean_thousands_or_is_not_whole_is_refused(written: Any) -> None:
    fields = MONTHLY | {"earnings": {"constant": "1", "currency": "USD"}, "minutes_worked": {"column": "h"}}
    assert reason("contribution", fields, h=written).startswith("minutes_worked: ")


@pytest.mark.parametrize(
    ("written", "rule", "value"),
    [
        ("412.50", {}, "412.50"),
        ("0.125", {}, "0.125"),
        ("2.400", {"decimal": "point"}, "2.400"),
        ("-1.234,5", {"decimal": "comma", "thousands": "point"}, "-1234.5"),
        ("yes", {}, "yes"),
        (True, {}, "yes"),
        ("1/3", {}, "1/3"),
        ("2020-02-03", {}, "2020-02-03"),
        ("\u0664\u0661\u0662", {}, "412"),
    ],
)
def test_a_particular_is_read_as_the_sheet_names_it(written: Any, rule: dict[str, str], value: str) -> None:
    fields = {"particular": {"constant": "wage_tax"}, "since": {"constant": "2020-01-01"}}
    assert body("particular", {**fields, "value": {"column": "v"} | rule}, v=written)["value"] == value


def test_a_particular_whose_last_digits_may_be_thousands_is_refused() -> None:
    fields = {"particular": {"constant": "wage_tax"}, "since": {"constant": "2020-01-01"}, "value": "v"}
    assert "may be decimals or a group of thousands" in reason("particular", fields, v="2.400")
