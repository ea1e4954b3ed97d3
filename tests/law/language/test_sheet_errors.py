"""Whatever is wrong with a sheet is said with file, line, rule, a sentence and an example."""

from __future__ import annotations

import pytest

from tests.law.language.sheet import SOUND, X, changed, fault, line_of, load, within

RATE = """\
      rate:
        meaning: Rate
        unit: USD/week
        is: share * high
        round: down to 1
"""
EARNED = """\
      earned:
        meaning: Earned
        is: high > 0
        decided_by: arithmetic
        met: Earned {high}.
        not_met: No.
"""
WEEKS = """\
          - from: 2020-01-01
            value: 13
          - from: 2021-01-01
"""
NEXT = "          - from: 2021-01-01\n            value: 26\n"


WINDOW = "base:\n  meaning: Base\n  is: last 4 completed calendar quarters before the claim begins"


def rate(formula: str, unit: str = "USD/week") -> str:
    return changed(RATE, RATE.replace("is: share * high", f"is: {formula}").replace("unit: USD/week", f"unit: {unit}"))


def rate_with(old: str, new: str) -> str:
    return changed(RATE, RATE.replace(old, new))


def share(value: str) -> str:
    return changed("value: 1/26", f"value: {value}")


def earned(old: str, new: str) -> str:
    return changed(EARNED, EARNED.replace(old, new))


def until(day: str) -> str:
    return changed(WEEKS, WEEKS.replace("value: 13\n", f"value: 13\n            until: {day}\n"))


def test_the_sound_sheet_is_accepted() -> None:
    assert load().name == "xx/small"


