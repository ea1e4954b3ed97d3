"""What a sheet may say of how decisions against claimants come about, and with which words it is refused."""

from __future__ import annotations

from typing import get_args

import pytest

from contracts.safeguards import DecidedKind
from law.language.plain.page import in_sentences
from law.language.sheet.safeguards import KINDS
from tests.law.language.sheet import SOUND, fault, load, within

FIGURES = "".join(
    f"""
      {name}:
        meaning: {name}
        unit: {unit}
        values:
          - from: 2020-01-01
            value: {value}
"""
    for name, unit, value in (("ten_days", "days", "10"), ("a_month", "months", "1"), ("large_sum", "USD", "500"))
)
ARTICLE = f"""
  - article: Procedure Act § 1
    says: What a test adds.
    parameters:{FIGURES}"""


def safeguard(name: str, *lines: str) -> str:
    """The small sheet with one rule of these lines."""
    return SOUND + ARTICLE + within("safeguards", "\n  ".join((f"{name}:", "meaning: The rule", *lines)))


def test_a_sheet_names_what_decisions_are_about_as_events_do() -> None:
    assert get_args(DecidedKind) == KINDS


WRONG = [
    (
        "another rule",
        "silence",
        ("lasts: ten_days",),
        "'silence' is none of late_certification, meanwhile, reply_window, two_officers",
    ),
    ("months to reply", "reply_window", ("lasts: a_month",), "a_month is not a parameter in days"),
    ("a number in the place of a name", "reply_window", ("lasts: 10",), "10 is not a parameter in days"),
    ("another kind", "meanwhile", ("in_a_complaint: all", "in_an_appeal: nothing"), "'all' is none of nothing"),
    ("two officers for nothing", "two_officers", (), "names neither grounds nor a sum"),
    ("another ground", "two_officers", ("grounds: whim",), "'whim' is no ground of the closed list"),
    ("lateness without a rule", "late_certification", (), "names no days, no grace and no good cause"),
    ("a sum as a grace", "late_certification", ("grace: large_sum",), "large_sum is not a parameter in days"),
    ("days as a sum", "two_officers", ("sums_above: ten_days",), "ten_days is not a parameter in money"),
]


@pytest.mark.parametrize(("name", "lines", "sentence"), [case[1:] for case in WRONG], ids=[case[0] for case in WRONG])
def test_a_rule_with_this_fault_is_refused_in_words(name: str, lines: tuple[str, ...], sentence: str) -> None:
    error = fault(safeguard(name, *lines))
    assert sentence in str(error)
    assert error.example


SAID = [
    ("reply_window", ("lasts: ten_days",), "a reply to a notice is in time for [ten_days: 10 days]"),
    (
        "meanwhile",
        ("in_a_complaint: condition referral", "in_an_appeal: nothing"),
        "decisions on a condition, decisions on a referral take nothing away; while an appeal is open, every decision",
    ),
    (
        "two_officers",
        ("grounds: fraud crime", "sums_above: large_sum"),
        "taken away on the grounds fraud, crime and on a sum above [large_sum: USD 500.00]",
    ),
    (
        "late_certification",
        ("in_time_for: ten_days", "good_cause: An illness."),
        "in time for [ten_days: 10 days] after the days that it covers; a later one is excused by a good cause",
    ),
]


@pytest.mark.parametrize(("name", "lines", "sentence"), SAID)
def test_the_printed_law_says_it(name: str, lines: tuple[str, ...], sentence: str) -> None:
    printed = " ".join(in_sentences(load(safeguard(name, *lines))).split())
    assert sentence in printed
    assert "How decisions come about" in printed
