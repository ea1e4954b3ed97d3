"""Rules with dates: whoever claims, or is paid, before and after a change of the law gets what each version says."""

from __future__ import annotations

import textwrap
from collections.abc import Callable
from datetime import date, timedelta

import pytest

from contracts.eligibility import DeterminationOutcome
from law.language.sheet.horizon import ends_of
from law.language.terms.derivation import Step
from law.language.terms.errors import OutsideKnownLaw
from tests.law.language.changed_law import (
    AFTER_CHANGE,
    AFTER_LATER,
    BEFORE_CHANGE,
    CHANGE,
    FOR,
    LEVEL,
    NEW_CLAIM,
    OLD_CLAIM,
    Claimant,
    nobody_knows,
    paid_under,
    sheet,
    versions,
)
from tests.law.language.sheet import load, within

BY_WEEKS, BY_CLAIM = "as_on: the first day of the week", "as_on: the day the claim begins"
FIRST, JANUARY, LATE_START = date(2020, 1, 1), date(2020, 1, 6), date(2020, 2, 1)
OLD_KEEP, OLD_FOLLOW = [10, 10, 10, 20, 20], [10, 20, 20, 20, 20]
OLD_LATER = [10, 10, 20, 10, 20]
PAID = {
    ("claim", "as the law"): OLD_KEEP,
    ("week", "as the law"): OLD_FOLLOW,
    **{(scope, "new claims"): OLD_KEEP for scope in ("claim", "week")},
    **{(scope, "running claims"): OLD_FOLLOW for scope in ("claim", "week")},
    **{(scope, "periods"): OLD_LATER for scope in ("claim", "week")},
}
"""Under a sheet that pays a week by the law of its first day: the old claim in three weeks, the new one in two."""


def week_level(applies: str) -> str:
    return "quantities:\n" + textwrap.indent(LEVEL + versions("low", "high_amount", applies), "  ")


def day_level(applies: str) -> str:
    one = "of_a_day:\n  meaning: Of a day\n  unit: USD/week\n" + versions("low", "high_amount", applies)
    return "quantities:\n" + textwrap.indent(one, "  ")


def figure(applies: str) -> str:
    return "level:\n  meaning: Level\n  unit: USD/week\n" + versions("10", "20", applies, key="value", listed="values")


def table(applies: str) -> str:
    down = "down:\n  of: waiting\n  unit: weeks\n  step: at least\notherwise: 0\n"
    rows = versions("{0: 10}", "{0: 20}", applies, key="rows", listed="values")
    return f"levels:\n  meaning: Levels\n  unit: USD/week\n{textwrap.indent(down, '  ')}{rows}"


def window(applies: str) -> str:
    old, new = (f"last {count} completed calendar quarters before the claim begins" for count in (1, 2))
    return "recent:\n  meaning: Recent\n" + versions(old, new, applies)


HIGH_AFTER_TWO_QUARTERS = "if quarters_with_earnings(recent) >= two_quarters then high_amount else low"
IN_CLAIM = within("quantities", LEVEL + "  is: {}")
SHEETS: dict[tuple[str, str], Callable[[str], str]] = {
    ("claim", "a quantity of the claim"): lambda one: sheet("quantities", LEVEL + versions("low", "high_amount", one)),
    ("week", "a quantity of the week"): lambda one: sheet("each_week", week_level(one)),
    ("week", "a quantity of the day"): lambda one: sheet("each_day", day_level(one), due="total(of_a_day) / seven"),
    ("week", "a figure that the week reads"): lambda one: sheet("parameters", figure(one)),
    ("claim", "a figure that the claim reads"): lambda one: sheet(
        "parameters", figure(one).replace("level:", "the_figure:"), more=IN_CLAIM.format("the_figure")
    ),
    ("claim", "a figure that a question is asked with"): lambda one: sheet(
        "parameters",
        figure(one).replace("level:", "the_index:").replace(f"{FIRST}", "2018-01-01"),
        more=IN_CLAIM.format("if indexed_earnings(months, the_index) > earnings_in(months) then high_amount else low"),
    ),
    ("week", "a table that the week reads"): lambda one: sheet("tables", table(one), due="levels(wait)"),
    ("claim", "a table that the claim reads"): lambda one: sheet(
        "tables", table(one), more=IN_CLAIM.format("levels(wait)")
    ),
    ("claim", "a window that the claim asks about"): lambda one: sheet(
        "windows", window(one), more=IN_CLAIM.format(HIGH_AFTER_TWO_QUARTERS)
    ),
    ("claim", "a window that the week asks about"): lambda one: sheet(
        "windows", window(one), due=HIGH_AFTER_TWO_QUARTERS
    ),
}


