"""A decision explains itself, and a scheme can be read by a lawyer."""

from __future__ import annotations

import json

import pytest

from law.catalogue import load_scheme, scheme_names
from law.explain.as_text import explained
from law.language.plain.page import in_sentences
from law.language.sheet.unverified import unverified_in
from law.language.terms.errors import RuleSheetError
from tests.law.schemes.person import in_mississippi, mississippi

COMPARED = {"ca/ei-regular"}
"""Sheets of which nothing is left that nobody has compared with the law's text."""


def test_a_derivation_goes_down_to_the_facts_and_survives_the_store() -> None:
    derivation = in_mississippi("5200", "5200").determination().derivation

    text = explained(json.loads(json.dumps(derivation)))

    assert "weekly_benefit_amount = 200 USD/week  [Miss. Code Ann. § 71-5-503]" in text
    assert "quarter_share_each_week = 1/26 quarter/week" in text
    assert "2018 quarter 4 = 5,200 USD  <- job/2018-10-01" in text
    assert "separation_reason() = laid off  <- job" in text
    assert text.count("highest_quarter(base_period) =") == 1, "what was said once is pointed to"


def test_doubt_is_explained_with_its_question() -> None:
    open_case = in_mississippi("5200", "5200")
    open_case.facts = [fact for fact in open_case.facts if fact.name != "registry.employment-ended"]

    assert "not known: No end of an employment" in explained(open_case.determination().derivation)


@pytest.mark.parametrize("name", scheme_names())
def test_the_page_of_a_sheet_names_its_law_and_what_it_leaves_out_and_marks_what_is_unverified(name: str) -> None:
    scheme = load_scheme(name, accept_unverified=True)
    page = " ".join(in_sentences(scheme).split())

    assert [text for text in (*scheme.law, *scheme.not_covered) if " ".join(text.split()) not in page] == []
    assert ("not yet compared with the law's text" in page) == (name not in COMPARED)


def test_a_sheet_of_which_all_was_compared_loads_as_it_is() -> None:
    assert {name for name in scheme_names() if not any(unverified_in(load_scheme(name, accept_unverified=True)))} == (
        COMPARED
    )
    for name in COMPARED:
        assert load_scheme(name).name == name


@pytest.mark.parametrize("name", sorted({*scheme_names()} - COMPARED))
def test_a_sheet_with_unverified_law_needs_to_be_accepted_by_name(name: str) -> None:
    with pytest.raises(RuleSheetError, match="not yet compared"):
        load_scheme(name)


def test_a_scheme_that_does_not_exist_is_named_with_those_that_do() -> None:
    with pytest.raises(LookupError, match=r"there is no scheme us/atlantis; `tideover scheme list` lists all"):
        load_scheme("us/atlantis")


def test_the_page_reads_like_the_law() -> None:
    page = " ".join(in_sentences(mississippi()).split())

    assert "The base period: the first 4 of the last 5 completed calendar quarters before the claim begins." in page
    assert "rounded down to a multiple of USD 1.00 a week" in page
    assert "Without a person's decision a claim is refused only on the arithmetic" in page
