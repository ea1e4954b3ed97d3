"""Whatever is wrong with a sheet is said with file, line, rule, a sentence and an example."""

from __future__ import annotations

import pytest

from tests.law.language.sheet import SOUND, changed, fault, line_of, load

PARAMETER = (
    'share: {meaning: Share, unit: quarters/week, values: [{from: 2020-01-01, value: "1/26", cites: "Small Act § 2"}]}'
)
RATE = 'rate: {meaning: Rate, unit: USD/week, is: share * high, round: down to 1, cites: "Small Act § 2"}'
EARNED = (
    "earned: {meaning: Earned, is: high > 0, decided_by: arithmetic, "
    'met: "Earned {high}.", not_met: "No.", cites: "§ 2"}'
)


def rate(formula: str, unit: str = "USD/week") -> str:
    return changed(RATE, RATE.replace("is: share * high", f"is: {formula}").replace("unit: USD/week", f"unit: {unit}"))


def share(value: str) -> str:
    return changed('value: "1/26"', f"value: {value}")


def condition(fields: str) -> str:
    return changed(EARNED, f"earned: {{{fields}}}")


def test_the_sound_sheet_is_accepted() -> None:
    assert load().name == "xx/small"


WRONG = [
    ("a value without citation", changed(', cites: "Small Act § 2"}]}', "}]}"), "'cites' is missing"),
    ("a quantity without citation", changed(RATE, RATE.replace(', cites: "Small Act § 2"', "")), "'cites' is missing"),
    ("an empty citation", changed(RATE, RATE.replace('"Small Act § 2"', '""')), "words are expected"),
    ("a figure in a formula", rate("0 + 26 * high"), "the figure 26 stands in a formula"),
    ("a decimal in a formula", rate("high * 0.5"), "the figure 0.5 stands in a formula"),
    ("an unknown name", rate("share * highest"), "nothing here is called highest"),
    ("an unknown question", rate("share * best_quarter(base)"), "there is no question best_quarter"),
    ("a question without its window", rate("share * highest_quarter()"), "asked about a window of quarters"),
    ("a question about the wrong window", rate("share * highest_quarter(months)"), "made of months"),
    ("a question about a week asked of the claim", rate("week_earnings()"), "belongs under each_week"),
    ("a window used as a number", rate("share * base"), "is a window"),
    ("a question without brackets", rate("week_earnings"), "write it with brackets"),
    ("a sum of different time bases", rate("high + rate"), "units must be the same"),
    ("a product of the wrong unit", rate("high"), "the formula gives USD/quarter"),
    ("a condition that is a number", condition(EARNED[9:-1].replace("high > 0", "high")), "is a yes or no"),
    ("and between numbers", rate("if high and high then rate else rate"), "needs a yes or no"),
    ("a circle", rate("rate"), "need each other in a circle: rate"),
    ("an unknown unit", rate("share * high", "USD/fortnight"), "is not a unit"),
    ("another currency", rate("share * high", "EUR/week"), "currency is USD, not EUR"),
    ("not a number", share("half"), "not an exact number"),
    ("a float in disguise", share("1e-2"), "not an exact number"),
    ("infinity", share(".inf"), "not an exact number"),
    ("a decimal comma", share('"0,5"'), "not an exact number"),
    ("a division by nought", share('"1/0"'), "divides by nought"),
    ("an open bracket", rate("(share * high"), "')' was expected"),
    ("a formula that stops", rate("share *"), "a value was expected"),
    ("a sign nobody knows", rate("share % high"), "not part of the formula language"),
    ("two comparisons in a row", condition(EARNED[9:-1].replace("high > 0", "0 < high < high")), "in a row"),
    ("a formula too long", rate("0+" * 400 + "high"), "more than 300 pieces"),
    ("a formula too deep", rate("(" * 60 + "high" + ")" * 60), "nested too deeply"),
    ("an unknown key", changed(RATE, RATE.replace("round:", "rounding:")), "'rounding' is not known here"),
    ("a wrong way of rounding", changed(RATE, RATE.replace("down to 1", "sideways to 1")), "not a way of rounding"),
    ("a sum that is paid and not rounded", changed(RATE, RATE.replace(", round: down to 1", "")), "must round it"),
    ("a missing section", SOUND.replace("appeal: {to: the court", "x: {to: the court"), "'x' is not known here"),
    ("an unknown name in a sentence", condition(EARNED[9:-1].replace("{high}", "{height}")), "{height}"),
    ("nobody to ask", condition(EARNED[9:-1].replace("arithmetic", "a person")), "needs the question and the ground"),
    ("a window of no known form", changed("last 4 completed", "roughly 4 completed"), "not a form of window"),
    ("a window that takes too much", changed("last 6 completed", "last 800 completed"), "takes more than there is"),
    ("a day that never was", changed("until: 2021-01-01", "until: 2020-02-30"), "is not a day"),
    (
        "a value that ends before it begins",
        changed("until: 2021-01-01", "until: 2019-01-01"),
        "hold for a day at least",
    ),
    (
        "a benefit year of nought",
        changed(
            "unit: weeks, values: [{from: 2020-01-01, value: 52", "unit: weeks, values: [{from: 2020-01-01, value: 0"
        ),
        "year is 0 from 2020-01-01",
    ),
    (
        "a benefit year and a half",
        changed(
            "unit: weeks, values: [{from: 2020-01-01, value: 52", "unit: weeks, values: [{from: 2020-01-01, value: 1.5"
        ),
        "a whole number",
    ),
    ("a right to contest for no day", changed("value: 14", "value: 0"), "appeal_days is 0"),
    ("more weeks than a century has", changed("value: 13", "value: 999999999999"), "is no length of time"),
    ("fewer weeks than none", changed("value: 13", "value: -13"), "is no length of time"),
    ("two values on one day", changed("until: 2021-01-01", "until: 2021-06-01"), "two values hold on 2021-01-01"),
    ("a value without end before another", changed(" until: 2021-01-01,", ""), "two values hold on 2021-01-01"),
    ("a name said twice", changed("  wait: {", "  year: {"), "'year' is said twice"),
    ("one name for two things", changed("  months: {meaning", "  year: {meaning"), "already names something else"),
    (
        "waiting for part of a week",
        changed("wait: {meaning: Waiting, unit: weeks", "wait: {meaning: W, unit: days"),
        "whole",
    ),
    (
        "a reference instead of words",
        changed("about: Half of the highest quarter.", "about: *law"),
        "hides what the law says",
    ),
    ("not YAML", changed("claim:\n", "claim: [\n"), "this is not YAML"),
    ("nothing at all", "", "the sheet is empty"),
    ("only a word", "law", "names with values are expected"),
    ("a control sign", "\x00", "this is not YAML"),
]