IN_TIME = "on: the first day without work, if filed in time\n"
WRONG = [
    ("a filing in time without its days", changed("on: the day of filing\n", IN_TIME), "'within' stands with a day"),
    (
        "days for a claim that begins when it is filed",
        changed("on: the day of filing\n", "on: the day of filing\n        within: year\n"),
        "'within' stands with a day",
    ),
    (
        "a filing in time in years",
        changed("on: the day of filing\n", IN_TIME + "        within: year\n"),
        "not a parameter in working days",
    ),
    ("a benefit year until an amount", changed("lasts: year\n", "lasts: year\n        until: high\n"), "is a day"),
    ("a quantity that cites", rate_with("round:", "cites: Small Act § 2\n        round:"), "refine it with 'at'"),
    ("an empty place in the article", rate_with("round:", 'at: ""\n        round:'), "words are expected"),
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
    ("a condition that is a number", earned("high > 0", "high"), "is a yes or no"),
    ("and between numbers", rate("if high and high then rate else rate"), "needs a yes or no"),
    ("a circle", rate("rate"), "need each other in a circle: rate"),
    ("an unknown unit", rate("share * high", "USD/fortnight"), "is not a unit"),
    ("another currency", rate("share * high", "EUR/week"), "currency is USD, not EUR"),
    ("not a number", share("half"), "not an exact number"),
    ("a float in disguise", share("1e-2"), "not an exact number"),
    ("infinity", share(".inf"), "not an exact number"),
    ("a decimal comma", share('"0,5"'), "a point stands before the decimals"),
    ("a division by zero", share('"1/0"'), "divides by zero"),
    ("an open bracket", rate("(share * high"), "')' was expected"),
    ("a formula that stops", rate("share *"), "a value was expected"),
    ("a sign nobody knows", rate("share ~ high"), "not part of the formula language"),
    ("two comparisons in a row", earned("high > 0", "0 < high < high"), "in a row"),
    ("a formula too long", rate("0+" * 400 + "high"), "more than 300 pieces"),
    ("a formula too deep", rate("(" * 60 + "high" + ")" * 60), "nested too deeply"),
    ("an unknown key", rate_with("round:", "rounding:"), "'rounding' is not known here"),
    ("a wrong way of rounding", rate_with("down to 1", "sideways to 1"), "not a way of rounding"),
    ("a sum that is paid and not rounded", rate_with("        round: down to 1\n", ""), "must round it"),
    ("an unknown section of an article", changed("    appeal:\n", "    appeals:\n"), "'appeals' is not known here"),
    ("an unknown key beside the articles", SOUND + "notes: none\n", "'notes' is not known here"),
    (
        "a missing section",
        changed("    appeal:\n      to: the court\n      within: appeal_days\n", ""),
        "no article has 'appeal'",
    ),
    (
        "a missing key of the claim",
        changed("      week_law:\n        as_on: the first day of the week\n", ""),
        "'claim.week_law'",
    ),
    (
        "an unknown key of the claim",
        changed("      week_law:", "      law_of_week:"),
        "'law_of_week' is not known here",
    ),
    ("an unknown name in a sentence", earned("{high}", "{height}"), "{height}"),
    ("nobody to ask", earned("arithmetic", "a person"), "needs the question and the ground"),
    ("a window of no known form", changed("last 4 completed", "roughly 4 completed"), "not a form of window"),
    ("a window that takes too much", changed("last 6 completed", "last 800 completed"), "takes more than there is"),
    ("a day that never was", until("2020-02-30"), "is not a day"),
    ("a value that ends before it begins", until("2019-01-01"), "hold for a day at least"),
    ("a benefit year of zero", changed("value: 52", "value: 0"), "year is 0 from 2020-01-01"),
    ("a benefit year and a half", changed("value: 52", "value: 1.5"), "a whole number"),
    ("a right to contest for no day", changed("value: 14", "value: 0"), "appeal_days is 0"),
    ("more weeks than a century has", changed("value: 13", "value: 999999999999"), "is no length of time"),
    ("fewer weeks than none", changed("value: 13", "value: -13"), "is no length of time"),
    ("a figure below zero", share("-1/26"), "-1/26 is below zero"),
    ("two values on one day", until("2021-06-01"), "two hold on 2021-01-01"),
    ("two values from one day", changed("from: 2021-01-01", "from: 2020-01-01"), "2020-01-01 is not after 2020-01-01"),
    (
        "a stretch of which nothing is said",
        until("2020-12-01"),
        "nobody says what holds from 2020-12-01 up to 2021-01-01",
    ),
    ("an unknown value that is cited", changed("value: 26", "value: unknown"), "of what is not known there is no 'at'"),
    ("nothing but unknown values", changed("value: 14", "value: unknown"), "of no day is it said what holds"),
    ("a name said twice in one section", changed("      interval:\n", "      year:\n"), "'year' stands twice: in line"),
    ("one name for two things", changed("      months:\n", "      year:\n"), "already names something else"),
    (
        "waiting for part of a week",
        changed("meaning: Waiting\n        unit: weeks", "meaning: W\n        unit: days"),
        "whole",
    ),
    (
        "a reference instead of words",
        changed("about: Half of the highest quarter.", "about: *law"),
        "hides what the law says",
    ),
    ("not YAML", changed("    claim:\n", "    claim: [\n"), "this is not YAML"),
    ("nothing at all", "", "the sheet is empty"),
    ("only a word", "law", "names with values are expected"),
    ("a control sign", "\x00", "this is not YAML"),
    ("a currency that there is not", changed("currency: USD", "currency: USX"), "'USX' is not the code of a currency"),
    (
        "minor units of its own",
        changed("currency: USD", "currency:\n    code: USD\n    minor_units: 100"),
        "words are expected",
    ),
    (
        "an article that says nothing",
        changed("    says: Nothing is paid for the waiting time.\n", ""),
        "'says' is missing",
    ),
    ("a brace without its partner", changed("Earned {high}.", "Earned {high."), "a brace without its partner"),
    ("an article under which nothing stands", SOUND + X, "nothing stands under x"),
    (
        "an article that stands twice",
        SOUND + X.replace("article: x", "article: Small Act § 3") + within("windows", WINDOW),
        "Small Act § 3 stands twice",
    ),
    ("a place beside the article", changed("    says: Nothing", "    at: (1)\n    says: Nothing"), "'at' refines"),
    ("a source of the whole scheme", changed("  about:", "  also: The Other Act\n  about:"), "'also' adds a source"),
    (
        "a whole citation that is refined",
        changed("            at: as amended\n", "            at: as amended\n            cites: Other Act § 1\n"),
        "'cites' is the whole citation",
    ),
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
        (until("2021-06-01"), "until: 2021-06-01", "parameters.weeks_max.values.until"),
        (rate_with("        unit: USD/week\n", ""), "      rate:\n", "quantities.rate"),
        (changed("country: XX", "country: Ruritania"), "Ruritania", "scheme.country"),
        (changed("    says: Nothing is paid for the waiting time.\n", ""), "- article: Small Act § 3", "articles"),
    ],
)
def test_the_line_and_the_rule_are_named(text: str, piece: str, rule: str) -> None:
    error = fault(text)

    assert (error.line, error.rule) == (line_of(piece, text), rule)


def test_a_name_under_two_articles_is_refused_with_both_places() -> None:
    text = SOUND + X + within("windows", WINDOW)
    error = fault(text)

    first = line_of("      base:\n")
    assert error.sentence == f"'base' stands twice: in line {first} under Small Act § 2, and here under x."
    assert (error.line, error.rule) == (text[: text.rindex("base:")].count("\n") + 1, "windows.base")


def test_a_key_of_the_claim_under_two_articles_is_refused_and_one_under_each_is_put_together() -> None:
    refusal = "refusal:\n  automatic: never"
    assert "'refusal' stands twice" in fault(SOUND + X + within("claim", refusal)).sentence

    moved = changed("      refusal:\n        automatic: on the arithmetic of the qualifying conditions\n", "")
    rules = load(moved + X + within("claim", refusal)).claim
    assert (rules.refusal.what, rules.refusal.cites) == ("never", "x")
    assert rules.begins.cites == "Small Act § 1"


def test_an_example_of_several_lines_stands_below_as_it_is_written() -> None:
    said = str(fault(rate_with("        unit: USD/week\n", "")))

    assert "For example:\n  benefit:\n    meaning: Benefit a week\n    unit: USD/week\n" in said


def test_unverified_law_needs_to_be_accepted_by_name() -> None:
    text = changed("value: 1/26\n", "value: 1/26\n            unverified: true\n")

    assert "not yet compared with the law's text: parameters.share" in str(fault(text))
    assert load(text, accept_unverified=True).name == "xx/small"
