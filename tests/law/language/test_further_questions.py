"""What the growth of the language means: tables, particulars, exceptions, days, windows; and how each is refused."""

from __future__ import annotations

from datetime import date, timedelta
from fractions import Fraction

import pytest

from contracts.base import Event
from contracts.registry import ParticularStated
from law.case.case import Case
from law.case.facts import FactSet
from law.catalogue import load_scheme
from law.language.run.compile import rules_of
from law.language.run.evaluation import Evaluation
from law.language.terms.dated import LawDays
from law.language.terms.values import Unknown, Value
from tests.law.language.ask import CLAIM, FILED, QUARTER_WAGES, RECORDED
from tests.law.language.sheet import SOUND, X, fault, load, within

TABLE = """\
  - article: Small Act § 6
    says: The weeks follow from months and from the local rate.
    tables:
      weeks_by_months:
        meaning: Weeks by months
        unit: weeks
        down:
          of: months
          unit: months
          step: at least
        across:
          of: rate
          unit: share
          step: at most
          heads: [0.06, 0.07, above]
        otherwise: 0
        values:
          - from: 2020-01-01
            rows:
              6: [10, 11, 12]
              12: [20, none, 22]
"""
PARTICULARS = """\
  - article: Small Act § 7
    says: Local rates, and seasonal and part-time work, have rules of their own.
    particulars:
      local_rate:
        meaning: Local rate
        unit: share
        asks: What is the local rate?
      seasonal:
        meaning: Seasonal
        unit: yes_no
        asks: Seasonal?
        if_unsaid: "no"
      part_time:
        meaning: Part time
        unit: yes_no
        asks: Part time?
        if_unsaid: "no"
"""
FIGURES = [
    f"{name}:\n  meaning: M\n  unit: {unit}\n  values:\n    - from: 2020-01-01\n      value: {figure}"
    for name, unit, figure in (("count_of_two", "count", 2), ("cap", "USD", 3000), ("fifth", "count", 5))
]
FIGURES.append("""\
changing_cap:
  meaning: M
  unit: USD
  values:
    - from: 2019-07-01
      value: 2000
    - from: 2019-10-01
      value: 1500""")


def sheet(formula: str, unit: str, *, tables: str = TABLE, extra: str = "") -> str:
    """The small sheet with a table, particulars, and one more quantity."""
    asked = f"asked:\n  meaning: Asked\n  unit: {unit}\n  is: '{formula}'\n{extra}"
    return SOUND + tables + PARTICULARS + X + within("parameters", *FIGURES) + within("quantities", asked)


def stated(name: str, said: str, since: date = date(2020, 1, 1), *, key: str = "") -> ParticularStated:
    return ParticularStated(
        key=key or f"{name}-{since}", source_version=1, recorded_at=RECORDED, particular=name, value=said, since=since
    )


def value_of(
    formula: str,
    unit: str,
    *facts: Event,
    given: dict[str, Value] | None = None,
    extra: str = "",
    tables: str = TABLE,
) -> Value:
    case = Case(
        facts=FactSet((CLAIM, *QUARTER_WAGES, *facts)),
        claim=CLAIM,
        currency="USD",
        minor_units=100,
        country="NO",
        begins=FILED - timedelta(days=3),
    )
    scheme = load(sheet(formula, unit, extra=extra, tables=tables))
    run = Evaluation(rules_of(scheme, LawDays.of(FILED)).claim, case, law_day=FILED, anchor=FILED, given=given or {})
    return run.quantity("asked").value


@pytest.mark.parametrize(
    ("months", "rate", "weeks"),
    [
        ("5", "0.06", 0),
        ("6", "0.06", 10),
        ("11", "0.061", 11),
        ("12", "0.05", 20),
        ("12", "0.07", 0),
        ("99", "0.9", 22),
    ],
)
def test_a_table_is_read_as_it_is_printed_and_an_empty_cell_is_otherwise(months: str, rate: str, weeks: int) -> None:
    given: dict[str, Value] = {"months_with_earnings(months)": int(months), "local_rate": Fraction(rate)}
    formula = "weeks_by_months(months_with_earnings(months), local_rate)"
    assert value_of(formula, "weeks", given=given) == weeks


CHANGED = (
    TABLE
    + """\
          - from: 2020-07-01
            rows:
              6: [30, 31, 32]
"""
)


@pytest.mark.parametrize(("day", "weeks"), [("2020-06-30", 11), ("2020-07-01", 31)])
def test_a_table_is_looked_up_as_it_stood_on_another_day(day: str, weeks: int) -> None:
    given: dict[str, Value] = {"local_rate": Fraction("0.07"), "employment_ended()": date.fromisoformat(day)}
    formula = "weeks_by_months(months_with_earnings(months), local_rate) at employment_ended()"
    given["months_with_earnings(months)"] = 6
    assert value_of(formula, "weeks", given=given, tables=CHANGED) == weeks
    given["employment_ended()"] = Unknown.because("When did the employment end?")
    assert isinstance(value_of(formula, "weeks", given=given, tables=CHANGED), Unknown)