@pytest.mark.parametrize(("text", "sentence"), [case[1:] for case in WRONG], ids=[case[0] for case in WRONG])
def test_a_sheet_with_this_fault_is_refused_in_words(text: str, sentence: str) -> None:
    error = fault(text)

    assert sentence in str(error)
    assert error.file == "small.yaml"
    assert error.example


@pytest.mark.parametrize(
    ("text", "piece", "rule"),
    [
        (rate("0 + 26 * high"), "is: 0 + 26", "quantities.rate.is"),
        (share("half"), "value: half", "parameters.share.values.value"),
        (changed("last 4 completed", "roughly 4 completed"), "roughly", "windows.base.is"),
        (
            changed("until: 2021-01-01", "until: 2021-06-01"),
            "- {from: 2020-01-01, until",
            "parameters.weeks_max.values",
        ),
        (changed("country: XX", "country: Ruritania"), "Ruritania", "scheme.country"),
    ],
)
def test_the_line_and_the_rule_are_named(text: str, piece: str, rule: str) -> None:
    error = fault(text)

    assert (error.line, error.rule) == (line_of(piece, text), rule)


def test_unverified_law_needs_to_be_accepted_by_name() -> None:
    text = changed('value: "1/26", cites: "Small Act § 2"', 'value: "1/26", cites: "Small Act § 2", unverified: true')

    assert "not yet compared with the law's text: parameters.share" in str(fault(text))
    assert load(text, accept_unverified=True).name == "xx/small"
