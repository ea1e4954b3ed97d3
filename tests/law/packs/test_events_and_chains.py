"""Cases that are lists: events told one after another, answers about each period, months that hand something on."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest

from law.packs.check import PackReport, answers_of, checked
from law.packs.pack import read_pack
from law.packs.pack_map import MapFault, map_beside

HEAD = """\
pack: Mississippi
sheet: us/mississippi
figures:
  days_of_week: 7
  quarter: 5200
  first_quarter: 2024-10-01
  second_quarter: 2025-01-01
  third_quarter: 2025-04-01
cases:
"""
EVENTS = """\
  events:
    claims: 2026-01-04
    unless_stated: {earned: 0}
    life:
      began: 2020-01-01
      ended: 2026-01-04
      earned:
        - {from: first_quarter, until: second_quarter, amount: quarter}
        - {from: second_quarter, until: third_quarter, amount: quarter}
    told:
      - each: events
        by: event
        events:
          week:
            reports: {from: from, until: from + days_of_week, earned: earned}
          moved: {}
    after_each: {under: after_event}
    expect:
      paid: item(paid, this_period)
      in_all: sum(paid)
      by_then: sum(up_to(paid, this_period))
      by_last_day: keyed(period_ends, paid)
      left: keyed(period_begins, left)
      counted: item(earnings_counted, this_period)
      changes: changes
"""
OF_PERIOD = EVENTS.replace("    after_each: {under: after_event}\n", "    of_period: week\n").replace(
    "      changes: changes\n", "      week: item(period_begins, this_period)\n"
)
CHAIN = """\
  week:
    claims: 2026-01-04
    given: {weekly_benefit_amount: weekly, total_benefit: left}
    week: {from: from, until: from + days_of_week, earned: earned}
    expect: {paid: weekly_payment, left: left - weekly_payment}
  weeks: {each: weeks, like: week, carries: {left: left}}
"""
WAITED, TOLD, CORRECTED = (
    {"event": "week", "from": "2026-01-04"},
    {"event": "week", "from": "2026-01-11", "earned": 41},
    {"event": "week", "from": "2026-01-11", "earned": 240},
)
LATER = {"event": "week", "from": "2026-01-18"}


def _checked(folder: Path, mapped: str, inputs: dict[str, Any], expected: dict[str, Any]) -> PackReport:
    (folder / "cases.map.yaml").write_text(HEAD + mapped, "utf-8")
    case = {"inputs": inputs, "expected": expected}
    (folder / "cases.json").write_text(json.dumps({"scheme": "Mississippi", "cases": [case]}), "utf-8")
    pack = read_pack(folder / "cases.json")
    return checked(pack, answers_of(map_beside(folder / "cases.json", pack.scheme)))


def _events(folder: Path, *events: dict[str, Any], mapped: str = EVENTS, **expected: Any) -> PackReport:
    return _checked(folder, mapped, {"kind": "events", "events": list(events)}, expected)


def test_after_each_event_the_engine_says_what_follows_from_all_so_far(tmp_path: Path) -> None:
    after = {
        "1": {"paid": 0, "in_all": 0, "changes": 1, "by_last_day": {"2026-01-10": 0}},
        "2": {"paid": 199, "counted": 1, "in_all": 199, "changes": 2, "left": {"2026-01-04": 3466}},
        "3": {"paid": 200, "by_then": 399, "by_last_day": {"2026-01-10": 0, "2026-01-17": 199, "2026-01-24": 200}},
        "4": {"in_all": 399, "changes": 3},
        "5": {"paid": 0, "by_then": 0, "in_all": 200, "changes": 4},
    }
    report = _events(tmp_path, WAITED, TOLD, LATER, {"event": "moved"}, CORRECTED, after_event=after)
    assert report.failed == []


def test_an_event_that_is_no_report_answers_nothing_about_a_period(tmp_path: Path) -> None:
    (failure,) = _events(tmp_path, WAITED, {"event": "moved"}, after_event={"2": {"paid": 0}}).failed
    assert "after_event.2.paid: 0 is expected, and nothing answers it" in failure


def test_an_expectation_names_the_period_that_it_is_about(tmp_path: Path) -> None:
    told = (WAITED, TOLD, LATER)
    assert _events(tmp_path, *told, mapped=OF_PERIOD, week="2026-01-11", paid=199, by_then=199).passed == 1
    assert _events(tmp_path, *told, mapped=OF_PERIOD, paid=200, by_then=399).passed == 1
    (failure,) = _events(tmp_path, *told, mapped=OF_PERIOD, week="2026-01-12", paid=200).failed
    assert "week: 2026-01-12 is expected, and the law comes to 2026-01-18" in failure


def test_pay_that_is_told_in_two_parts_counts_twice(tmp_path: Path) -> None:
    """Each stretch of pay has a name of its own, or the second part would correct the first."""
    mapped = EVENTS.replace("changes: changes", "in_all_earned: base_period_wages")
    assert _events(tmp_path, WAITED, mapped=mapped, after_event={"1": {"in_all_earned": 10400}}).failed == []


def test_an_event_of_no_known_kind_is_named(tmp_path: Path) -> None:
    (failure,) = _events(tmp_path, {"event": "strike"}, after_event={"1": {"changes": 0}}).failed
    assert "no rule knows the event strike" in failure


def test_what_one_item_answers_is_carried_into_the_next(tmp_path: Path) -> None:
    weeks = [{"from": "2026-01-11", "earned": 40, "left": 2000}, {"from": "2026-01-18", "earned": 140}]
    inputs = {"kind": "weeks", "weekly": 200, "weeks": weeks}
    expected = {"weeks": [{"paid": 200, "left": 1800}, {"paid": 100, "left": 1700}]}
    assert _checked(tmp_path, CHAIN, inputs, expected).failed == []


@pytest.mark.parametrize(
    ("mapped", "written", "other", "says"),
    [
        (CHAIN, "like: week, ", "", "says which kind each item is like: `like: month`"),
        (CHAIN, "each: weeks, ", "", "carries from one item to the next: name their list"),
        (
            CHAIN,
            "like: week,",
            "like: weak,",
            "weeks.like: weak is no kind that says itself what answers it; do you mean week?",
        ),
        (
            CHAIN,
            "like: week,",
            "like: week, claims: 2026-01-04,",
            "is answered like week, so it says nothing of its own",
        ),
        (CHAIN, "    claims: 2026-01-04\n", "", "names the day of the claim"),
        (EVENTS, "        by: event\n", "", "either `every`, or `by: event` with `events:"),
        (EVENTS, "        by: event\n", "        by: event\n        every: {}\n", "either `every`, or `by: event`"),
        (EVENTS, "    after_each:", "    certifies: {periods: 1}\n    after_each:", "in one way: certifies or told"),
        (
            EVENTS,
            "    after_each:",
            "    of_period: week\n    after_each:",
            "after each event of one list, or of one period",
        ),
        (EVENTS, "    after_each:", "    replaces: {left: 0}\n    after_each:", "has events, so nothing is replaced"),
        (CHAIN, "    week: {", "    of_period: week\n    week: {", "has of_period, so it lists the events"),
    ],
)
def test_what_does_not_fit_together_is_refused(
    mapped: str, written: str, other: str, says: str, tmp_path: Path
) -> None:
    assert written in mapped
    with pytest.raises(MapFault) as fault:
        _checked(tmp_path, mapped.replace(written, other), {"kind": "weeks"}, {"paid": 1})
    assert says in str(fault.value)
    assert re.search(r"cases\.map\.yaml:[0-9]+: cases", str(fault.value))
