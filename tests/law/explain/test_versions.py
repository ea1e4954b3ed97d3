"""Versions of rules in what people read: the printed law, its pages, what two days say differently, and why."""

from __future__ import annotations

from datetime import date

import pytest

from law.decide.assess import assess
from law.explain.determined import Determined
from law.explain.difference import difference
from law.explain.difference_in_words import changes_in_words
from law.explain.graph import DerivationNode
from law.explain.law_difference import LawOnDay, law_difference
from law.explain.version_taken import version_taken
from law.language.plain.page import in_sentences
from law.language.plain.prose import in_words
from law.language.sheet.formulas_of import asked_of
from law.language.sheet.horizon import last_change
from law.language.sheet.unverified import unverified_in
from law.pages.html import scheme_page
from law.pages.markdown import markdown_page
from law.pages.rule_graph import rules_of
from tests.law.language.changed_law import AFTER_CHANGE, LEVEL, NEW_CLAIM, OLD_CLAIM, Claimant, sheet, versions
from tests.law.language.sheet import load, within

RECENT = "recent:\n  meaning: Recent\n" + versions(
    "last 1 completed calendar quarters before the claim begins",
    "last 2 completed calendar quarters before the claim begins",
    "running claims",
)
LEVELS = LEVEL + versions("low", "min(share * high, high_amount)", "new claims")
EARNED = "recently:\n  meaning: Recently\n  unit: USD\n  is: earnings_in(recent)"
CHANGED = load(sheet("quantities", LEVELS, EARNED, more=within("windows", RECENT)))
JUNE, AUGUST = date(2020, 6, 1), date(2020, 8, 1)


def determined(filed: date, scheme: str | None = None) -> Determined:
    """What is said of a claim filed on that day, with a week of it."""
    claimant = Claimant(load(scheme) if scheme else CHANGED, filed)
    made = claimant.determination
    return Determined.of(claimant.scheme, made, assess(claimant.claim(filed, AFTER_CHANGE), made))


def level_in(one: Determined) -> DerivationNode:
    """The step of the level in the derivation of the week after the change."""
    waiting = [next(period.step for days, period in one.periods.items() if days.start == AFTER_CHANGE)]
    while waiting and (step := waiting.pop()):
        if step.what == "level":
            return step
        waiting += step.inputs
    raise AssertionError("the week was paid by the level")


class TestPrintedLaw:
    def test_says_each_version_with_its_days_its_reach_and_its_citation_the_newest_first(self) -> None:
        printed = " ".join(in_sentences(CHANGED).split())

        new = "From 2020-07-01 for new claims: Level (USD a week) is the lower of: "
        old = "From 2020-01-01: Level (USD a week) is [low: USD 10.00 a week], rounded down"
        assert new in printed
        assert old in printed
        assert printed.index(new) < printed.index(old)
        assert "From 2020-07-01 for all claims, from their next period: Recent: the last 2 completed" in printed
        assert printed.count("— old") == printed.count("— new") == 2

    def test_every_page_says_the_same(self) -> None:
        for page in (markdown_page(CHANGED), scheme_page(CHANGED)):
            assert "From 2020-07-01 for new claims: Level" in page
            assert "From 2020-01-01: Level" in page
        assert scheme_page(CHANGED).count('id="rule-level"') == 1, "an anchor stands once on a page"

    def test_a_diagram_draws_what_any_version_reads(self) -> None:
        assert rules_of(CHANGED)["level"].reads == ("high",)
        assert "Low: USD 10.00 a week" in rules_of(CHANGED)["level"].figures

    def test_the_last_change_may_be_that_of_a_rule(self) -> None:
        later = versions("low", "high_amount").replace("2020-07-01", "2024-07-01")

        assert last_change(CHANGED) == date(2021, 1, 1), "that of a figure"
        assert last_change(load(sheet("quantities", LEVEL + later))) == date(2024, 7, 1)

    def test_a_version_that_nobody_compared_is_named(self) -> None:
        text = sheet("quantities", LEVEL + versions("low", "high_amount").replace("at: old", "unverified: true"))

        assert list(unverified_in(load(text, accept_unverified=True))) == ["quantities.level"]

    def test_the_questions_of_old_versions_are_asked_too(self) -> None:
        asks = sheet("quantities", LEVEL + versions("share * highest_quarter(base)", "low"))

        assert "highest_quarter(base)" in asked_of(load(asks))


class TestTwoDaysOfOneSheet:
    def test_differ_by_the_versions_of_their_rules(self) -> None:
        changes = law_difference(LawOnDay(CHANGED, JUNE), LawOnDay(CHANGED, AUGUST))

        assert [(change.name, change.how) for change in changes] == [("level", "changed"), ("recent", "changed")]
        assert "it was: Level (USD a week) is [low: USD 10.00 a week]" in changes[0].says
        assert changes[0].cites == "Changed Act § 2, new"

    def test_do_not_differ_before_the_change(self) -> None:
        assert law_difference(LawOnDay(CHANGED, JUNE), LawOnDay(CHANGED, date(2020, 6, 30))) == ()

    def test_a_day_of_which_nothing_is_known_is_told_as_such(self) -> None:
        changes = law_difference(LawOnDay(CHANGED, date(2019, 12, 1)), LawOnDay(CHANGED, JUNE))

        assert any("is not known to this sheet" in change.says for change in changes)


class TestWhy:
    def test_another_version_is_a_cause_with_both_rules_and_the_days_of_the_new_one(self) -> None:
        changes = difference(determined(OLD_CLAIM), determined(NEW_CLAIM))
        because = " ".join(changes_in_words(changes))

        assert "level follows another rule: it was [[low: USD 10.00 a week]] and is [the lower of:" in because
        assert "which holds from 2020-07-01 for new claims" in because

    def test_a_version_is_known_by_its_formula_where_its_citation_is_that_of_another(self) -> None:
        alike = sheet("quantities", LEVEL + versions("low", "max(low, high_amount)").replace("at: old", "at: new"))
        for filed, rule in ((OLD_CLAIM, "[low"), (NEW_CLAIM, "the higher of")):
            one = determined(filed, alike)
            version = version_taken(one.scheme, level_in(one))
            assert version is not None
            assert in_words(version.rule.tree, one.scheme).startswith(rule)

    def test_no_version_is_named_where_two_fit(self) -> None:
        same = sheet("quantities", LEVEL + versions("low", "low").replace("at: old", "at: new"))
        one = determined(OLD_CLAIM, same)

        assert version_taken(one.scheme, level_in(one)) is None


@pytest.mark.parametrize("name", ["high", "recently"])
def test_a_rule_that_never_changed_has_no_version(name: str) -> None:
    assert name not in CHANGED.through_time.quantities
