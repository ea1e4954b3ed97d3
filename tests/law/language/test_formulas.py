"""What formulas mean: exact, total, with units, and with doubt as an answer."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

import pytest

from law.language.formula.parser import parse_formula
from law.language.formula.syntax import Binary, Name
from law.language.plain.prose import in_words
from law.language.terms.derivation import Step
from law.language.terms.errors import FormulaError, OutsideKnownLaw, RuleSheetError
from law.language.terms.numerals import parse_number, plain
from law.language.terms.rounding import parse_rounding
from law.language.terms.units import COUNT, SHARE, over, parse_unit, times
from law.language.terms.values import Unknown
from law.language.terms.words import shown
from tests.law.language.ask import run, value_of, wage
from tests.law.language.sheet import SOUND, X, load, within

CROSSING = wage(100, date(2019, 12, 1), date(2020, 2, 1), key="crossing")


@pytest.mark.parametrize(
    ("formula", "unit", "expected"),
    [
        ("high / high", "share", 1),
        ("1 + 1 + 1", "share", 3),
        ("1 - 1 - 1", "share", -1),
        ("1 / (1 + 1 + 1)", "share", Fraction(1, 3)),
        ("-1 + 1 * (1 + 1)", "share", 1),
        ("share * high", "USD/week", 200),
        ("weeks_max * share * high", "USD", 2600),
        ("min(high, high + high)", "USD/quarter", 5200),
        ("max(0, 0 - high)", "USD/quarter", 0),
        ("floor((1 + 1 + 1) / (1 + 1))", "share", 1),
        ("ceil((1 + 1 + 1) / (1 + 1))", "share", 2),
        ("round((1 + 1 + 1) / (1 + 1))", "share", 2),
        ("if high > 0 then high else 0", "USD/quarter", 5200),
        ("if high < 0 then high else if high = 0 then 0 else high + high", "USD/quarter", 10400),
        ("1 + 1 > 1 and not 1 > 1 + 1", "yes_no", True),
        ("1 > 1 or 1 >= 1 and 1 != 1", "yes_no", False),
        ("quarters_with_earnings(base) / quarters_with_earnings(base)", "share", 1),
    ],
)
def test_a_formula_comes_to_exactly_this(formula: str, unit: str, expected: object) -> None:
    assert value_of(formula, unit=unit).value == expected


def test_multiplication_binds_before_addition_and_both_from_the_left() -> None:
    assert parse_formula("a - b - c * d") == Binary(
        "-", Binary("-", Name("a"), Name("b")), Binary("*", Name("c"), Name("d"))
    )


def test_a_division_by_zero_is_doubt_and_not_a_crash() -> None:
    assert isinstance(value_of("high / (high - high)").value, Unknown)


def test_doubt_runs_through_arithmetic_with_its_question_and_fact() -> None:
    value = value_of("max(0, share * high)", CROSSING, unit="USD/week").value

    assert isinstance(value, Unknown)
    assert value.doubts[0].facts == ("crossing",)
    assert "across 2020-01-01" in value.doubts[0].question


def test_doubt_that_cannot_change_the_answer_is_no_doubt() -> None:
    assert value_of("high > 0 and 1 > 1", CROSSING, unit="yes_no").value is False
    assert value_of("high > 0 or 1 = 1", CROSSING, unit="yes_no").value is True
    assert isinstance(value_of("high > 0 and 1 = 1", CROSSING, unit="yes_no").value, Unknown)
    assert isinstance(value_of("high > 0 or 1 > 1", CROSSING, unit="yes_no").value, Unknown)
    assert isinstance(value_of("if high > 0 then 1 else 0", CROSSING).value, Unknown)


@pytest.mark.parametrize(("day", "weeks"), [(date(2020, 12, 31), 13), (date(2021, 1, 1), 26), (date(2030, 1, 1), 26)])
def test_the_law_of_the_day_holds(day: date, weeks: int) -> None:
    assert value_of("weeks_max", unit="weeks", day=day).value == weeks


def test_a_day_before_the_known_law_is_an_error_and_never_zero() -> None:
    with pytest.raises(OutsideKnownLaw, match="no value of weeks_max is known for 2019-12-31"):
        value_of("weeks_max", unit="weeks", day=date(2019, 12, 31))


@pytest.mark.parametrize(
    ("rule", "number", "expected"),
    [
        ("down to 1", "199.99", "199"),
        ("down to 1", "-0.5", "-1"),
        ("up to 0.01", "10.001", "10.01"),
        ("up to 0.01", "10.01", "10.01"),
        ("half up to 1", "2.5", "3"),
        ("half even to 1", "2.5", "2"),
        ("down to 5", "14", "10"),
        ("down to 1/3", "0.5", "1/3"),
    ],
)
def test_rounding_is_a_part_of_the_rule(rule: str, number: str, expected: str) -> None:
    assert parse_rounding(rule).apply(Fraction(number)) == Fraction(expected)


@pytest.mark.parametrize("text", ["1e3", "nan", ".5", "5.", "1_000", "0x10", "--1", "1/2/3", "", " 1", "٣"])
def test_only_plain_digits_are_numbers(text: str) -> None:
    with pytest.raises(FormulaError):
        parse_number(text)


def test_units_multiply_and_divide() -> None:
    def unit(text: str) -> object:
        return parse_unit(text, currency="USD")

    assert times(parse_unit("weeks", currency="USD"), parse_unit("USD/week", currency="USD")) == unit("USD")
    assert over(parse_unit("USD", currency="USD"), parse_unit("USD/week", currency="USD")) == unit("week")
    assert times(SHARE, COUNT) == COUNT
    assert over(COUNT, COUNT) == SHARE
    assert unit("days") != unit("working_days")


@pytest.mark.parametrize(
    ("number", "unit", "words"),
    [
        ("235", "USD/week", "USD 235.00 a week"),
        ("1234.5", "USD", "USD 1,234.50"),
        ("-0.05", "USD", "-USD 0.05"),
        ("1/26", "quarters/week", "1/26 quarters a week"),
        ("1", "weeks", "1 week"),
        ("2", "quarters", "2 quarters"),
        ("1/2", "share", "50 %"),
        ("1/3", "share", "1/3"),
    ],
)
def test_values_are_written_as_people_write_them(number: str, unit: str, words: str) -> None:
    assert shown(Fraction(number), parse_unit(unit, currency="USD")) == words


@pytest.mark.parametrize(
    ("number", "currency", "words"),
    [
        ("1980000", "KRW", "KRW 1,980,000"),
        ("-7845", "JPY", "-JPY 7,845"),
        ("14900000", "VND", "VND 14,900,000"),
        ("200000", "CLP", "CLP 200,000"),
        ("1000", "BHD", "BHD 1,000.000"),
        ("0.005", "JOD", "JOD 0.005"),
        ("0.07", "TND", "TND 0.070"),
        ("1.5", "USD", "USD 1.50"),
        ("0.5", "KRW", "KRW 0.50"),
    ],
)
def test_money_has_the_decimals_of_its_currency(number: str, currency: str, words: str) -> None:
    assert shown(Fraction(number), parse_unit(currency, currency=currency)) == words
    if Fraction(number).denominator == 1:
        assert shown(int(number), parse_unit(currency, currency=currency)) == words


def test_a_number_is_never_cut_when_written() -> None:
    assert [plain(Fraction(text)) for text in ("26", "0.5", "0.125", "1/3")] == ["26", "0.50", "0.1250", "1/3"]


DAYS_ON = [
    ("claim_day() + span_weeks", "2020-07-01"),
    ("claim_day() - span_weeks", "2020-05-20"),
    ("claim_day() + span_months", "2020-09-10"),
    ("claim_day() - span_months", "2020-03-10"),
    ("claim_day() + span_years", "2023-06-10"),
    ("claim_day() - span_years", "2017-06-10"),
]


@pytest.mark.parametrize(("formula", "day"), DAYS_ON)
def test_weeks_months_and_years_are_added_to_a_day_and_taken_from_it(formula: str, day: str) -> None:
    assert spanned(formula, "date").value == date.fromisoformat(day)


def test_a_power_multiplies_a_share_so_many_times_exactly() -> None:
    assert spanned("power(1 - fall, span_months)", "share").value == Fraction(27, 64)
    assert spanned("power(1 - fall, span_months - span_months)", "share").value == 1


def test_a_power_of_an_amount_is_refused() -> None:
    with pytest.raises(RuleSheetError, match="power takes a share or a count"):
        spanned("power(high, span_months)", "USD/quarter")


def test_a_power_stands_on_the_page_in_words() -> None:
    scheme = load(
        SPANS + within("quantities", "asked:\n  meaning: A\n  unit: share\n  is: power(1 - fall, span_months)")
    )

    assert "raised to the power of [span: 3 months]" in in_words(scheme.quantities["asked"].tree, scheme)


def figure(name: str, unit: str, value: str) -> str:
    return f"{name}:\n  meaning: Span\n  unit: {unit}\n  values:\n    - from: 2020-01-01\n      value: {value}\n"


SPANS = (
    SOUND
    + X
    + within(
        "parameters",
        figure("span_weeks", "weeks", "3"),
        figure("span_months", "months", "3"),
        figure("span_years", "years", "3"),
        figure("fall", "share", "0.25"),
    )
)


def spanned(formula: str, unit: str) -> Step:
    text = SPANS + within("quantities", f"asked:\n  meaning: A\n  unit: {unit}\n  is: {formula}")
    return run(load(text)).quantity("asked")
