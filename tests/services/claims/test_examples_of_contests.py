"""The contracts' examples tell the way to contest as the sheet of their scheme and the procedure of claims do."""

from __future__ import annotations

import json
from datetime import date
from typing import Any

import pytest

from law.catalogue import load_scheme
from services.claims.notices import appeal_words
from services.claims.ways_to_contest import last_day_to_contest
from tests.shape.tree import ROOT

MISSISSIPPI = load_scheme("us/mississippi", accept_unverified=True)


def data(name: str) -> dict[str, Any]:
    told: dict[str, Any] = json.loads((ROOT / "contracts" / "examples" / f"{name}.json").read_text("utf-8"))["data"]
    return told


def days_on(day: date) -> int:
    found = MISSISSIPPI.parameters[MISSISSIPPI.appeal.within].dated.on(day)
    assert found is not None
    return int(found.value)


@pytest.mark.parametrize(
    ("name", "day"), [("claims.review-made.v1", "reviewed_on"), ("claims.claim-decision.v3", "decided_on")]
)
def test_a_decision_names_the_days_the_body_and_the_last_day_of_its_law(name: str, day: str) -> None:
    told = data(name)
    decided_on = date.fromisoformat(told[day])
    appeal, days = MISSISSIPPI.appeal, days_on(decided_on)
    assert told["appeal"] == appeal_words(appeal.to, days, appeal.cites)
    assert told["contest_by"] == last_day_to_contest(decided_on, days).isoformat()


def test_a_determination_names_them_too() -> None:
    told, appeal = data("eligibility.determination-made.v1"), MISSISSIPPI.appeal
    start = date.fromisoformat(told["benefit_year"]["start"])
    assert told["appeal"] == {"to": appeal.to, "within_days": days_on(start), "cites": appeal.cites}
