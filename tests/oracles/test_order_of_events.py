"""Decisions, reports and corrections give the same result in whatever order, and however often, they arrive."""

from __future__ import annotations

import json
import random
from pathlib import Path
from typing import Any

import pytest

from law.packs.ask import sheet
from law.packs.event_streams import begun, periods_of
from law.packs.names import CaseNames
from law.packs.pack import read_pack
from law.packs.pack_map import read_map
from law.packs.told import ClaimAsTold, events_of

HERE = Path(__file__).parent
MAP = read_map(HERE / "no_dagpenger_event_streams.map.yaml")
(KIND,) = MAP.cases["events"]
CASES = [
    case
    for file in sorted(HERE.glob("no_dagpenger_event_streams*.json"))
    for case in read_pack(file).cases
    if any(event["event"] == "report" for event in case["inputs"]["events"])
]


def _names(events: list[Any]) -> CaseNames:
    return CaseNames({"events": events}, KIND, MAP.figures, {})


def _told(events: list[Any]) -> ClaimAsTold:
    names = _names(events)
    claim = begun(names, sheet(MAP.sheet))
    for event, own in events_of(KIND.told[0], names):
        claim.tell_event(event, own)
    return claim


def _outcome(claim: ClaimAsTold) -> dict[str, Any]:
    periods = periods_of(claim, _names([]))
    return {**periods.totals, "deducted": periods.of_rule("deductible_used")}


@pytest.mark.parametrize("case", CASES, ids=[f"{number}" for number, _ in enumerate(CASES, 1)])
def test_facts_may_arrive_in_any_order_and_twice(case: Any) -> None:
    claim = _told(case["inputs"]["events"])
    in_order = _outcome(claim)
    chance = random.Random(json.dumps(case["inputs"], default=str))

    for _ in range(2):
        claim.facts = [*claim.facts, *chance.sample(claim.facts, len(claim.facts) // 3)]
        chance.shuffle(claim.facts)
        assert _outcome(claim) == in_order
        claim.facts = list(dict.fromkeys(claim.facts))


def test_a_report_corrected_last_counts_wherever_the_others_stand() -> None:
    case = next(case for case in CASES if sum(event["event"] == "report" for event in case["inputs"]["events"]) > 2)
    decisions = [event for event in case["inputs"]["events"] if event["event"] != "report"]
    reports = [event for event in case["inputs"]["events"] if event["event"] == "report"]
    newest = {event["days"][0]["date"]: event for event in reports}
    alone = [*decisions, *newest.values()]

    assert _outcome(_told(alone)) == _outcome(_told(case["inputs"]["events"]))
    assert _outcome(_told([*decisions, *reversed(newest.values())])) == _outcome(_told(alone))
    assert _outcome(_told([*decisions, *reports[:1]])) != _outcome(_told(alone))
