"""A sheet that is well formed and pays wrongly in silence is refused: it says twice, or not at all, what is paid."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

import pytest

from law.language.plain.sentences import of_benefit
from tests.law.language.changed_law import Claimant
from tests.law.language.sheet import SOUND, X, changed, fault, load, within

SERVED = "served_when: week_earnings() < rate"
TOTAL = "        unit: USD\n        is: weeks_max * rate\n        round: down to 1\n"
IN_WEEKS = "        unit: weeks\n        is: weeks_max\n"
IN_DAYS = "        unit: days\n        is: appeal_days\n"
DUE = "is: max(0, rate - week_earnings())"
MONTHLY = "    claim:\n      benefit_period:\n        is: a calendar month\n        paid_by: the period\n"
WEEKS = [date(2020, 6, day) for day in (8, 15, 22, 29)]


def also(text: str, changes: Mapping[str, str]) -> str:
    for old, new in changes.items():
        assert text.count(old) == 1
        text = text.replace(old, new)
    return text


def figure(name: str, unit: str, value: str) -> str:
    return within(
        "parameters", f"{name}:\n  meaning: M\n  unit: {unit}\n  values:\n    - from: 2020-01-01\n      value: {value}"
    )


WRONG = [
    ("a wait that no week serves", changed(SERVED, 'served_when: "no"'), "nobody would ever be paid"),
    ("a wait that no week can serve", changed(SERVED, "served_when: 1 > 1 and high > 0"), "nobody would ever be paid"),
    (
        "a wait in weeks where months are paid",
        also(SOUND, {"    claim:\n": MONTHLY, "USD/week\n          is: max": "USD\n          is: max"}).replace(
            "max(0, rate - week_earnings())", "max(0, total - period_earnings())"
        ),
        "say with 'served' how much of it a period serves",
    ),
    ("a limit in days by weeks", changed(TOTAL, IN_DAYS), "'total' says what may be paid in all"),
    (
        "a payment cut by what is left, and a week that is not",
        also(SOUND, {TOTAL: IN_WEEKS, DUE: "is: rate * min(weeks_max, benefit_left()) / weeks_max"}),
        "the rest would be taken off twice",
    ),
    ("a rate that only subtracts", changed("is: share * high", "is: 0 - share * high"), "come to less than nothing"),
    ("a payment that only subtracts", changed(DUE, "is: rate - week_earnings()"), "come to less than nothing"),
    (
        "a payment that subtracts in one case",
        changed(DUE, "is: if able_to_work() then rate - week_earnings() else 0"),
        "come to less than nothing",
    ),
    ("a rate of nothing", changed("is: share * high", "is: 0 * high * share"), "nobody would ever be paid"),
    ("a payment of nothing", changed(DUE, "is: if able_to_work() then 0 else 0"), "nobody would ever be paid"),
    ("a limit that only subtracts", changed("is: weeks_max * rate", "is: 0 - weeks_max * rate"), "less than nothing"),
    ("a wait that only subtracts", changed("lasts: wait\n", "lasts: wait - year\n"), "less than nothing"),
    ("a division by nothing", changed("is: share * high", "is: share * high / 0"), "always nothing, which is 0"),
    (
        "a division by a figure that is 0",
        changed("is: share * high", "is: share * high / part") + X + figure("part", "share", "0"),
        "this divides by part, which is 0",
    ),
    (
        "a division by what its figures make 0",
        changed("is: share * high", "is: share * high / (1 - part)") + X + figure("part", "share", "1"),
        "this divides by what is always nothing, which is 0",
    ),
    (
        "a wait that only what was drawn serves",
        changed(SERVED, "served_when: benefit_used() > 0"),
        "whoever earns nothing and has drawn nothing yet never serves the waiting",
    ),
    (
        "a wait that only earnings serve",
        changed(SERVED, "served_when: week_earnings() > 0 and high > 0"),
        "whoever earns nothing and has drawn nothing yet never serves the waiting",
    ),
    ("a wait as long as the benefit year", changed("lasts: wait\n", "lasts: year\n"), "is as long as the benefit year"),
    (
        "a wait that is as long by its figures",
        changed("lasts: wait\n", "lasts: wait * part\n") + X + figure("part", "count", "52"),
        "is as long as the benefit year (year), so nobody would ever be paid",
    ),
    (
        "a rate that its figures make nothing",
        changed("is: share * high", "is: (1 - part) * share * high") + X + figure("part", "share", "1"),
        "rate is always nothing",
    ),
    (
        "a limit that its figures make nothing",
        changed("is: weeks_max * rate", "is: floor(part) * weeks_max * rate") + X + figure("part", "share", "0.5"),
        "total is always nothing",
    ),
    (
        "a power of a part of a time",
        changed("is: share * high", "is: share * high * power(part, part)") + X + figure("part", "share", "0.5"),
        "power multiplies a whole number of times",
    ),
    (
        "a power of what the facts answer",
        changed("is: share * high", "is: share * high * power(part, dependants() / part)")
        + X
        + figure("part", "count", "2"),
        "power multiplies a whole number of times",
    ),
    (
        "a step that rounds all to nothing",
        changed("round: down to 1\n    conditions", "round: down to 1001\n    conditions"),
        "rounds most amounts to nothing",
    ),
    (
        "a step above all amounts of the law",
        changed("round: down to 1\n    conditions", "round: down to 10\n    conditions")
        + X
        + figure("most", "USD/week", "9"),
        "rate is rounded to 10, and the greatest amount in USD/week that the sheet has is 9",
    ),
]


@pytest.mark.parametrize(("text", "sentence"), [case[1:] for case in WRONG], ids=[case[0] for case in WRONG])
def test_a_sheet_that_says_so_is_refused(text: str, sentence: str) -> None:
    error = fault(text)

    assert sentence in error.sentence
    assert error.example
    assert error.line > 1


def test_a_wait_of_nothing_needs_no_week_that_serves_it() -> None:
    nothing = changed(SERVED, 'served_when: "no"').replace(
        "meaning: Waiting\n        unit: weeks\n        values:\n          - from: 2020-01-01\n            value: 1",
        "meaning: Waiting\n        unit: weeks\n        values:\n          - from: 2020-01-01\n            value: 0",
    )

    assert load(nothing).waiting.served is None


def test_a_division_that_asks_about_its_divisor_first_is_sound() -> None:
    text = (
        changed("is: share * high", "is: if part = 0 then share * high else share * high / part")
        + X
        + figure("part", "share", "0")
    )

    assert load(text).quantities["rate"].name == "rate"


@pytest.mark.parametrize(
    ("written", "other"),
    [
        ("is: share * high", "is: share * high - min(share * high, week_rate)"),
        ("is: share * high", "is: max(share * high, week_rate) - week_rate"),
        ("is: share * high", "is: if part = 1 then 0 else share * high / (1 - part)"),
        ("is: share * high", "is: share * high * power(1 - part, floor(dependants()))"),
        ("is: share * high", "is: share * high * power(1 - part, number)"),
        ("round: down to 1\n    conditions", "round: down to 9\n    conditions"),
        (SERVED, "served_when: week_earnings() = 0 or benefit_used() > 0"),
    ],
)
def test_what_only_looks_like_a_contradiction_is_sound(written: str, other: str) -> None:
    figures = [("part", "share", "0.5"), ("number", "count", "3"), ("week_rate", "USD/week", "9")]
    added = figure(*figures[0]) + "".join(figure(*own).removeprefix("    parameters:\n") for own in figures[1:])
    assert load(changed(written, other) + X + added).quantities["rate"].name == "rate"


def test_the_last_week_is_paid_so_far_as_the_limit_reaches() -> None:
    claimant = Claimant(load(changed(TOTAL, IN_WEEKS).replace("value: 13\n", "value: 2.5\n")), date(2020, 6, 1))

    assert claimant.paid(*WEEKS) == [103, 103, 51, "exhausted"]


USED = """\
    each_week:
      quantities:
        used:
          meaning: U
          unit: weeks
          is: interval