@pytest.mark.parametrize("applies", FOR)
@pytest.mark.parametrize(("scope", "kind"), SHEETS)
def test_old_and_new_claims_and_weeks_are_paid_by_their_own_version(scope: str, kind: str, applies: str) -> None:
    assert paid_under(SHEETS[scope, kind](applies)) == PAID[scope, applies]


LAWS = {
    "of the day the claim begins": ((BY_WEEKS, BY_CLAIM), "", OLD_KEEP, OLD_KEEP),
    "that running claims follow": (
        (BY_WEEKS, BY_CLAIM), "follow the new law", OLD_FOLLOW, OLD_FOLLOW
    ),
    "that running claims do not follow": (("", ""), "keep the law they began under", OLD_KEEP, OLD_KEEP),
}  # fmt: skip


@pytest.mark.parametrize("law", LAWS)
def test_without_for_a_version_follows_the_law_as_the_sheet_says_for_all_its_figures(law: str) -> None:
    (old, new), running, of_claim, of_week = LAWS[law]
    change = f"    claim:\n      transitions:\n        - on: {CHANGE}\n          running_claims: {running}\n"
    for (scope, _), written in SHEETS.items():
        text = written("as the law").replace(old, new) + (change if running else "")
        assert paid_under(text) == (of_claim if scope == "claim" else of_week)


@pytest.mark.parametrize("applies", ["new claims", "running claims", "periods"])
@pytest.mark.parametrize("law", LAWS)
def test_with_for_a_version_applies_whatever_law_the_claim_and_the_week_follow(law: str, applies: str) -> None:
    (old, new), running, _, _ = LAWS[law]
    change = f"    claim:\n      transitions:\n        - on: {CHANGE}\n          running_claims: {running}\n"
    for (scope, _), written in SHEETS.items():
        text = written(applies).replace(old, new) + (change if running else "")
        assert paid_under(text) == PAID[scope, applies]


ALLOWED = "allowed:\n  meaning: Allowed\n  decided_by: arithmetic\n  met: Allowed.\n  not_met: Not allowed.\n"


@pytest.mark.parametrize(
    ("applies", "states"),
    [
        ("as the law", [10, "held", "held", "held", "held"]),
        ("new claims", [10, 10, 10, "held", "held"]),
        ("running claims", [10, "held", "held", "held", "held"]),
        ("periods", [10, 10, "held", 10, "held"]),
    ],
)
def test_a_condition_of_the_week_is_asked_in_the_version_of_that_week(applies: str, states: list[object]) -> None:
    condition = ALLOWED + versions("1 > 0", "1 < 0", applies)
    text = sheet("each_week", "conditions:\n" + textwrap.indent(condition, "  "), due="low")

    assert paid_under(text) == states


@pytest.mark.parametrize("applies", ["as the law", "new claims"])
def test_a_condition_of_the_claim_is_answered_by_the_version_of_the_day_it_begins(applies: str) -> None:
    scheme = load(sheet("conditions", ALLOWED + versions("1 > 0", "1 < 0", applies), due="low"))
    outcomes = {filed: Claimant(scheme, filed).determination.outcome for filed in (OLD_CLAIM, NEW_CLAIM)}

    assert outcomes == {OLD_CLAIM: DeterminationOutcome.GRANTED, NEW_CLAIM: DeterminationOutcome.REFUSED}


def test_a_finding_cites_the_version_by_which_it_was_found() -> None:
    scheme = load(sheet("conditions", ALLOWED + versions("1 > 0", "1 < 0"), due="low"))
    cited = [
        next(
            finding.cites
            for finding in Claimant(scheme, filed).determination.findings
            if finding.condition == "allowed"
        )
        for filed in (OLD_CLAIM, NEW_CLAIM)
    ]

    assert cited == ["Changed Act § 2, old", "Changed Act § 2, new"]


