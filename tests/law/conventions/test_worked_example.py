"""A scheme worked out by hand: every figure of the calculation comes out of the engine as on paper."""

from __future__ import annotations

from fractions import Fraction

from law.conventions.check import check_against
from law.conventions.declaration import TemporaryException
from law.conventions.files import load_instrument
from law.conventions.model import Conclusion, Status
from tests.law.conventions.reports import X, declared_x, protected_x, report_x, sheet


def exception(article: str) -> TemporaryException:
    return TemporaryException(article=article, reason="level of development", cites="Declaration of 2024")


def figures(conclusion: Conclusion) -> dict[str, str]:
    return dict(conclusion.figures)


def test_the_average_and_the_reference_wages_c_and_d_are_those_of_twelve_persons() -> None:
    persons = protected_x()
    assert persons.mean == 1500
    assert persons.not_less_than(Fraction(3, 4)) == 1500
    shown = figures(report_x("c102").of("C102-65.1"))
    assert shown["reference wage C"].startswith("USD 1,500.00 a month")
    assert shown["reference wage D"].startswith("USD 1,875.00 a month")


def test_with_family_allowances_on_both_sides_the_standard_beneficiary_is_paid_50_13_per_cent() -> None:
    conclusion = report_x("c102").of("C102-65.1")
    assert conclusion.status is Status.MET
    shown = figures(conclusion)
    assert shown["benefit at D"] == "USD 900.00 a month at least"
    assert shown["share at D"] == "50.13 % at least, 50.13 % on average"
    assert shown["share at C"] == "62.03 % at least, 62.03 % on average"


def test_the_maximum_breaks_the_floor_only_above_2_097_78() -> None:
    conclusion = report_x("c102").of("C102-65.3")
    assert conclusion.status is Status.MET
    assert figures(conclusion)["break-even wage"] == "USD 2,097.78 a month"


def test_half_of_gross_earnings_is_missed_and_half_of_net_earnings_is_reached() -> None:
    gross = report_x("c168").of("C168-15.1a")
    assert gross.status is Status.MET
    assert "Gross: Less than 50 % at reference wage D." in gross.because
    assert figures(gross)["share at D"] == "48 % at least, 48 % on average"
    assert figures(gross)["share at C"] == "60 % at least, 60 % on average"
    net = report_x("c168").of("C168-15.3")
    assert net.status is Status.MET
    assert figures(net)["net share at D"] == "57.37 %"


def test_without_a_net_comparison_half_of_earnings_is_not_met_and_the_person_is_named() -> None:
    gross_only = declared_x().model_copy(update={"net": None})
    report = check_against(sheet(X), load_instrument("c168"), gross_only, protected_x())
    conclusion = report.of("C168-15.1a")
    assert conclusion.status is Status.NOT_MET
    assert "paid USD 1,875.00 a month: USD 900.00 a month, 48 %" in conclusion.person


def test_an_exception_to_15_2_asks_45_per_cent_and_is_one_of_two() -> None:
    declared = declared_x().model_copy(update={"net": None, "exceptions": (exception("15(2)"),)})
    report = check_against(sheet(X), load_instrument("c168"), declared, protected_x())
    assert report.of("C168-15.1a").status is Status.NOT_ASKED
    assert report.of("C168-15.2").status is Status.MET
    assert report.of("C168-5.1").status is Status.MET


def test_a_flat_benefit_would_have_to_be_451_and_a_means_tested_one_531() -> None:
    shown = figures(report_x("c102").of("C102-66"))
    assert shown["flat benefit needed"] == "USD 451.00 a month"
    assert shown["means-tested benefit with allowances needed (Art. 67)"] == "USD 531.00 a month"


def test_six_months_are_thirteen_weeks_but_not_always_26() -> None:
    assert report_x("c102").of("C102-24.1a").status is Status.MET
    conclusion = report_x("c168").of("C168-19.1")
    assert conclusion.status is Status.NEEDS_EVIDENCE
    assert "only 181 days" in conclusion.because
    assert "182 days" in conclusion.missing


IN_DAYS = (
    ("benefit_months:\n        meaning: Months of benefit\n        unit: months",
     "benefit_months:\n        meaning: Days\n        unit: days"),
    ("value: 6\n      a_month", "value: 182\n      a_month"),
    ("months_of_benefit:\n        meaning: Months of benefit\n        unit: months",
     "months_of_benefit:\n        meaning: Days\n        unit: days"),
    ("week_amount: payment\n", "week_amount: payment\n      consumes: days_used\n      total: whole\n"),
    ("      months_of_benefit:\n", "WHOLE      months_of_benefit:\n"),
    ("WHOLE", """\
      whole:
        meaning: Benefit of half a year
        unit: USD
        is: benefit * (a_month + a_month + a_month + a_month + a_month + a_month)
        round: down to 0.01
"""),
    ("        payment:\n", "DAYS_USED        payment:\n"),
    ("DAYS_USED", """\
        days_used:
          meaning: Days used up
          unit: days
          is: min(days_of_period(), benefit_left())
"""),
)  # fmt: skip


def test_a_duration_of_182_days_is_26_weeks() -> None:
    conclusion = check_against(sheet(X, *IN_DAYS), load_instrument("c168"), declared_x(), protected_x()).of("C168-19.1")
    assert conclusion.status is Status.MET, conclusion


def test_employees_pay_a_third_and_64_per_cent_are_protected() -> None:
    c102, c168 = report_x("c102"), report_x("c168")
    assert figures(c102.of("C102-71.2"))["share"] == "33.33 %"
    assert c102.of("C102-71.2").status is Status.MET
    assert figures(c102.of("C102-21a"))["share"] == "64 %"
    assert c102.of("C102-21a").status is Status.MET
    assert c168.of("C168-11.1").status is Status.NOT_MET
    declared = declared_x().model_copy(update={"exceptions": (exception("11(3)"),)})
    report = check_against(sheet(X), load_instrument("c168"), declared, protected_x())
    assert (report.of("C168-11.1").status, report.of("C168-11.3").status) == (Status.NOT_ASKED, Status.MET)


def test_waiting_of_seven_days_is_as_much_as_both_conventions_allow() -> None:
    for conclusion in (report_x("c102").of("C102-24.3"), report_x("c168").of("C168-18.1")):
        assert conclusion.status is Status.MET
        assert figures(conclusion)["calendar days not paid"] == "7"
