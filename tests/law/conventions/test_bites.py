"""The reference schemes keep every floor, and each floor is seen to bite when one figure of a copy is changed."""

from __future__ import annotations

from fractions import Fraction
from functools import cache

import pytest

from law.conventions.declaration import Declaration, DeclaredFact, TemporaryException, Wage, Wages
from law.conventions.model import ComplianceReport, Status
from tests.law.conventions.reports import conclusion_on, of_catalogue, report_on

C102, C168 = "ilo/c102-minimum", "ilo/c168-reference"


@cache
def reported(name: str, instrument: str) -> ComplianceReport:
    """The report of a scheme as it stands."""
    return report_on(of_catalogue(name), instrument)


@pytest.mark.parametrize(("name", "instrument"), [(C102, "c102"), (C168, "c168"), (C168, "c102")])
def test_a_reference_scheme_breaks_no_article(name: str, instrument: str) -> None:
    report = reported(name, instrument)
    assert [checked.requirement.id for checked in report.checked if checked.conclusion.status is Status.NOT_MET] == []
    assert report.count(Status.MET) >= 8


def test_the_scheme_at_the_floors_of_c102_is_below_those_of_c168() -> None:
    report = report_on(of_catalogue(C102), "c168")
    broken = {checked.requirement.id for checked in report.checked if checked.conclusion.status is Status.NOT_MET}
    assert broken == {"C168-15.1a", "C168-19.1", "C168-19.2a-later"}


@pytest.mark.parametrize("requirement", ["C102-20", "C102-23", "C102-24.1a", "C102-65.1"])
def test_a_requirement_is_concluded_alone_as_among_all_others(requirement: str) -> None:
    scheme = of_catalogue(C102)
    assert conclusion_on(scheme, "c102", requirement) == reported(C102, "c102").of(requirement)


def broken(name: str, instrument: str, requirement: str, *changes: tuple[str, str]) -> tuple[str, str]:
    """Why the changed copy breaks the requirement, and on which person it shows."""
    conclusion = conclusion_on(of_catalogue(name, *changes), instrument, requirement)
    assert conclusion.status is Status.NOT_MET, conclusion
    return conclusion.because, conclusion.person


def test_44_per_cent_break_article_65_of_c102() -> None:
    change = ("value: 0.45\n", "value: 0.44\n")
    because, person = broken(C102, "c102", "C102-65.1", change)
    assert "the nearest is 44 %" in because
    assert "a month, 44" in person


def test_49_per_cent_break_article_15_of_c168() -> None:
    change = ("value: 0.50\n            at: (1)(a)\n", "value: 0.49\n            at: (1)(a)\n")
    because, person = broken(C168, "c168", "C168-15.1a", change)
    assert "the nearest is 49" in because
    assert "a month, 49" in person


@pytest.mark.parametrize(
    ("name", "instrument", "requirement"), [(C102, "c102", "C102-24.3"), (C168, "c168", "C168-18.1")]
)
def test_a_second_week_of_waiting_breaks_the_seven_days(name: str, instrument: str, requirement: str) -> None:
    because, person = broken(name, instrument, requirement, ("value: 7\n", "value: 14\n"))
    assert "14 calendar days are not paid" in because
    assert "laid off" in person


@pytest.mark.parametrize(
    ("name", "instrument", "requirement", "weeks"), [(C102, "c102", "C102-24.1a", 13), (C168, "c168", "C168-19.1", 26)]
)
def test_a_week_less_breaks_the_duration(name: str, instrument: str, requirement: str, weeks: int) -> None:
    because, person = broken(name, instrument, requirement, (f"value: {weeks}\n", f"value: {weeks - 1}\n"))
    assert f"{weeks - 1} weeks" in because
    assert f"{weeks - 1} weeks" in person


def test_a_scheme_that_leaves_out_the_end_of_a_fixed_term_does_not_cover_the_contingency() -> None:
    change = ('separation_reason() not in ["labour_dispute"]', "insured_months >= insured_months_min")
    refused = (
        "decided_by: a person\n        question: Did the person stop work",
        "decided_by: arithmetic\n        question: Did the person stop work",
    )
    dispute = ("insured_months >= insured_months_min", 'separation_reason() not in ["fixed_term_ended"]')
    sheet = of_catalogue(C102, (change[0], dispute[1]), refused, ("        ground: strike\n", ""))
    conclusion = conclusion_on(sheet, "c102", "C102-20")
    assert conclusion.status is Status.NOT_MET, conclusion
    assert "'fixed term ended' is refused" in conclusion.because
    assert conclusion.person.startswith("fixed term ended on")


