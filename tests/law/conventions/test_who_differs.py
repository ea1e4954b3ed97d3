"""What the standard beneficiary gets, others must get: one differing answer at a time, and the row names the person."""

from __future__ import annotations

import pytest

from law.conventions.model import Status
from law.language.sheet.scheme import Scheme
from tests.law.conventions.reports import of_catalogue
from tests.law.conventions.test_every_figure_bites import with_figure
from tests.law.conventions.test_named_persons import row

C102, C168 = "ilo/c102-minimum", "ilo/c168-complete"
KIND = """\
articles:
  - article: none
    says: One kind of person is treated otherwise.
    parameters:
      step:
        meaning: A step
        unit: {unit}
        values:
          - from: 2000-01-01
            value: {value}
      less:
        meaning: What is left
        unit: share
        values:
          - from: 2000-01-01
            value: 0.5
      many_days:
        meaning: More days
        unit: days
        values:
          - from: 2000-01-01
            value: 14
    windows:
      career:
        meaning: Ten years
        is: last 120 completed calendar months before the claim begins
    quantities:
      of_this_kind:
        meaning: Whether of this kind
        unit: yes_no
        is: {test}

"""
PAYS = "is: min(benefit_max, replacement_share * previous_earnings)"
PAYS_LESS = "is: (if of_this_kind then less else 1) * min(benefit_max, replacement_share * previous_earnings)"
WAITS, WAITS_LONGER = "lasts: waiting_period", "lasts: if of_this_kind then many_days else waiting_period"
PLANTED = [
    ("age() < step", "years", "30", "aged 29"),
    ("age() >= step", "years", "50", "aged 50"),
    ('region() = "north"', "years", "30", "living in north"),
    ('region() in ["north", "south"]', "years", "30", "living in north"),
    ('lost_job_was("fixed_term")', "years", "30", "fixed term ended on"),
    ('separation_reason() in ["fixed_term_ended"]', "years", "30", "fixed term ended on"),
    ('lost_job_was("casual")', "years", "30", "whose contract was casual"),
    ("months_with_earnings(career) < step", "months", "36", "after 35 months insured"),
]


def _planted(test: str, unit: str, value: str, *change: str) -> Scheme:
    kind = ("articles:\n", KIND.format(test=test, unit=unit, value=value))
    return of_catalogue(C102, kind, (change[0], change[1]))


@pytest.mark.parametrize(("test", "unit", "value", "named"), PLANTED)
def test_a_sheet_that_halves_one_kind_of_person_is_told_so_by_that_person(
    test: str, unit: str, value: str, named: str
) -> None:
    conclusion = row(_planted(test, unit, value, PAYS, PAYS_LESS), "C102-65.1")
    assert conclusion.status is Status.NOT_MET, conclusion
    assert named in conclusion.person
    assert "for one kind of person: 22.5" in conclusion.because


def test_a_sheet_that_halves_the_young_of_low_pay_only_is_told_so_at_half_the_usual_wage() -> None:
    low_only = PAYS_LESS.replace("if of_this_kind", "if of_this_kind and previous_earnings < benefit_max")
    conclusion = row(_planted("age() < step", "years", "30", PAYS, low_only), "C102-65.1")
    assert conclusion.status is Status.NOT_MET, conclusion
    assert "aged 29" in conclusion.person
    assert "for one kind of person: 22.5" in conclusion.because


@pytest.mark.parametrize(("test", "unit", "value", "named"), PLANTED)
def test_a_sheet_that_lets_one_kind_of_person_wait_longer_is_told_so_by_that_person(
    test: str, unit: str, value: str, named: str
) -> None:
    conclusion = row(_planted(test, unit, value, WAITS, WAITS_LONGER), "C102-24.3")
    assert conclusion.status is Status.NOT_MET, conclusion
    assert named in conclusion.person
    assert "One kind of person is not paid for 14 calendar days" in conclusion.because


def test_whoever_has_no_dependants_must_get_half_under_c168_and_is_another_matter_under_c102() -> None:
    changed = with_figure(_planted("dependants() < step", "count", "1", PAYS, PAYS_LESS), "replacement_share", "0.6")
    conclusion = row(changed, "C168-15.1a")
    assert conclusion.status is Status.NOT_MET
    assert "0 dependants" in conclusion.person
    assert row(changed, "C102-65.1").status is Status.NEEDS_EVIDENCE, (
        "the standard beneficiary has a wife and two children"
    )


@pytest.mark.parametrize("instrument", ["C102-24.3", "C168-18.1"])
def test_days_without_work_before_the_claim_may_begin_are_waited_for(instrument: str) -> None:
    later = of_catalogue(
        C102, ("on: the first day of the benefit week of filing", "on: the first day of the month after filing")
    )
    conclusion = row(later, instrument)
    assert conclusion.status is Status.NOT_MET, conclusion
    assert dict(conclusion.figures)["days before the claim begins"] == "31"
    assert "38 calendar days are not paid" in conclusion.because


@pytest.mark.parametrize("name", [C102, C168])
def test_a_certification_that_covers_all_that_must_be_paid_is_no_periodical_payment(name: str) -> None:
    conclusion = row(with_figure(of_catalogue(name), "certification_interval", "52"), "C102-22")
    assert conclusion.status is Status.NOT_MET, conclusion
    assert "One certification covers 52 weeks" in conclusion.because
    assert row(of_catalogue(name), "C102-22").status is Status.MET


def test_a_limit_that_is_cut_from_the_third_claim_on_is_found() -> None:
    cut = "is: (if of_this_kind then less else 1) * weeks_of_benefit_max\n"
    scheme = _planted("claims_drawn_before() > 1", "count", "1", "is: weeks_of_benefit_max\n", cut)
    conclusion = row(scheme, "C102-24.1a-later")
    assert conclusion.status is Status.NOT_MET, conclusion
    assert "6.50 weeks are paid, 13 are required" in conclusion.because
    assert " and from " in conclusion.person
