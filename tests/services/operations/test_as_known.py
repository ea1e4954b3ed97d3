"""What was known on a day is what had come when it was closed, whenever recorded and of whatever day it speaks."""

from __future__ import annotations

import json
from contextlib import closing
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from contracts.claims import QuestionOpened
from contracts.registry import Separation
from services.runtime.laptop.laptop import Laptop
from tests.services.commands.walking import typed
from tests.stories.contesting import contested, decided_against, told_by
from tests.stories.town import (
    FIRST,
    PERSON,
    born,
    certifies,
    closes,
    files_claim,
    fill,
    lost_work,
    no_wages,
    said,
    town,
    wages,
)

PAID = FIRST + timedelta(days=20)
CORRECTED = FIRST + timedelta(days=40)
PAST = [*(said(wages(month)) for month in range(7, 25)), said(born()), said(lost_work())]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A claim is granted and a fortnight paid; weeks later wages of before are restated, and work in the fortnight."""
    folder = tmp_path_factory.mktemp("world")
    with closing(town(folder)) as laptop:
        told(laptop)
    return folder


def told(laptop: Laptop) -> None:
    fill(laptop, PAST)
    fill(laptop, [said(files_claim())])
    closes(laptop, FIRST)
    fill(laptop, [said(certifies(0)), said(wages(30))])
    closes(laptop, PAID)
    fill(laptop, [said(wages(22, 240_000, version=2)), said(certifies(0, earned=(0, 30_000), version=2))])
    fill(laptop, [said(no_wages(20)), said(wages(31))])
    closes(laptop, CORRECTED)
    fill(laptop, [said(lost_work(Separation.VOLUNTARY, version=2))])


def known(folder: Path, on: object) -> dict[str, Any]:
    answer: dict[str, Any] = json.loads(typed(f"as-known {PERSON} --folder {folder} --on {on} --json"))
    return answer


def keys(facts: list[dict[str, Any]]) -> set[tuple[str, int]]:
    return {(fact["key"], fact["version"]) for fact in facts}


def test_before_the_first_closing_only_what_had_come_is_known(folder: Path) -> None:
    seen = known(folder, FIRST)
    assert len(seen["known_then"]) == len(PAST) + 1
    assert {fact["known_by_closing_of"] for fact in seen["known_then"]} == {str(FIRST)}
    assert [decision["kind"] for decision in seen["decided_then"]] == ["determination"]


def test_a_correction_that_came_later_was_not_known_though_its_source_recorded_it_before(folder: Path) -> None:
    seen = known(folder, PAID)
    later = {fact["key"]: fact for fact in seen["learned_since"]}
    restated = later["works/2019-10-01"]
    assert restated["recorded_by_source"] < f"{PAID}"
    assert (restated["version"], restated["known_by_closing_of"]) == (2, str(CORRECTED))
    assert ("works/2019-10-01", 1) in keys(seen["known_then"])


def test_what_is_in_force_now_stands_beside_what_was_in_force_then(folder: Path) -> None:
    seen = known(folder, PAID)
    (fortnight,) = [now for now in seen["in_force_now"] if now["kind"] == "assessment"]
    then, now = fortnight["then"]["says"]["amount"]["minor"], fortnight["says"]["amount"]["minor"]
    assert fortnight["then"]["number"] < fortnight["number"]
    assert then > now
    assert fortnight["then"]["made_by_closing_of"] == str(PAID)


def test_facts_of_later_days_are_not_told_beside_that_day(folder: Path) -> None:
    assert "works/2020-07-01" not in {key for key, _ in keys(known(folder, PAID)["learned_since"])}
    assert "works/2020-07-01" in {key for key, _ in keys(known(folder, CORRECTED)["known_then"])}


def test_a_retraction_is_told_with_the_days_of_what_it_takes_back(folder: Path) -> None:
    (retracted,) = [one for one in known(folder, PAID)["learned_since"] if one["kind"] == "registry.fact-retracted"]
    assert retracted["first_day"] == "2019-08-01"


def test_what_came_after_the_last_closing_is_known_on_no_day(folder: Path) -> None:
    seen = known(folder, CORRECTED + timedelta(days=1))
    (since,) = [one for one in seen["learned_since"] if one["kind"] == "registry.employment-ended"]
    assert since["known_by_closing_of"] is None
    assert "That day is not closed yet" in typed(
        f"as-known {PERSON} --folder {folder} --on {CORRECTED + timedelta(days=1)}"
    )


def test_the_text_tells_both_sides(folder: Path) -> None:
    text = typed(f"as-known {PERSON} --folder {folder} --on {PAID}")
    assert f"as known when {PAID} was closed" in text
    assert "Known then: 23 facts" in text
    assert "; then: " in text


def test_a_contest_that_lets_the_law_decide_anew_is_among_what_was_known(tmp_path: Path) -> None:
    with closing(town(tmp_path)) as laptop:
        fill(laptop, [*PAST[:-1], said(lost_work(Separation.VOLUNTARY)), said(files_claim())])
        year = told_by(laptop, "claims", QuestionOpened)[0].period
        assert year is not None
        after = decided_against(laptop, year)
        contest = contested(laptop, after)
        closes(laptop, after + timedelta(days=1))
    facts = known(tmp_path, after + timedelta(days=1))["known_then"]
    assert [fact["key"] for fact in facts if fact["kind"] == "claims.contest-opened"] == [contest]