def test_a_limit_of_earnings_is_the_one_of_its_own_day() -> None:
    """Of the quarter from July 2,600 counts up to 2,000, of that from October 5,200 up to 1,500."""
    assert value_of("capped_earnings_of_best(base, count_of_two, changing_cap)", "USD") == 3500


def test_days_of_a_particular_are_left_out_of_pay_and_of_insured_days() -> None:
    """2,600 dollars of the quarter from July, 5,200 of that from October."""
    quarter = stated("seasonal", "yes", date(2019, 10, 1)), stated("seasonal", "no", date(2020, 1, 1))
    assert value_of("earnings_without(base, seasonal)", "USD", *quarter) == 2600
    assert value_of("insured_days_without(base, seasonal)", "days", *quarter) == 92
    assert value_of("earnings_without(base, seasonal)", "USD") == 7800
    assert value_of("insured_days_without(base, seasonal)", "days") == 184


def test_pay_that_is_of_days_left_out_and_of_others_is_asked_about() -> None:
    november = stated("seasonal", "yes", date(2019, 11, 1)), stated("seasonal", "no", date(2019, 12, 1))
    assert isinstance(value_of("earnings_without(base, seasonal)", "USD", *november), Unknown)
    assert value_of("insured_days_without(base, seasonal)", "days", *november) == 184 - 30
    twice = stated("seasonal", "yes", key="one"), stated("seasonal", "no", key="other")
    assert isinstance(value_of("insured_days_without(base, seasonal)", "days", *twice), Unknown)


@pytest.mark.parametrize(
    ("ended", "number", "day"),
    [("2020-06-10", 1, "2020-06-10"), ("2020-06-13", 1, "2020-06-15"), ("2020-05-16", 2, "2020-05-19")],
)
def test_working_days_are_counted_from_a_day_that_may_be_one_itself(ended: str, number: int, day: str) -> None:
    """In Norway: Wednesday 10 June; Saturday the 13th; Saturday before the national day and a Monday."""
    given: dict[str, Value] = {"employment_ended()": date.fromisoformat(ended), "dependants()": number}
    formula = "working_day(employment_ended(), dependants())"
    assert value_of(formula, "date", given=given) == date.fromisoformat(day)


def test_what_nobody_stated_is_doubt_with_the_sheets_question_and_makes_a_table_doubtful() -> None:
    given: dict[str, Value] = {"months_with_earnings(months)": 6}
    found = value_of("weeks_by_months(months_with_earnings(months), local_rate)", "weeks", given=given)
    assert isinstance(found, Unknown)
    assert [doubt.question for doubt in found.doubts] == ["What is the local rate?"]


def test_a_particular_holds_from_its_day_the_later_one_first_and_contradiction_is_doubt() -> None:
    early, late = stated("local_rate", "0.05"), stated("local_rate", "0.08", date(2020, 3, 1))
    future = stated("local_rate", "0.99", date(2020, 7, 1))
    assert value_of("local_rate", "share", early, late, future) == Fraction(8, 100)
    twice = stated("local_rate", "0.09", date(2020, 3, 1), key="other")
    assert isinstance(value_of("local_rate", "share", late, twice), Unknown)
    assert isinstance(value_of("local_rate", "share", stated("local_rate", "yes")), Unknown)


@pytest.mark.parametrize(
    ("said", "value"),
    [("2", 2), ("-0.05", Fraction(-5, 100)), ("1/26", Fraction(1, 26)), ("4/2", 2), ("1.50", Fraction(3, 2))],
)
def test_a_number_is_read_exactly_as_it_was_stated(said: str, value: Value) -> None:
    found = value_of("local_rate", "share", stated("local_rate", said))
    assert (type(found), found) == (type(value), value)


def test_a_number_that_divides_by_zero_is_not_understood() -> None:
    found = value_of("local_rate", "share", stated("local_rate", "1/0"))
    assert isinstance(found, Unknown)
    assert found.doubts[0].question.startswith("What is stated under local_rate is not understood.")


@pytest.mark.parametrize("said", ["2020-02-30", "2020-13-01", "1899-12-31", "2101-01-01", "20200203", "soon"])
def test_a_day_that_never_was_is_not_understood(said: str) -> None:
    particulars = load_scheme("fr/are", accept_unverified=True).particulars.values()
    [day, *_] = [particular for particular in particulars if particular.unit.kind == "date"]
    assert day.read("2020-02-29") == date(2020, 2, 29)
    assert day.read(said) is None


def test_whether_something_is_stated_can_be_asked_and_unsaid_has_its_own_value() -> None:
    assert value_of("if stated(seasonal) then 1 else 0", "count") == 0
    assert value_of("if stated(seasonal) then 1 else 0", "count", stated("seasonal", "no")) == 1
    assert value_of("seasonal", "yes_no") is False


EXCEPT = """\
  except:
    - when: seasonal
      is: high + high
      cites: Small Act § 7(1)
    - when: part_time and not seasonal
      is: 0
      cites: Small Act § 7(2)
"""


