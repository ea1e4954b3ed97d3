"""Two laws are compared in words, and in money for standard persons whom the engine itself answers."""

from __future__ import annotations

import json
from datetime import date, timedelta
from pathlib import Path

import pytest
from typer.testing import CliRunner

from law.catalogue import SCHEMES, load_scheme, scheme_names
from law.explain.law_difference import LawOnDay, law_difference
from law.language.sheet.horizon import ends_of
from law.language.sheet.load import load_file
from law.language.sheet.scheme import Scheme
from law.people.standard_persons import _data, by_how_much, given_to, standard_persons
from law.questions.vocabulary import VOCABULARY
from services.__main__ import app

RUNNER = CliRunner()
NORWAY = ("no/dagpenger@2024-01-01", "no/dagpenger@2026-01-01")
MARCH = date(2020, 3, 1)


def run(*words: str) -> str:
    result = RUNNER.invoke(app, ["scheme", "diff", *words], env={"COLUMNS": "200"})
    assert result.exit_code == 0, result.output + str(result.exception)
    return result.stdout


def amended(folder: Path, *changes: tuple[str, str]) -> Scheme:
    """Mississippi's sheet with words of it replaced."""
    text = (SCHEMES / "us/mississippi.yaml").read_text("utf-8")
    for before, after in changes:
        assert before in text
        text = text.replace(before, after)
    (folder / "amended.yaml").write_text(text, "utf-8")
    return load_file(folder / "amended.yaml", vocabulary=VOCABULARY, accept_unverified=True)


def said_of(folder: Path, *changes: tuple[str, str]) -> list[tuple[str, str, str]]:
    old = LawOnDay(load_scheme("us/mississippi", accept_unverified=True), MARCH)
    found = law_difference(old, LawOnDay(amended(folder, *changes), MARCH))
    return [(change.section, change.how, change.says) for change in found]


def test_a_sheet_does_not_differ_from_itself(tmp_path: Path) -> None:
    assert said_of(tmp_path) == []


def test_a_raised_maximum_is_told_with_both_figures(tmp_path: Path) -> None:
    assert said_of(tmp_path, ("value: 235", "value: 260")) == [
        (
            "figure",
            "changed",
            (
                "The highest weekly benefit amount was USD 235.00 a week (since 2019-12-29) "
                "and is USD 260.00 a week (since 2019-12-29)"
            ),
        )
    ]


def test_a_rule_with_another_formula_is_told_as_it_is_and_as_it_was(tmp_path: Path) -> None:
    found = said_of(tmp_path, ("is: quarters_with_wages >= quarters_min", "is: quarters_with_wages > quarters_min"))
    assert [(section, how) for section, how, _ in found] == [("condition", "changed")]
    assert "is more than" in found[0][2].partition("; it was: ")[0]
    assert "is at least" in found[0][2].partition("; it was: ")[2]


def test_another_citation_alone_is_no_other_rule(tmp_path: Path) -> None:
    rounded = "is: weekly_benefit_unrounded\n        round: down to 1\n"
    assert said_of(tmp_path, (rounded, f"{rounded}        also: Session law 1\n")) == []


def test_a_rule_under_another_article_is_no_other_rule(tmp_path: Path) -> None:
    assert said_of(tmp_path, ("- article: Miss. Code Ann. § 71-5-513", "- article: Session law 1")) == []


def test_what_differs_stands_in_the_order_of_the_articles_each_under_its_own(tmp_path: Path) -> None:
    changes = (
        ("to: the Mississippi Department", "to: a court beside the Mississippi Department"),
        ("value: 8\n", "value: 9\n"),
        ("value: 235\n", "value: 260\n"),
    )
    old = LawOnDay(load_scheme("us/mississippi", accept_unverified=True), MARCH)
    found = law_difference(old, LawOnDay(amended(tmp_path, *changes), MARCH))

    assert [(change.article.rpartition("-")[2], change.name) for change in found] == [
        ("503", "weekly_benefit_max"),
        ("513", "weeks_to_requalify"),
        ("517", "appeal"),
    ]


def test_a_rule_that_was_renamed_is_removed_and_added(tmp_path: Path) -> None:
    hows = {how for _, how, _ in said_of(tmp_path, ("earnings_to_requalify", "earnings_that_requalify"))}
    assert {"added", "removed"} <= hows


def test_two_days_of_one_sheet_tell_every_step_between_and_the_cause_of_each_amount() -> None:
    said = run(*NORWAY)
    assert "Supplement for each child was NOK 36.00 a working day (since 2024-01-01)" in said
    assert "by way of NOK 37.00 a working day from 2025-01-01" in said
    assert "Your daily amount fell by NOK 16.00 from 1 January 2026" in said
    assert "asked with the basic amount (G)" in said


def test_the_comparison_is_written_for_machines() -> None:
    said = json.loads(run(*NORWAY, "--json"))
    assert (said["first"]["on"], said["second"]["on"]) == ("2024-01-01", "2026-01-01")
    assert {one["name"] for one in said["law"]} >= {"basic_amount", "child_supplement"}
    assert len(said["money"]) == len(standard_persons())
    rate = next(one for one in said["money"][0]["figures"] if one["what"] == "rate")
    assert (rate["first"], rate["second"], rate["by"]) == (
        "1,560.00 NOK a day",
        "1,544.00 NOK a day",
        "-16.00 NOK, -1.0 %",
    )


def test_two_sheets_of_different_currencies_are_compared_by_share_of_the_wage() -> None:
    said = run("us/mississippi", "kr/ei", "--at", "2026-02-01")
    assert "Only in us/mississippi on 2026-02-01: " in said
    assert "which is of the wage" in said
    assert "Your weekly amount" not in said, "no cause is told across sheets"


def test_what_cannot_be_compared_is_said_in_one_sentence() -> None:
    before_any_law = ("us/mississippi@2019-01-06", "us/mississippi@2020-03-01")
    for words in (("no/where", "no/dagpenger"), ("no/dagpenger@soon", "no/dagpenger"), before_any_law):
        result = RUNNER.invoke(app, ["scheme", "diff", *words], env={"COLUMNS": "200"})
        assert result.exit_code == 2
        assert "Traceback" not in result.output
    assert "cannot be worked out: no value of" in run("no/dagpenger@2000-01-01", "no/dagpenger@2026-01-01")


OF_THE_STILL_EMPLOYED = {"de/kurzarbeitergeld", "de/teilarbeitslosengeld"}
"""Benefits that the standard persons, who lost their one job, do not claim."""


@pytest.mark.parametrize("name", sorted(set(scheme_names()) - OF_THE_STILL_EMPLOYED))
def test_the_standard_persons_are_answered_by_every_scheme_without_a_question(name: str) -> None:
    scheme = load_scheme(name, accept_unverified=True)
    newest = max(value.since for one in scheme.parameters.values() for value in one.values)
    if scheme.currency not in _data()["wages"]:
        with pytest.raises(LookupError, match=f"no wages in {scheme.currency}"):
            given_to(standard_persons()[0], LawOnDay(scheme, newest))
        return
    a_year_later = newest.replace(year=newest.year + 1)
    known = min([a_year_later, *(end - timedelta(days=1) for end in ends_of(scheme) if end > newest)])
    for person in standard_persons():
        found = given_to(person, LawOnDay(scheme, known))
        assert [finding.question for finding in found.determination.findings if finding.question] == []


def test_a_change_in_per_cent_is_rounded_to_one_decimal() -> None:
    assert (by_how_much(1560, 1544), by_how_much(1000, 1043), by_how_much(0, 5)) == ("-1.0 %", "+4.3 %", "")