def test_a_ground_outside_the_closed_list_is_found() -> None:
    sheet = of_catalogue(C168, ("ground: strike\n", "ground: maintained\n"))
    conclusion = conclusion_on(sheet, "c168", "C168-20")
    assert conclusion.status is Status.NOT_MET
    assert "maintained (condition not_in_a_labour_dispute)" in conclusion.because


def test_a_refusal_on_an_employers_word_alone_is_found() -> None:
    change = (
        "decided_by: a person\n        question: Did the person leave the employment voluntarily",
        "decided_by: arithmetic\n        question: Did the person leave the employment voluntarily",
    )
    conclusion = conclusion_on(of_catalogue(C168, change), "c168", "C168-20bc")
    assert conclusion.status is Status.NOT_MET
    assert "did_not_leave_without_just_cause" in conclusion.because


def test_a_qualifying_period_of_more_than_a_year_is_asked_about() -> None:
    sheet = of_catalogue(
        C102,
        ("value: 6\n", "value: 18\n"),
        ("last 12 completed calendar months", "last 24 completed calendar months"),
    )
    conclusion = conclusion_on(sheet, "c102", "C102-23")
    assert conclusion.status is Status.NEEDS_EVIDENCE
    assert dict(conclusion.figures)["months insured that are enough"] == "18"


def test_a_benefit_that_swallows_more_than_what_is_earned_is_asked_about() -> None:
    sheet = of_catalogue(C168, ("earnings_taper * week_earnings()", "(1 + 1) * week_earnings()"))
    conclusion = conclusion_on(sheet, "c168", "C168-10.3")
    assert conclusion.status is Status.NEEDS_EVIDENCE
    assert "together fall" in conclusion.because


def reference_wage(monthly: int) -> Declaration:
    """A member whose fitters and turners earn so much."""
    wage = Wage(monthly=Fraction(monthly), cites="Survey of wages")
    return Declaration(wages=Wages(fitter_or_turner=wage), reference_wage="A")


def test_a_maximum_below_the_reference_wage_breaks_article_65_and_one_above_it_does_not() -> None:
    kept, broken_by = (report_on(of_catalogue(C102), "c102", reference_wage(wage)) for wage in (5416, 5600))
    assert (kept.of("C102-65.1").status, kept.of("C102-65.3").status) == (Status.MET, Status.MET)
    for requirement in ("C102-65.1", "C102-65.3"):
        conclusion = broken_by.of(requirement)
        assert conclusion.status is Status.NOT_MET
        assert "paid USD 5," in conclusion.person
    assert "43.53 %" in broken_by.of("C102-65.1").person


def test_what_is_declared_decides_what_no_sheet_says() -> None:
    facts = {"financed_collectively": DeclaredFact(value=False, cites="individual accounts alone")}
    report = report_on(of_catalogue(C102), "c102", Declaration(facts=facts))
    assert report.of("C102-71.1").status is Status.NOT_MET
    assert report.of("C102-72.2").status is Status.NEEDS_EVIDENCE


def test_a_third_exception_needs_a_system_of_limited_scope() -> None:
    used = tuple(
        TemporaryException(article=article, reason="level of development", cites="declaration")
        for article in ("15(2)", "18(2)", "19(4)")
    )
    scope = DeclaredFact(value=True, cites="declaration")
    ordinary = report_on(of_catalogue(C168), "c168", Declaration(exceptions=used))
    limited = report_on(of_catalogue(C168), "c168", Declaration(exceptions=used, limited_scope=scope))
    assert ordinary.of("C168-5.1").status is Status.NOT_MET
    assert limited.of("C168-5.1").status is Status.MET
    assert limited.of("C168-19.4").status is Status.MET
    assert limited.of("C168-19.1").status is Status.NOT_ASKED


CITIZEN = """\
articles:
  - article: none
    says: Citizens have the right.
    particulars:
      citizen:
        meaning: Whether a citizen
        unit: yes_no
        asks: Who is the person
        if_unsaid: "yes"

"""


def test_a_rule_that_asks_for_nationality_is_asked_about() -> None:
    uses = ("is: insured_months >= insured_months_min", "is: citizen and insured_months >= insured_months_min")
    conclusion = conclusion_on(of_catalogue(C102, ("articles:\n", CITIZEN), uses), "c102", "C102-68")
    assert conclusion.status is Status.NEEDS_EVIDENCE
    assert ("particular citizen", "nationality") in conclusion.figures
