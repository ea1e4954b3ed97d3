"""What is wrong with the versions of a rule is said with its line and an example."""

from __future__ import annotations

import pytest

from law.language.terms.errors import RuleSheetError
from tests.law.language.changed_law import LEVEL, sheet, versions
from tests.law.language.sheet import fault, line_of

ALLOWED = "allowed:\n  meaning: Allowed\n  decided_by: arithmetic\n  met: Allowed.\n  not_met: Not allowed.\n"
RECENT = "recent:\n  meaning: Recent\n" + versions(
    "last 1 completed calendar quarters before the claim begins",
    "last 13 weeks, week by week, before the claim begins",
)
FIGURE = "the_figure:\n  meaning: Figure\n  unit: USD/week\n"
QUANTITY = sheet("quantities", LEVEL + versions("low", "high_amount", "new claims"))
FAULTS = {
    "two versions from one day": ("- from: 2020-07-01", "- from: 2020-01-01", "2020-01-01 is not after 2020-01-01"),
    "a later version before an earlier one": ("- from: 2020-07-01", "- from: 2019-07-01", "is not after"),
    "a gap": ("at: old", "until: 2020-06-01", "nobody says what holds from 2020-06-01 up to 2020-07-01"),
    "an overlap": ("at: old", "until: 2020-08-01", "two hold on 2020-07-01"),
    "an unknown for": ("for: new claims", "for: all claims", "'all claims' does not say for which claims or periods"),
    "periods from no day": ("for: new claims", "for: periods from 2020-13-01", "'2020-13-01' is not a day"),
    "a unit of its own": ("for: new claims", "unit: USD", "a rule has one unit, whatever its version"),
    "another unit": ("is: high_amount", "is: high", "the formula gives USD/quarter, but the unit says USD/week"),
    "a name that does not exist": ("is: high_amount", "is: highest", "nothing here is called highest"),
    "nothing said": ("is: high_amount", "round: down to 1", "'is' is missing"),
    "more said of what is not known": ("is: high_amount", "unknown: true", "there is no 'at'"),
    "a rule beside its versions": ("round: down to 1\n        versions", "is: low\n        versions", "'versions' say"),
    "a circle through versions": ("is: high_amount", "is: level", "need each other in a circle: level"),
}


@pytest.mark.parametrize("what", FAULTS)
def test_a_fault_names_its_line_and_shows_the_right_form(what: str) -> None:
    old, new, says = FAULTS[what]
    where = QUANTITY.rindex(old)
    text = QUANTITY[:where] + new + QUANTITY[where + len(old) :]
    error = fault(text)

    assert says in error.sentence
    assert error.example
    named = line_of("      level:\n", text)
    assert error.line == named if "circle" in what else named < error.line <= text.count("\n")


def test_a_rule_without_is_and_without_versions_says_nothing() -> None:
    assert "'is' is missing" in fault(sheet("quantities", LEVEL)).sentence


def test_what_stands_where_the_fault_is_is_named() -> None:
    text = QUANTITY.replace("for: new claims", "for: all claims")
    error = fault(text)

    assert error.line == line_of("for: all claims", text)
    assert str(error).startswith(f"small.yaml:{error.line}: quantities.level.versions.for: ")
    assert "for: new claims" in error.example


@pytest.mark.parametrize("applies", ["running claims", "periods"])
def test_a_condition_of_the_claim_cannot_change_for_claims_that_run(applies: str) -> None:
    error = fault(sheet("conditions", ALLOWED + versions("1 > 0", "1 < 0", applies), due="low"))

    assert "a condition of the claim is answered once" in error.sentence
    assert "for: new claims" in error.example


def test_a_window_is_made_of_the_same_parts_in_every_version() -> None:
    assert "in every version: quarters, not weeks" in fault(sheet("windows", RECENT, due="low")).sentence


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ("at: old", "until: 2020-06-01", "nobody says what holds from 2020-06-01 up to 2020-07-01"),
        ("for: new claims", "for: old claims", "'old claims' does not say for which claims or periods"),
    ],
)
def test_figures_are_held_to_the_same(old: str, new: str, says: str) -> None:
    figure = versions("10", "20", "new claims", key="value", listed="values")
    error: RuleSheetError = fault(sheet("parameters", FIGURE + figure.replace(old, new), due="low"))

    assert says in error.sentence
    assert error.example


LIMIT = "limit:\n  meaning: Limit\n  unit: USD\n  round: down to 1\n"
AMOUNTS = """    parameters:
      small:
        meaning: Small
        unit: USD
        values:
          - from: 2020-01-01
            value: 15
"""


@pytest.mark.parametrize("applies", ["running claims", "periods"])
@pytest.mark.parametrize("through", ["its own version", "a quantity that it reads"])
def test_what_is_fixed_when_a_claim_begins_cannot_read_what_changes_while_it_runs(applies: str, through: str) -> None:
    changing = LIMIT + versions("1 * small", "1 * enough", applies)
    entries = (
        [changing] if through == "its own version" else [changing.replace("limit:", "most:", 1), LIMIT + "  is: most\n"]
    )
    text = sheet("quantities", LEVEL + "  is: low\n", *entries, more=AMOUNTS).replace("limit: total", "limit: limit")
    error = fault(text)

    assert "changes for claims that run, but the limit limit, fixed on the day a claim begins" in error.sentence
    assert "for: new claims" in error.example


def test_the_waiting_cannot_read_what_changes_while_a_claim_runs() -> None:
    figure = "pause:\n  meaning: Pause\n  unit: weeks\n" + versions(
        "1", "0", "running claims", key="value", listed="values"
    )
    text = sheet("parameters", figure, due="low").replace("lasts: wait\n", "lasts: pause\n")
    assert "lasts: pause" in text
    assert "pause changes for claims that run, but the waiting, fixed" in fault(text).sentence
