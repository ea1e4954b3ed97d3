"""What a sheet may say of reductions, and with which words it is refused."""

from __future__ import annotations

import pytest

from law.language.plain.page import in_sentences
from tests.law.language.sheet import SOUND, fault, line_of, load, within

FIGURES = "".join(
    f"""
      {name}:
        meaning: {name}
        unit: {unit}
        values:
          - from: 2020-01-01
            value: {value}
"""
    for name, unit, value in (
        ("third", "share", "1/3"),
        ("half", "share", "0.5"),
        ("nothing", "share", "0"),
        ("endless", "share", "0.1234567"),
        ("one_month", "months", "1"),
        ("two_months", "months", "2"),
        ("half_a_month", "months", "0.5"),
        ("three_weeks", "weeks", "3"),
        ("money", "USD", "3"),
    )
)
ARTICLE = f"""
  - article: Reduced Act § 1
    says: What a test adds.
    parameters:{FIGURES}"""


def reduction(*lines: str, ground: str = "quit") -> str:
    """The small sheet with a reduction of these lines."""
    return SOUND + ARTICLE + within("reductions", "\n  ".join((f"{ground}:", "meaning: Left", *lines)))


BY, FOR = "by: half", "for: one_month"
WRONG = [
    ("a share of nothing", ("by: nothing", FOR), "a share lies above 0 and is at most 1"),
    ("a share of too many digits", ("by: endless", FOR), "of at most six digits"),
    ("no share", (FOR,), "does not say by what share"),
    ("shares that leave nothing between them", ("by_at_least: half", "by_at_most: third", FOR), "nothing lies between"),
    ("an exact share with a bound", (BY, "by_at_most: half", FOR), "'by' is exact: nothing bounds it"),
    ("a time as a share", ("by: one_month", FOR), "one_month is not a parameter in a share"),
    ("a figure in the place of its name", ("by: 0.5", FOR), "0.5 is not a parameter in a share"),
    ("no time", (BY,), "for how long at most, nor what ends it"),
    ("a least time alone", (BY, "for_at_least: one_month"), "for how long at most, nor what ends it"),
    ("times in two units", (BY, "for_at_least: three_weeks", "for_at_most: two_months"), "is in months"),
    ("times that leave nothing between", (BY, "for_at_least: two_months", "for_at_most: one_month"), "nothing lies"),
    ("a part of a month", (BY, "for: half_a_month"), "whole days, weeks or months"),
    ("money as a time", (BY, "for: money"), "money is not a parameter in days, weeks or months"),
    ("another end", (BY, "until: never"), "the person complies"),
    ("another use of the limit", (BY, FOR, "uses_up: some"), "by the share paid"),
]


@pytest.mark.parametrize(("lines", "sentence"), [case[1:] for case in WRONG], ids=[case[0] for case in WRONG])
def test_a_reduction_with_this_fault_is_refused_in_words(lines: tuple[str, ...], sentence: str) -> None:
    error = fault(reduction(*lines))

    assert sentence in str(error)
    assert error.example
    assert error.line > line_of("to: the court")


def test_a_reduction_on_a_ground_that_the_conventions_do_not_list_is_refused() -> None:
    assert "'whim' is no ground of the closed list" in str(fault(reduction(BY, FOR, ground="whim")))


def test_a_bound_that_changes_for_claims_that_run_is_refused() -> None:
    changing = "value: 0.5\n          - from: 2021-01-01\n            for: running claims from the next period\n"
    text = reduction(BY, FOR).replace("value: 0.5\n", f"{changing}            value: 0.6\n")

    assert "the reduction quit, fixed on the day a claim begins, reads it" in str(fault(text))


def test_compliance_alone_may_end_a_reduction() -> None:
    read = load(reduction("by_at_least: third", "until: the person complies")).reductions["quit"]

    assert (read.by_at_least, read.by_at_most, read.lasts_at_most, read.until_compliance) == ("third", None, None, True)


SAID = [
    ((BY, FOR), "Left (quit): the benefit is reduced by [half: 50 %] for [one_month: 1 month]."),
    (
        ("by_at_least: third", "for_at_least: one_month", "for_at_most: two_months", "until: the person complies"),
        "[one_month: 1 month] and at most [two_months: 2 months], until the person complies.",
    ),
    (("by_at_most: half", "until: the person complies"), "by at most [half: 50 %] until the person complies."),
]


@pytest.mark.parametrize(("lines", "sentence"), SAID)
def test_the_printed_law_says_it(lines: tuple[str, ...], sentence: str) -> None:
    printed = " ".join(in_sentences(load(reduction(*lines))).split())

    assert sentence in printed
    assert "Reductions" in printed
