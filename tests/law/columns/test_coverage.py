"""Which parts of the language are computed over columns, and what becomes of the rest."""

from __future__ import annotations

from typing import get_args

import pytest

from law.catalogue import load_scheme, scheme_names
from law.columns.answers import ANCHORS, OF_CLAIM, OF_FACTS
from law.columns.calculator import ColumnCalculator
from law.columns.operations import OPERATIONS
from law.columns.plan import Plan
from law.language.formula.tree import Operator
from law.questions.vocabulary import VOCABULARY
from tests.law.columns.compare import from_aggregates, from_histories, outputs_of
from tests.law.columns.people import histories

ONE_BY_ONE = frozenset({"power", "insured_weeks", "parts_with_insured_days"})
"""Operators and questions of a claim that are left to the exact evaluation; each is slow, none is wrong."""
ONE_BY_ONE_OF = {
    "it/naspi": {"Operation"},
    "ca/ei-regular": {"earnings_in(week_of_leaving)"},
    "uy/desempleo": {
        "earnings_in(last_six)",
        "earnings_in(pay_of_year)",
        "earnings_of_latest_with_any(year_by_month)",
    },
}
"""Sheets that ask for such an operator, or for a window of no other law: Italy's benefit falls by a power, Canadian pay
on leaving fills the week of the last day of work first, and Uruguay counts pay across an edge by days."""
OF_A_CLAIM = {name for name, question in VOCABULARY.questions.items() if question.scope == "claim"}


def test_every_operator_is_computed_over_columns() -> None:
    assert set(get_args(Operator)) - OPERATIONS.keys() == ONE_BY_ONE & set(get_args(Operator))


def test_every_question_about_a_claim_is_answered_over_columns() -> None:
    assert OF_A_CLAIM - OF_CLAIM.keys() - OF_FACTS.keys() == ONE_BY_ONE & OF_A_CLAIM


def test_nothing_is_answered_that_nobody_may_ask() -> None:
    assert {*OF_CLAIM, *OF_FACTS} <= OF_A_CLAIM
    assert not OF_CLAIM.keys() & OF_FACTS.keys()


def test_a_window_may_look_back_from_every_day_that_sheets_may_name() -> None:
    assert ANCHORS.keys() == VOCABULARY.anchors.keys()


@pytest.mark.parametrize("name", scheme_names())
def test_no_scheme_leaves_everybody_to_the_exact_evaluation(name: str) -> None:
    scheme = load_scheme(name, accept_unverified=True)
    assert Plan(scheme, outputs_of(scheme), {}, facts=True).not_vectorised == ONE_BY_ONE_OF.get(name, set())


def test_an_operation_that_is_not_known_is_slower_and_not_wrong(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delitem(OPERATIONS, "*")
    scheme = load_scheme("us/mississippi", accept_unverified=True)

    compared = from_aggregates(scheme, 50, 1)

    assert compared.left_to_the_exact == 50
    assert not compared.differing


def test_a_question_that_is_not_known_is_slower_and_not_wrong_and_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delitem(OF_FACTS, "highest_quarter")
    scheme = load_scheme("us/mississippi", accept_unverified=True)

    compared = from_histories(scheme, 50, 1)
    people, given = histories(scheme, 50, 1)
    found = ColumnCalculator(scheme).from_histories(people, given)

    assert compared.left_to_the_exact == found.left_to_the_exact == 50
    assert not compared.differing
    assert found.not_vectorised == ("highest_quarter(base_period)",)