def level(text: str, filed: date) -> Step:
    """The level of a claim filed on that day."""
    return Claimant(load(text), filed).evaluation.quantity("level")


def test_the_first_day_of_a_version_is_its_own() -> None:
    text = SHEETS["claim", "a quantity of the claim"]("new claims")

    assert [level(text, CHANGE - timedelta(days=back)).value for back in (1, 0)] == [10, 20]


def test_the_derivation_names_the_citation_of_the_version_that_was_taken() -> None:
    text = SHEETS["claim", "a quantity of the claim"]("new claims")

    assert level(text, OLD_CLAIM).cites == "Changed Act § 2, old"
    assert level(text, NEW_CLAIM).cites == "Changed Act § 2, new"


def test_a_version_that_applies_to_nobody_in_question_leaves_them_to_the_one_before_it() -> None:
    third = "    - from: 2020-08-01\n      is: 1 * low + high_amount\n"
    text = sheet("quantities", LEVEL + versions("low", "high_amount", "new claims") + third)

    assert paid_under(text) == OLD_KEEP
    assert paid_under(text.replace("2020-08-01\n", "2020-08-01\n            for: new claims\n")) == OLD_KEEP
    running = text.replace("2020-08-01\n", f"2020-08-01\n            for: {FOR['running claims']}\n")
    assert paid_under(running) == [10, 10, 30, 20, 30]


class TestUnknownLaw:
    """Before the first version, where a sheet says so, and after an end, nothing is guessed."""

    def test_before_the_first_version_nothing_is_known(self) -> None:
        text = sheet("quantities", LEVEL + versions("low", "high_amount", since=LATE_START))

        with pytest.raises(OutsideKnownLaw, match="no version of level is known for 2020-01-06"):
            level(text, JANUARY)
        assert level(text, LATE_START).value == 10

    @pytest.mark.parametrize("kind", [kind for kind in SHEETS if "question" not in kind[1]])  # it asks of older months
    def test_a_stretch_that_nobody_knows_is_refused_and_the_law_around_it_is_applied(
        self, kind: tuple[str, str]
    ) -> None:
        scheme = load(nobody_knows(SHEETS[kind]("as the law"), until=date(2020, 8, 1)))

        assert Claimant(scheme, OLD_CLAIM).paid(BEFORE_CHANGE) == [10]
        with pytest.raises(OutsideKnownLaw):
            Claimant(scheme, NEW_CLAIM).paid(AFTER_CHANGE)
        assert Claimant(scheme, date(2020, 8, 3)).paid(AFTER_LATER) == [20]

    def test_what_nobody_knows_of_new_claims_is_known_of_those_that_run(self) -> None:
        known = versions("low", "high_amount", "new claims")
        text = sheet("quantities", LEVEL + known.replace("is: high_amount\n      at: new", "unknown: true"))

        assert Claimant(load(text), OLD_CLAIM).paid(BEFORE_CHANGE, AFTER_CHANGE, AFTER_LATER) == [10, 10, 10]
        with pytest.raises(OutsideKnownLaw):
            level(text, NEW_CLAIM)

    def test_from_the_end_of_the_last_version_on_nothing_is_known_and_the_sheet_says_when(self) -> None:
        ended = versions("low", "high_amount", "new claims") + "      until: 2020-10-01\n"
        scheme = load(sheet("quantities", LEVEL + ended))

        assert ends_of(scheme) == (date(2020, 10, 1),)
        assert Claimant(scheme, date(2020, 9, 30)).evaluation.quantity("level").value == 20
        with pytest.raises(OutsideKnownLaw):
            Claimant(scheme, date(2020, 10, 1)).evaluation.quantity("level")
        assert ends_of(load(sheet("quantities", LEVEL + versions("low", "high_amount")))) == ()

    def test_what_nobody_asks_about_need_not_be_known(self) -> None:
        text = sheet("quantities", LEVEL + versions("low", "high_amount", since=LATE_START), due="low")

        assert Claimant(load(text), JANUARY).determination.outcome is DeterminationOutcome.GRANTED
