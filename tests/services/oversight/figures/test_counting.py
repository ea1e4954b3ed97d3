"""Into which column of which table a case falls, at the end of a day."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from decimal import Decimal
from itertools import permutations
from pathlib import Path
from random import Random

import pytest

from services.oversight.figures.as_of import counted_as_of
from services.oversight.figures.cases import Closings, ObservedInLog, folded
from services.oversight.figures.counting import counted, replacement_band
from services.oversight.figures.cube import DayFigures
from services.oversight.figures.interval import wilson
from services.oversight.figures.tables import COLUMNS, FigureTable
from services.oversight.figures.written import written
from services.oversight.observation import (
    Assessed,
    BankObserved,
    Contested,
    Described,
    DeterminationObserved,
    FilingObserved,
    FundTold,
    Instructed,
    Observation,
    Questioned,
    QuestionEnded,
    ReferralStep,
    Referred,
    Reviewed,
)
from services.oversight.presets import standard_presets
from services.oversight.store import TABLES, closing, note
from services.runtime.database.store import Database, upsert

DAY = timedelta(days=1)
FILED = date(2020, 3, 2)
RULES = standard_presets().rules_on(FILED)


def determined(
    outcome: str, number: int = 1, on: date = FILED, *, automatic: bool = True, rate: int = 10_000
) -> DeterminationObserved:
    unmet = (("enough_wages", "§ 1"), ("enough_quarters", "§ 2")) if outcome == "refused" else ()
    return DeterminationObserved(
        "c", number, outcome, automatic, rate, "week", 20_000, "week", unmet, None, {"sex": "female"}, on, "digest"
    )


def at(day: date, *observations: Observation, last_closed: date | None = None) -> dict[str, list[str]]:
    """By table, the columns in which a person stands who was observed so."""
    person = folded(ObservedInLog(one, number, last_closed) for number, one in enumerate(observations))
    columns: dict[str, list[str]] = {}
    for case in counted(person, day, RULES):
        assert case.column in COLUMNS[case.table]
        columns.setdefault(case.table, []).append(case.column)
    return columns


FILING = FilingObserved("c", "us/mississippi", FILED)
WEEK = Assessed("c", "c/1", 1, 1, FILED + 13 * DAY, exhausted=False)
ORDER = Instructed("c", "i", 10_000, "USD", FILED + 14 * DAY)


def booked(day: date, *, returned: bool = False) -> BankObserved:
    return BankObserved("c", "i", 10_000, "USD", day, returned=returned)


@pytest.mark.parametrize(
    ("days", "table", "column"),
    [
        (21, "waiting-claims", "15_to_21"),
        (22, "waiting-claims", "22_to_35"),
        (400, "waiting-claims", "over_35"),
    ],
)
def test_a_claim_without_a_decision_waits_however_old_it_is(days: int, table: str, column: str) -> None:
    assert at(FILED + days * DAY, FILING)[table] == [column]


def test_the_last_day_of_the_limit_is_in_time_and_the_next_is_late() -> None:
    on_time, late = determined("granted", on=FILED + 21 * DAY), determined("granted", on=FILED + 22 * DAY)
    assert at(FILED + 30 * DAY, FILING, on_time)["decisions"] == ["on_time"]
    assert at(FILED + 30 * DAY, FILING, late)["decisions"] == ["late"]


def test_a_decision_made_after_an_outage_counts_on_the_last_day_that_was_closed_then() -> None:
    told = at(FILED + 40 * DAY, FILING, determined("granted"), last_closed=FILED + 30 * DAY)
    assert told["decisions"] == ["late"]


def test_a_first_payment_is_counted_from_the_end_of_the_first_week_that_is_paid_for() -> None:
    granted = (FILING, determined("granted"), WEEK, ORDER)
    end = FILED + 13 * DAY
    for days, column in ((14, "soon"), (15, "in_time"), (35, "in_time"), (36, "late")):
        assert at(end + 50 * DAY, *granted, booked(end + days * DAY))["first-payments"] == [column]
    assert at(end + 15 * DAY, *granted)["waiting-payments"] == ["15_to_21"]


def test_money_that_came_back_is_no_first_payment() -> None:
    end = FILED + 13 * DAY
    told = at(
        end + 20 * DAY,
        FILING,
        determined("granted"),
        WEEK,
        ORDER,
        booked(end + DAY),
        booked(end + 2 * DAY, returned=True),
    )
    assert told["waiting-payments"] == ["15_to_21"]
    assert told["paid"] == ["returned"]
    assert "recipients" not in told


def test_a_claim_that_fails_two_conditions_counts_under_both_and_once_as_refused() -> None:
    told = at(FILED + DAY, FILING, determined("refused"))
    assert told["refusals-by-rule"] == ["automatic", "automatic"]
    assert (told["refusals"], told["claims"]) == (["automatic"], ["refused"])


def test_a_claim_that_was_refused_and_is_granted_now_is_told_as_such() -> None:
    told = at(FILED + 9 * DAY, FILING, determined("refused"), determined("granted", 2, FILED + 5 * DAY))
    assert told["refusals-by-rule"] == ["granted_later", "granted_later"]
    assert "refusals" not in told
    assert told["claims"] == ["granted"]


AGAINST = QuestionEnded("q", "c", "against_claimant", FILED + 9 * DAY, "week", None, "§ 5")
ASKED = Questioned("c", "q", "week", FILED)


def contested(outcome: str = "", on: date = FILED + 10 * DAY) -> Contested:
    return Contested("c", "k", "q", on, None if outcome else FILED + 40 * DAY, outcome)


@pytest.mark.parametrize(
    ("outcome", "sanction", "contest"),
    [
        ("overturned", "overturned", "overturned"),
        ("changed", "changed", "changed"),
        ("upheld", "stands", "upheld"),
        ("out_of_time", "stands", "not_heard"),
    ],
)
def test_a_decision_against_a_claimant_is_told_with_what_a_contest_made_of_it(
    outcome: str, sanction: str, contest: str
) -> None:
    told = at(FILED + 60 * DAY, FILING, ASKED, AGAINST, contested(), contested(outcome, FILED + 30 * DAY))
    assert told["sanctions"] == [sanction]
    assert told["contest-outcomes"] == [contest]
    assert told["contests"] == ["on_time"]
    assert told["questions"] == ["on_time"]


def test_an_open_contest_waits_until_its_day_and_is_overdue_then() -> None:
    assert at(FILED + 40 * DAY, ASKED, AGAINST, contested())["waiting-contests"] == ["waiting"]
    assert at(FILED + 41 * DAY, ASKED, AGAINST, contested())["waiting-contests"] == ["overdue"]
    assert at(FILED + 41 * DAY, ASKED, AGAINST, contested())["sanctions"] == ["contested"]


def test_a_contest_that_was_taken_back_is_nobodys_to_decide() -> None:
    told = at(FILED + 60 * DAY, ASKED, AGAINST, contested(), contested("withdrawn"))
    assert "contests" not in told
    assert "waiting-contests" not in told


def test_a_question_that_fell_away_counts_nowhere() -> None:
    assert at(FILED + 60 * DAY, ASKED, QuestionEnded("q", "c", "", None)) == {}


def test_a_sampled_decision_counts_when_it_was_looked_at_again() -> None:
    drawn = Reviewed("c", "q", "", FILED + 10 * DAY)
    assert "reviews" not in at(FILED + 60 * DAY, ASKED, AGAINST, drawn)
    assert at(FILED + 60 * DAY, ASKED, AGAINST, drawn, Reviewed("c", "q", "wrong", FILED + 20 * DAY))["reviews"] == [
        "wrong"
    ]


@pytest.mark.parametrize(
    ("steps", "column"),
    [
        ([], "unanswered"),
        ([("answer", "refused")], "declined"),
        ([("answer", "accepted")], "accepted"),
        ([("answer", "accepted"), ("lapse", "over")], "left"),
        ([("answer", "accepted"), ("outcome", "did_not_attend")], "left"),
        ([("answer", "accepted"), ("outcome", "completed")], "completed"),
        ([("outcome", "found_work"), ("answer", "accepted")], "found_work"),
    ],
)
def test_a_referral_counts_at_its_furthest_step_whatever_was_told_first(
    steps: Sequence[tuple[str, str]], column: str
) -> None:
    told: list[Observation] = [ReferralStep("r", step, said) for step, said in steps]  # type: ignore[arg-type]  # of a closed list
    referred = Referred("c", "r", "job-club", FILED)
    for order in permutations([*told, referred]):
        assert at(FILED + 60 * DAY, *order)["referrals"] == [column]


def test_the_replacement_rate_compares_amounts_of_the_same_time() -> None:
    assert replacement_band(determined("granted")) == "50_to_59"
    assert replacement_band(determined("granted", rate=7_999)) == "under_40"
    assert replacement_band(None) == "not_known"


def test_what_waits_is_never_forgotten_and_what_is_over_is_after_a_year() -> None:
    late = FILED + 366 * DAY
    told = at(late, FILING, determined("granted"), ASKED)
    assert "claims" not in told
    assert "decisions" not in told
    assert told["waiting-questions"] == ["over_35"]


EVERYTHING: tuple[Observation, ...] = (
    FILING,
    determined("refused"),
    determined("granted", 2, FILED + 5 * DAY),
    WEEK,
    ORDER,
    booked(FILED + 15 * DAY),
    ASKED,
    AGAINST,
    Described("d", {"region": "delta"}),
    Referred("c", "r", "job-club", FILED),
    ReferralStep("r", "outcome", "completed"),
)


@pytest.mark.parametrize("seed", range(5))
def test_figures_are_the_same_in_whatever_order_topics_were_read(tmp_path: Path, seed: int) -> None:
    rows = [("p", 0, number, one) for number, one in enumerate(EVERYTHING, start=1)]
    told: list[str] = []
    for order in (rows, Random(seed).sample(rows, len(rows))):
        database = Database.on_sqlite(tmp_path / f"{len(told)}.db", TABLES)
        with database.begin() as connection:
            upsert(connection, closing, [{"partition": 0, "day": FILED + 30 * DAY, "arrived": 100}])
            note(connection, order)
            told.append(written(counted_as_of(connection, FILED + 30 * DAY, RULES)[0]))
        database.close()
    assert told[0] == told[1]


def test_money_of_a_fund_is_nobodys_and_is_told_by_the_year_and_in_all() -> None:
    figures = DayFigures(FILED + 400 * DAY)
    figures.add([ObservedInLog(FundTold("ui", 500, "USD", FILED), 1, None)], RULES)
    figures.add([ObservedInLog(FundTold("ui", 300, "USD", FILED + 300 * DAY), 2, None)], RULES)
    assert (figures.funds["ui", "USD"], figures.funds_ever["USD"]) == (300, 800)
    assert not figures.cases


def test_days_that_are_closed_late_divide_the_log_where_they_were_closed() -> None:
    closings = Closings([(10, FILED), (20, FILED + DAY), (30, FILED - DAY)])
    assert [closings.last_closed(moment) for moment in (9, 10, 25, 40)] == [None, FILED, FILED + DAY, FILED + DAY]
    assert closings.cut(FILED + DAY) == 20
    assert closings.cut(FILED + 2 * DAY) is None


def test_the_interval_of_a_sample_is_wilsons() -> None:
    low, high = wilson(81, 263)
    assert (low.quantize(Decimal("0.0001")), high.quantize(Decimal("0.0001"))) == (Decimal("0.2553"), Decimal("0.3662"))
    assert wilson(5, 5)[1] == 1
    with pytest.raises(ValueError, match="a sample"):
        wilson(0, 0)


def test_every_table_has_columns() -> None:
    assert COLUMNS.keys() == set(FigureTable)