"""


def test_a_limit_that_no_formula_of_the_payment_knows_ends_it_all_the_same() -> None:
    text = also(SOUND, {TOTAL: IN_WEEKS, "      week_amount: due\n": "      week_amount: due\n      consumes: used\n"})
    claimant = Claimant(load(text.replace("value: 13\n", "value: 3\n") + X + USED), date(2020, 6, 1))

    assert claimant.paid(*WEEKS[:3]) == [103, 51, "exhausted"]


MOST = """\
    quantities:
      most:
        meaning: Most
        unit: USD
        is: rate * interval
        round: down to 1
"""
BENEFIT = "      week_amount: due\n"


def bounded(total: str) -> str:
    return also(SOUND, {TOTAL: IN_WEEKS, BENEFIT: f"{BENEFIT}      total: most\n{total}"}) + X + MOST


def test_a_total_that_is_the_most_ends_the_benefit_before_the_weeks_do() -> None:
    claimant = Claimant(load(bounded("      total_is_the_most: true\n")), date(2020, 6, 1))

    assert claimant.paid(*WEEKS) == [103, 103, "exhausted", "exhausted"]
    assert claimant.determination.entitlement is not None
    assert claimant.determination.entitlement.total_max.minor == 20_600


def test_a_total_that_only_tells_the_worth_ends_nothing() -> None:
    claimant = Claimant(load(bounded("")), date(2020, 6, 1))

    assert claimant.paid(*WEEKS) == [103, 103, 103, 103]


def test_a_total_that_is_the_most_stands_on_the_page() -> None:
    scheme = load(bounded("      total_is_the_most: true\n"))

    assert "The whole is worth [most], and no more is ever paid." in next(of_benefit(scheme)).text


def test_a_limit_in_money_needs_no_total_that_is_the_most() -> None:
    text = changed(BENEFIT, f"{BENEFIT}      total: total\n      total_is_the_most: true\n")

    assert "it bounds in money what 'limit' bounds in time" in fault(text).sentence
