"""One table of currencies: it says what ISO's list says, and every sheet, text and file goes by it."""

from __future__ import annotations

import pytest

from contracts.currencies import MINOR_DIGITS, TABLE
from contracts.values import Money
from deploy.currencies import Currency, as_text, brought_up_to, newest_text
from law.catalogue import load_scheme, scheme_names

CROWN = Currency("AAA", "2", "Crown")
NEW_CROWN = Currency("AAN", "0", "New Crown")


def test_the_table_says_what_the_newest_list_says() -> None:
    assert TABLE.read_text("utf-8") == newest_text(), "run: python -m deploy.currencies"


def test_a_currency_that_left_the_list_stays_with_the_date() -> None:
    table = brought_up_to({"AAN": NEW_CROWN}, {"AAA": CROWN}, "2021-01-01")
    assert table == {"AAN": NEW_CROWN, "AAA": CROWN._replace(left_by="2021-01-01")}
    assert brought_up_to({"AAN": NEW_CROWN}, table, "2022-01-01") == table


def test_a_currency_goes_by_the_newest_list_that_has_it() -> None:
    again = CROWN._replace(digits="3")
    assert brought_up_to({"AAA": again}, {"AAA": CROWN}, "2021-01-01") == {"AAA": again}
    assert as_text({"AAA": again}, "2021-01-01").splitlines()[1:] == ["code,digits,name,left_by", "AAA,3,Crown,"]


@pytest.mark.parametrize(
    ("digits", "codes"),
    [
        (0, "CLP ISK JPY KRW PYG UYI VND XAF XOF"),
        (2, "ANG BGN BRL EUR HRK IDR NOK USD UYU ZAR"),
        (3, "BHD IQD JOD KWD LYD OMR TND"),
        (4, "CLF UYW"),
    ],
)
def test_the_table_has_the_digits_of_the_standard(digits: int, codes: str) -> None:
    assert {code: MINOR_DIGITS[code] for code in codes.split()} == dict.fromkeys(codes.split(), digits)


@pytest.mark.parametrize("code", ["XAU", "XAG", "XDR", "XTS", "XXX", "BTC"])
def test_what_has_no_minor_unit_is_no_money(code: str) -> None:
    assert code not in MINOR_DIGITS
    with pytest.raises(ValueError, match="a currency is a code of ISO 4217 in capital letters, such as USD"):
        Money(minor=1, currency=code)


@pytest.mark.parametrize("name", scheme_names())
def test_a_sheet_counts_the_minor_units_of_the_table(name: str) -> None:
    scheme = load_scheme(name, accept_unverified=True)
    assert scheme.minor_units == 10 ** MINOR_DIGITS[scheme.currency]


@pytest.mark.parametrize(
    ("minor", "currency", "written"),
    [
        (123450, "USD", "1,234.50 USD"),
        (123450, "IDR", "1,234.50 IDR"),
        (123450, "UYU", "1,234.50 UYU"),
        (123450, "TND", "123.450 TND"),
        (123450, "CLP", "123,450 CLP"),
        (5, "CLF", "0.0005 CLF"),
    ],
)
def test_an_amount_is_written_with_the_digits_of_its_currency(minor: int, currency: str, written: str) -> None:
    assert str(Money(minor=minor, currency=currency)) == written