def test_an_exception_takes_the_place_of_the_rule_and_none_is_chosen_by_order() -> None:
    assert value_of("high", "USD/quarter", extra=EXCEPT) == 5200
    assert value_of("high", "USD/quarter", stated("seasonal", "yes"), extra=EXCEPT) == 10400
    both = (stated("seasonal", "yes"), stated("part_time", "yes"))
    assert value_of("high", "USD/quarter", *both, extra=EXCEPT) == 10400
    assert value_of("high", "USD/quarter", stated("part_time", "yes"), extra=EXCEPT) == 0


@pytest.mark.parametrize(
    ("formula", "unit", "value"),
    [
        ("earnings_of_best(base, count_of_two)", "USD", 7800),
        ("earnings_of_latest(base, count_of_two)", "USD", 5200),
        ("earnings_of_latest_with_any(base, count_of_two)", "USD", 7800),
        ("earnings_up_to(base, cap)", "USD", 5600),
        ("buckets_with_at_least(base, cap)", "count", 1),
        ("insured_days(base)", "days", 184),
        ("insured_months(base)", "months", 6),
        ("days_from_first_to_last(base)", "days", 184),
        ("calendar_days_of(base)", "days", 366),
        ("reporting_day(fifth)", "date", date(2020, 6, 5)),
        ("reported_until(fifth)", "date", date(2020, 6, 1)),
        ("claim_day() - reporting_day(fifth)", "days", 5),
        ("claim_day() - claim_begins()", "days", 3),
        ("claim_day() - (claim_day() - reporting_day(fifth))", "date", date(2020, 6, 5)),
        ("share at claim_day()", "quarters/week", Fraction(1, 26)),
    ],
)
def test_the_question_means_what_its_sentence_says(formula: str, unit: str, value: Value) -> None:
    assert value_of(formula, unit) == value


def test_hours_that_no_contribution_states_are_doubt() -> None:
    assert isinstance(value_of("insured_hours(base)", "hours"), Unknown)
    assert value_of("insured_hours(base)", "hours", given={"insured_hours(base)": 40}) == 40


FAULTS = [
    ("a table that leaves a case undefined", TABLE.replace("        otherwise: 0\n", ""), "leaves a case undefined"),
    ("a table whose heads fall", TABLE.replace("[0.06, 0.07, above]", "[0.07, 0.06, above]"), "the heads must rise"),
    ("a row of the wrong length", TABLE.replace("[10, 11, 12]", "[10, 11]"), "has 2 cells, not 3"),
    (
        "two tables on one day",
        f"{TABLE}          - from: 2020-01-01\n            rows:\n              6: [1, 1, 1]\n",
        "2020-01-01 is not after 2020-01-01",
    ),
    (
        "a table that nobody knows and that says rows",
        TABLE.replace("            rows:", "            unknown: true\n            rows:"),
        "of what is not known there is no 'rows'",
    ),
    (
        "a table of which no day is known",
        f"{TABLE.partition('            rows')[0]}            unknown: true\n",
        "of no day",
    ),
]


@pytest.mark.parametrize(("tables", "said"), [fault[1:] for fault in FAULTS], ids=[fault[0] for fault in FAULTS])
def test_a_table_with_this_fault_is_refused_with_its_line(tables: str, said: str) -> None:
    error = fault(sheet("high", "USD/quarter", tables=tables))
    assert said in error.sentence
    assert error.rule.startswith("tables.weeks_by_months")
    assert error.line > 1


@pytest.mark.parametrize(
    ("formula", "unit", "said"),
    [
        ("weeks_by_months(local_rate, local_rate)", "weeks", "looked up by months in month, not in share"),
        ("weeks_by_months(local_rate)", "weeks", "is looked up by months and rate"),
        ("weeks_by_months", "weeks", "is a table: say what is looked up"),
        ("seasonal + 1", "count", "'+' needs numbers"),
        ("stated(high)", "yes_no", "'stated' is asked about a particular"),
        ("total(high)", "USD", "adds up a quantity named under each_day"),
        ("high at local_rate", "USD", "is no parameter"),
        ("share at local_rate", "quarters/week", "'at' needs a day"),
        ("claim_day() at claim_day()", "date", "claim_day is no table"),
        ("weeks_by_months(months_with_earnings(months), local_rate) at local_rate", "weeks", "'at' needs a day"),
        ("days_imposed()", "days", "belongs under sanctions"),
        ("benefit_left()", "USD", "belongs under each_week"),
        ("is_a_weekday()", "yes_no", "belongs under each_day"),
    ],
)
def test_a_formula_that_does_not_fit_is_refused_in_words(formula: str, unit: str, said: str) -> None:
    error = fault(sheet(formula, unit))
    assert said in error.sentence
    assert error.rule == "quantities.asked.is"


def test_two_exceptions_that_could_hold_at_once_are_refused() -> None:
    error = fault(sheet("high", "USD/quarter", extra=EXCEPT.replace("part_time and not seasonal", "part_time")))
    assert "two exceptions may hold at once" in error.sentence
    assert "not is_seasonal" in error.example


def test_a_circle_through_an_exception_is_refused() -> None:
    circle = "  except:\n    - when: seasonal\n      is: asked\n"
    assert "in a circle" in fault(sheet("high", "USD/quarter", extra=circle)).sentence
