"""The catalogue is data that an institution writes: faults are named by file, line and reason."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from contracts.almp_referral import Occasion
from law.language.terms.errors import RuleSheetError
from services.almp_referral import referrals
from services.almp_referral.catalogue import FILE, Catalogue, Criteria, standard_catalogue
from services.almp_referral.model import JobseekerProfile, age_on, match, months_between
from services.almp_referral.referrals import MOVES, OVER, ReferralState
from tests.services.state_diagram import diagram_of_moves

TEXT = FILE.read_text("utf-8")
DAY = date(2026, 3, 3)
NOTHING_KNOWN = JobseekerProfile(DAY, Occasion.BEFORE_EXHAUSTION, None, None, None, None, None)
PROTECTED = ("sex", "national", "family", "children", "dependant", "health", "religion", "race", "score")


def line_of(words: str) -> int:
    return next(number for number, line in enumerate(TEXT.splitlines(), start=1) if words in line)


@pytest.mark.parametrize(
    ("right", "wrong", "at", "reason"),
    [
        ("kind: guidance", "kind: guidence", "kind: guidance", "is not one of: placement"),
        ("age_from: 16, age_below: 25", "age_from: 25, age_below: 25", "age_from: 16", "nobody fits"),
        ("value: 80, cites: Synthetic", "value: eighty, cites: Synthetic", "value: 80", "not an exact number"),
        ("value: 80, cites: Synthetic", "value: 80", "value: 80", "'cites' is missing"),
        ("id: programme-job-club", "id: job-club", "id: programme-job-club", "does not begin with programme-"),
        ("age_from: 16", "age_from: \u0661\u0666", "age_from: 16", "is not a whole number from 0"),
        ("value: 80, cites: Synthetic", "value: 9999999999, cites: Synthetic", "value: 80", "is not a whole number"),
        ("age_from: 16", "sex: female, age_from: 16", "age_from: 16", "'sex' is not known here"),
        ("id: programme-job-club", "id: programme-own-business", "programmes:", "two programmes are called"),
    ],
)
def test_a_fault_is_named_by_file_line_and_reason(right: str, wrong: str, at: str, reason: str) -> None:
    with pytest.raises(RuleSheetError) as fault:
        Catalogue.from_text(TEXT.replace(right, wrong), "catalogue.yaml")
    first = str(fault.value).splitlines()[0]
    assert reason in first
    if reason != "two programmes are called":
        assert first.startswith(f"catalogue.yaml:{line_of(at)}:")


def test_a_file_that_is_not_yaml_is_named_too() -> None:
    with pytest.raises(RuleSheetError, match=r"^broken.yaml:2: sheet: this is not YAML: "):
        Catalogue.from_text("programmes:\n  - {id: [}", "broken.yaml")


def test_the_catalogue_that_comes_along_says_that_it_is_made_up() -> None:
    assert "ALL PROGRAMMES IN THIS FILE ARE SYNTHETIC" in TEXT
    for programme in standard_catalogue().programmes.values():
        assert all("Synthetic" in seats.cites for seats in programme.seats.values)


def test_no_criterion_asks_for_what_nobody_may_be_chosen_by() -> None:
    assert not [name for name in Criteria.__slots__ for word in PROTECTED if word in name]


def test_seats_are_dated_and_a_closed_programme_has_none() -> None:
    programmes = standard_catalogue().programmes
    experienced, coast = programmes["programme-experience-counts"], programmes["programme-coast-works"]
    assert [experienced.seats_on(date(year, 6, 1)) for year in (2009, 2025, 2026)] == [0, 40, 50]
    assert [coast.seats_on(day) for day in (date(2029, 12, 31), date(2030, 1, 1))] == [25, 0]


def test_somebody_of_whom_nothing_is_known_is_told_what_each_programme_misses() -> None:
    fits, misfits = match(standard_catalogue().programmes.values(), NOTHING_KNOWN)
    assert [fit.programme for fit in fits] == ["programme-job-club"]
    assert "Guidance and work trial for young people: it asks for age in years from 16 and below 25" in misfits[1]
    assert misfits[1].endswith("which is not known")
    assert len(misfits) == len(standard_catalogue().programmes) - 1


@pytest.mark.parametrize(
    ("birth_month", "day", "age"),
    [("1976-03", date(2026, 2, 28), 49), ("1976-03", date(2026, 3, 1), 50), ("2000-12", date(2026, 11, 30), 25)],
)
def test_age_is_counted_from_the_month_of_birth(birth_month: str, day: date, age: int) -> None:
    assert age_on(birth_month, day) == age


@pytest.mark.parametrize(
    ("start", "end", "months"),
    [
        (date(2020, 1, 15), date(2021, 1, 14), 11),
        (date(2020, 1, 15), date(2021, 1, 15), 12),
        (date(2021, 1, 15), date(2020, 1, 15), 0),
    ],
)
def test_service_counts_whole_months(start: date, end: date, months: int) -> None:
    assert months_between(start, end) == months


def test_every_standing_is_reached_and_every_end_holds_no_seat() -> None:
    assert set(MOVES) == set(ReferralState) == {ReferralState.ASKED}.union(*MOVES.values())
    assert {
        ReferralState.NONE,
        ReferralState.REFUSED,
        ReferralState.COMPLETED,
        ReferralState.FOUND_WORK,
        ReferralState.LEFT_EARLY,
        ReferralState.EXPIRED,
        ReferralState.EXCUSED,
        ReferralState.NOT_EXCUSED,
        ReferralState.ENDED,
        ReferralState.NO_SEAT,
    } == OVER


def test_the_readme_draws_the_table_as_it_is() -> None:
    readme = Path(referrals.__file__).with_name("README.md").read_text("utf-8")
    assert f"```mermaid\n{diagram_of_moves(MOVES, first=ReferralState.ASKED)}\n```" in readme
